import type { ShapeReport } from '../../schemas/shape-report.ts';
import type { Check } from '../check.ts';
import { upshotOf } from '../upshot.ts';
import { restOperations, restResultsWith } from './concern.ts';
import { finding, judged } from './finding.ts';

const sameVoid: Check = {
  id: 'PARITY-VOID',
  title: 'REST answers 204 exactly where SOAP answers with an empty response element',
  level: 'SHOULD',
  source: 'operation pages of both protocols: 204 on one is an empty element on the other',
  compares: 'twin',
  needs: ['REST-STATUS'],
  trippedBy: ['soap-void-filled', 'soap-response-missing'],
  concerns: (contract, asked, types) => restOperations(contract, asked, types) && asked.twin !== undefined,
  judge({ response, twin }) {
    if (twin === undefined) return { skip: 'the SOAP twin was not asked or not answered' };
    // Empty is also what refuses.
    if (upshotOf(twin).kind === 'refused') return { skip: 'the SOAP twin was refused' };
    const [element, ...others] = twin.reading.envelope()?.content ?? [];
    const { contract } = twin;
    if (contract.protocol !== 'soap' || element?.name !== contract.output.element || others.length > 0) {
      return { skip: 'the answer of the SOAP twin holds no response element' };
    }
    const isEmpty = element.children.length === 0 && element.text.trim() === '';
    const isNoContent = response.status === 204;
    if (isEmpty === isNoContent) return judged();
    const expected = isEmpty ? '204, as the SOAP answer is empty' : 'a result, as the SOAP answer has one';
    return judged(finding('status', expected, String(response.status)));
  },
};

/** `output[].To` on REST is `output.Response[].To` on SOAP. */
const asOnRest = (member: string): string => member.replace(/^output\.Response(?=$|[.[{])/, 'output');

/** Members that an answer could have had and has not, though what they stand in is there. */
function missingFrom({ evidence, unseen }: Pick<ShapeReport<string>, 'evidence' | 'unseen'>): readonly string[] {
  return unseen.filter((member) => {
    const [, parent] = /^(.*)\.[^.]+$/.exec(member) ?? [];
    // Another array may be empty.
    const isItem = /(?:\[\]|\{\})$/.test(member);
    return parent !== undefined && !isItem && !isInherited(member) && (evidence.get(parent)?.typed ?? 0) > 0;
  });
}

/** On SOAP every carrier inherits these, and may leave them out. */
const isInherited = (member: string): boolean => /\.(?:TableRight|FieldProperties)(?=$|[.{])/.test(member);

const sameMembers: Check = {
  id: 'PARITY-MEMBERS',
  title: 'A member that REST answers with is in the SOAP answer to the same operation, too',
  level: 'SHOULD',
  source: 'operation page and WSDL of the same operation, which name the same members',
  compares: 'twin',
  needs: ['REST-MEMBERS'],
  trippedBy: ['soap-member-missing'],
  concerns: (contract, asked, types) => restResultsWith('object')(contract, asked, types) && asked.twin !== undefined,
  judge({ reading, twin }) {
    const mine = reading.jsonShape();
    const theirs = twin?.reading.soapShape();
    if (mine === undefined || theirs === undefined) return { skip: 'one of both answers holds no result' };
    const findings = missingFrom(theirs).flatMap((member) => {
      const name = asOnRest(member);
      // A result that is there on one side only is for PARITY-VOID.
      if (name === 'output' || !mine.evidence.has(name)) return [];
      return [finding(name, 'the same members on both protocols', 'in the REST answer and not in the SOAP answer')];
    });
    return {
      findings,
      seen: [...theirs.evidence.keys()].filter((member) => mine.evidence.has(asOnRest(member))).length,
    };
  },
};

export const parityChecks: readonly Check[] = [sameVoid, sameMembers];

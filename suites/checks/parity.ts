import type { Check } from '../check.ts';
import { restOperations } from './concern.ts';
import { finding, judged } from './finding.ts';

const sameVoid: Check = {
  id: 'PARITY-VOID',
  title: 'REST answers 204 exactly where SOAP answers with an empty response element',
  level: 'SHOULD',
  source: 'operation pages of both protocols: 204 on one is an empty element on the other',
  needs: ['REST-STATUS'],
  trippedBy: ['soap-void-filled', 'soap-response-missing'],
  concerns: (contract, asked, types) => restOperations(contract, asked, types) && asked.twin !== undefined,
  judge({ response, twin }) {
    if (twin === undefined) return { skip: 'the SOAP twin was not asked or not answered' };
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

export const parityChecks: readonly Check[] = [sameVoid];

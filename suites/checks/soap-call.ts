import type { Finding } from '../../schemas/finding.ts';
import { shown } from '../../schemas/shape-report.ts';
import { isNil } from '../../schemas/xsi.ts';
import type { SoapContract } from '../../specs/contract.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import type { Envelope } from '../reading.ts';
import { soapOperations, soapResults, soapVoids } from './concern.ts';
import { finding, judged, repaired } from './finding.ts';
import { exceptionText, faultReason, named } from './soap-fault.ts';

/** Judges an envelope; where there is none, the checks that this one needs have said so. */
function onEnvelope(
  judge: (envelope: Envelope, contract: SoapContract, subject: Subject) => Judgement,
): Check['judge'] {
  return (subject) => {
    const envelope = subject.reading.envelope();
    if (envelope === undefined || subject.contract.protocol !== 'soap') return { skip: 'the answer is no envelope' };
    return judge(envelope, subject.contract, subject);
  };
}

const succeeds: Check = {
  id: 'SOAP-SUCCEEDED',
  title: 'The call succeeds: Succeeded is true, there is no ExceptionInfo and no fault',
  level: 'MUST',
  source: 'WSDL (soap:header of the output)',
  needs: ['SOAP-ENVELOPE'],
  trippedBy: [
    'soap-succeeded-false',
    'soap-succeeded-false-alone',
    'soap-exception-set',
    'soap-succeeded-word',
    'soap-fault-in-200',
    'parity-soap-read-refused',
    'parity-read-refused-otherwise',
  ],
  concerns: soapOperations,
  judge: onEnvelope((read, contract) => {
    const reason = faultReason(read);
    const at = 'Envelope/Header/Succeeded';
    const value = read.succeeded?.text.trim();
    const why = read.exception === undefined ? '' : `: ${exceptionText(read.exception)}`;
    const findings = [
      reason === undefined ? undefined : finding('Envelope/Body/Fault', 'an answer of the operation', reason),
      value === undefined || isTrue(value) ? undefined : finding(at, 'true', value + why),
      ...furtherRefusals(read, contract),
      read.exception === undefined || (value !== undefined && !isTrue(value))
        ? undefined
        : finding('Envelope/Header/ExceptionInfo', 'nil or none beside Succeeded true', exceptionText(read.exception)),
    ].filter((found) => found !== undefined);
    return { findings, seen: [reason, value, read.exception].filter((part) => part !== undefined).length };
  }),
};

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

/** A reader that takes the first part would not see these; that there is more than one is for SOAP-HEADER-PARTS. */
function furtherRefusals({ parts }: Envelope, { namespace }: SoapContract): readonly Finding[] {
  const all = parts.filter((part) => part.name === 'Succeeded' && part.namespace === namespace);
  return all.flatMap(({ text }, index) => {
    const value = text.trim();
    if (index === 0 || isTrue(value)) return [];
    return [finding(`Envelope/Header/Succeeded[${index + 1}]`, 'true', value)];
  });
}

const responseHeader: Check = {
  id: 'SOAP-HEADER',
  title: 'The header of a SOAP answer says whether the call succeeded',
  level: 'SHOULD',
  source: 'WSDL (soap:header of the output)',
  needs: ['SOAP-SUCCEEDED'],
  trippedBy: ['soap-succeeded-missing', 'soap-header-missing', 'soap-succeeded-elsewhere'],
  concerns: soapOperations,
  judge: onEnvelope(({ succeeded, parts }, contract) => {
    if (succeeded !== undefined) return judged();
    const others = parts.map(named).join(', ') || 'no parts';
    const found = finding('Envelope/Header', `Succeeded in ${contract.namespace}`, others);
    return judged(repaired(found, `add <Succeeded xmlns="${contract.namespace}">true</Succeeded>`));
  }),
};

const wrapper: Check = {
  id: 'SOAP-WRAPPER',
  title: 'The Body holds the operation’s own response element and nothing else',
  level: 'MUST',
  source: 'WSDL (element of the output message)',
  needs: ['SOAP-SUCCEEDED'],
  trippedBy: ['soap-wrapper-renamed', 'soap-wrapper-namespace', 'soap-body-empty', 'soap-two-wrappers'],
  concerns: soapOperations,
  judge: onEnvelope(({ content, text }, { output }) => {
    const [only, ...others] = content;
    const isOwn = only?.name === output.element && only.namespace === output.namespace;
    if (isOwn && others.length === 0 && text === '') return judged();
    const beside = text === '' ? [] : [`the text ${shown(text)}`];
    const received = [...content.map(named), ...beside].join(', ') || 'nothing';
    const found = finding('Envelope/Body', `${output.element} in ${output.namespace}`, received);
    const isMisnamed = only !== undefined && others.length === 0 && text === '';
    const repair = isMisnamed ? 'rename it' : `send ${output.element} and nothing else`;
    return judged(repaired({ ...found, source: output.source }, repair));
  }),
};

const empty: Check = {
  id: 'SOAP-VOID',
  title: 'The response element of a void operation is empty',
  level: 'MUST',
  source: 'WSDL (type of the response element)',
  needs: ['SOAP-WRAPPER'],
  trippedBy: ['soap-void-filled'],
  concerns: soapVoids,
  judge: onEnvelope(({ content: [element] }, { output }) => {
    if (element === undefined) return { skip: 'the Body is empty' };
    const at = `Envelope/Body/${output.element}`;
    const holds = element.children.map(named).join(', ') || element.text.trim();
    return judged(
      holds === '' ? undefined : finding(at, 'nothing', holds),
      // The WSDL does not have it nillable: to a client a nil element is no answer.
      isNil(element) ? finding(at, 'an empty element that is not nil', 'xsi:nil') : undefined,
    );
  }),
};

const resultLength: Check = {
  id: 'SOAP-RESULT-LENGTH',
  title: 'The result has as many items as the request',
  level: 'MUST',
  source: 'operation page (what the operation returns)',
  needs: ['SOAP-WRAPPER'],
  trippedBy: ['soap-result-one-less', 'soap-result-one-more', 'soap-response-missing'],
  concerns: (contract, asked, types) =>
    soapResults(contract, asked, types) && contract.resultLength !== undefined && asked.resultLength !== undefined,
  judge: onEnvelope(({ content: [element] }, contract, { case: asked, types }) => {
    const { resultLength: rule, output } = contract;
    const list = output.fields.find(({ type }) => type.kind === 'named' && types.get(type.name)?.kind === 'array');
    if (rule === undefined || asked.resultLength === undefined || list === undefined || element === undefined) {
      return { skip: 'the contract does not say which member counts' };
    }
    const items = element.children.find(({ name }) => name === list.name)?.children.length ?? 0;
    if (items === asked.resultLength) return judged();
    const at = `Envelope/Body/${output.element}/${list.name}`;
    const expected = `${countOf(asked.resultLength)}, one for each of ${rule.of}`;
    return judged({ ...finding(at, expected, countOf(items)), source: rule.source });
  }),
};

const countOf = (items: number): string => (items === 1 ? '1 item' : `${items} items`);

/** What an envelope says of the call: whether it succeeded, and that the answer is the operation's. */
export const soapCallChecks: readonly Check[] = [succeeds, responseHeader, wrapper, empty, resultLength];

import { envelopeNamespace } from '../../schemas/soap.ts';
import { collapse } from '../../schemas/xsd-scalars.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Check, Subject } from '../check.ts';
import { hostile } from './concern.ts';
import { finding, judged } from './finding.ts';
import { reasonOfStatus, speaksOfLogin } from './reason.ts';
import { exceptionText, faultOf, faultReason, named } from './soap-fault.ts';

/** What is wrong with a refusal: that it is none, that it refuses something else, or that it holds a result all the same. */
function refusal(subject: Subject, of: string): readonly (Finding | undefined)[] {
  const { response, reading, contract } = subject;
  const { status } = response;
  const envelope = reading.envelope();
  const other = reasonOfStatus[status];
  const expected = `a SOAP fault or status 400, for ${of}`;
  if (other !== undefined) return [finding('status', expected, `${status}, which refuses ${other}`)];
  const said = envelope?.succeeded === undefined ? '' : collapse(envelope.succeeded.text);
  const isRefused =
    faultOf(envelope) !== undefined ||
    status === 400 ||
    (['false', '0'].includes(said) && envelope?.exception !== undefined);
  const why = faultReason(envelope) ?? (envelope?.exception && exceptionText(envelope.exception));
  if (isRefused && why !== undefined && speaksOfLogin(why)) {
    return [finding('status', expected, `${status}, which refuses the credential: ${why}`)];
  }
  const element = contract.protocol === 'soap' ? contract.output.element : '';
  const result = envelope?.content.find(({ name, children }) => name === element && children.length > 0);
  return [
    isRefused ? undefined : finding('status', expected, `${status}${said === '' ? '' : ` and Succeeded ${said}`}`),
    result === undefined ? undefined : finding(`Envelope/Body/${element}`, 'no result', named(result)),
  ];
}

const refuses = (
  facts: Pick<Check, 'id' | 'title' | 'level' | 'source' | 'trippedBy' | 'tripsAt'>,
  mutation: Parameters<typeof hostile>[0],
  of: string,
): Check => ({
  ...facts,
  // Where the call itself fails, its refusal proves nothing.
  needs: ['HTTP-ANSWERED', 'SOAP-SUCCEEDED'],
  concerns: hostile(mutation, 'soap'),
  judge: (subject) => judged(...refusal(subject, of)),
});

const unquoted: Check = {
  id: 'SOAP-ACTION-UNQUOTED',
  title: 'A SOAPAction without quotes is read like one with them',
  level: 'SHOULD',
  source: 'SOAP pages and clients, which write both; WS-I Basic Profile 1.1 R1109, R1119 allow to refuse it',
  needs: ['HTTP-ANSWERED', 'SOAP-WRAPPER'],
  trippedBy: ['soap-unquoted-refused', 'soap-unquoted-empty'],
  concerns: hostile('unquoted-action', 'soap'),
  judge({ response, reading, contract }) {
    const envelope = reading.envelope();
    const why = faultReason(envelope) ?? (envelope?.exception && exceptionText(envelope.exception));
    const received = why === undefined ? String(response.status) : `${response.status}: ${why}`;
    if (response.status !== 200 || why !== undefined) return judged(finding('status', '200, as with quotes', received));
    if (contract.protocol !== 'soap') return { findings: [], seen: 0 };
    const { element, namespace } = contract.output;
    const [only] = envelope?.content ?? [];
    if (only?.name === element && only.namespace === namespace) return judged();
    return judged(finding('Envelope/Body', `${element}, as with quotes`, only === undefined ? 'nothing' : named(only)));
  },
};

const verbatim: Check = {
  id: 'SOAP-VERBATIM',
  title: 'An envelope as the pages print it, of SOAP 1.2 and without Header, is refused',
  level: 'OBSERVE',
  source: 'WSDL (soap:binding, SOAP 1.1) against the samples of the operation pages',
  needs: ['HTTP-ANSWERED', 'SOAP-SUCCEEDED'],
  trippedBy: ['soap-verbatim-taken'],
  concerns: hostile('verbatim', 'soap'),
  judge({ response, reading, contract }) {
    const read = reading.xml();
    if (response.status < 200 || response.status > 299) return judged();
    if (!read.ok) return judged(read.finding.limit === true ? read.finding : undefined);
    const { root } = read;
    const body = root.children.find(({ name }) => name === 'Body');
    const element = contract.protocol === 'soap' ? contract.output.element : '';
    if (root.name !== 'Envelope' || body?.children[0]?.name !== element) return judged();
    const version = root.namespace === envelopeNamespace ? 'SOAP 1.1' : `an envelope in ${root.namespace}`;
    return judged(finding('status', 'a refusal (415)', `${response.status} and ${element}, in ${version}`));
  },
};

/** What a SOAP service does with requests that are wrong, or written otherwise. */
export const soapBehaviourChecks: readonly Check[] = [
  unquoted,
  refuses(
    {
      id: 'SOAP-WRONG-ACTION',
      title: 'A call whose SOAPAction names no operation of the service is refused',
      level: 'OBSERVE',
      source: 'silence of the documentation: WCF goes by SOAPAction, WS-I Basic Profile 1.1 R1127 by the Body',
      trippedBy: ['soap-wrong-action-taken'],
    },
    'wrong-action',
    'the action',
  ),
  refuses(
    {
      id: 'SOAP-UNKNOWN-OPERATION',
      title: 'A call of an operation that the service does not have is refused',
      level: 'SHOULD',
      source: 'WSDL (the operations of the portType); SOAP 1.1 §4.4',
      trippedBy: ['soap-unknown-operation-taken', 'soap-unknown-operation-says-login'],
    },
    'unknown-operation',
    'the operation',
  ),
  refuses(
    {
      id: 'SOAP-MALFORMED',
      title: 'A request that is no well-formed XML is refused',
      level: 'SHOULD',
      source: 'SOAP 1.1 §3, §4.4.1; XML 1.0 §1.2',
      trippedBy: ['soap-malformed-taken', 'soap-malformed-as-login', 'soap-malformed-500', 'soap-malformed-says-login'],
    },
    'malformed-xml',
    'the XML',
  ),
  refuses(
    {
      id: 'SOAP-DOCTYPE',
      title: 'A request with a document type declaration is refused',
      level: 'SHOULD',
      source: 'SOAP 1.1 §3; WS-I Basic Profile 1.1 R1008',
      trippedBy: ['soap-doctype-taken', 'soap-doctype-says-login'],
    },
    'doctype',
    'the document type declaration',
  ),
  verbatim,
];

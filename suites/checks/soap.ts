import type { XmlElement } from '../../schemas/xml.ts';
import { envelopeNamespace, soapMediaType } from '../../schemas/soap.ts';
import type { SoapContract } from '../../specs/contract.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import { header } from '../exchange.ts';
import { readMediaType } from '../media-type.ts';
import type { Envelope } from '../reading.ts';
import { soapOperations, soapResults, soapVoids } from './concern.ts';
import { finding, judged, shorten } from './finding.ts';

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

const named = (element: XmlElement): string => `${element.name} in ${element.namespace || 'no namespace'}`;

/** The status and, where the body is a SOAP fault, its reason. */
function statusReceived({ response, reading }: Subject): string {
  const reason = faultReason(reading.envelope());
  return shorten(reason === undefined ? String(response.status) : `${response.status}: ${reason}`);
}

export function faultOf(envelope: Envelope | undefined): XmlElement | undefined {
  return envelope?.content.find(({ name, namespace }) => name === 'Fault' && namespace === envelopeNamespace);
}

function faultReason(envelope: Envelope | undefined): string | undefined {
  const fault = faultOf(envelope);
  return fault === undefined
    ? undefined
    : `SOAP fault: ${fault.children.find(({ name }) => name === 'faultstring')?.text ?? ''}`;
}

const status: Check = {
  id: 'SOAP-STATUS',
  title: 'A SOAP operation answers with status 200',
  level: 'MUST',
  source: 'WSDL (no operation declares a fault); WS-I Basic Profile 1.1 R1124, R1111',
  needs: ['HTTP-NO-REDIRECT'],
  trippedBy: ['soap-status-500', 'soap-status-202', 'soap-status-204'],
  tripsAt: { 'soap-status-202': 'SHOULD' },
  concerns: soapOperations,
  judge(subject) {
    const { status: code, body } = subject.response;
    if (code === 200) return judged();
    // R1124 asks for some 2xx (MUST), R1111 for 200 beside an envelope (SHOULD).
    const isOtherSuccess = code >= 200 && code < 300 && body.length > 0;
    return judged(finding('status', '200', statusReceived(subject), isOtherSuccess ? 'SHOULD' : undefined));
  },
};

const mediaType: Check = {
  id: 'SOAP-MEDIA-TYPE',
  title: 'An envelope is labelled text/xml',
  level: 'MUST',
  source: 'SOAP 1.1 §6',
  needs: ['SOAP-STATUS'],
  trippedBy: ['soap-media-type-12', 'soap-media-type-missing', 'soap-html', 'soap-json'],
  concerns: soapOperations,
  judge({ response }) {
    const value = header(response, 'content-type');
    if (value !== undefined && readMediaType(value)?.name === soapMediaType) return judged();
    return judged(finding('header content-type', soapMediaType, value ?? 'none'));
  },
};

const wellFormed: Check = {
  id: 'SOAP-WELL-FORMED',
  title: 'A SOAP answer is well-formed XML with namespaces and without a document type',
  level: 'MUST',
  source: 'SOAP 1.1 §3; XML 1.0 §2.1; Namespaces in XML §7',
  needs: ['SOAP-STATUS'],
  trippedBy: [
    'soap-unclosed',
    'soap-unbound-prefix',
    'soap-bare-ampersand',
    'soap-doctype',
    'soap-charset-lie',
    'soap-html',
    'soap-json',
  ],
  concerns: soapOperations,
  judge({ reading }) {
    const read = reading.xml();
    return judged(read.ok ? undefined : read.finding);
  },
};

const envelope: Check = {
  id: 'SOAP-ENVELOPE',
  title: 'A SOAP answer is a SOAP 1.1 envelope: a Header or none, then one Body',
  level: 'MUST',
  source: 'SOAP 1.1 §4; WS-I Basic Profile 1.1 R1011',
  needs: ['SOAP-WELL-FORMED'],
  trippedBy: [
    'soap-12-envelope',
    'soap-envelope-without-namespace',
    'soap-no-body',
    'soap-two-bodies',
    'soap-header-after-body',
  ],
  concerns: soapOperations,
  judge({ reading }) {
    const read = reading.xml();
    if (!read.ok) return { skip: 'the answer is no XML' };
    const { root } = read;
    if (root.name !== 'Envelope' || root.namespace !== envelopeNamespace) {
      return judged(finding('Envelope', `Envelope in ${envelopeNamespace}`, named(root)));
    }
    const parts = root.children.map((child) => (child.namespace === envelopeNamespace ? child.name : named(child)));
    const right = parts[0] === 'Header' ? ['Header', 'Body'] : ['Body'];
    if (parts.join() === right.join()) return judged();
    // Of what follows the Body, SOAP 1.1 itself says nothing against.
    const onlyTrails = parts.slice(0, right.length).join() === right.join() && !isPart(parts.slice(right.length));
    const expected = 'Header (or none), then Body';
    return judged(finding('Envelope', expected, parts.join(', ') || 'nothing', onlyTrails ? 'SHOULD' : undefined));
  },
};

const isPart = (names: readonly string[]): boolean => names.includes('Header') || names.includes('Body');

const responseHeader: Check = {
  id: 'SOAP-HEADER',
  title: 'The header of a SOAP answer says whether the call succeeded',
  level: 'SHOULD',
  source: 'WSDL (soap:header of the output)',
  needs: ['SOAP-ENVELOPE'],
  trippedBy: ['soap-succeeded-missing', 'soap-header-missing', 'soap-succeeded-elsewhere', 'soap-fault-in-200'],
  concerns: soapOperations,
  judge: onEnvelope(({ succeeded, parts }, contract) => {
    if (succeeded !== undefined) return judged();
    const others = parts.map(named).join(', ') || 'no parts';
    return judged(finding('Envelope/Header', `Succeeded in ${contract.namespace}`, others));
  }),
};

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
  ],
  concerns: soapOperations,
  judge: onEnvelope((read) => {
    const reason = faultReason(read);
    const at = 'Envelope/Header/Succeeded';
    const value = read.succeeded?.text.trim();
    const isTrue = value === 'true' || value === '1';
    const why = read.exception === undefined ? '' : `: ${exceptionText(read.exception)}`;
    const findings = [
      reason === undefined ? undefined : finding('Envelope/Body/Fault', 'an answer of the operation', reason),
      value === undefined || isTrue ? undefined : finding(at, 'true', value + why),
      read.exception === undefined || (value !== undefined && !isTrue)
        ? undefined
        : finding('Envelope/Header/ExceptionInfo', 'nil or none beside Succeeded true', exceptionText(read.exception)),
    ].filter((found) => found !== undefined);
    return { findings, seen: [reason, value, read.exception].filter((part) => part !== undefined).length };
  }),
};

export function exceptionText(exception: XmlElement): string {
  const message = exception.children.find(({ name }) => name === 'Message')?.text.trim();
  return message === undefined || message === '' ? 'an ExceptionInfo without Message' : message;
}

const wrapper: Check = {
  id: 'SOAP-WRAPPER',
  title: 'The Body holds the operation’s own response element and nothing else',
  level: 'MUST',
  source: 'WSDL (element of the output message)',
  needs: ['SOAP-SUCCEEDED'],
  trippedBy: ['soap-wrapper-renamed', 'soap-wrapper-namespace', 'soap-body-empty', 'soap-two-wrappers'],
  concerns: soapOperations,
  judge: onEnvelope(({ content }, { output }) => {
    const [only, ...others] = content;
    if (only?.name === output.element && only.namespace === output.namespace && others.length === 0) return judged();
    const received = content.map(named).join(', ') || 'nothing';
    return judged({
      ...finding('Envelope/Body', `${output.element} in ${output.namespace}`, received),
      source: output.source,
    });
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
    const holds = element.children.map(named).join(', ') || element.text.trim();
    return judged(holds === '' ? undefined : finding(`Envelope/Body/${output.element}`, 'nothing', holds));
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

export const soapChecks: readonly Check[] = [
  status,
  mediaType,
  wellFormed,
  envelope,
  responseHeader,
  succeeds,
  wrapper,
  empty,
  resultLength,
];

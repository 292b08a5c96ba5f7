import { shown } from '../../schemas/shape-report.ts';
import { envelopeNamespace, soapMediaType } from '../../schemas/soap.ts';
import type { Check, Subject } from '../check.ts';
import { header } from '../exchange.ts';
import { readMediaType } from '../media-type.ts';
import { soapOperations } from './concern.ts';
import { contradiction } from './content-types.ts';
import { finding, judged, repaired, shorten } from './finding.ts';
import { exceptionText, faultReason, named } from './soap-fault.ts';

/** The status and, where the envelope says why, the reason. */
function statusReceived({ response, reading }: Subject): string {
  const envelope = reading.envelope();
  const exception = envelope?.exception;
  const reason = faultReason(envelope) ?? (exception === undefined ? undefined : exceptionText(exception));
  return shorten(reason === undefined ? String(response.status) : `${response.status}: ${reason}`);
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
    const twice = contradiction(response);
    if (twice !== undefined) return judged(twice);
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
    'soap-compressed',
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
      const found = finding('Envelope', `Envelope in ${envelopeNamespace}`, named(root));
      return judged(repaired(found, root.name === 'Envelope' ? `write the namespace ${envelopeNamespace}` : undefined));
    }
    const parts = root.children.map((child) => (child.namespace === envelopeNamespace ? child.name : named(child)));
    const right = parts[0] === 'Header' ? ['Header', 'Body'] : ['Body'];
    const text = [root, ...root.children.filter(({ name }) => name === 'Header')].find(
      (part) => part.text.trim() !== '',
    );
    if (text !== undefined) {
      const at = text === root ? 'Envelope' : 'Envelope/Header';
      return judged(repaired(finding(at, 'elements only', shown(text.text.trim())), 'leave out the text'));
    }
    if (parts.join() === right.join()) return judged();
    // Of what follows the Body, SOAP 1.1 itself says nothing against.
    const onlyTrails = parts.slice(0, right.length).join() === right.join() && !isPart(parts.slice(right.length));
    const expected = 'Header (or none), then Body';
    return judged(finding('Envelope', expected, parts.join(', ') || 'nothing', onlyTrails ? 'SHOULD' : undefined));
  },
};

const isPart = (names: readonly string[]): boolean => names.includes('Header') || names.includes('Body');

/** A SOAP answer as a message: status, media type, XML, envelope. */
export const soapChecks: readonly Check[] = [status, mediaType, wellFormed, envelope];

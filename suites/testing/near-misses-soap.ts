import { isWsdl } from '../../fixtures/emulator/faults/soap-behaviour.ts';
import { instead, onRefusal, onSoap, textOf, withHeader, withText } from '../../fixtures/emulator/faults/make.ts';
import type { Fault } from '../../fixtures/emulator/answer.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';

const onWsdl =
  (spoil: Fault['spoil']): Fault['spoil'] =>
  (answer, request) =>
    isWsdl(answer, request) ? spoil(answer, request) : answer;

const isUnquoted: (headers: Readonly<Record<string, string>>) => boolean = (headers) =>
  !(headers['soapaction'] ?? '"').startsWith('"');

/** What a service that is unusual and right does with requests that are wrong, or written otherwise. */
export const soapRequests: readonly NearMiss[] = [
  miss(
    'unquoted-other-time',
    'A SOAPAction without quotes is answered with another header part beside',
    ['SOAP-ACTION-UNQUOTED'],
    (answer, request) =>
      isUnquoted(request.headers)
        ? onSoap((own) => withText(own, textOf(own).replace('<s:Header>', '<s:Header><x:Id xmlns:x="urn:t">7</x:Id>')))(
            answer,
            request,
          )
        : answer,
  ),
  miss(
    'unknown-action-400',
    'An action that nobody knows is refused with 400',
    ['SOAP-WRONG-ACTION', 'SOAP-UNKNOWN-OPERATION', 'PARITY-REFUSAL'],
    (answer) => (answer.asked.what === 'nothing-known' ? instead(answer, 400) : answer),
  ),
  miss(
    'malformed-400',
    'What cannot be read is refused with 400 and nothing else',
    ['SOAP-MALFORMED', 'SOAP-DOCTYPE', 'PARITY-REFUSAL'],
    onRefusal('malformed', 'soap', (answer) => instead(answer, 400)),
  ),
  miss(
    'malformed-names-the-ticket',
    'A fault about what cannot be read names the elements that it stands in',
    ['SOAP-MALFORMED', 'SOAP-DOCTYPE'],
    onRefusal('malformed', 'soap', (answer) =>
      withText(
        answer,
        textOf(answer).replace(
          /(<faultstring>)[^<]*/,
          "$1The 'Ticket' start tag does not match the end tag of 'Credentials'. Line 3, position 5.",
        ),
      ),
    ),
  ),
  miss('verbatim-500', 'SOAP 1.2 is refused with 500 and a page', ['SOAP-VERBATIM'], (answer, request) =>
    (request.headers['content-type'] ?? '').startsWith('application/soap+xml')
      ? instead(answer, 500, 'text/html', '<html><body>Runtime Error</body></html>')
      : answer,
  ),
  miss(
    'wsdl-as-xml',
    'The WSDL is labelled application/xml and begins with a comment',
    ['SOAP-WSDL', 'SOAP-WSDL-AGREES'],
    onWsdl((answer) =>
      withHeader(
        withText(answer, textOf(answer).replace('<wsdl:', '<!-- served -->\n<wsdl:')),
        'content-type',
        'application/xml',
      ),
    ),
  ),
  miss(
    'wsdl-with-more',
    'The WSDL has a member that the published one has not',
    ['SOAP-WSDL-AGREES'],
    onWsdl((answer) =>
      withText(
        answer,
        textOf(answer).replace(
          /(<xs:element [^>]*name="Response"[^>]*\/>)/,
          '$1<xs:element name="Took" type="xs:int" minOccurs="0"/>',
        ),
      ),
    ),
  ),
];

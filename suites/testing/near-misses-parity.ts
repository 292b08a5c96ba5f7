import { changeElement, isNil } from '../../fixtures/emulator/faults/soap-places.ts';
import { elementsOf, holding } from '../../fixtures/emulator/faults/xml-tree.ts';
import { emptyAnswer, envelope } from '../../fixtures/emulator/faults/auth.ts';
import { onOperation, onRefusal, onSoap, textOf, withText } from '../../fixtures/emulator/faults/make.ts';
import type { Answer, Fault } from '../../fixtures/emulator/answer.ts';
import type { SoapContract } from '../../specs/contract.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';

/** The same moment on a clock in India; one that names no zone stays. */
function inIndia(text: string): string {
  const [, clock = '', fraction = '', zone = ''] = /^(.{19})(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (clock === '') return text;
  const moment = new Date(Date.parse(clock + zone) + 330 * 60_000);
  return `${moment.toISOString().slice(0, 19)}${fraction}+05:30`;
}

/** What SOAP answers to an id that nobody has. */
const onNobodyOnSoap =
  (spoil: (answer: Answer, contract: SoapContract) => Answer): Fault['spoil'] =>
  (answer, request) =>
    Buffer.from(request.body).includes('>2100000000<') ? onSoap(spoil)(answer, request) : answer;

/** The text of a SOAP refusal in other words. */
const reworded = (reason: 'no-credential' | 'malformed', from: RegExp, to: string): Fault['spoil'] =>
  onRefusal(reason, 'soap', (answer) => withText(answer, textOf(answer).replace(from, to)));

/** Answers that say the same as others to the same call, in other words. */
export const parityNearMisses: readonly NearMiss[] = [
  miss(
    'moment-in-another-zone',
    'A moment on SOAP by a clock of another zone',
    ['PARITY-VALUES'],
    changeElement(({ type, element }) => {
      const [text] = element.children;
      if (type !== 'date-time' || isNil(element) || typeof text !== 'string') return undefined;
      return holding(element, [inIndia(text)]);
    }),
  ),
  miss(
    'pairs-in-another-order',
    'The pairs of a dictionary on SOAP in another order',
    ['PARITY-VALUES', 'SOAP-DICTIONARY'],
    changeElement(({ type, element }) =>
      type === 'map' && elementsOf(element).length > 1 ? holding(element, elementsOf(element).toReversed()) : undefined,
    ),
  ),
  miss(
    'login-in-norwegian',
    'SOAP refuses a ticket in another language, with an exception of .NET',
    ['PARITY-REFUSAL', 'AUTH-SOAP-REQUIRED'],
    reworded(
      'no-credential',
      /(Message>)[^<]*(<[^>]*><(?:\w+:)?ExceptionType>)[^<]*/,
      '$1Du må logge inn.$2System.UnauthorizedAccessException',
    ),
  ),
  miss(
    'login-without-type',
    'SOAP refuses a ticket in words that nobody knows, and gives no type',
    ['PARITY-REFUSAL', 'AUTH-SOAP-REQUIRED'],
    reworded('no-credential', /(Message>)[^<]*(<[^>]*>)<(\w+:ExceptionType)>[^<]*<\/\3>/, '$1Adgang forbudt$2'),
  ),
  miss(
    'malformed-in-norwegian',
    'SOAP refuses an envelope that it cannot read in words that nobody knows',
    ['PARITY-REFUSAL', 'SOAP-MALFORMED'],
    reworded('malformed', /(<faultstring>)[^<]*/, '$1Meldingen er ødelagt'),
  ),
  miss(
    'nobody-not-found-on-soap',
    'SOAP refuses an id that nobody has as not found, and REST has null for it',
    ['PARITY-REFUSAL'],
    onNobodyOnSoap((answer, contract) => {
      const exception =
        '<t:Message>Not there</t:Message><t:ExceptionType>SuperOffice.Exceptions.SoNotFoundException</t:ExceptionType>';
      const header = `<t:ExceptionInfo>${exception}</t:ExceptionInfo><t:Succeeded>false</t:Succeeded>`;
      return withText(answer, envelope(contract, header, ''));
    }),
  ),
  miss(
    'nobody-without-response',
    'SOAP leaves Response out for an id that nobody has',
    ['PARITY-REFUSAL'],
    onNobodyOnSoap((answer, contract) =>
      withText(answer, envelope(contract, '<t:Succeeded>true</t:Succeeded>', emptyAnswer(contract))),
    ),
  ),
  miss(
    'xml-otherwise-written',
    'Numbers and booleans in XML with white space, signs and digits',
    ['PARITY-XML'],
    onOperation(
      (answer) =>
        (answer.headers['content-type'] ?? '').startsWith('application/xml')
          ? withText(
              answer,
              textOf(answer)
                .replace(/(<(?:CountWords|Id|Rank)>)(\d+)/g, '$1\n +0$2 ')
                .replaceAll('>true<', '>1<')
                .replaceAll('>false<', '> 0 <'),
            )
          : answer,
      'rest',
    ),
  ),
];

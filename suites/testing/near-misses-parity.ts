import { changeElement, isNil } from '../../fixtures/emulator/faults/soap-places.ts';
import { elementsOf, holding } from '../../fixtures/emulator/faults/xml-tree.ts';
import { onOperation, textOf, withText } from '../../fixtures/emulator/faults/make.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';

/** The same moment on a clock in India; one that names no zone stays. */
function inIndia(text: string): string {
  const [, clock = '', fraction = '', zone = ''] = /^(.{19})(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (clock === '') return text;
  const moment = new Date(Date.parse(clock + zone) + 330 * 60_000);
  return `${moment.toISOString().slice(0, 19)}${fraction}+05:30`;
}

/** Answers that say the same as others to the same read, in other words. */
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

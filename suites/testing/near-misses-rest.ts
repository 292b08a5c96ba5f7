import { raw, head, onOperation, textOf, withHeader } from '../../fixtures/emulator/faults/make.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';

/** Answers that are unusual and right: of HTTP, of REST values and behaviour, and of refused logins. */
export const restNearMisses: readonly NearMiss[] = [
  miss(
    'chunks',
    'An answer in chunks of different sizes, with extensions and a trailer',
    ['HTTP-FRAMING', 'HTTP-ANSWERED'],
    onOperation((answer) => {
      if (answer.body === undefined) return answer;
      const whole = Buffer.from(textOf(answer));
      const [first, rest] = [whole.subarray(0, 1), whole.subarray(1)];
      const chunks = [first, rest].filter(({ length }) => length > 0);
      const text = chunks.map(
        (chunk) => `${chunk.length.toString(16).padStart(3, '0')};a=b\r\n${chunk.toString()}\r\n`,
      );
      const begin = head(answer.status, { ...answer.headers, 'Transfer-Encoding': 'chunked' });
      return raw('keep-alive', `${begin}${text.join('')}00\r\nX-Took: 3\r\n\r\n`);
    }),
  ),
  miss(
    'until-close',
    'An answer that ends with its connection',
    ['HTTP-FRAMING'],
    onOperation((answer) =>
      answer.body === undefined
        ? answer
        : raw('close', head(answer.status, { ...answer.headers, Connection: 'close' }) + textOf(answer)),
    ),
  ),
  miss(
    'plain-for-gzip',
    'Plain content where gzip is accepted, labelled identity',
    ['HTTP-CODING'],
    onOperation((answer) => withHeader(answer, 'content-encoding', 'identity')),
  ),
  miss(
    'charset-by-other-name',
    'The charset of XML by another name of the same encoding',
    ['HTTP-XML-CHARSET'],
    onOperation((answer) =>
      /xml/.test(answer.headers['content-type'] ?? '')
        ? withHeader(answer, 'content-type', 'text/xml; charset=UTF8')
        : answer,
    ),
  ),
];

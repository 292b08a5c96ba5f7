import { changeFirst, isObject, parsed } from '../../fixtures/emulator/faults/json-places.ts';
import {
  raw,
  head,
  instead,
  onOperation,
  onResult,
  textOf,
  withHeader,
  withText,
} from '../../fixtures/emulator/faults/make.ts';
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
  miss(
    'no-items',
    'Arrays inside the result that are empty',
    ['REST-ITEMS'],
    changeFirst(({ type, path }) => (type === 'array' && path.length > 0 ? [] : undefined)),
  ),
  miss(
    'no-pairs',
    'A map without a key',
    ['REST-MAP'],
    changeFirst(({ type, value }) => (type === 'map' && value !== null ? {} : undefined)),
  ),
  miss(
    'flags-without-space',
    'A list of flags without spaces',
    ['REST-FLAGS'],
    changeFirst(({ type, value }) =>
      type === 'flags' && value !== null ? `${String(value)},${String(value)}` : undefined,
    ),
  ),
  miss(
    'largest-int64',
    'The largest int64',
    ['REST-INT64'],
    onResult((answer) => (/^-?\d+$/.test(textOf(answer)) ? withText(answer, '9223372036854775807') : answer)),
  ),
  miss(
    'duration-iso',
    'A duration as ISO 8601 has it',
    ['REST-DURATION'],
    changeFirst(({ type }) => (type === 'duration' ? 'PT15M' : undefined)),
  ),
  miss(
    'duration-days',
    'A duration of more than a day, with a fraction',
    ['REST-DURATION'],
    changeFirst(({ type }) => (type === 'duration' ? '1.02:03:04.5' : undefined)),
  ),
  miss(
    'names-that-differ',
    'Requests in any letters are answered with a success that has a Location',
    ['REST-CASE', 'REST-COERCION', 'REST-NO-BODY', 'REST-CONTENT-TYPE', 'AUTH-SCHEME-CASE'],
    onOperation((answer) => withHeader(answer, 'location', '/elsewhere')),
  ),
  miss(
    'select-null',
    'Numbers that are not selected are null',
    ['REST-SELECT'],
    onResult((answer) => {
      const result = parsed(answer);
      return isObject(result) && result['Occurrences'] === 0
        ? withText(answer, JSON.stringify({ ...result, Occurrences: null }))
        : answer;
    }),
  ),
  miss('select-path-null', 'A carrier of which one member is selected is null', ['REST-SELECT'], (answer, { url }) => {
    const result = parsed(answer);
    if (answer.asked.what !== 'operation' || !/\$select=[^&]*\//.test(url) || !isObject(result)) return answer;
    const without = Object.entries(result).map(([name, value]) => [name, isObject(value) ? null : value]);
    return withText(answer, JSON.stringify(Object.fromEntries(without)));
  }),
  miss(
    'xml-with-namespace',
    'A result in XML whose elements are in a namespace',
    ['REST-XML'],
    onOperation(
      (answer) =>
        (answer.headers['content-type'] ?? '').startsWith('application/xml')
          ? withText(
              answer,
              textOf(answer).replace(
                /^(<\?xml[^>]*\?>\s*<\w+)/,
                '$1 xmlns="http://schemas.datacontract.org/2004/07/SuperOffice"',
              ),
            )
          : answer,
      'rest',
    ),
  ),
  miss(
    'empty-stream',
    'A stream without bytes',
    ['REST-STREAM'],
    onOperation(
      (answer) =>
        answer.headers['content-type'] === 'application/octet-stream' ? { ...answer, body: new Uint8Array() } : answer,
      'rest',
    ),
  ),
  miss(
    'nobody-404',
    'An id that nobody has is answered 404',
    ['REST-UNKNOWN-ID', 'PARITY-REFUSAL'],
    (answer, { url }) =>
      url.includes('=2100000000') && answer.asked.what === 'operation'
        ? instead(answer, 404, 'application/json', '{"Message":"Not found"}')
        : answer,
  ),
  miss('type-422', 'An argument of the wrong type is refused with 422', ['REST-CONTAINER', 'REST-RANGE'], (answer) =>
    answer.asked.reason === 'type' ? { ...answer, status: 422 } : answer,
  ),
  miss('verb-404', 'Another verb is refused with 404', ['REST-VERB'], (answer) =>
    answer.asked.reason === 'verb' ? { ...answer, status: 404 } : answer,
  ),
  miss('media-type-400', 'Another media type is refused with 400', ['REST-OTHER-MEDIA-TYPE'], (answer) =>
    answer.asked.reason === 'media-type' ? { ...answer, status: 400 } : answer,
  ),
  miss(
    'no-operation-403',
    'An operation that is not there is refused with 403',
    ['REST-UNKNOWN-OPERATION'],
    (answer) => (answer.asked.what === 'nothing-known' && answer.status === 404 ? { ...answer, status: 403 } : answer),
  ),
  miss(
    'login-403',
    'A login that does not hold is refused with 403',
    ['AUTH-REST-WRONG', 'AUTH-SOAP-WRONG', 'PARITY-REFUSAL'],
    (answer, { headers }) =>
      answer.asked.reason === 'no-credential' && headers['authorization'] !== undefined
        ? { ...answer, status: 403 }
        : answer,
  ),
];

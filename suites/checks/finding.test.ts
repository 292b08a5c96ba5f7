import { expect, test } from 'vitest';
import { plainRepair } from './finding.ts';

/** What a finding asks for in its own words. */
test.each<[at: string, expected: string, received: string, repair: string | undefined]>([
  ['status', '204', '200', 'answer with status 204'],
  ['status', '200 or 204', '500', undefined],
  ['status', 'an answer, no redirect', '302 to /login', 'answer at this address'],
  ['status', '401 or 403', '200', 'answer with status 401'],
  ['status', '401 or 403, a SOAP fault, or Succeeded false with ExceptionInfo', '200', 'answer with status 401'],
  ['status', 'a refusal (415)', '200', 'answer with status 415'],
  ['status', 'a SOAP fault or status 400, for the XML', '500', 'answer with a SOAP fault'],
  ['status', 'a result, as the SOAP answer has one', '204', undefined],
  ['header content-type', 'text/xml', 'none', 'send content-type: text/xml'],
  ['header content-length', 'none on a 204', '4', 'leave out content-length'],
  ['bytes after the head', 'none', '4 bytes: "null"', 'send nothing after the head'],
  ['bytes after the content', 'none', '4 bytes: "null"', 'send nothing after the content'],
  ['body', 'null', 'a result', 'write null'],
  ['body[0].Size', 'null, or zero', '261', 'write null, or zero'],
  ['body', 'the bytes themselves', 'a JSON string in base64', 'send the bytes, without base64'],
  ['body', 'a JSON object with Message, MessageDetail …', 'nothing', 'send {"Message": "why it is refused"}'],
  ['body:1:9', 'one JSON text in UTF-8', 'expected the end of the text', 'send nothing after the JSON text'],
  ['body:1:9', 'one JSON text in UTF-8', 'expected a value', undefined],
  ['body[0].Size', 'int32', '"261"', undefined],
])('at %s, %s instead of %s: %s', (at, expected, received, repair) => {
  expect(plainRepair({ at, expected, received })).toBe(repair);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from './json-scan.ts';
import { duplicateMembers, parseJsonBytes, bigIntegers } from './json-text.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('bytes', () => {
  test('of JSON give value and text', () => {
    expect(parseJsonBytes(utf8('{"a":"é"}'))).toEqual({
      ok: true,
      value: { a: 'é' },
      text: '{"a":"é"}',
      byteOrderMark: false,
    });
  });

  test('with a byte order mark are read and say so', () => {
    expect(parseJsonBytes(utf8('\ufeffnull'))).toEqual({ ok: true, value: null, text: 'null', byteOrderMark: true });
  });

  test.each<[string, Uint8Array, string, number, number, number]>([
    ['nothing', utf8(''), 'the text ends too early', 0, 1, 1],
    ['cut off', utf8('{"a":[1,\n  2'), 'the text ends too early', 12, 2, 4],
    ['a comma too much', utf8('[1,\n]'), 'expected a value', 4, 2, 1],
    ['a comma too few', utf8('[1 2]'), 'expected a comma or the end of it', 3, 1, 4],
    ['a name without quotes', utf8('{a:1}'), 'expected a member name', 1, 1, 2],
    ['no colon', utf8('{"a" 1}'), 'expected a colon', 5, 1, 6],
    ['two values', utf8('1 2'), 'expected the end of the text', 2, 1, 3],
    ['HTML', utf8('<html>'), 'expected a value', 0, 1, 1],
    [
      'a control character in a string',
      utf8('"a\u0001"'),
      'a string that does not end or holds what must be escaped',
      2,
      1,
      3,
    ],
    ['ISO-8859-1', Buffer.from('{"a":"é"}', 'latin1'), 'not UTF-8', 6, 1, 7],
    ['UTF-8 that is cut off', utf8('"é').subarray(0, 2), 'not UTF-8', 1, 1, 2],
    ['UTF-16', Buffer.from('{}', 'utf16le'), 'expected a member name', 1, 1, 2],
  ])('of what is no JSON give the place: %s', (_, bytes, message, offset, line, column) => {
    expect(parseJsonBytes(bytes)).toEqual({ ok: false, error: { message, offset, line, column } });
  });

  test('of any kind never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const reading = parseJsonBytes(bytes);
        if (reading.ok) expect(JSON.parse(reading.text)).toEqual(reading.value);
        else expect(reading.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('a member name that an object has twice', () => {
  test.each([
    ['once each', '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', []],
    ['at the top', '{"a":1,"b":2,"a":3}', ['body.a']],
    ['deeper', '[{"x":{"To":1,"To":2}},{"x":[0,{"a":1,"a":1}]}]', ['body[0].x.To', 'body[1].x[1].a']],
    ['three times', '{"a":1,"a":2,"a":3}', ['body.a', 'body.a']],
    ['spelt by an escape', '{"a":1,"\\u0061":2}', ['body.a']],
    ['in another case is another', '{"a":1,"A":2}', []],
    ['as a value is none', '["a","a",{"a":"a"}]', []],
    ['that is no plain name', '{"a b":1,"a b":2}', ['body["a b"]']],
    ['that every object has', '{"__proto__":1,"__proto__":2}', ['body.__proto__']],
  ])('is found: %s', (_, text, places) => {
    expect(duplicateMembers(text).map((finding) => finding.at)).toEqual(places);
  });
});

test('integers beyond 2^53 keep their digits', () => {
  expect(bigIntegers('{"a":[9223372036854775807,9007199254740993,9007199254740991,1e30,1.5]}')).toEqual([
    { at: 'body.a[0]', digits: '9223372036854775807' },
    { at: 'body.a[1]', digits: '9007199254740993' },
  ]);
});

describe('for any text', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '0',
    '.',
    'e',
    'true',
    'null',
    ' ',
    '\n',
    '\t',
    'x',
    '"\\u00e9"',
    '"\\x"',
    '\u00a0',
  );
  const almost = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc
      .tuple(fc.json(), fc.nat(), pieces)
      .map(([text, at, piece]) => text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1))),
    fc.json(),
  );

  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  test('the scan accepts what JSON.parse accepts', () => {
    fc.assert(
      fc.property(almost, (text) => {
        expect(scanJson(text).error === undefined).toBe(parses(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('a text that was written from a value has no duplicates', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(duplicateMembers(text)).toEqual([]);
      }),
    );
  });
});

test('a hundred thousand levels are scanned', () => {
  expect(duplicateMembers(`${'['.repeat(100_000)}{"a":1,"a":2}${']'.repeat(100_000)}`)).toHaveLength(1);
});

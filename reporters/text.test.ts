import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, number, printable, shortened, wrap } from './text.ts';

test.each([
  ['plain text, ünïcode, 日本', 'plain text, ünïcode, 日本'],
  ['line\r\nbreak\ttab', 'line\\r\\nbreak\\ttab'],
  ['\u001b[2J\u0007\u0000', '\\u001b[2J\\u0007\\u0000'],
  ['\u009b31m', '\\u009b31m'],
  ['a\u202egpj.exe', 'a\\u202egpj.exe'],
  ['\ud800x', '\\ud800x'],
  ['\uffff', '\\uffff'],
  ['\u{e0041}', '\\u{e0041}'],
  ['😀', '😀'],
])('printable(%j) is %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('nothing that could steer a terminal is left of any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(printable(text))));
});

describe('wrap', () => {
  test('breaks at spaces and keeps the indent', () => {
    expect(wrap('one two three four', 11, '  ')).toEqual(['  one two', '  three', '  four']);
  });

  test('gives a long word a line of its own', () => {
    expect(wrap('a https://host/very/long b', 10)).toEqual(['a', 'https://host/very/long', 'b']);
  });

  test.each(['::error::', '##[error]', '::stop-commands::x'])(
    'begins no line with %s, which a runner would obey',
    (word) => {
      const lines = wrap(`the answer is ${word} and more of it`, 14, '  ');
      expect(lines.join(' ')).toContain(word);
      expect(lines.filter((line) => line.trimStart().startsWith(word))).toEqual([]);
    },
  );

  test('loses no word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\w{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width, ' ');
          expect(lines.map((line) => line.slice(1)).join(' ')).toBe(words.join(' '));
          expect(lines.every((line) => line.length <= width || !line.slice(1).includes(' '))).toBe(true);
        },
      ),
    );
  });
});

test.each([
  [0, '0 cases'],
  [1, '1 case'],
  [1234, '1,234 cases'],
  [1234567, '1,234,567 cases'],
])('counted(%i) is %j', (count, text) => {
  expect(counted(count, 'case')).toBe(text);
});

test('number separates thousands', () => {
  expect([999, 1000, 100000].map(number)).toEqual(['999', '1,000', '100,000']);
});

test('shortened marks what it cut off', () => {
  expect([shortened('abcdef', 6), shortened('abcdef', 5)]).toEqual(['abcdef', 'abcd…']);
});

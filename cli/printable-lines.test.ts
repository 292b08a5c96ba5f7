import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { printableJson, printableLines } from './printable-lines.ts';

test('lines stay lines, and controls are told', () => {
  expect(printableLines('a\u001b[2J\nb\u202e\tc\n')).toBe('a\\u001b[2J\nb\\u202e\\tc\n');
});

test('JSON is read back as it was, and shows nothing invisible', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = printableJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
  expect(printableJson(['\u{e0001}\u009b'])).toBe('[\n  "\\udb40\\udc01\\u009b"\n]\n');
});

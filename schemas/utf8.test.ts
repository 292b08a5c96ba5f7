import { assert, oneof, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { textOfUtf8, unmarkedTextOfUtf8 } from './utf8.ts';

/** What the platform says, which keeps a byte order mark when it is told to ignore what that stands for. */
function byPlatform(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

test('bytes are read as the platform reads them', () => {
  const texts = string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text));
  assert(
    property(oneof(uint8Array(), texts), (bytes) => {
      expect(textOfUtf8(bytes)).toBe(byPlatform(bytes));
      expect(unmarkedTextOfUtf8(bytes)).toBe(byPlatform(bytes)?.replace(/^\uFEFF/, ''));
    }),
    { numRuns: 2000 },
  );
});

test.each<[what: string, bytes: readonly number[], text: string | undefined]>([
  ['nothing', [], ''],
  ['ASCII', [0x61, 0x7f], 'a\u007F'],
  ['a byte order mark, which stays', [0xef, 0xbb, 0xbf, 0x61], '\uFEFFa'],
  ['four bytes', [0xf0, 0x9f, 0x98, 0x80], '😀'],
  ['a lone surrogate', [0xed, 0xa0, 0x80], undefined],
  ['more bytes than it takes', [0xc0, 0xaf], undefined],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], undefined],
  ['the begin of a character', [0x61, 0xc3], undefined],
])('%s', (_, bytes, text) => {
  // As a part of something larger, as bodies come.
  const within = Uint8Array.from([0xff, ...bytes, 0xff]).subarray(1, bytes.length + 1);
  expect(textOfUtf8(within)).toBe(text);
  expect(unmarkedTextOfUtf8(within)).toBe(text?.replace(/^\uFEFF/, ''));
});

import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { textOfUtf8 } from '../schemas/utf8.ts';
import type { Problem } from '../specs/extract/problem.ts';

/** No page or WSDL of the reference is larger than a hundredth of this. */
const largest = 32 * 1024 * 1024;

export type TextReading = { readonly text: string } | Pick<Problem, 'rule' | 'line' | 'expected' | 'found'>;

// One buffer for all files: what is kept of a file is its text.
let buffer = Buffer.allocUnsafeSlow(1 << 20);

// A file that became a link, or a pipe that nobody writes to, since its folder was read.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The text of a file, which is in UTF-8 and no larger than any page, or what it is instead. */
export function readText(file: string): TextReading {
  try {
    const handle = openSync(file, flags);
    try {
      const length = readAll(handle);
      if (length > largest) {
        const found = `${Math.max(length, fstatSync(handle).size)} bytes`;
        return { rule: 'FILE-TOO-LARGE', line: 1, expected: `a file of at most ${largest} bytes`, found };
      }
      const bytes = buffer.subarray(0, length);
      const nul = bytes.indexOf(0);
      const text = nul >= 0 ? undefined : textOfUtf8(bytes);
      return text === undefined ? notText(bytes, nul) : { text };
    } finally {
      closeSync(handle);
      if (buffer.length > 1 << 22) buffer = Buffer.allocUnsafeSlow(1 << 20);
    }
  } catch (error) {
    return { rule: 'FILE-UNREADABLE', line: 1, expected: 'a readable file', found: reasonOf(error) };
  }
}

/** How many bytes are in the buffer then; more than the largest file has, when there are more. */
function readAll(handle: number): number {
  let length = 0;
  for (;;) {
    const read = readSync(handle, buffer, length, buffer.length - length, -1);
    length += read;
    if (read === 0) return length;
    if (length < buffer.length) continue;
    if (length > largest || fstatSync(handle).size > largest) return largest + 1;
    const larger = Buffer.allocUnsafeSlow(2 * buffer.length);
    buffer.copy(larger);
    buffer = larger;
  }
}

function notText(bytes: Buffer, nul: number): TextReading {
  const at = nul < 0 ? wrongByte(bytes) : Math.min(nul, wrongByte(bytes));
  let line = 1;
  for (let from = bytes.indexOf(10); from >= 0 && from < at; from = bytes.indexOf(10, from + 1)) line += 1;
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return { rule: 'FILE-ENCODING', line, expected: 'text in UTF-8', found: `the byte ${byte} at offset ${at}` };
}

/** The offset of the first byte that is no UTF-8. */
function wrongByte(bytes: Buffer): number {
  // Nothing before the first wrong byte is wrong: halving finds the longest start that is right.
  let right = 0;
  let wrong = bytes.length;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (isUtf8(wholeCharacters(bytes, middle))) right = middle;
    else wrong = middle;
  }
  return isUtf8(bytes) ? bytes.length : wholeCharacters(bytes, right).length;
}

/** The first bytes, without the beginning of a character that goes on after them. */
function wholeCharacters(bytes: Buffer, length: number): Buffer {
  let end = length;
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (size > back) end = length - back;
    break;
  }
  return bytes.subarray(0, end);
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'another error';
  switch (error.code) {
    case 'ENOENT':
      return 'nothing';
    case 'EACCES':
    case 'EPERM':
      return 'something that may not be read';
    case 'ELOOP':
      return 'a link in a circle';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files';
    default:
      return String(error.code);
  }
}

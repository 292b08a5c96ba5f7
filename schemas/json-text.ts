import type { Finding } from './finding.ts';
import { scanJson } from './json-scan.ts';
import { memberStep } from './names.ts';
import { textOfUtf8 } from './utf8.ts';

export type JsonReading =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly text: string;
      /** The bytes begin with a byte order mark, which RFC 8259 forbids; the value was read all the same. */
      readonly byteOrderMark: boolean;
    }
  | { readonly ok: false; readonly error: JsonError };

/** `line` and `column` count from 1; `offset`, from 0, counts bytes where they are not UTF-8 and characters otherwise. */
interface JsonError {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** The value of a body's bytes. Only UTF-8 is JSON on the wire (RFC 8259, section 8.1). Never throws. */
export function parseJsonBytes(bytes: Uint8Array): JsonReading {
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = byteOrderMark ? bytes.subarray(3) : bytes;
  const text = textOfUtf8(content);
  if (text === undefined) {
    const offset = validLength(content);
    const before = textOfUtf8(content.subarray(0, offset)) ?? '';
    return { ok: false, error: { message: 'not UTF-8', ...placeOf(before, before.length), offset } };
  }
  try {
    return { ok: true, value: JSON.parse(text), text, byteOrderMark };
  } catch {
    const { message, offset } = scanJson(text).error ?? { message: 'not JSON', offset: 0 };
    return { ok: false, error: { message, ...placeOf(text, offset), offset } };
  }
}

/**
 * Members that an object of this (well-formed) text has more than once; `JSON.parse` keeps the last and tells nobody.
 * SHOULD, as RFC 8259 has it (section 4).
 */
export function duplicateMembers(text: string, at = 'body'): readonly Finding[] {
  return scanJson(text).duplicates.map(({ path, name }) => ({
    at: at + path + memberStep(name),
    expected: `the member ${name.slice(0, 200)} once`,
    received: 'it again',
    level: 'SHOULD',
  }));
}

/** An integer of a JSON text beyond 2^53, with its digits. */
export interface BigInteger {
  readonly at: string;
  readonly digits: string;
}

/** Integers that `JSON.parse` may round: with their digits an int64 at the end of its range is judged exactly. */
export function bigIntegers(text: string, at = 'body'): readonly BigInteger[] {
  return scanJson(text).big.map(({ path, digits }) => ({ at: at + path, digits }));
}

/** How many bytes from the beginning are right UTF-8. */
function validLength(bytes: Uint8Array): number {
  let right = 0;
  let wrong = bytes.length;
  const begins = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (begins(wrong)) right = wrong;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (begins(middle)) right = middle;
    else wrong = middle;
  }
  // The last character may be the beginning of one only.
  while (textOfUtf8(bytes.subarray(0, right)) === undefined) right -= 1;
  return right;
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const begin = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - begin + 1 };
}

/** Text of XML 1.0 by its characters: what is forbidden, what a name is, what a reference stands for. */

import { ownText } from './own-text.ts';

/** What is not well-formed, with the offset at which it stands. */
export class IllFormed extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** What is more than we read, and may be well-formed. */
export class OverLimit extends IllFormed {}

/** The code units of a text, a 0 after the last one: reading numbers is several times as fast as `charCodeAt`. */
export type Codes = Buffer | Uint16Array;

const largestKept = 1 << 22;
let kept = Buffer.alloc(1 << 16);

/** Valid until the next call. */
export function codesOf(text: string): Codes {
  const { length } = text;
  if (kept.length < length + 4 && length + 4 <= largestKept) kept = Buffer.alloc(Math.min(largestKept, 2 * length + 4));
  const bytes = kept.length < length + 4 ? Buffer.alloc(length + 4) : kept;
  // As many bytes as code units: all of it is ASCII, and offsets in bytes are offsets in the text.
  if (bytes.write(text, 0, length + 4, 'utf8') === length) {
    bytes[length] = 0;
    return bytes;
  }
  const wrong = text.search(forbidden);
  if (wrong >= 0) throw new IllFormed(wrong, forbiddenMessage);
  const units = new Uint16Array(length + 1);
  for (let at = 0; at < length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

export const forbiddenMessage = 'a character that XML forbids';
const forbidden =
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids, and halves of characters
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const nameStart =
  'A-Za-z_\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\ud800-\\udb7f\\udc00-\\udfff';
export const ncName = `[${nameStart}][${nameStart}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`;
const wholeName = new RegExp(ncName, 'y');

/** By code unit: 1 may begin a name, 2 may go on in one; 3 is left to the expression above. */
const inNames = new Uint8Array(65_536).fill(3, 128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  inNames[code] = /[A-Za-z_]/.test(character) ? 1 : /[-.0-9]/.test(character) ? 2 : 0;
}

/** Where the name (without colon) that begins at an offset ends; the offset itself where none begins. */
export function nameEnd(text: string, codes: Codes, from: number): number {
  let at = from;
  if (inNames[codes[at] ?? 0] === 1) {
    do at += 1;
    while ((inNames[codes[at] ?? 0] ?? 0) % 3 > 0);
  }
  if (inNames[codes[at] ?? 0] !== 3) return at;
  wholeName.lastIndex = from;
  return wholeName.test(text) ? wholeName.lastIndex : from;
}

const longest = 64;
const known: string[] = Array.from({ length: 16_384 }, () => '');
const knownCodes = new Uint8Array(known.length * longest);

/**
 * A part of the text as a string of its own. A reference has the same few thousand names over and over: each is
 * made once, and none of them keeps the text of its page in memory, as a slice would.
 */
export function shared(text: string, codes: Codes, from: number, to: number): string {
  const length = to - from;
  // Of no characters all are the same as those of any other name.
  if (length === 0) return '';
  // The table holds bytes: what is not ASCII would be taken for what has the same last eight bits.
  if (length > longest || codes instanceof Uint16Array) return ownText(text.slice(from, to));
  // At most twelve of its characters tell a name from nearly all others.
  const step = length <= 8 ? 1 : 1 + (length >> 3);
  let hash = Math.imul(length, 31) + (codes[to - 1] ?? 0) + Math.imul(codes[to - 2] ?? 0, 7);
  for (let at = from; at < to; at += step) hash = (Math.imul(hash, 31) + (codes[at] ?? 0)) | 0;
  const place = (hash ^ (hash >>> 14)) & (known.length - 1);
  const candidate = known[place] ?? '';
  const start = place * longest - from;
  let at = from;
  if (candidate.length === length) while (at < to && codes[at] === knownCodes[start + at]) at += 1;
  if (at === to) return candidate;
  const name = codes.toString('latin1', from, to);
  known[place] = name;
  for (at = from; at < to; at += 1) knownCodes[start + at] = codes[at] ?? 0;
  return name;
}

/** The offset of the first character that is not blank. */
export function afterSpace(codes: Codes, from: number): number {
  for (let at = from; ; at += 1) {
    const code = codes[at];
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
  }
}

const reference = /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g;
const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
]);

/** References resolved, line ends as line feeds. `from` is the run's offset in the text. */
export function content(run: string, from: number): string {
  const lines = run.includes('\r') ? run.replace(/\r\n?/g, '\n') : run;
  if (!lines.includes('&')) return lines;
  return lines.replace(reference, (token, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) {
      const character = entities.get(name);
      if (character === undefined) throw new IllFormed(from, `the entity "${token}"`);
      return character;
    }
    const code = decimal === undefined ? (hex === undefined ? NaN : parseInt(hex, 16)) : Number(decimal);
    const isCharacter = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10ffff);
    const character = isCharacter ? String.fromCodePoint(code) : '';
    if (character === '' || forbidden.test(character)) {
      throw new IllFormed(from, token === '&' ? 'a lone "&"' : `the character reference "${token}"`);
    }
    return character;
  });
}

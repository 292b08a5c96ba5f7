import type { Json } from '../json.ts';
import { list, object, quote, widest, type Piece } from './pieces.ts';

/** JSON text with what fits on a line on one line. Key order is the order of insertion: same value, same bytes. */
export function layout(value: Json): string {
  return layoutOf(pieceOf(value));
}

/** The same for what is text already in part. */
function layoutOf(piece: Piece): string {
  return layoutBlocks(piece).join('');
}

/** A text of many characters, in blocks. */
interface Blocks {
  readonly full: string[];
  open: string[];
  /** Of the open block, in characters. */
  length: number;
}

/**
 * The same as a text in blocks. One of a hundred kilobytes and more stays in memory until all of the heap is cleared up;
 * a block is gone as soon as it is written.
 */
export function layoutBlocks(piece: Piece): readonly string[] {
  const written: Blocks = { full: [], open: [], length: 0 };
  print(piece, 0, '', written);
  add(written, '\n');
  return [...written.full, written.open.join('')];
}

const blockSize = 1 << 15;

function add(written: Blocks, text: string): void {
  written.open.push(text);
  written.length += text.length;
  if (written.length < blockSize) return;
  written.full.push(written.open.join(''));
  written.open = [];
  written.length = 0;
}

function pieceOf(value: Json): Piece {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return list((value as readonly Json[]).map(pieceOf));
  return object(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pieceOf(member)])));
}

function print(piece: Piece, depth: number, label: string, written: Blocks): void {
  if (typeof piece === 'string') {
    const fits = piece.length <= widest - depth - label.length;
    if (fits || (piece[0] !== '{' && piece[0] !== '[')) add(written, label + piece);
    else print(broken(piece), depth, label, written);
    return;
  }
  const indent = `\n${' '.repeat(depth + 1)}`;
  if ('text' in piece) {
    add(written, `${label}[${indent}`);
    add(written, quotedLines(piece.text, `,${indent}`));
    add(written, `\n${' '.repeat(depth)}]`);
    return;
  }
  const { labels, parts } = piece;
  add(written, label + (labels ? '{' : '['));
  let separator = indent;
  for (const [index, part] of parts.entries()) {
    add(written, separator);
    print(part, depth + 1, labels?.[index] ?? '', written);
    separator = `,${indent}`;
  }
  add(written, `\n${' '.repeat(depth)}${labels ? '}' : ']'}`);
}

/** One that would fit at the margin, and does not fit where it stands. */
function broken(text: string): Piece {
  const value = JSON.parse(text) as Json;
  if (Array.isArray(value)) return { parts: (value as readonly Json[]).map(pieceOf) };
  const members = Object.entries(value ?? {});
  return {
    labels: members.map(([name]) => `${quote(name)}: `),
    parts: members.map(([, member]) => pieceOf(member as Json)),
  };
}

/** Escaping a whole text is many times as fast as each of its lines; a backslash of its own could be taken for an escape. */
function quotedLines(text: string, separator: string): string {
  if (text.includes('\\')) return text.split('\n').map(quote).join(separator);
  return JSON.stringify(text).replaceAll('\\n', `"${separator}"`);
}

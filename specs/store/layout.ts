import type { Json } from '../json.ts';
import { list, object, quote, widest, type Piece } from './pieces.ts';
import { addLines, addText, bytesOf, emptyText, type TextBytes } from './text-bytes.ts';

/** JSON text with what fits on a line on one line. Key order is the order of insertion: same value, same bytes. */
export function layout(value: Json): string {
  return layoutBytes(pieceOf(value)).toString('utf8');
}

/** The same for what is text already in part, in UTF-8. Valid until the next call: a catalogue is hundreds of files. */
export function layoutBytes(piece: Piece): Buffer {
  const written = emptyText();
  print(piece, 0, '', '', written);
  addText(written, '\n');
  return bytesOf(written);
}

function pieceOf(value: Json): Piece {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return list((value as readonly Json[]).map(pieceOf));
  return object(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pieceOf(member)])));
}

/** `before`: what separates it from what stands before it. */
function print(piece: Piece, depth: number, before: string, label: string, written: TextBytes): void {
  if (typeof piece === 'string') {
    const fits = piece.length <= widest - depth - label.length;
    if (fits || (piece[0] !== '{' && piece[0] !== '[')) addText(written, before + label + piece);
    else print(broken(piece), depth, before, label, written);
    return;
  }
  const indent = `\n${' '.repeat(depth + 1)}`;
  if ('text' in piece) {
    addText(written, `${before}${label}[${indent}`);
    addLines(written, piece.text, `,${indent}`);
    addText(written, `\n${' '.repeat(depth)}]`);
    return;
  }
  const { labels, parts } = piece;
  addText(written, before + label + (labels ? '{' : '['));
  let separator = indent;
  for (const [index, part] of parts.entries()) {
    print(part, depth + 1, separator, labels?.[index] ?? '', written);
    separator = `,${indent}`;
  }
  addText(written, `\n${' '.repeat(depth)}${labels ? '}' : ']'}`);
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

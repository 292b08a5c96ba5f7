/** Markdown, read line by line. Knows headings, fences, tables and includes, and nothing of what they say. */

import { ownText } from './own-text.ts';

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly line: number }
  | Fence
  | Table
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'include'; readonly target: string; readonly line: number };

export interface Fence {
  readonly kind: 'fence';
  /** In small letters: `HTTP` and `http` are one language to whatever shows the page. */
  readonly info: string;
  readonly text: string;
  /** Where the text begins in that of the page, as `plainText` has it. */
  readonly at: number;
  /** Line of the opening fence; the text begins on the next one. */
  readonly line: number;
  /** False when the page ends inside the fence. */
  readonly closed: boolean;
}

export interface Table {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  readonly line: number;
}

interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface Page {
  readonly path: string;
  readonly frontMatter: ReadonlyMap<string, string>;
  readonly blocks: readonly Block[];
  readonly lines: number;
}

/** As an item of a list, too, with a title behind the path or the path between angle brackets. */
const includeLine = /^(?:[-*+] {1,9})?\[!include\s*\[[^\]]*\]\(\s*(?:<([^<>]+)>|([^)\s<]+))(?:\s+"[^"]*")?\s*\)\]\s*$/i;
const delimiterRow = /^\|?[\s:|-]+$/;
const quoted = /^(["'])(.*)\1$/;
const headingLine = /^(#{1,6})(?:\s+(.*))?$/;
const anchors = /^(?:<a\b[^>]*>\s*<\/a>\s*)+/;

/** A place in the text, line by line. No line is copied before something is known to need it. */
interface Cursor {
  readonly text: string;
  /** Where the current line begins and ends, the line end not counted; `start` beyond the text when there is none. */
  start: number;
  end: number;
  line: number;
}

export function readPage(path: string, text: string): Page {
  const cursor: Cursor = { text: plainText(text), start: 0, end: -1, line: 0 };
  const blocks: Block[] = [];
  nextLine(cursor);
  const frontMatter = readFrontMatter(cursor);
  while (cursor.start <= cursor.text.length) {
    const first = firstCharacter(cursor);
    if (first === undefined) nextLine(cursor);
    else if (first === '<' && currentLine(cursor).startsWith('<!--')) skipComment(cursor);
    else blocks.push(readBlock(cursor, first));
  }
  return { path, frontMatter, blocks, lines: cursor.line - 1 };
}

/** Without a byte order mark, lines ended by line feeds. */
export function plainText(text: string): string {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
}

function nextLine(cursor: Cursor): void {
  cursor.start = cursor.end + 1;
  const end = cursor.text.indexOf('\n', cursor.start);
  cursor.end = end < 0 ? cursor.text.length : end;
  cursor.line += 1;
}

function currentLine(cursor: Cursor): string {
  return cursor.text.slice(cursor.start, cursor.end).trim();
}

/** Undefined for a line with nothing on it. */
function firstCharacter({ text, start, end }: Cursor): string | undefined {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) continue;
    // Beyond ASCII there are blanks of other kinds.
    return code > 32 && code < 128 ? text[at] : text.slice(at, end).trim() === '' ? undefined : text[at];
  }
  return undefined;
}

function readFrontMatter(cursor: Cursor): Map<string, string> {
  const entries = new Map<string, string>();
  if (currentLine(cursor) !== '---' || !/\n---[ \t]*(?:\n|$)/.test(cursor.text)) return entries;
  for (nextLine(cursor); currentLine(cursor) !== '---'; nextLine(cursor)) {
    const line = currentLine(cursor);
    const colon = line.indexOf(':');
    if (colon > 0)
      entries.set(
        line.slice(0, colon).trim(),
        line
          .slice(colon + 1)
          .trim()
          .replace(quoted, '$2'),
      );
  }
  nextLine(cursor);
  return entries;
}

function readBlock(cursor: Cursor, first: string): Block {
  const line = currentLine(cursor);
  const number = cursor.line;
  const mark = first === '`' || first === '~' ? fenceMark(line) : undefined;
  if (mark !== undefined) return readFence(cursor, mark);
  if (first === '|' || (first !== '#' && beginsTable(cursor, line))) return readTable(cursor);
  nextLine(cursor);
  if (first === '#') {
    const heading = headingLine.exec(line);
    if (heading?.[1]) {
      return { kind: 'heading', level: heading[1].length, text: wordsOf(heading[2] ?? ''), line: number };
    }
  }
  const target = line.includes('[!') ? includeTarget(line) : undefined;
  return target === undefined ? { kind: 'text', text: line, line: number } : { kind: 'include', target, line: number };
}

function includeTarget(line: string): string | undefined {
  const [, bracketed, plain] = includeLine.exec(line) ?? [];
  return bracketed ?? plain;
}

/** Without an anchor before, and an attribute list or a closing row of `#` behind. */
function wordsOf(heading: string): string {
  let text = heading.trim();
  if (text.startsWith('<a')) text = text.replace(anchors, '');
  if (text.endsWith('}')) {
    const open = text.lastIndexOf('{');
    if (open >= 0 && '#.:'.includes(text[open + 1] ?? ' ')) text = text.slice(0, open).trimEnd();
  }
  if (!text.endsWith('#')) return text;
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  return end === 0 || /\s/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text;
}

/** To the end of the line on which it ends; what is in it is nothing that the page says. */
function skipComment(cursor: Cursor): void {
  const close = cursor.text.indexOf('-->', cursor.text.indexOf('<!--', cursor.start) + 4);
  const end = close < 0 ? cursor.text.length : close;
  while (cursor.end < end) nextLine(cursor);
  nextLine(cursor);
}

function fenceMark(line: string): string | undefined {
  const first = line[0];
  if ((first !== '`' && first !== '~') || line[1] !== first || line[2] !== first) return undefined;
  let length = 3;
  while (line[length] === first) length += 1;
  const info = line.slice(length);
  return first === '`' && info.includes('`') ? undefined : line.slice(0, length);
}

function readFence(cursor: Cursor, mark: string): Fence {
  const { line } = cursor;
  const info = currentLine(cursor).slice(mark.length).trim().toLowerCase();
  nextLine(cursor);
  const from = cursor.start;
  const close = closingFence(cursor, mark);
  const end = close < 0 ? cursor.text.length + 1 : cursor.text.lastIndexOf('\n', close) + 1;
  while (cursor.start < end) nextLine(cursor);
  const text = cursor.text.slice(from, Math.max(from, cursor.start - 1));
  if (close >= 0) nextLine(cursor);
  return { kind: 'fence', info, text, at: from, line, closed: close >= 0 };
}

/** Where a line of nothing but a fence at least as long begins; -1 for none. */
function closingFence({ text, start }: Cursor, mark: string): number {
  for (let found = text.indexOf(mark, start); found >= 0; found = text.indexOf(mark, found)) {
    const from = text.lastIndexOf('\n', found) + 1;
    const end = text.indexOf('\n', found);
    const line = text.slice(from, end < 0 ? text.length : end).trim();
    if (from >= start && line === mark[0]?.repeat(line.length)) return found;
    if (end < 0) return -1;
    found = end;
  }
  return -1;
}

/** A header without its first bar is known by the row of dashes below it. */
function beginsTable({ text, end }: Cursor, line: string): boolean {
  if (!line.includes('|')) return false;
  const next = text.indexOf('\n', end + 1);
  const below = text.slice(end + 1, next < 0 ? text.length : next).trim();
  return below.includes('|') && below.includes('-') && delimiterRow.test(below);
}

/** A row that does not end with `|`, as the header does, goes on in the next line: some cells hold line breaks. */
function readTable(cursor: Cursor): Table {
  const { line } = cursor;
  const rows: TableRow[] = [];
  const isWhole = endsRow(currentLine(cursor)) ? endsRow : () => true;
  while (cursor.start <= cursor.text.length) {
    const rowLine = cursor.line;
    let row = currentLine(cursor);
    if (!row.startsWith('|')) {
      // A row without its first bar is shown as one all the same.
      if (!row.includes('|') || row.startsWith('#') || fenceMark(row) !== undefined) break;
      row = `|${row}`;
    }
    nextLine(cursor);
    while (!isWhole(row) && cursor.start <= cursor.text.length) {
      const more = currentLine(cursor);
      if (more.startsWith('|') || more.startsWith('#') || fenceMark(more) !== undefined) break;
      row += ' ' + more;
      nextLine(cursor);
    }
    rows.push({ cells: cellsOf(row.trimEnd()), line: rowLine });
  }
  const header = rows.shift();
  if (rows[0] && delimiterRow.test(rows[0].cells.join('|'))) rows.shift();
  return { kind: 'table', header: header?.cells ?? [], rows, line };
}

function endsRow(text: string): boolean {
  const trimmed = text.trimEnd();
  return trimmed.length > 1 && trimmed.endsWith('|') && !trimmed.endsWith('\\|');
}

/** A reference has the same few thousand rows over and over: hundreds of operations give the same entity. */
const known = new Map<string, readonly string[]>();

/** Cells that keep nothing of their page in memory. */
function cellsOf(row: string): readonly string[] {
  const before = known.get(row);
  if (before) return before;
  if (row.length > 1000) return splitRow(row);
  const text = ownText(row);
  const cells = splitRow(text);
  if (known.size > 20_000) known.clear();
  known.set(text, cells);
  return cells;
}

function splitRow(text: string): string[] {
  const cells = text.includes('\\|') ? splitEscaped(text) : text.split('|');
  cells.shift();
  const last = cells.pop()?.trim() ?? '';
  const trimmed = cells.map((cell) => cell.trim());
  return last === '' ? trimmed : [...trimmed, last];
}

function splitEscaped(text: string): string[] {
  return text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|'));
}

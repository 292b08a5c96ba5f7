import { list, quote, type Piece } from './pieces.ts';

/** Where reading stands in a text, line by line. */
interface Cursor {
  readonly text: string;
  /** Where the next line begins; beyond the end when there is none. */
  at: number;
  /** Its number, from 0. */
  line: number;
}

/**
 * The lines of a text as ranges of the lines of another one, counted from 1, and in full where that does not have them
 * from there on. Hardly a line differs: what stands in both to the end is compared at once.
 */
export function lineRanges(verbatim: string, body: string): Piece {
  const parts: (string | [number, number])[] = [];
  const printed: Cursor = { text: verbatim, at: 0, line: 0 };
  for (let at = 0; at <= body.length;) {
    const end = lineEnd(body, at);
    const line = body.slice(at, end);
    at = end + 1;
    if (!standsNext(printed, line) && !goTo(printed, line)) {
      parts.push(line);
      continue;
    }
    const first = printed.line + 1;
    pass(printed);
    // After a line that was not as printed, the rest most often is.
    if (typeof parts.at(-1) === 'string' || parts.length === 0) at = passRest(printed, body, at);
    const last = parts.at(-1);
    if (typeof last === 'object' && last[1] === first - 1) last[1] = printed.line;
    else parts.push([first, printed.line]);
  }
  return list(parts.map((part) => (typeof part === 'string' ? quote(part) : `[${part[0]}, ${part[1]}]`)));
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function standsNext({ text, at }: Cursor, line: string): boolean {
  const end = at + line.length;
  return end <= text.length && (end === text.length || text.charCodeAt(end) === 10) && text.slice(at, end) === line;
}

/** Goes on to the line, if it stands anywhere from here on. */
function goTo(cursor: Cursor, line: string): boolean {
  const { text, at } = cursor;
  if (at > text.length) return false;
  let found = text.indexOf(`${line}\n`, at);
  while (found > at && text.charCodeAt(found - 1) !== 10) found = text.indexOf(`${line}\n`, found + 1);
  if (found < 0 && endsWithLine(text, line, at)) found = text.length - line.length;
  if (found < 0) return false;
  while (cursor.at < found) pass(cursor);
  return true;
}

function endsWithLine(text: string, line: string, from: number): boolean {
  const at = text.length - line.length;
  return at >= from && text.endsWith(line) && (at === from || text.charCodeAt(at - 1) === 10);
}

function pass(cursor: Cursor): void {
  cursor.at = lineEnd(cursor.text, cursor.at) + 1;
  cursor.line += 1;
}

/** Passes all but the last line of the body, where they are those that come next; where that line begins. */
function passRest(printed: Cursor, body: string, at: number): number {
  const length = body.lastIndexOf('\n') + 1 - at;
  if (length <= 0 || printed.text.slice(printed.at, printed.at + length) !== body.slice(at, at + length)) return at;
  const end = printed.at + length;
  while (printed.at < end) pass(printed);
  return at + length;
}

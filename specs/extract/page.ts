/** Markdown, read line by line. Knows headings, fences, tables and includes, and nothing of what they say. */

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly line: number }
  | Fence
  | Table
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'include'; readonly target: string; readonly line: number };

export interface Fence {
  readonly kind: 'fence';
  readonly info: string;
  readonly text: string;
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

export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface Page {
  readonly path: string;
  readonly frontMatter: ReadonlyMap<string, string>;
  readonly blocks: readonly Block[];
  readonly lines: number;
}

const includeLine = /^\[!include\s*\[[^\]]*\]\(([^)\s]+)\)\]\s*$/i;
const delimiterRow = /^\|?[\s:|-]+$/;

export function readPage(path: string, text: string): Page {
  const lines = splitLines(text);
  const blocks: Block[] = [];
  const frontMatter = new Map<string, string>();
  let at = 0;

  if (lines[0]?.trimEnd() === '---') {
    const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
    if (end > 0) {
      for (const line of lines.slice(1, end)) {
        const colon = line.indexOf(':');
        if (colon > 0) frontMatter.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
      }
      at = end + 1;
    }
  }

  while (at < lines.length) {
    const raw = lines[at] ?? '';
    const line = raw.trim();
    if (line === '') {
      at += 1;
      continue;
    }
    const mark = fenceMark(line);
    if (mark) {
      const fence = readFence(lines, at, mark);
      blocks.push(fence.block);
      at = fence.next;
    } else if (line.startsWith('|')) {
      const table = readTable(lines, at);
      blocks.push(table.block);
      at = table.next;
    } else {
      blocks.push(readLine(line, at + 1));
      at += 1;
    }
  }
  return { path, frontMatter, blocks, lines: lines.length };
}

function splitLines(text: string): string[] {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = start === 1 ? text.slice(1) : text;
  return body.includes('\r') ? body.split(/\r\n?|\n/) : body.split('\n');
}

function fenceMark(line: string): string | undefined {
  const first = line[0];
  if ((first !== '`' && first !== '~') || line[1] !== first || line[2] !== first) return undefined;
  let length = 3;
  while (line[length] === first) length += 1;
  const info = line.slice(length);
  return first === '`' && info.includes('`') ? undefined : line.slice(0, length);
}

function readFence(lines: readonly string[], at: number, mark: string): { block: Fence; next: number } {
  const info = (lines[at] ?? '').trim().slice(mark.length).trim();
  let end = at + 1;
  while (end < lines.length) {
    const line = (lines[end] ?? '').trim();
    if (line.startsWith(mark) && line === mark[0]?.repeat(line.length)) break;
    end += 1;
  }
  const text = lines.slice(at + 1, end).join('\n');
  return { block: { kind: 'fence', info, text, line: at + 1, closed: end < lines.length }, next: end + 1 };
}

/** A row that does not end with `|` goes on in the next line: some cells hold line breaks. */
function readTable(lines: readonly string[], at: number): { block: Table; next: number } {
  const rows: TableRow[] = [];
  let next = at;
  while (next < lines.length) {
    const line = next + 1;
    let text = (lines[next] ?? '').trim();
    if (!text.startsWith('|')) break;
    next += 1;
    while (!endsRow(text) && next < lines.length) {
      const more = (lines[next] ?? '').trim();
      if (more.startsWith('|') || more.startsWith('#') || fenceMark(more) !== undefined) break;
      text += ' ' + more;
      next += 1;
    }
    rows.push({ cells: splitRow(text.trimEnd()), line });
  }
  const header = rows.shift();
  if (rows[0] && delimiterRow.test(rows[0].cells.join('|'))) rows.shift();
  return { block: { kind: 'table', header: header?.cells ?? [], rows, line: at + 1 }, next };
}

function endsRow(text: string): boolean {
  const trimmed = text.trimEnd();
  return trimmed.length > 1 && trimmed.endsWith('|') && !trimmed.endsWith('\\|');
}

function splitRow(text: string): string[] {
  const cells: string[] = [];
  let cell = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && text[at + 1] === '|') {
      cell += '|';
      at += 1;
    } else if (character === '|') {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  if (cell.trim() !== '') cells.push(cell.trim());
  return cells;
}

function readLine(line: string, number: number): Block {
  const heading = /^(#{1,6})(?:\s+(.*))?$/.exec(line);
  if (heading?.[1]) return { kind: 'heading', level: heading[1].length, text: (heading[2] ?? '').trim(), line: number };
  const include = includeLine.exec(line);
  if (include?.[1]) return { kind: 'include', target: include[1], line: number };
  return { kind: 'text', text: line, line: number };
}

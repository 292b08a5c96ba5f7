import type { Block, Page, Table } from './page.ts';

/** A body as heading and table state it. `type` is the heading's own word, empty when there is none. */
export interface TableBody {
  readonly type: string;
  readonly line: number;
  /** The name of the argument, on requests. */
  readonly name?: string;
  /** What stands between the heading and its table, or the next heading. */
  readonly prose?: string;
  readonly members?: readonly TableMember[];
}

export interface TableMember {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly line: number;
}

/** The parts of a page about one REST operation, each absent when the page does not have it. */
export interface Sections {
  readonly path?: Table;
  readonly query?: Table;
  readonly headers?: Table;
  readonly statuses?: Table;
  readonly requestBody?: TableBody;
  readonly responseBody?: TableBody;
  /** The first row of one of these tables that has more or fewer cells than its header. */
  readonly uneven?: { readonly line: number; readonly expected: number; readonly found: number };
}

type Title = { readonly kind: 'query' | 'headers' | 'request' | 'response' | 'other'; readonly line: number };

const titles: readonly (readonly [Title['kind'], RegExp])[] = [
  ['request', /^Request body\b/i],
  ['response', /^Response body\b/i],
  ['response', /^Response:/i],
  ['query', /^Query String Parameters\b/i],
  ['headers', /^Request Headers\b/i],
];

/** A title may have lost its `#`. In prose the same words go on; as a title they stand alone or before one word. */
const plainTitle = /^(?:(?:Request|Response) body:|Response:\s*[\w.]*$|Query String Parameters:?$|Request Headers:?$)/i;

/**
 * A table is known by its columns, which are the same in all layouts; the last title above it counts where they
 * are others, and tells a request's members from those of an answer.
 */
export function sectionsOf(page: Page): Sections {
  const found: { -readonly [part in keyof Sections]: Sections[part] } = {};
  let title: Title = { kind: 'other', line: 0 };
  for (const block of page.blocks) {
    const next = titleOf(block);
    if (next) {
      title = next;
      bodyTitle(block, next, found);
    } else if (block.kind === 'text') {
      if (title.kind === 'request' && found.requestBody?.line === title.line && !found.requestBody.members)
        found.requestBody = { ...found.requestBody, prose: joined(found.requestBody.prose, block.text) };
    } else if (block.kind === 'table' && placeTable(block, title, found)) {
      const uneven = unevenRow(block);
      if (uneven) found.uneven ??= uneven;
    }
  }
  return found;
}

function titleOf(block: Block): Title | undefined {
  const text = titleText(block);
  if (text === undefined) return undefined;
  return { kind: titles.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other', line: block.line };
}

/** The words of a heading, or of a line that looks like one without its `#`, be it in bold. */
function titleText(block: Block): string | undefined {
  if (block.kind !== 'heading' && block.kind !== 'text') return undefined;
  const text = /^[*_]/.test(block.text) ? block.text.replace(/^([*_]{1,3})(.*)\1$/, '$2').trim() : block.text;
  return block.kind === 'heading' || plainTitle.test(text) ? text : undefined;
}

function bodyTitle(
  block: Block,
  { kind, line }: Title,
  found: { requestBody?: TableBody; responseBody?: TableBody },
): void {
  const text = titleText(block);
  if (text === undefined || (kind !== 'request' && kind !== 'response')) return;
  const colon = text.indexOf(':');
  const [first = '', ...rest] =
    colon < 0
      ? []
      : text
          .slice(colon + 1)
          .trim()
          .split(/\s+/);
  // After a request's colon stands the name of the argument, not a type.
  if (kind === 'request') found.requestBody = { type: '', line, name: first };
  else if (/^Response body/i.test(text)) found.responseBody = { type: [first, ...rest].join(' '), line };
  // `Response:array` is said again in the title of the body, which may be missing.
  else if (first !== '') found.responseBody ??= { type: first, line };
}

/** Whether it is one of the page's own tables; others belong to its prose. */
function placeTable(
  table: Table,
  title: Title,
  found: { -readonly [part in keyof Sections]: Sections[part] },
): boolean {
  const part = partOf(table, title, found);
  if (part === undefined) return false;
  if (part === 'requestBody' || part === 'responseBody') {
    const body = found[part];
    if (body?.members) return false;
    found[part] = withMembers(body, table);
    return true;
  }
  if (found[part]) return false;
  found[part] = table;
  return true;
}

function partOf(table: Table, title: Title, found: Sections): Exclude<keyof Sections, 'uneven'> | undefined {
  const has = (column: RegExp): boolean => table.header.some((cell) => column.test(cell));
  if (has(/^Response$/i)) return 'statuses';
  if (has(/^Path\b/i)) return 'path';
  if (has(/^Parameter Name$/i)) return has(/^Type$/i) ? 'query' : 'headers';
  // Members stand in a body, be its own title lost.
  const hasMembers = has(/^Property Name$/i);
  if (!hasMembers && (title.kind === 'query' || title.kind === 'headers')) return title.kind;
  if (title.kind === 'response' || (found.statuses && hasMembers)) return 'responseBody';
  if (title.kind === 'request' || hasMembers) return 'requestBody';
  return undefined;
}

function unevenRow({ header, rows }: Table): Sections['uneven'] {
  const row = rows.find(({ cells }) => cells.length !== header.length);
  return row && { line: row.line, expected: header.length, found: row.cells.length };
}

function withMembers(body: TableBody | undefined, table: Table): TableBody {
  return { ...(body ?? { type: '', line: table.line }), members: tableMembers(table) };
}

export function tableMembers(table: Table | undefined): TableMember[] {
  const members: TableMember[] = [];
  if (table === undefined) return members;
  const { name: nameAt, type: typeAt } = columnsOf(table);
  for (const { cells, line } of table.rows) {
    const name = plain(cells[nameAt] ?? '');
    if (name === '') continue;
    const text = cells.filter((_, at) => at !== nameAt && at !== typeAt).join(' ');
    members.push({ name, type: plain(cells[typeAt] ?? ''), text, line });
  }
  return members;
}

const nameColumn = /^(?:(?:Parameter|Property) Name|Path\b.*|Response)$/i;

/** Where the names and the types stand: as the header says, else in the first two columns. */
export function columnsOf({ header }: Table): { readonly name: number; readonly type: number } {
  const name = Math.max(
    0,
    header.findIndex((cell) => nameColumn.test(cell)),
  );
  const type = header.findIndex((cell) => /^Type$/i.test(cell));
  return { name, type: type < 0 ? (name === 0 ? 1 : 0) : type };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** The words of a cell, however it marks them: as code, as a link, with references or backslashes. */
function plain(cell: string): string {
  // No name or type is a tenth as long, and a hostile one would take for ever.
  if (cell.length > 500 || !/[`[\\&]/.test(cell)) return cell;
  return cell
    .replace(/^(`+)(.*)\1$/, '$2')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(?:#(\d{1,6})|(\w+));/g, (all, code?: string, name = '') =>
      code === undefined ? (entities[name] ?? all) : String.fromCodePoint(Number(code)),
    )
    .trim();
}

function joined(before: string | undefined, text: string): string {
  return before === undefined ? text : `${before} ${text}`;
}

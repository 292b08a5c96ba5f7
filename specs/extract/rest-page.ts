import { readHttpSample, type HttpSample } from './http-sample.ts';
import type { Block, Fence, Page, Table } from './page.ts';
import type { Problem } from './problem.ts';

/** What a page of a REST operation says, before any two sources are compared. */
export interface RestPage {
  readonly page: string;
  readonly method: string;
  /** `/api/v1/Agents/EMail/Send`, as the operation line has it. */
  readonly path: string;
  readonly line: number;
  readonly restrictedLine?: number;
  readonly experimentalLine?: number;
  readonly query: readonly TableMember[];
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly requestBody?: TableBody;
  readonly responseBody?: TableBody;
  readonly statuses: readonly { readonly status: number; readonly line: number }[];
  readonly returns: readonly { readonly text: string; readonly line: number }[];
  readonly request: PlacedSample;
  readonly response: PlacedSample;
}

/** A body as heading and table state it. `type` is the heading's own word, empty when there is none. */
export interface TableBody {
  readonly type: string;
  readonly line: number;
  readonly members?: readonly TableMember[];
}

export interface TableMember {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly line: number;
}

/** A sample with the file it stands in: newer pages keep samples in files of their own. */
export interface PlacedSample {
  readonly page: string;
  readonly sample: HttpSample;
}

/** A file that a page includes, by its path below the folder that is extracted; undefined when there is none. */
export type Includes = (page: string, target: string) => { readonly path: string; readonly page: Page } | undefined;

const operationLine = /^(GET|POST|PUT|PATCH|DELETE)\s+(\/api\/v\d+\/\S+)$/;
const claim = /^(?:GET|POST|PUT|PATCH|DELETE|DEL|HEAD)\s+[\w/{}$.-]+$/;

/** Whether a page says of itself that it is about one REST operation, even when the rest of it is missing. */
export function claimsRest(page: Page): boolean {
  const title = page.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  if (title?.kind === 'heading' && claim.test(title.text)) return true;
  if (claim.test(page.frontMatter.get('title') ?? '')) return true;
  return operationFence(page) !== undefined && page.blocks.some((block) => isHeading(block, /^Request Headers/i));
}

export function readRestPage(page: Page, includes: Includes): RestPage | Problem {
  const broken = (line: number, expected: string, found: string): Problem => ({
    kind: 'broken',
    page: page.path,
    line,
    expected,
    found,
  });
  const open = page.blocks.find((block) => block.kind === 'fence' && !block.closed);
  if (open) return broken(open.line, 'a fence that is closed', 'the end of the page');
  const fence = operationFence(page);
  const operation = fence && operationLine.exec(fence.text.trim());
  if (!fence || !operation?.[1] || !operation[2]) {
    return broken(1, 'an operation line such as "POST /api/v1/..." in an http fence', endOr(page, 'none'));
  }
  const sections = sectionsOf(page);
  if (!sections.statuses) return broken(page.lines, 'a table of response statuses', endOr(page, 'none'));
  const headers = sections.headers;
  if (!headers) return broken(page.lines, 'a table under "Request Headers"', 'none');
  const samples = placedSamples(page, includes);
  if ('expected' in samples) return samples;
  if (!samples.request) return broken(page.lines, 'a sample request', 'none');
  if (!samples.response) return broken(page.lines, 'a sample response', 'none');

  const statuses: { status: number; line: number }[] = [];
  for (const row of sections.statuses.rows) {
    const status = Number(row.cells[0]);
    if (!Number.isInteger(status)) return broken(row.line, 'a status', `"${row.cells[0] ?? ''}"`);
    statuses.push({ status, line: row.line });
  }
  if (!statuses.some(({ status }) => status >= 200 && status < 300)) {
    return broken(
      sections.statuses.line,
      'a success status',
      statuses.map(({ status }) => status).join(', ') || 'none',
    );
  }
  const restrictedLine = lineOf(page, /\bOnline Restricted\b/i);
  const experimentalLine = lineOf(page, /(?:^|\W)Experimental:/i);
  return {
    page: page.path,
    method: operation[1],
    path: operation[2],
    line: fence.line + 1,
    ...(restrictedLine === undefined ? {} : { restrictedLine }),
    ...(experimentalLine === undefined ? {} : { experimentalLine }),
    query: sections.query ? tableMembers(sections.query) : [],
    consumes: mediaTypes(headers, 'Content-Type'),
    produces: mediaTypes(headers, 'Accept'),
    ...(sections.requestBody ? { requestBody: sections.requestBody } : {}),
    ...(sections.responseBody ? { responseBody: sections.responseBody } : {}),
    statuses,
    returns: returnSentences(page),
    request: samples.request,
    response: samples.response,
  };
}

function endOr(page: Page, otherwise: string): string {
  return page.blocks.length < 3 ? 'the end of the page' : otherwise;
}

function operationFence(page: Page): Fence | undefined {
  for (const block of page.blocks) {
    if (block.kind === 'fence' && block.info.startsWith('http') && operationLine.test(block.text.trim())) return block;
  }
  return undefined;
}

function isHeading(block: Block, pattern: RegExp): boolean {
  return block.kind === 'heading' && pattern.test(block.text);
}

interface Sections {
  query?: Table;
  headers?: Table;
  statuses?: Table;
  requestBody?: TableBody;
  responseBody?: TableBody;
}

/** Tables belong to the last title above them. A title may have lost its `#`: some pages print it as plain text. */
function sectionsOf(page: Page): Sections {
  const found: Sections = {};
  let title: { text: string; line: number } | undefined;
  for (const block of page.blocks) {
    if (block.kind === 'heading' || (block.kind === 'text' && /^(?:Request|Response) body:/i.test(block.text))) {
      title = { text: block.text, line: block.line };
      const body = /^(Request|Response) body:\s*(.*)$/i.exec(block.text);
      if (body?.[1]?.toLowerCase() === 'request') {
        // After a request's colon stands the name of the argument, not a type.
        found.requestBody = { type: '', line: block.line };
      } else if (body) found.responseBody = { type: body[2]?.trim() ?? '', line: block.line };
    } else if (block.kind === 'table') {
      placeTable(block, title, found);
    }
  }
  return found;
}

function placeTable(table: Table, title: { text: string; line: number } | undefined, found: Sections): void {
  const first = table.header[0] ?? '';
  if (/^Response$/i.test(first)) found.statuses ??= table;
  else if (!title) return;
  else if (/^Query String Parameters/i.test(title.text)) found.query ??= table;
  else if (/^Request Headers/i.test(title.text)) found.headers ??= table;
  else if (found.responseBody?.line === title.line)
    found.responseBody = { ...found.responseBody, members: tableMembers(table) };
  else if (found.requestBody?.line === title.line)
    found.requestBody = { ...found.requestBody, members: tableMembers(table) };
}

function tableMembers(table: Table): TableMember[] {
  const members: TableMember[] = [];
  for (const row of table.rows) {
    const [name, type = '', ...text] = row.cells;
    if (name !== undefined && name !== '') members.push({ name, type, text: text.join(' '), line: row.line });
  }
  return members;
}

function mediaTypes(table: Table, header: string): string[] {
  const row = table.rows.find((candidate) => candidate.cells[0]?.toLowerCase() === header.toLowerCase());
  return [...(row?.cells.slice(1).join(' ') ?? '').matchAll(/`([^`\s]+\/[^`\s]+)`/g)].map((match) => match[1] ?? '');
}

function placedSamples(page: Page, includes: Includes): { request?: PlacedSample; response?: PlacedSample } | Problem {
  const found: { request?: PlacedSample; response?: PlacedSample } = {};
  const place = (fence: Fence, path: string) => {
    if (!fence.info.startsWith('http')) return;
    const first = fence.text.trimStart();
    if (/^HTTP\/\d/.test(first)) found.response ??= { page: path, sample: readHttpSample(fence.text, fence.line + 1) };
    else if (/^[A-Z]+ \S+[^\n]*\n\s*[A-Za-z-]+:/.test(first)) {
      found.request ??= { page: path, sample: readHttpSample(fence.text, fence.line + 1) };
    }
  };
  for (const block of page.blocks) {
    if (block.kind === 'fence') place(block, page.path);
    if (block.kind !== 'include') continue;
    const included = includes(page.path, block.target);
    if (!included) {
      return {
        kind: 'broken',
        page: page.path,
        line: block.line,
        expected: `the included file "${block.target}"`,
        found: 'none',
      };
    }
    for (const inner of included.page.blocks) {
      if (inner.kind !== 'fence') continue;
      if (!inner.closed) {
        return {
          kind: 'broken',
          page: included.path,
          line: inner.line,
          expected: 'a fence that is closed',
          found: 'the end of the file',
        };
      }
      place(inner, included.path);
    }
  }
  return found;
}

function lineOf(page: Page, pattern: RegExp): number | undefined {
  return page.blocks.find((block) => (block.kind === 'heading' || block.kind === 'text') && pattern.test(block.text))
    ?.line;
}

function returnSentences(page: Page): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  for (const block of page.blocks) {
    if (block.kind === 'text' && /\blength of the array\b/i.test(block.text))
      found.push({ text: block.text, line: block.line });
  }
  return found;
}

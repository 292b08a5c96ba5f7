import { byLanguage, fencesOf, isHttp, type Includes } from './fences.ts';
import type { Block, Fence, Page, Table } from './page.ts';
import type { Problem, ProblemRule } from './problem.ts';
import { placedSamples, type PlacedSample } from './rest-samples.ts';
import {
  columnsOf,
  sectionsOf,
  tableMembers,
  type Sections,
  type TableBody,
  type TableMember,
} from './rest-sections.ts';
import { ownText } from './own-text.ts';

/** What a page of a REST operation says, before any two sources are compared. */
export interface RestPage {
  readonly page: string;
  /** The page's own name: `v1EMailAgent_Send`. */
  readonly uid?: string;
  readonly method: string;
  /** `/api/v1/Agents/EMail/Send`, as the operation line has it. */
  readonly path: string;
  readonly line: number;
  readonly restrictedLine?: number;
  readonly experimentalLine?: number;
  readonly pathParts: readonly TableMember[];
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

/** What can be said of a page that claims to be about a REST operation, whether or not the rest of it can be read. */
export interface RestOutline {
  readonly page: Page;
  readonly fence?: Fence;
  readonly sections: Sections;
}

// With a query it is an example of parameters, and the page has lost its own line.
const operationLine = /^(GET|POST|PUT|PATCH|DELETE)\s+(\/api\/v\d+\/[^\s?]+)$/;
const claim = /^(?:GET|POST|PUT|PATCH|DELETE|DEL|HEAD)\s+[\w/{}$.-]+$/;

/** Undefined for a page that does not say of itself that it is about one REST operation. */
export function restOutline(page: Page): RestOutline | undefined {
  const fence = operationFence(page);
  const title = page.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const isClaimed =
    (title?.kind === 'heading' && claim.test(title.text)) || claim.test(page.frontMatter.get('title') ?? '');
  if (!isClaimed && !fence) return undefined;
  const sections = sectionsOf(page);
  if (!isClaimed && !sections.headers) return undefined;
  return { page, sections, ...(fence ? { fence } : {}) };
}

export function readRestPage({ page, fence, sections }: RestOutline, includes: Includes): RestPage | Problem {
  const broken = (line: number, expected: string, found: string, rule: ProblemRule = 'PAGE-INCOMPLETE'): Problem => ({
    kind: 'broken',
    rule,
    page: page.path,
    line,
    expected,
    found,
  });
  const open = page.blocks.find((block) => block.kind === 'fence' && !block.closed);
  if (open) return broken(open.line, 'a fence that is closed', 'the end of the page', 'PAGE-FENCE');
  const operation = fence && operationLine.exec(fence.text.trim());
  if (!fence || !operation?.[1] || !operation[2]) {
    return broken(1, 'an operation line such as "POST /api/v1/..." in an http fence', endOr(page, 'none'));
  }
  if (!sections.statuses) return broken(page.lines, 'a table of response statuses', endOr(page, 'none'));
  if (!sections.headers) return broken(page.lines, 'a table under "Request Headers"', 'none');
  if (sections.uneven) {
    const { line, expected, found } = sections.uneven;
    return broken(line, `a row of ${expected} cells, as in the header`, String(found), 'PAGE-TABLE');
  }
  const fences = fencesOf(page, includes);
  if ('expected' in fences) return fences;
  const samples = placedSamples(fences);
  if (!samples.request) return broken(page.lines, 'a sample request', 'none');
  if (!samples.response) return broken(page.lines, 'a sample response', 'none');

  const statuses: { status: number; line: number }[] = [];
  const statusAt = columnsOf(sections.statuses).name;
  for (const { cells, line } of sections.statuses.rows) {
    const cell = cells[statusAt] ?? '';
    if (!/^[1-5]\d\d$/.test(cell)) return broken(line, 'a status', `"${cell}"`, 'PAGE-TABLE');
    statuses.push({ status: Number(cell), line });
  }
  if (!statuses.some(({ status }) => isSuccess(status))) {
    return broken(
      sections.statuses.line,
      'a success status',
      statuses.map(({ status }) => status).join(', ') || 'none',
      'PAGE-TABLE',
    );
  }
  const uid = page.frontMatter.get('uid');
  const restrictedLine = lineOf(page, /\bOnline Restricted\b/i);
  const experimentalLine = lineOf(page, /(?:^|\W)Experimental:/i);
  return {
    page: page.path,
    ...(uid ? { uid } : {}),
    method: ownText(operation[1]),
    path: ownText(operation[2]),
    line: fence.line + 1,
    ...(restrictedLine === undefined ? {} : { restrictedLine }),
    ...(experimentalLine === undefined ? {} : { experimentalLine }),
    pathParts: tableMembers(sections.path),
    query: tableMembers(sections.query),
    consumes: mediaTypes(sections.headers, 'Content-Type'),
    produces: mediaTypes(sections.headers, 'Accept'),
    ...(sections.requestBody ? { requestBody: sections.requestBody } : {}),
    ...(sections.responseBody ? { responseBody: sections.responseBody } : {}),
    statuses,
    returns: returnSentences(page),
    request: samples.request,
    response: samples.response,
  };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function endOr(page: Page, otherwise: string): string {
  return page.blocks.length < 3 ? 'the end of the page' : otherwise;
}

function operationFence(page: Page): Fence | undefined {
  const fences = page.blocks.flatMap((block) => (block.kind === 'fence' && isHttp(block) ? [block] : []));
  return byLanguage(fences, 'http', (fence) => fence).find(({ text }) => operationLine.test(text.trim()));
}

function mediaTypes(table: Table, header: string): readonly string[] {
  const { name } = columnsOf(table);
  const row = table.rows.find(({ cells }) => cells[name]?.toLowerCase() === header.toLowerCase());
  const text = row?.cells.filter((_, at) => at !== name).join(' ') ?? '';
  const known = typesIn.get(text);
  if (known) return known;
  const types = [...text.matchAll(/`([^`\s]+\/[^`\s]+)`/g)].map((match) => match[1] ?? '');
  // Nearly all pages have the same two rows; pages of another kind do not fill the memory.
  if (typesIn.size < 100) typesIn.set(text, types);
  return types;
}

const typesIn = new Map<string, readonly string[]>();

function lineOf(page: Page, pattern: RegExp): number | undefined {
  const said = (block: Block) => (block.kind === 'heading' || block.kind === 'text') && pattern.test(block.text);
  return page.blocks.find(said)?.line;
}

function returnSentences(page: Page): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  for (const block of page.blocks) {
    if (block.kind === 'text' && /\blength of the array\b/i.test(block.text))
      found.push({ text: block.text, line: block.line });
  }
  return found;
}

import { bodyName, groupsOf, type BodyName } from './fallback-names.ts';
import type { Includes } from './fences.ts';
import { readPage, type Fence, type Page } from './page.ts';
import type { Problem } from './problem.ts';
import { readRestPage, restOutline, type RestPage } from './rest-page.ts';
import { claimsSoap } from './soap-page.ts';
import { claimsSwagger, readSwagger, type Swagger } from './swagger.ts';
import { readWsdl, type Wsdl } from './wsdl.ts';

/** A file of the documentation: its path below the folder that is extracted, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file that a page includes; its path is below the folder that is extracted. */
export type ResolveInclude = (from: string, target: string) => SourceFile | undefined;

/** What was found in the files, before any two are compared. No list depends on the order in which they came. */
export interface Observed {
  readonly rest: readonly { readonly page: RestPage; readonly groups: readonly string[] }[];
  /** Of all pages that claim to be about a REST operation, the broken ones too. */
  readonly bodyNames: readonly BodyName[];
  /** Read one by one, when the WSDL files are known: the trees of all samples at once would be the larger part of the memory. */
  readonly soap: readonly Page[];
  readonly wsdl: readonly Wsdl[];
  readonly swagger: readonly Swagger[];
  readonly includes: Includes;
  /** What is about nothing that is known, without the files that other pages were found to include until now. */
  others(): readonly string[];
}

/** What a page is about is told by its content, never by its path. */
export function observe(files: Iterable<SourceFile>, include: ResolveInclude, problems: Problem[]): Observed {
  const rest: { page: RestPage; groups: readonly string[] }[] = [];
  const bodyNames: BodyName[] = [];
  const soap: Page[] = [];
  const wsdl: Wsdl[] = [];
  const swagger: Swagger[] = [];
  const included = new Set<string>();
  const unclaimed: string[] = [];
  const keep = <T extends object>(list: T[], read: T | Problem): void => {
    if ('expected' in read) problems.push(read);
    else list.push(read);
  };
  const includes: Includes = (from, target) => {
    const file = include(from, target);
    if (!file) return undefined;
    included.add(file.path);
    return { path: file.path, page: readPage(file.path, file.text) };
  };
  for (const { path, text } of files) {
    if (xmlFile.test(text) || /\.(?:xml|wsdl)$/i.test(path)) {
      if (definitions.test(text.slice(0, 4000))) keep(wsdl, readWsdl(path, text.replace(/^\uFEFF/, ''), 1));
      else unclaimed.push(path);
      continue;
    }
    if (claimsSwagger(text)) {
      keep(swagger, readSwagger(path, text, problems));
      continue;
    }
    // Settings of editors and site builders: no page, and nobody expects one.
    if (/\.json$/i.test(path)) continue;
    const page = readPage(path, text);
    const fence = wsdlFence(page);
    const outline = fence || claimsSoap(page) ? undefined : restOutline(page);
    if (fence) keep(wsdl, fence.closed ? readWsdl(path, fence.text, fence.line + 1) : openFence(path, fence.line));
    else if (claimsSoap(page)) soap.push(page);
    else if (outline) {
      const read = readRestPage(outline, includes);
      const named = bodyName(outline);
      if (named) bodyNames.push(named);
      if ('expected' in read) problems.push(read);
      else rest.push({ page: read, groups: named?.groups ?? groupsOf(page) });
    } else unclaimed.push(path);
  }
  soap.sort((left, right) => compare(left.path, right.path));
  rest.sort((left, right) => compare(left.page.page, right.page.page));
  // Of two files about one service the fuller one comes first, wherever it lies.
  wsdl.sort(
    (left, right) =>
      compare(left.version, right.version) ||
      compare(left.agent, right.agent) ||
      right.operations.size - left.operations.size ||
      right.types.size - left.types.size ||
      compare(left.page, right.page),
  );
  swagger.sort((left, right) => right.types.size - left.types.size || compare(left.page, right.page));
  const others = () => unclaimed.filter((path) => !included.has(path));
  return { rest, bodyNames, soap, wsdl, swagger, includes, others };
}

const xmlFile = /^\uFEFF?\s*<(?:\?xml\b|(?:\w+:)?definitions\b)/;
const definitions = /<(?:\w+:)?definitions\b/;

function wsdlFence(page: Page): Fence | undefined {
  for (const block of page.blocks) {
    if (block.kind !== 'fence' || !block.info.startsWith('xml')) continue;
    if (definitions.test(block.text.slice(0, 4000))) return block;
  }
  return undefined;
}

function openFence(page: string, line: number): Problem {
  return {
    kind: 'broken',
    rule: 'PAGE-FENCE',
    page,
    line,
    expected: 'a fence that is closed',
    found: 'the end of the page',
  };
}

export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

import { bodyName, groupsOf, type BodyName } from './fallback-names.ts';
import type { Includes } from './fences.ts';
import { textKeeper, textOf, type KeptText } from './kept-text.ts';
import { plainText, readPage, type Fence, type Page } from './page.ts';
import type { Problem } from './problem.ts';
import { readRestPage, restOutline, type RestPage } from './rest-page.ts';
import { claimsSoap } from './soap-page.ts';
import { claimsSwagger, readSwagger, type Swagger } from './swagger.ts';
import { serviceIn, wsdlFiles, type WsdlText } from './wsdl-files.ts';
import type { Wsdl } from './wsdl.ts';

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
  /** Each is read when its turn comes, and once: the trees of all at once would be the larger part of the memory. */
  readonly soap: Iterable<Page>;
  readonly wsdl: Iterable<Wsdl>;
  readonly swagger: readonly Swagger[];
  readonly includes: Includes;
  /** Puts aside a text that is needed later. */
  readonly keep: (text: string) => KeptText;
  /** What is about nothing that is known, without the files that other pages were found to include until now. */
  others(): readonly string[];
}

/** What a page is about is told by its content, never by its path. */
export function observe(files: Iterable<SourceFile>, include: ResolveInclude, problems: Problem[]): Observed {
  const rest: { page: RestPage; groups: readonly string[] }[] = [];
  const bodyNames: BodyName[] = [];
  const soap: KeptPage[] = [];
  const wsdl: WsdlText[] = [];
  const swagger: Swagger[] = [];
  const included = new Set<string>();
  const unclaimed: string[] = [];
  const keep = textKeeper();
  const keepWsdl = (page: string, xml: string, firstLine: number): void => {
    const text = xml.trimEnd();
    wsdl.push({ page, xml: keep(text), firstLine, service: serviceIn(text) });
  };
  const includes: Includes = (from, target) => {
    const file = include(from, target);
    if (!file) return undefined;
    included.add(file.path);
    return { path: file.path, page: readPage(file.path, file.text) };
  };
  for (const { path, text } of files) {
    if (xmlFile.test(text) || /\.(?:xml|wsdl)$/i.test(path)) {
      if (definitions.test(text.slice(0, 4000))) keepWsdl(path, plainText(text), 1);
      else unclaimed.push(path);
      continue;
    }
    if (claimsSwagger(text)) {
      const read = readSwagger(path, text, problems);
      if ('expected' in read) problems.push(read);
      else swagger.push(read);
      continue;
    }
    // Settings of editors and site builders: no page, and nobody expects one.
    if (/\.json$/i.test(path)) continue;
    const page = readPage(path, text);
    const fence = wsdlFence(page);
    const outline = fence || claimsSoap(page) ? undefined : restOutline(page);
    if (fence?.closed) keepWsdl(path, fence.text, fence.line + 1);
    else if (fence) problems.push(openFence(path, fence.line));
    else if (claimsSoap(page)) soap.push({ path, text: keep(plainText(text)) });
    else if (outline) {
      const read = readRestPage(outline, includes);
      const named = bodyName(outline);
      if (named) bodyNames.push(named);
      if ('expected' in read) problems.push(read);
      else rest.push({ page: read, groups: named?.groups ?? groupsOf(page) });
    } else unclaimed.push(path);
  }
  rest.sort((left, right) => compare(left.page.page, right.page.page));
  swagger.sort((left, right) => right.types.size - left.types.size || compare(left.page, right.page));
  const others = () => unclaimed.filter((path) => !included.has(path));
  return {
    rest,
    bodyNames,
    soap: { [Symbol.iterator]: () => pagesOf(soap) },
    wsdl: wsdlFiles(wsdl, problems),
    swagger,
    includes,
    keep,
    others,
  };
}

interface KeptPage {
  readonly path: string;
  readonly text: KeptText;
}

/** In the order of their paths; the text of a page that was read is let go. */
function* pagesOf(kept: KeptPage[]): Iterator<Page> {
  kept.sort((left, right) => compare(right.path, left.path));
  for (let page = kept.pop(); page; page = kept.pop()) yield readPage(page.path, textOf(page.text));
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

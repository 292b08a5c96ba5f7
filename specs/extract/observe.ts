import { bodyName, type BodyName } from './fallback-names.ts';
import { isXml, type Includes } from './fences.ts';
import { partKeeper, textKeeper, textOf, type KeepPart, type KeptText } from './kept-text.ts';
import { plainText, readPage, type Fence, type Page } from './page.ts';
import type { Problem } from './problem.ts';
import { restOutline, type RestOutline } from './rest-page.ts';
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

/** A page that was put aside, read when its turn comes. */
interface LatePage {
  readonly page: Page;
  /** Puts a sample of it aside. */
  readonly keep: KeepPart;
}

/**
 * What was found in the files, before any two are compared. No list depends on the order in which they came. Pages are
 * read when their turn comes, and once: what is in all of them at once would be the larger part of the memory.
 */
export interface Observed {
  readonly rest: Iterable<LatePage & { readonly outline: RestOutline }>;
  /** Of all pages that claim to be about a REST operation, the broken ones too. */
  readonly bodyNames: readonly BodyName[];
  readonly soap: Iterable<LatePage>;
  readonly wsdl: Iterable<Wsdl>;
  readonly swagger: readonly Swagger[];
  readonly includes: Includes;
  /** What is about nothing that is known, without the files that other pages were found to include until now. */
  others(): readonly string[];
}

/** What a page is about is told by its content, never by its path. */
export function observe(files: Iterable<SourceFile>, include: ResolveInclude, problems: Problem[]): Observed {
  const rest: KeptPage[] = [];
  const bodyNames: BodyName[] = [];
  const soap: KeptPage[] = [];
  const wsdl: WsdlText[] = [];
  const swagger: Swagger[] = [];
  const included = new Set<string>();
  const unclaimed: string[] = [];
  const keep = textKeeper();
  // Apart, so that nothing else holds them when they have been read.
  const keepXml = textKeeper();
  const keepWsdl = (page: string, xml: string, firstLine: number): void => {
    const text = xml.trimEnd();
    wsdl.push({ page, xml: keepXml(text), firstLine, service: serviceIn(text) });
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
    const isSoap = !fence && claimsSoap(page);
    const outline = fence || isSoap ? undefined : restOutline(page);
    if (fence?.closed) keepWsdl(path, fence.text, fence.line + 1);
    else if (fence) problems.push(openFence(path, fence.line));
    else if (isSoap) soap.push({ path, text: keep(plainText(text)) });
    else if (outline) {
      const named = bodyName(outline);
      if (named) bodyNames.push(named);
      rest.push({ path, text: keep(plainText(text)) });
    } else unclaimed.push(path);
  }
  swagger.sort((left, right) => right.types.size - left.types.size || compare(left.page, right.page));
  const others = () => unclaimed.filter((path) => !included.has(path));
  return {
    rest: { [Symbol.iterator]: () => restPages(pagesOf(rest, keep)) },
    bodyNames,
    soap: { [Symbol.iterator]: () => pagesOf(soap, keep) },
    wsdl: wsdlFiles(wsdl, problems),
    swagger,
    includes,
    others,
  };
}

interface KeptPage {
  readonly path: string;
  readonly text: KeptText;
}

/** In the order of their paths; a page that was read is let go. */
function* pagesOf(kept: KeptPage[], keep: (text: string) => KeptText): Generator<LatePage> {
  kept.sort((left, right) => compare(right.path, left.path));
  for (let one = kept.pop(); one; one = kept.pop()) {
    yield { page: readPage(one.path, textOf(one.text)), keep: partKeeper(one.path, one.text, keep) };
  }
}

function* restPages(pages: Iterable<LatePage>): Generator<LatePage & { readonly outline: RestOutline }> {
  for (const { page, keep } of pages) {
    const outline = restOutline(page);
    if (outline) yield { page, keep, outline };
  }
}

const xmlFile = /^\uFEFF?\s*<(?:\?xml\b|(?:\w+:)?definitions\b)/;
const definitions = /<(?:\w+:)?definitions\b/;

function wsdlFence(page: Page): Fence | undefined {
  for (const block of page.blocks) {
    if (block.kind !== 'fence' || !isXml(block)) continue;
    const start = block.text.slice(0, 4000);
    // Looking for the word first is many times as fast, and hardly a page has it.
    if (start.includes('definitions') && definitions.test(start)) return block;
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

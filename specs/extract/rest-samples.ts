import { readHttpSample, type HttpSample } from './http-sample.ts';
import type { Fence, Page } from './page.ts';
import type { Problem, ProblemRule } from './problem.ts';

/** A sample with the file it stands in: newer pages keep samples in files of their own. */
export interface PlacedSample {
  readonly page: string;
  /** The line of the operation's own page that includes the file. */
  readonly includedAt?: number;
  readonly sample: HttpSample;
}

export interface Samples {
  readonly request?: PlacedSample;
  readonly response?: PlacedSample;
}

/** A file that a page includes, by its path below the folder that is extracted; undefined when there is none. */
export type Includes = (page: string, target: string) => { readonly path: string; readonly page: Page } | undefined;

/** What one page and the files that it includes show. */
interface Reading {
  readonly includes: Includes;
  /** The page itself. */
  readonly top: string;
  readonly found: { request?: PlacedSample; response?: PlacedSample };
  filesLeft: number;
}

/** Files that include each other twice over, and so on, would take for ever: no page includes a tenth of this. */
const mostFiles = 100;

/** The first request and the first answer that a page or a file that it includes prints, told by their content. */
export function placedSamples(page: Page, includes: Includes): Samples | Problem {
  const reading: Reading = { includes, top: page.path, found: {}, filesLeft: mostFiles };
  return readFrom(page, reading, [page.path], undefined) ?? reading.found;
}

/** `includedAt`: the line of the page itself that includes this file, be it through others. */
function readFrom(
  page: Page,
  reading: Reading,
  within: readonly string[],
  includedAt: number | undefined,
): Problem | undefined {
  const broken = (rule: ProblemRule, line: number, expected: string, found: string): Problem => ({
    kind: 'broken',
    rule,
    page: page.path,
    line,
    expected,
    found,
    ...(includedAt === undefined ? {} : { of: { page: reading.top, line: includedAt } }),
  });
  for (const block of page.blocks) {
    if (block.kind === 'fence') {
      if (!block.closed) return broken('PAGE-FENCE', block.line, 'a fence that is closed', 'the end of the file');
      place(block, { page: page.path, ...(includedAt === undefined ? {} : { includedAt }) }, reading.found);
    }
    if (block.kind !== 'include') continue;
    const included = reading.includes(page.path, block.target);
    const what = `the included file "${block.target}"`;
    if (!included) return broken('PAGE-INCLUDE', block.line, what, 'none');
    if (within.includes(included.path)) {
      return broken('PAGE-INCLUDE', block.line, what, 'files that include each other');
    }
    reading.filesLeft -= 1;
    if (reading.filesLeft < 0) return broken('PAGE-INCLUDE', block.line, what, `more than ${mostFiles} included files`);
    const problem = readFrom(included.page, reading, [...within, included.path], includedAt ?? block.line);
    if (problem) return problem;
  }
  return undefined;
}

function place(fence: Fence, where: Omit<PlacedSample, 'sample'>, found: Reading['found']): void {
  if (!fence.info.startsWith('http')) return;
  const first = fence.text.trimStart();
  if (/^HTTP\/\d/.test(first)) found.response ??= { ...where, sample: readHttpSample(fence.text, fence.line + 1) };
  else if (/^[A-Z]+ \S+[^\n]*\n\s*[A-Za-z-]+:/.test(first)) {
    found.request ??= { ...where, sample: readHttpSample(fence.text, fence.line + 1) };
  }
}

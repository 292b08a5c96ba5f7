import { readHttpSample, type HttpSample } from './http-sample.ts';
import type { Fence, Page } from './page.ts';
import type { Problem, ProblemRule } from './problem.ts';

/** A sample with the file it stands in: newer pages keep samples in files of their own. */
export interface PlacedSample {
  readonly page: string;
  readonly sample: HttpSample;
}

export interface Samples {
  readonly request?: PlacedSample;
  readonly response?: PlacedSample;
}

/** A file that a page includes, by its path below the folder that is extracted; undefined when there is none. */
export type Includes = (page: string, target: string) => { readonly path: string; readonly page: Page } | undefined;

/** The first request and the first answer that a page or a file that it includes prints, told by their content. */
export function placedSamples(page: Page, includes: Includes): Samples | Problem {
  const found: { request?: PlacedSample; response?: PlacedSample } = {};
  return readFrom(page, includes, [page.path], found) ?? found;
}

function readFrom(
  page: Page,
  includes: Includes,
  within: readonly string[],
  found: { request?: PlacedSample; response?: PlacedSample },
): Problem | undefined {
  const [of] = within;
  const broken = (rule: ProblemRule, line: number, expected: string, found: string): Problem => ({
    kind: 'broken',
    rule,
    page: page.path,
    line,
    expected,
    found,
    ...(of === undefined || of === page.path ? {} : { of }),
  });
  for (const block of page.blocks) {
    if (block.kind === 'fence') {
      if (!block.closed) return broken('PAGE-FENCE', block.line, 'a fence that is closed', 'the end of the file');
      place(block, page.path, found);
    }
    if (block.kind !== 'include') continue;
    const included = includes(page.path, block.target);
    const what = `the included file "${block.target}"`;
    if (!included) return broken('PAGE-INCLUDE', block.line, what, 'none');
    if (within.includes(included.path)) {
      return broken('PAGE-INCLUDE', block.line, what, 'files that include each other');
    }
    const problem = readFrom(included.page, includes, [...within, included.path], found);
    if (problem) return problem;
  }
  return undefined;
}

function place(fence: Fence, page: string, found: { request?: PlacedSample; response?: PlacedSample }): void {
  if (!fence.info.startsWith('http')) return;
  const first = fence.text.trimStart();
  if (/^HTTP\/\d/.test(first)) found.response ??= { page, sample: readHttpSample(fence.text, fence.line + 1) };
  else if (/^[A-Z]+ \S+[^\n]*\n\s*[A-Za-z-]+:/.test(first)) {
    found.request ??= { page, sample: readHttpSample(fence.text, fence.line + 1) };
  }
}

import type { Fence, Page } from './page.ts';
import type { Problem, ProblemRule } from './problem.ts';

/** A fence with the file it stands in: newer pages keep their samples in files of their own. */
export interface PlacedFence extends Place {
  readonly fence: Fence;
}

/** `includedAt`: the line of the operation's own page that includes the file, be it through others. */
export interface Place {
  readonly page: string;
  readonly includedAt?: number;
}

/** A file that a page includes, by its path below the folder that is extracted; undefined when there is none. */
export type Includes = (page: string, target: string) => { readonly path: string; readonly page: Page } | undefined;

const xmlBegin = /^\s*<(?:\?xml\s|(?:[\w-]+:)?(?:Envelope|definitions)[\s>])/;
const httpBegin = /^\s*(?:HTTP\/\d|[A-Z]+ \/api\/)/;

/** Whether a fence holds XML: its language says so, or, where that is another or none, how it begins. */
export function isXml({ info, text }: Fence): boolean {
  return info.startsWith('xml') || xmlBegin.test(text);
}

/** Whether a fence holds an HTTP message or the first line of one, told likewise. */
export function isHttp({ info, text }: Fence): boolean {
  return info.startsWith('http') || httpBegin.test(text);
}

/** Those first whose language says what they are: others may be examples in the description. */
export function byLanguage<T>(fences: readonly T[], language: string, fenceOf: (one: T) => Fence): readonly T[] {
  const isSaid = (one: T): boolean => fenceOf(one).info.startsWith(language);
  return fences.every(isSaid) ? fences : [...fences.filter(isSaid), ...fences.filter((one) => !isSaid(one))];
}

/** What one page and the files that it includes show. */
interface Reading {
  readonly includes: Includes;
  /** The page itself. */
  readonly top: string;
  readonly found: PlacedFence[];
  filesLeft: number;
}

/** Files that include each other twice over, and so on, would take for ever: no page includes a tenth of this. */
const mostFiles = 100;

/** All fences of a page and of the files that it includes, in the order in which they are shown. */
export function fencesOf(page: Page, includes: Includes): readonly PlacedFence[] | Problem {
  const reading: Reading = { includes, top: page.path, found: [], filesLeft: mostFiles };
  return readFrom(page, reading, [page.path], undefined) ?? reading.found;
}

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
      if (!block.closed) return broken('PAGE-FENCE', block.line, 'a fence that is closed', 'the end of the page');
      reading.found.push({ fence: block, page: page.path, ...(includedAt === undefined ? {} : { includedAt }) });
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

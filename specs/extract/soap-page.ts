import type { Envelope } from './envelope.ts';
import { byLanguage, fencesOf, isXml, type Includes, type Place, type PlacedFence } from './fences.ts';
import type { Block, Page } from './page.ts';
import type { Problem, ProblemRule } from './problem.ts';
import { ownText } from './own-text.ts';
import type { ReadEnvelope } from './soap-envelope.ts';

/** What a page of a SOAP operation says, before it is compared with a WSDL. */
export interface SoapPage {
  readonly page: string;
  readonly version: string;
  readonly agent: string;
  readonly operation: string;
  readonly line: number;
  readonly restrictedLine?: number;
  readonly experimentalLine?: number;
  readonly returns: readonly { readonly text: string; readonly line: number }[];
  readonly request: EnvelopeSample;
  readonly response: EnvelopeSample;
}

/** Lines and offsets in the envelope are those of `verbatim`. */
export interface EnvelopeSample extends Place, Envelope {
  readonly verbatim: string;
  /** Where the text begins in that of its file. */
  readonly at: number;
  /** Line of the file on which the text begins. */
  readonly line: number;
}

// The page that lists the operations of a service is titled "Services88 EMail SOAP".
const title = /^(Services\d+) (\w+) (?!SOAP$)(\w+)(?: SOAP)?$/;
const frontTitle = /^(Services\d+)\.(\w+)Agent\.(\w+) SOAP$/;

export function claimsSoap(page: Page): boolean {
  return titleOf(page) !== undefined;
}

/** The first heading, or the front matter where a page has lost its heading. */
function titleOf(page: Page): { line: number; match: RegExpExecArray } | undefined {
  const heading = page.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const match = heading?.kind === 'heading' ? title.exec(heading.text) : null;
  if (match && heading) return { line: heading.line, match };
  const front = frontTitle.exec(page.frontMatter.get('title') ?? '');
  return front ? { line: heading?.line ?? page.blocks[0]?.line ?? 1, match: front } : undefined;
}

export function readSoapPage(page: Page, includes: Includes, readEnvelope: ReadEnvelope): SoapPage | Problem {
  const broken = (line: number, expected: string, found: string, rule: ProblemRule = 'PAGE-INCOMPLETE'): Problem => ({
    kind: 'broken',
    rule,
    page: page.path,
    line,
    expected,
    found,
  });
  const named = titleOf(page);
  const [, version, agent, operation] = named?.match ?? [];
  if (!named || version === undefined || agent === undefined || operation === undefined) {
    return broken(page.lines, 'a title such as "Services88 EMail Send"', 'none');
  }
  const fences = fencesOf(page, includes);
  if ('expected' in fences) return fences;
  const samples = fences.filter(({ fence }) => isXml(fence));
  const [requestFence, responseFence] = byLanguage(samples, 'xml', (one) => one.fence);
  if (!requestFence) return broken(page.lines, 'a sample request in an xml fence', 'none');
  if (!responseFence) return broken(page.lines, 'a sample response in an xml fence', 'none');
  const request = sampleIn(requestFence, page.path, readEnvelope);
  if ('expected' in request) return request;
  const response = sampleIn(responseFence, page.path, readEnvelope);
  if ('expected' in response) return response;
  if (request.wrapper.name !== operation) {
    const { line, name } = request.wrapper;
    return broken(request.line + line, `the element "${operation}" in the body`, `"${name}"`, 'SAMPLE-ENVELOPE');
  }
  const restrictedLine = lineOf(page, /\bOnline Restricted\b/i);
  const experimentalLine = lineOf(page, /\bExperimental:/i);
  return {
    page: page.path,
    version: ownText(version),
    agent: ownText(agent),
    operation: ownText(operation),
    line: named.line,
    ...(restrictedLine === undefined ? {} : { restrictedLine }),
    ...(experimentalLine === undefined ? {} : { experimentalLine }),
    returns: returnSentences(page),
    request,
    response,
  };
}

function sampleIn(
  { fence, page, includedAt }: PlacedFence,
  top: string,
  readEnvelope: ReadEnvelope,
): EnvelopeSample | Problem {
  const line = fence.line + 1;
  const envelope = readEnvelope(fence.text);
  if ('expected' in envelope) {
    const of = includedAt === undefined ? {} : { of: { page: top, line: includedAt } };
    return { kind: 'broken', page, ...envelope, line: line + envelope.line, ...of };
  }
  const { root, beside, wrapper, members } = envelope;
  const place = includedAt === undefined ? {} : { includedAt };
  return { page, root, beside, wrapper, members, verbatim: fence.text, at: fence.at, line, ...place };
}

function lineOf(page: Page, pattern: RegExp): number | undefined {
  const said = (block: Block) => (block.kind === 'heading' || block.kind === 'text') && pattern.test(block.text);
  return page.blocks.find(said)?.line;
}

function returnSentences(page: Page): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  for (const block of page.blocks) {
    if (block.kind === 'text' && /^\*\*Returns:\*\*/i.test(block.text))
      found.push({ text: block.text, line: block.line });
  }
  return found;
}

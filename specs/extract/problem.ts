/** The kinds of problems, by ids that never change: the report of defects names and explains each. */
const problemRules = [
  'FILE-UNREADABLE',
  'FILE-ENCODING',
  'FILE-TOO-LARGE',
  'LINK-BROKEN',
  'LINK-NOT-FOLLOWED',
  'PAGE-OTHER',
  'PAGE-REPEATED',
  'PAGE-INCOMPLETE',
  'PAGE-FENCE',
  'PAGE-INCLUDE',
  'PAGE-TABLE',
  'PAGE-NONE',
  'SAMPLE-JSON',
  'SAMPLE-XML',
  'SAMPLE-ENVELOPE',
  'WSDL-XML',
  'WSDL-DEFINITION',
  'TYPE-REPEATED',
  'SWAGGER-FILE',
] as const;
export type ProblemRule = (typeof problemRules)[number];

/** Why a page, or a part of it, is not in the catalogue, or that there is none. */
export interface Problem {
  /**
   * `listed`: no contract is missing for it, as with a page of something else. `broken`: what claims to be about an
   * operation cannot be read.
   */
  readonly kind: 'listed' | 'broken';
  readonly rule: ProblemRule;
  readonly page: string;
  readonly line: number;
  readonly expected: string;
  readonly found: string;
  /** It is more than we read: of an answer it says nothing. */
  readonly limit?: true;
  /** The page that is not in the catalogue for it, where that is another one, and the line that includes this file. */
  readonly of?: { readonly page: string; readonly line: number };
}

/** `E_PAGE v1EMailAgent_Send.md:41: expected a table under "Request Headers", found a paragraph` */
export function problemLine(problem: Problem): string {
  const code = problem.kind === 'broken' ? 'E_PAGE ' : '';
  const { page, line, expected, found, of } = problem;
  return `${code}${page}:${line}: expected ${expected}, found ${found}${of ? `; included by ${of.page}:${of.line}` : ''}`;
}

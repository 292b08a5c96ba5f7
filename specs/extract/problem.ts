/** Why a page, or a part of it, is not in the catalogue. */
export interface Problem {
  /** `listed`: the page is no operation page. `broken`: it claims to be one, and cannot be read. */
  readonly kind: 'listed' | 'broken';
  readonly page: string;
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/** `E_PAGE v1EMailAgent_Send.md:41: expected a table under "Request Headers", found a paragraph` */
export function problemLine(problem: Problem): string {
  const code = problem.kind === 'broken' ? 'E_PAGE ' : '';
  return `${code}${problem.page}:${problem.line}: expected ${problem.expected}, found ${problem.found}`;
}

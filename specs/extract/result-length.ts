import type { Evidence, Source } from '../contract.ts';

const sentence =
  /length of the (?:array|list|result)\s+(?:is|equals|is the same as)\s+(?:equal to\s+)?(?:the\s+)?number of\s+([A-Za-z0-9 ]+)/i;

/**
 * The argument that a page names in a sentence like "Length of the array is equal to the number of ...".
 * The words after "number of" are matched to the names of the arguments; no name stands here.
 */
export function resultLength(
  sentences: readonly { readonly text: string; readonly line: number }[],
  argumentNames: readonly string[],
  page: string,
  evidence: Evidence,
): { of: string; source: Source } | undefined {
  for (const { text, line } of sentences) {
    const words = sentence
      .exec(text)?.[1]
      ?.toLowerCase()
      .replace(/[^a-z0-9]/g, '');
    if (words === undefined || words === '') continue;
    const of = argumentNames
      .filter((name) => words.startsWith(name.toLowerCase()))
      .sort((a, b) => b.length - a.length)[0];
    if (of !== undefined) return { of, source: { evidence, page, line } };
  }
  return undefined;
}

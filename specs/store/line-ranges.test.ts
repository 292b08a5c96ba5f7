import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { lineRanges } from './line-ranges.ts';

test('lines as printed are ranges, others stand in full', () => {
  expect(lineRanges('a\nb\nc\nd', 'a\nb\nx\nd\n')).toBe('[[1, 2], "x", [4, 4], ""]');
  expect(lineRanges('POST /x\n\n{\n}', '{\n}')).toBe('[[3, 4]]');
});

/** Line by line, and no faster than that. */
function plainRanges(verbatim: readonly string[], body: readonly string[]): (string | [number, number])[] {
  const parts: (string | [number, number])[] = [];
  let next = 0;
  for (const line of body) {
    const found = verbatim.indexOf(line, next);
    const last = parts.at(-1);
    if (found < 0) parts.push(line);
    else if (found === next && typeof last === 'object') last[1] = found + 1;
    else parts.push([found + 1, found + 1]);
    if (found >= 0) next = found + 1;
  }
  return parts;
}

test('they are those that comparing line by line finds', () => {
  const lines = array(constantFrom('a', 'b', 'ab', '', '{'), { minLength: 1, maxLength: 7 });
  assert(
    property(lines, lines, lines, (first, middle, rest) => {
      const [verbatim, body] = [
        [...first, ...middle, ...rest],
        [...first, ...rest],
      ];
      for (const [one, other] of [
        [verbatim, body],
        [body, verbatim],
        [middle, rest],
      ] as const) {
        expect(JSON.parse(String(lineRanges(one.join('\n'), other.join('\n'))))).toEqual(plainRanges(one, other));
      }
    }),
    { numRuns: 1000 },
  );
});

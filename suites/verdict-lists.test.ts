import { expect, test } from 'vitest';
import type { RecordVerdict } from '../reporters/record.ts';
import { createVerdictLists } from './verdict-lists.ts';

const verdict = (check: string, seen: number): RecordVerdict => ({
  check,
  outcome: 'pass',
  level: 'MUST',
  findings: [],
  seen,
});
const [a, b, other] = [verdict('A', 1), verdict('B', 2), verdict('B', 3)];

test.each<[string, readonly RecordVerdict[], boolean]>([
  ['the same verdicts', [a, b], true],
  ['a verdict that saw more', [a, other], false],
  ['another order', [b, a], false],
  ['fewer', [a], false],
  ['more', [a, b, b], false],
  ['the same words in another verdict', [a, verdict('B', 2)], false],
])('of the same checks, %s: the list of the case before is %s given', (_, next, isSame) => {
  const listOf = createVerdictLists();
  const checks = [] as const;
  const first = listOf(checks, [a, b]);
  const second = listOf(checks, next);
  expect(second === first).toBe(isSame);
  expect(second).toEqual(next);
});

test('each list of checks has one of its own', () => {
  const listOf = createVerdictLists();
  const [some, others] = [[], []];
  const first = listOf(some, [a]);
  const second = listOf(others, [a]);
  expect(second).not.toBe(first);
  expect(listOf(some, [a])).toBe(first);
  expect(listOf(others, [a])).toBe(second);
});

import { expect, test } from 'vitest';
import type { RecordCase, RecordVerdict } from '../reporters/record.ts';
import { resultOf } from './describe.ts';

const titles = new Map([
  ['REST-A', 'A result has a type'],
  ['REST-B', 'A name is a name'],
]);
const verdict = (check: string, more: Partial<RecordVerdict> = {}): RecordVerdict => ({
  check,
  outcome: 'pass',
  level: 'MUST',
  findings: [],
  seen: 1,
  ...more,
});
const judged = (verdicts: readonly RecordVerdict[], sent = true): RecordCase => ({
  id: 'A.B/rest-v1/documented',
  contract: 'A.B/rest-v1',
  operation: 'A.B',
  protocol: 'rest',
  version: 'v1',
  origin: 'documented',
  effect: 'read',
  ms: 1,
  sent,
  verdicts,
});
const finding = { at: 'body.X', expected: 'int32', received: '"1"', level: 'MUST' } as const;

test.each<[name: string, verdicts: RecordVerdict[], lax: string, strict: string]>([
  ['pass', [verdict('REST-A')], 'pass', 'pass'],
  ['observed', [verdict('REST-A', { outcome: 'observed', level: 'OBSERVE' })], 'pass', 'pass'],
  ['a SHOULD that fails', [verdict('REST-A', { outcome: 'fail', level: 'SHOULD' })], 'pass', 'fail'],
  ['a MUST that fails', [verdict('REST-A', { outcome: 'fail' })], 'fail', 'fail'],
  ['blocked', [verdict('REST-A', { outcome: 'blocked' })], 'fail', 'fail'],
  [
    'blocked by what failed elsewhere',
    [verdict('REST-A', { outcome: 'blocked', blockedBy: 'REST-B' })],
    'pass',
    'pass',
  ],
  ['broken', [verdict('REST-A', { outcome: 'broken' })], 'fail', 'fail'],
  ['one skipped', [verdict('REST-A'), verdict('REST-B', { outcome: 'skipped' })], 'pass', 'pass'],
])('%s', (_name, verdicts, lax, strict) => {
  expect([resultOf(judged(verdicts), titles, false).kind, resultOf(judged(verdicts), titles, true).kind]).toEqual([
    lax,
    strict,
  ]);
});

test('a case that was held back is skipped with the reason', () => {
  const held = judged([verdict('REST-A', { outcome: 'skipped', reason: 'held back: send' })], false);
  expect(resultOf(held, titles, false)).toEqual({ kind: 'skip', reason: 'held back: send' });
});

test('the message lists what failed with its findings, then what is blocked by reason', () => {
  const source = { evidence: 'table', page: 'p.md', line: 7 };
  const result = resultOf(
    judged([
      verdict('HTTP-X'),
      verdict('REST-A', { outcome: 'fail', findings: [{ ...finding, source }, finding] }),
      verdict('REST-B', { outcome: 'fail', level: 'SHOULD', findings: Array.from({ length: 12 }, () => finding) }),
      verdict('REST-C', { outcome: 'blocked', reason: 'REST-A failed', blockedBy: 'REST-A' }),
      verdict('REST-D', { outcome: 'blocked', reason: 'REST-A failed', blockedBy: 'REST-A' }),
      verdict('REST-E', { outcome: 'broken', reason: 'the check itself failed: oh' }),
    ]),
    titles,
    true,
  );
  expect(result.kind === 'fail' ? result.message.split('\n') : []).toEqual([
    '5 of 6 checks do not pass',
    'MUST REST-A: A result has a type',
    '    body.X: expected int32, received "1" (p.md:7)',
    '    body.X: expected int32, received "1"',
    'SHOULD REST-B: A name is a name',
    ...Array.from({ length: 10 }, () => '    body.X: expected int32, received "1"'),
    '    and 2 more',
    'broken REST-E: ',
    '    the check itself failed: oh',
    'blocked: REST-A failed',
    '    REST-C, REST-D',
  ]);
});

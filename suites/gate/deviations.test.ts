import { describe, expect, test } from 'vitest';
import { exitCode } from '../exit.ts';
import type { Deviation } from './deviation.ts';
import { withDeviations } from './deviations.ts';
import { recordOf } from './testing/records.ts';
import type { Short } from './testing/records.ts';

const day = '2026-11-20';

function deviation(more: Partial<Deviation> = {}): Deviation {
  const about = {
    kind: 'bug',
    reason: 'the old serializer',
    owner: 'mail team',
    expires: '2027-01-31',
    line: 4,
  } as const;
  return { check: 'REST-TYPE', operation: 'EMail.*', ...about, ...more };
}

function judged(verdicts: readonly Short[], ...deviations: readonly Deviation[]) {
  const record = withDeviations(recordOf({ documented: verdicts }), { file: 'd.yaml', deviations }, day);
  return {
    record,
    exit: exitCode(record, { strict: false }).code,
    states: record.deviations?.entries.map(({ state }) => state),
  };
}

const fails: Short = ['REST-TYPE', 'fail', ['body[0].Size']];
const passes: Short = ['REST-TYPE', 'pass'];
const answers: readonly Short[] = [
  ['HTTP-ANSWERED', 'pass'],
  ['REST-JSON', 'pass'],
];

describe('a deviation', () => {
  test.each<[what: string, verdicts: readonly Short[], deviation: Partial<Deviation>, exit: number, state: string]>([
    ['fails and is listed', [fails], {}, 0, 'known'],
    ['fails on its last day', [fails], { expires: day }, 0, 'known'],
    ['is intended and has no last day', [fails], { kind: 'intended' }, 0, 'known'],
    ['fails and is listed at its place', [fails], { at: 'body[*].Size' }, 0, 'known'],
    ['fails and is listed for another check', [fails], { check: 'REST-NULL' }, 1, 'not-reached'],
    ['fails and is listed for another operation', [fails], { operation: 'Messaging.*' }, 1, 'not-reached'],
    ['fails and is listed for another protocol', [fails], { generation: 'soap-*' }, 1, 'not-reached'],
    ['fails and is listed for another target', [fails], { target: 'other.example' }, 1, 'elsewhere'],
    ['fails and is listed for its host', [fails], { target: '*.example' }, 0, 'known'],
    ['fails and is listed for its address', [fails], { target: 'https://tenant.example/*' }, 0, 'known'],
    [
      'fails at another place as well',
      [['REST-TYPE', 'fail', ['body[0].Size', 'body[0].To']]],
      { at: '**.Size' },
      1,
      'known',
    ],
    ['passes and is listed', [passes], {}, 5, 'stale'],
    ['fails elsewhere than listed', [fails], { at: 'body[*].To' }, 1, 'stale'],
    ['passes without evidence and is listed', [['REST-TYPE', 'pass', [], { seen: 0 }]], {}, 0, 'not-reached'],
    ['is observed and listed', [['REST-TYPE', 'observed']], {}, 0, 'known'],
    ['has expired, and fails', [fails], { expires: '2026-11-19' }, 5, 'expired'],
    ['has expired, and passes', [passes], { expires: '2026-11-19' }, 5, 'expired'],
    ['has expired for another target', [passes], { expires: '2026-11-19', target: 'x' }, 0, 'elsewhere'],
    ['is skipped and listed', [['REST-TYPE', 'skipped']], {}, 0, 'not-reached'],
    ['is blocked and listed', [['REST-TYPE', 'blocked']], {}, 0, 'known'],
    ['is blocked and listed at a place', [['REST-TYPE', 'blocked']], { at: 'body' }, 1, 'not-reached'],
    ['is broken and listed', [['REST-TYPE', 'broken']], {}, 4, 'not-reached'],
    ['fails at as many places as it may', [fails], { places: 1 }, 0, 'known'],
    [
      'fails at more places than it may',
      [['REST-TYPE', 'fail', ['body.A', 'body.B']]],
      { places: 1 },
      1,
      'over-budget',
    ],
    [
      'fails at one place of several items',
      [['REST-TYPE', 'fail', ['body[0].A', 'body[1].A']]],
      { places: 1 },
      0,
      'known',
    ],
  ])('of what %s', (_, verdicts, more, exit, state) => {
    const told = judged([...answers, ...verdicts], deviation(more));
    expect([told.exit, told.states]).toEqual([exit, [state]]);
  });

  test('together with another one lists all places of a verdict', () => {
    const { record, exit } = judged(
      [...answers, ['REST-TYPE', 'fail', ['body.A', 'body.B']]],
      deviation({ at: 'body.A' }),
      deviation({ at: 'body.B' }),
    );
    expect([exit, record.cases[0]?.verdicts[2]?.known]).toEqual([0, { was: 'fail', deviations: [0, 1] }]);
  });

  test('does not hide a failure that nobody listed, not even with an expired one beside it', () => {
    const { exit } = judged([...answers, fails, ['REST-NULL', 'fail']], deviation({ expires: '2026-11-19' }));
    expect(exit).toBe(1);
  });

  test('counts as known and no longer as failed', () => {
    const { record } = judged([...answers, fails], deviation());
    expect(record.summary).toMatchObject({ pass: 2, fail: 0, known: 1 });
  });

  test('leaves what a known failure blocks as it is, which is no reason of its own', () => {
    const { record, exit } = judged(
      [...answers, fails, ['REST-NULL', 'blocked', [], { blockedBy: 'REST-TYPE' }]],
      deviation(),
    );
    expect([exit, record.summary.blocked]).toEqual([0, 1]);
  });
});

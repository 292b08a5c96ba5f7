import { describe, expect, test } from 'vitest';
import { exitCode } from '../exit.ts';
import { withBaseline } from './baseline.ts';
import { recordOf } from './testing/records.ts';
import type { Short } from './testing/records.ts';

const answers: readonly Short[] = [
  ['HTTP-ANSWERED', 'pass'],
  ['REST-JSON', 'pass'],
];

function compared(before: readonly Short[], now: readonly Short[]) {
  const record = withBaseline(recordOf({ documented: [...answers, ...now] }), {
    file: 'before.json',
    record: recordOf({ documented: [...answers, ...before] }),
  });
  const { regressions = 0, added = 0, before: same = 0, fixed = [], gone = 0 } = record.baseline ?? {};
  return {
    exit: exitCode(record, { strict: false }).code,
    counts: { regressions, added, before: same, fixed: fixed.length, gone },
    since: record.cases[0]?.verdicts[2]?.since,
  };
}

const none = { regressions: 0, added: 0, before: 0, fixed: 0, gone: 0 };
const fails: Short = ['REST-TYPE', 'fail', ['body[0].Size']];

describe('against a baseline', () => {
  test.each<
    [what: string, before: readonly Short[], now: readonly Short[], exit: number, counts: Partial<typeof none>]
  >([
    ['what failed still fails', [fails], [fails], 0, { before: 1 }],
    ['it fails at another item', [fails], [['REST-TYPE', 'fail', ['body[7].Size']]], 0, { before: 1 }],
    ['it fails at another member', [fails], [['REST-TYPE', 'fail', ['body[0].To']]], 1, { regressions: 1 }],
    ['what passed fails', [['REST-TYPE', 'pass']], [fails], 1, { regressions: 1 }],
    ['what was observed fails', [['REST-TYPE', 'observed', ['body[0].Size']]], [fails], 1, { regressions: 1 }],
    ['what was blocked fails', [['REST-TYPE', 'blocked']], [fails], 1, { regressions: 1 }],
    ['what was blocked is blocked', [['REST-TYPE', 'blocked']], [['REST-TYPE', 'blocked']], 0, { before: 1 }],
    ['what was skipped is blocked', [['REST-TYPE', 'skipped']], [['REST-TYPE', 'blocked']], 1, { regressions: 1 }],
    ['what failed passes', [fails], [['REST-TYPE', 'pass']], 0, { fixed: 1 }],
    ['what failed is skipped', [fails], [['REST-TYPE', 'skipped']], 0, { gone: 1 }],
    [
      'what was a known deviation fails',
      [['REST-TYPE', 'known', ['body[0].Size'], { known: { was: 'fail', deviations: [0] } }]],
      [fails],
      0,
      { before: 1 },
    ],
    ['a check that was not there fails', [], [fails], 1, { added: 1 }],
    ['what broke breaks', [['REST-TYPE', 'broken']], [['REST-TYPE', 'broken']], 4, {}],
  ])('%s', (_, before, now, exit, counts) => {
    expect(compared(before, now)).toMatchObject({ exit, counts: { ...none, ...counts } });
  });

  test('a red verdict says what is new about it', () => {
    expect(compared([['REST-TYPE', 'pass']], [fails]).since).toBe('regression');
    expect(compared([], [fails]).since).toBe('new-check');
    const other = withBaseline(recordOf({ more: [fails] }), { file: 'b', record: recordOf({ documented: [fails] }) });
    expect(other.cases[0]?.verdicts[0]?.since).toBe('new-case');
    expect(other.baseline).toMatchObject({ added: 1, gone: 1, changed: ['selection'] });
  });

  test('what changed besides the answers is told apart', () => {
    const now = recordOf({ documented: answers });
    const changed = (record: typeof now) => withBaseline(now, { file: 'b', record }).baseline?.changed;
    expect(changed(now)).toEqual([]);
    expect(changed({ ...now, tool: { name: 'soconform', version: '2' } })).toEqual(['suite']);
    expect(changed({ ...now, catalogue: { ...now.catalogue, hash: '1' } })).toEqual(['catalogue']);
    expect(changed({ ...now, seed: 2, target: { ...now.target, name: 'x' } })).toEqual(['seed', 'target']);
  });
});

import { describe, expect, test } from 'vitest';
import type { RecordCase, RecordVerdict, RunRecord } from '../reporters/record.ts';
import { exitCode } from './exit.ts';

type Short = readonly [check: string, outcome: RecordVerdict['outcome'], level?: RecordVerdict['level']];

function recordWith(
  cases: readonly { readonly sent?: boolean; readonly verdicts: readonly Short[] }[],
  notAsked: readonly string[] = [],
): RunRecord {
  const told = cases.map(({ sent = true, verdicts }, index): RecordCase => ({
    id: `A.B/rest-v1/${index}`,
    contract: 'A.B/rest-v1',
    operation: 'A.B',
    protocol: 'rest',
    version: 'v1',
    origin: 'documented',
    effect: 'read',
    ms: 1,
    sent,
    verdicts: verdicts.map(([check, outcome, level = 'MUST']) => ({
      check,
      outcome,
      level,
      findings: [],
      seen: 1,
      reason: `${outcome} because`,
    })),
  }));
  const all = told.flatMap(({ verdicts }) => verdicts);
  const count = (outcome: string): number => all.filter((one) => one.outcome === outcome).length;
  return {
    format: 'soconform.run/1',
    tool: { name: 'soconform', version: '0' },
    catalogue: { name: 'c', hash: '0'.repeat(16), generations: ['rest-v1'] },
    target: { url: 'http://h', name: 'h', auth: 'none', emulator: false, versions: [] },
    seed: 1,
    startedAt: '',
    finishedAt: '',
    complete: true,
    summary: {
      operations: 1,
      unsupported: 0,
      cases: told.length,
      pass: count('pass'),
      fail: count('fail'),
      observed: count('observed'),
      skipped: count('skipped'),
      blocked: count('blocked'),
      broken: count('broken'),
      known: 0,
      covered: 0,
      passWithoutEvidence: 0,
    },
    checks: [],
    contracts: [
      {
        id: 'A.B/rest-v1',
        operation: 'A.B',
        protocol: 'rest',
        version: 'v1',
        effect: 'read',
        source: { evidence: 'table', page: 'p' },
      },
    ],
    cases: told,
    notAsked: notAsked.map((reason) => ({ contract: 'A.B/rest-v1', reason })),
    unsupported: [],
    required: [],
    evidence: {},
  };
}

/** The record with one more contract, which the target does not offer; of the one that is there, `offered` says so. */
function withUnsupported(
  record: RunRecord,
  { offered, required = false }: { readonly offered: 0 | 1; readonly required?: boolean },
): RunRecord {
  const [contract] = record.contracts;
  if (contract === undefined) throw new Error('the record has no contract');
  const absent = offered === 0 ? [contract] : [{ ...contract, id: 'A.Absent/rest-v1' }];
  const more = record.required.length + record.notAsked.length > 0 ? [{ ...contract, id: 'A.C/rest-v1' }] : [];
  return {
    ...record,
    contracts: offered === 0 ? absent : [...record.contracts, ...more, ...absent],
    unsupported: absent.map(({ id }) => ({ contract: id, reason: 'it answers 404', required })),
  };
}

const ok: Short = ['HTTP-ANSWERED', 'pass'];
const rows: readonly (readonly [name: string, record: RunRecord, lax: number, strict: number, sentence: RegExp])[] = [
  ['all passes', recordWith([{ verdicts: [ok] }]), 0, 0, /^the target conforms in 1 operation: 1 verdict passed\.$/],
  [
    'observed',
    recordWith([{ verdicts: [ok, ['REST-A', 'observed', 'OBSERVE']] }]),
    0,
    0,
    /1 verdict passed, 1 observed/,
  ],
  [
    'a MUST failed',
    recordWith([{ verdicts: [ok, ['REST-A', 'fail']] }]),
    1,
    1,
    /^the target departs .*: 1 MUST failed\.$/,
  ],
  ['a SHOULD failed', recordWith([{ verdicts: [ok, ['REST-A', 'fail', 'SHOULD']] }]), 0, 1, /1 SHOULD failed/],
  [
    'something blocked',
    recordWith([{ verdicts: [ok, ['REST-A', 'blocked']] }]),
    1,
    1,
    /^not everything could be judged: 1 blocked\.$/,
  ],
  [
    'broken before all',
    recordWith([{ verdicts: [ok, ['REST-A', 'fail'], ['REST-B', 'broken']] }]),
    4,
    4,
    /the suite itself broke: 1 verdict/,
  ],
  [
    'never reached',
    recordWith([{ verdicts: [['HTTP-ANSWERED', 'blocked']] }], ['x']),
    3,
    3,
    /could not be asked: blocked because/,
  ],
  [
    'not logged in to, before what failed',
    {
      ...recordWith([{ verdicts: [ok, ['REST-A', 'fail'], ['REST-B', 'blocked']] }]),
      stopped: { kind: 'login', reason: 'the target refused the login (401): check SOCONFORM_BEARER' },
    },
    3,
    3,
    /^the target could not be logged in to: the target refused the login \(401\): check SOCONFORM_BEARER\.$/,
  ],
  [
    'reached and silent',
    recordWith([
      {
        verdicts: [
          ['HTTP-ANSWERED', 'fail'],
          ['REST-A', 'blocked'],
        ],
      },
    ]),
    1,
    1,
    /1 MUST failed, 1 blocked/,
  ],
  [
    'all held back',
    recordWith([{ sent: false, verdicts: [['HTTP-ANSWERED', 'skipped']] }], ['held back: send']),
    5,
    5,
    /nothing was asked: .*held back: send/,
  ],
  [
    'operation held back, probe passed',
    recordWith([{ verdicts: [ok] }], ['held back: send']),
    5,
    5,
    /nothing was asked/,
  ],
  [
    'a failing probe comes first',
    recordWith([{ verdicts: [ok, ['REST-A', 'fail']] }], ['held back: send']),
    1,
    1,
    /1 MUST failed/,
  ],
  [
    'asked and not judged',
    recordWith([
      {
        verdicts: [
          ['HTTP-ANSWERED', 'pass'],
          ['HTTP-NO-REDIRECT', 'pass'],
          ['REST-CASE', 'skipped'],
        ],
      },
    ]),
    5,
    5,
    /^nothing was judged: skipped because\.$/,
  ],
  [
    'asked and judged in part',
    recordWith([{ verdicts: [ok, ['REST-A', 'pass'], ['REST-CASE', 'skipped']] }]),
    0,
    0,
    /^the target conforms in 1 operation: 2 verdicts passed/,
  ],
  [
    'only the connection was to be judged',
    recordWith([{ verdicts: [ok] }]),
    0,
    0,
    /^the target conforms in 1 operation: 1 verdict passed/,
  ],
  [
    'only probes were wanted',
    recordWith([{ verdicts: [ok] }], ['no case of this run asks the operation itself']),
    5,
    5,
    /^nothing was asked: no operation was sent to the target \(no case of this run asks the operation itself\)\.$/,
  ],
  [
    'only probes were wanted, and one fails',
    recordWith([{ verdicts: [ok, ['REST-A', 'fail', 'SHOULD']] }], ['no case of this run asks the operation itself']),
    5,
    1,
    /1 SHOULD failed/,
  ],
  [
    'the only operation is not offered',
    withUnsupported(recordWith([{ verdicts: [['HTTP-ANSWERED', 'skipped']] }]), { offered: 0 }),
    5,
    5,
    /^nothing was judged: the target does not offer what it was asked for, 1 operation \(it answers 404\)\.$/,
  ],
  [
    'another one is not offered',
    withUnsupported(recordWith([{ verdicts: [ok] }]), { offered: 1 }),
    0,
    0,
    /^the target conforms in 1 operation; it does not offer 1 more: 1 verdict passed\.$/,
  ],
  [
    'a required one is not offered, whatever was judged of it',
    withUnsupported(recordWith([{ verdicts: [ok] }]), { offered: 1, required: true }),
    1,
    1,
    /^the target departs from the documentation: 1 required operation not offered\.$/,
  ],
  [
    'a required one was not asked',
    {
      ...withUnsupported(recordWith([{ verdicts: [ok] }], ['held back: send']), { offered: 1 }),
      required: ['A.B/rest-v1'],
    },
    5,
    5,
    /^a required operation was not asked: A\.B\/rest-v1 \(held back: send\)\.$/,
  ],
  [
    'only probes were wanted and none sent',
    recordWith(
      [{ sent: false, verdicts: [['HTTP-ANSWERED', 'skipped']] }],
      ['no case of this run asks the operation itself'],
    ),
    5,
    5,
    /nothing was asked/,
  ],
];
test.each(rows)('%s', (_name, record, lax, strict, sentence) => {
  expect([exitCode(record, { strict: false }).code, exitCode(record, { strict: true }).code]).toEqual([lax, strict]);
  expect(exitCode(record, { strict: true }).sentence).toMatch(sentence);
});

describe('--min-evidence', () => {
  const member = (seen: 'typed' | 'only-null' | 'only-empty' | 'never') => ({ typed: 0, nulls: 0, seen });
  const record: RunRecord = {
    ...recordWith([{ verdicts: [ok] }]),
    evidence: { a: member('typed'), b: member('only-null'), c: member('only-empty'), d: member('never') },
  };

  test.each([
    [0, 0],
    [25, 0],
    [26, 5],
    [100, 5],
  ])('%i of 25 percent ends with %i', (minEvidence, code) => {
    expect(exitCode(record, { strict: false, minEvidence }).code).toBe(code);
  });

  test('says how much was seen and how much is asked for', () => {
    const { sentence } = exitCode(record, { strict: false, minEvidence: 80 });
    expect(sentence).toBe(
      'too little was seen: 1 of 4 members had a value in an answer (25.0 %), and 80 % are asked for (--min-evidence).',
    );
  });

  test('is no second reason beside a failure', () => {
    const failed = { ...recordWith([{ verdicts: [ok, ['REST-A', 'fail']] }]), evidence: record.evidence };
    expect(exitCode(failed, { strict: false, minEvidence: 80 }).code).toBe(1);
  });
});

describe('--min-coverage', () => {
  const record: RunRecord = { ...recordWith([{ verdicts: [ok] }]) };
  const covering = (covered: number, operations: number): RunRecord => ({
    ...record,
    contracts: Array.from({ length: operations }, (_, index) => ({ ...contractOf(record), id: `A.B${index}/rest-v1` })),
    summary: { ...record.summary, operations, covered },
  });

  test.each([
    [0, 1, 3, 0],
    [33, 1, 3, 0],
    [34, 1, 3, 5],
    [100, 3, 3, 0],
    [1, 0, 3, 5],
  ])('%i percent and %i of %i operations end with %i', (minCoverage, covered, operations, code) => {
    expect(exitCode(covering(covered, operations), { strict: false, minCoverage }).code).toBe(code);
  });

  test('says how much was covered and how much is asked for', () => {
    expect(exitCode(covering(1, 3), { strict: false, minCoverage: 80 }).sentence).toBe(
      'too little was covered: 1 of 3 operations gave a result (33.3 %), and 80 % are asked for (--min-coverage).',
    );
  });

  test('is no second reason beside a failure', () => {
    const failed = recordWith([{ verdicts: [ok, ['REST-A', 'fail']] }]);
    expect(exitCode(failed, { strict: false, minCoverage: 100 }).code).toBe(1);
  });
});

function contractOf({ contracts }: RunRecord): RunRecord['contracts'][number] {
  const [first] = contracts;
  if (first === undefined) throw new Error('the record has no contract');
  return first;
}

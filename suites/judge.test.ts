import { describe, expect, test } from 'vitest';
import type { Finding, Level } from '../schemas/finding.ts';
import type { RecordVerdict } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Dispute } from '../specs/contract.ts';
import { cataloguedIn } from './catalogued.ts';
import type { Check, CheckId, Judgement, Subject } from './check.ts';
import { judgeCase } from './judge.ts';
import type { Fate, Surroundings } from './judge.ts';
import { planRun } from './plan.ts';
import type { Planned } from './plan.ts';
import { read } from './reading.ts';

const [template] = planRun(openCatalogue(), { cases: ['EMail.SendEMails/rest-v1/arrays-1'] }, { seed: 1 }).planned;
if (template === undefined) throw new Error('the catalogue has no such case');
const { contract, types, case: asked } = template;

const response = { status: 200, headers: [], body: Buffer.from('[]'), surplus: Buffer.alloc(0) };
const subject: Subject = {
  contract,
  types,
  case: asked,
  response,
  reading: read(response, contract, types),
  catalogued: cataloguedIn([], []),
};
const answered: Fate = { kind: 'answered', subject };
const around: Surroundings = { deadlineMs: 1000 };

const found = (finding: Partial<Finding> = {}): Finding => ({
  at: 'status',
  expected: '200',
  received: '500',
  ...finding,
});
const pass: Judgement = { findings: [], seen: 3 };
const fail: Judgement = { findings: [found()], seen: 1 };

function check(id: CheckId, judgement: Judgement | (() => Judgement) = pass, more: Partial<Check> = {}): Check {
  return {
    id,
    title: `${id} holds`,
    level: 'MUST',
    source: 'a page',
    needs: [],
    trippedBy: ['http-silence'],
    concerns: () => true,
    judge: typeof judgement === 'function' ? judgement : () => judgement,
    ...more,
  };
}

const planned = (
  checks: readonly Check[],
  disputes: readonly Dispute[] = [],
  baseChecks: readonly Check[] = [],
): Planned => ({
  case: asked,
  contract: { ...contract, disputes },
  types,
  checks,
  baseChecks,
});

const outcomes = (verdicts: readonly RecordVerdict[]) =>
  verdicts.map(({ check: id, outcome, blockedBy, reason }) =>
    [id, outcome, ...(blockedBy === undefined ? [] : [blockedBy]), ...(reason === undefined ? [] : [reason])].join(
      ' | ',
    ),
  );

describe('a limit of ours', () => {
  const limit = found({ at: 'body:1:601', received: 'elements nest deeper than 200', limit: true });
  const judge = (...findings: readonly Finding[]) =>
    judgeCase(
      planned([check('SOAP-A', { findings, seen: 1 }), check('SOAP-B', pass, { needs: ['SOAP-A'] })]),
      answered,
      around,
    );

  test('blocks, and what needs it', () => {
    expect(outcomes(judge(limit))).toEqual([
      'SOAP-A | blocked | not judged: elements nest deeper than 200 (body:1:601), more than is read of an answer',
      'SOAP-B | blocked | SOAP-A | SOAP-A is blocked',
    ]);
  });

  test('hides nothing that was found besides, and is not told with it', () => {
    const [verdict] = judge(limit, found());
    expect([verdict?.outcome, verdict?.findings.map(({ received }) => received)]).toEqual(['fail', ['500']]);
  });
});

describe('needs', () => {
  test('are judged first, wherever they stand, and told in the order of the plan', () => {
    const order: string[] = [];
    const noting = (id: CheckId, needs: readonly CheckId[]) => check(id, () => (order.push(id), pass), { needs });
    const verdicts = judgeCase(
      planned([noting('REST-C', ['REST-B']), noting('REST-B', ['REST-A']), noting('REST-A', [])]),
      answered,
      around,
    );
    expect(order).toEqual(['REST-A', 'REST-B', 'REST-C']);
    expect(verdicts.map((one) => one.check)).toEqual(['REST-C', 'REST-B', 'REST-A']);
  });

  test('that fail block, and name the one that failed', () => {
    const verdicts = judgeCase(
      planned([
        check('REST-A', fail),
        check('REST-B', pass, { needs: ['REST-A'] }),
        check('REST-C', pass, { needs: ['REST-B'] }),
        check('REST-D'),
      ]),
      answered,
      around,
    );
    expect(outcomes(verdicts)).toEqual([
      'REST-A | fail',
      'REST-B | blocked | REST-A | REST-A failed',
      'REST-C | blocked | REST-A | REST-A failed',
      'REST-D | pass',
    ]);
  });

  test('that break block', () => {
    const broken = check('REST-A', () => {
      throw new Error('oh');
    });
    expect(
      outcomes(judgeCase(planned([broken, check('REST-B', pass, { needs: ['REST-A'] })]), answered, around)),
    ).toEqual(['REST-A | broken | the check itself failed: oh', 'REST-B | blocked | REST-A | REST-A is broken']);
  });

  test.each<[name: string, judgement: Judgement]>([
    ['are only observed', { findings: [found({ level: 'OBSERVE' })], seen: 1 }],
    ['are skipped', { skip: 'nothing to see' }],
  ])('that %s do not block', (_name, judgement) => {
    const verdicts = judgeCase(
      planned([check('REST-A', judgement), check('REST-B', pass, { needs: ['REST-A'] })]),
      answered,
      around,
    );
    expect(verdicts[1]?.outcome).toBe('pass');
  });

  const ofBase = [check('REST-A', fail), check('REST-B')];
  const base = (fate: Fate) => judgeCase(planned(ofBase), fate, around);

  test('that do not concern this case are looked up in the one that it varies', () => {
    const varied = planned(
      [
        check('REST-C', pass, { needs: ['REST-A'] }),
        check('REST-D', pass, { needs: ['REST-B'] }),
        check('REST-E', pass, { needs: ['REST-Z'] }),
      ],
      [],
      ofBase,
    );
    expect(outcomes(judgeCase(varied, answered, { ...around, base: base(answered) }))).toEqual([
      'REST-C | blocked | REST-A | REST-A failed in EMail.SendEMails/rest-v1/documented',
      'REST-D | pass',
      'REST-E | pass',
    ]);
  });

  test.each<[name: string, surroundings: Partial<Surroundings>, reason: string]>([
    [
      'is not part of the run',
      {},
      'REST-B was not judged: EMail.SendEMails/rest-v1/documented is not part of this run',
    ],
    [
      'was held back',
      { base: base({ kind: 'skipped', reason: 'held back' }) },
      'REST-B was not judged in EMail.SendEMails/rest-v1/documented: held back',
    ],
  ])(
    'that are to be looked up in a case that %s are unknown: what needs them is never a pass',
    (_name, more, reason) => {
      const varied = [
        check('REST-C', pass, { needs: ['REST-B'] }),
        check('REST-D', pass, { needs: ['REST-C'] }),
        check('REST-E', pass, { needs: ['REST-Z'] }),
        check('REST-F', fail),
        check('REST-G', pass, { needs: ['REST-B', 'REST-F'] }),
      ];
      expect(outcomes(judgeCase(planned(varied, [], ofBase), answered, { ...around, ...more }))).toEqual([
        `REST-C | skipped | ${reason}`,
        `REST-D | skipped | ${reason}`,
        'REST-E | pass',
        'REST-F | fail',
        'REST-G | blocked | REST-F | REST-F failed',
      ]);
    },
  );
});

describe('without an answer', () => {
  const checks = [check('HTTP-ANSWERED'), check('REST-A', pass, { needs: ['HTTP-ANSWERED'] }), check('REST-B')];
  test('after the connection, HTTP-ANSWERED fails and blocks everything', () => {
    const verdicts = judgeCase(
      planned(checks),
      { kind: 'no-response', received: { stage: 'answer', reason: 'closed' } },
      around,
    );
    expect(verdicts[0]).toEqual({
      check: 'HTTP-ANSWERED',
      outcome: 'fail',
      level: 'MUST',
      findings: [
        {
          at: 'answer',
          expected: 'a complete answer within 1000 ms',
          received: 'closed',
          level: 'MUST',
          source: expect.objectContaining({ evidence: 'table', line: expect.any(Number) }),
        },
      ],
      blame: 'target',
      seen: 1,
    });
    expect(outcomes(verdicts.slice(1))).toEqual([
      'REST-A | blocked | HTTP-ANSWERED | there is no answer: closed',
      'REST-B | blocked | HTTP-ANSWERED | there is no answer: closed',
    ]);
  });

  test.each<[kind: string, fate: Fate, outcome: string]>([
    ['no connection', { kind: 'no-response', received: { stage: 'connect', reason: 'refused' } }, 'blocked | refused'],
    [
      'what another case left',
      { kind: 'no-response', received: { stage: 'stray', reason: 'bytes of a' } },
      'blocked | bytes of a',
    ],
    ['held back', { kind: 'skipped', reason: 'not allowed' }, 'skipped | not allowed'],
    ['no login', { kind: 'blocked', reason: 'set a ticket' }, 'blocked | set a ticket'],
    ['our mistake', { kind: 'broken', reason: 'bad header' }, 'broken | bad header'],
  ])('%s: every check says so', (_name, fate, outcome) => {
    expect(outcomes(judgeCase(planned(checks), fate, around))).toEqual(
      ['HTTP-ANSWERED', 'REST-A', 'REST-B'].map((id) => `${id} | ${outcome}`),
    );
  });
});

describe('levels', () => {
  const disputes: readonly Dispute[] = [
    {
      at: 'output[].Priority/type',
      chosen: { value: 'int32', source: { evidence: 'table', page: 'a' } },
      rejected: { value: 'string', source: { evidence: 'sample', page: 'a' } },
    },
  ];
  const member = 'output[].Priority';
  const rows: readonly (readonly [
    name: string,
    own: Level,
    findings: readonly Partial<Finding>[],
    outcome: string,
    level: Level,
  ])[] = [
    ['of a finding is that of its check', 'MUST', [{}], 'fail', 'MUST'],
    ['of a finding may be lower', 'MUST', [{ level: 'SHOULD' }], 'fail', 'SHOULD'],
    ['of a finding is never higher', 'SHOULD', [{ level: 'MUST' }], 'fail', 'SHOULD'],
    ['of a verdict is the highest', 'MUST', [{ level: 'OBSERVE' }, { level: 'SHOULD' }], 'fail', 'SHOULD'],
    ['OBSERVE only is observed', 'MUST', [{ level: 'OBSERVE' }], 'observed', 'OBSERVE'],
    ['of an OBSERVE check never fails', 'OBSERVE', [{ level: 'MUST' }], 'observed', 'OBSERVE'],
    ['on a dispute goes one down', 'MUST', [{ member }], 'fail', 'SHOULD'],
    ['on a dispute goes one down from SHOULD', 'SHOULD', [{ member }], 'observed', 'OBSERVE'],
    ['partly on a dispute stays', 'MUST', [{ member }, { member: 'output[].Prio' }], 'fail', 'MUST'],
    ['on a member with a like name stays', 'MUST', [{ member: 'output[].Prior' }], 'fail', 'MUST'],
  ];
  test.each(rows)('%s', (_name, own, findings, outcome, level) => {
    const judging = check('REST-A', { findings: findings.map(found), seen: 1 }, { level: own });
    const [verdict] = judgeCase(planned([judging], disputes), answered, around);
    expect([verdict?.outcome, verdict?.level]).toEqual([outcome, level]);
  });

  test.each<[name: string, own: Level, findings: readonly Partial<Finding>[], blame: string | undefined]>([
    ['what fails is the target’s fault', 'MUST', [{}], 'target'],
    ['what lies on a dispute is the documentation’s', 'MUST', [{ member }, { member }], 'documentation'],
    ['also when it is only observed for that', 'SHOULD', [{ member }], 'documentation'],
    ['what lies on a dispute in part is the target’s', 'MUST', [{ member }, {}], 'target'],
    ['what is observed is nobody’s', 'OBSERVE', [{}], undefined],
    ['what passes is nobody’s', 'MUST', [], undefined],
  ])('%s', (_name, own, findings, blame) => {
    const judging = check('REST-A', { findings: findings.map(found), seen: 1 }, { level: own });
    expect(judgeCase(planned([judging], disputes), answered, around)[0]?.blame).toBe(blame);
  });

  test('what is broken is the suite’s', () => {
    const broken = judgeCase(planned([check('REST-A')]), { kind: 'broken', reason: 'bad header' }, around);
    expect(broken[0]?.blame).toBe('suite');
  });
});

describe('a verdict', () => {
  test('keeps what the check saw, without its own bookkeeping', () => {
    const source = { evidence: 'table', page: 'p.md', line: 4 } as const;
    const [verdict] = judgeCase(
      planned([check('REST-A', { findings: [found({ member: 'output', source })], seen: 9 })]),
      answered,
      around,
    );
    expect(verdict).toEqual({
      check: 'REST-A',
      outcome: 'fail',
      level: 'MUST',
      findings: [
        { at: 'status', expected: '200', received: '500', level: 'MUST', source, repair: 'answer with status 200' },
      ],
      blame: 'target',
      seen: 9,
    });
  });

  test('tells a hundred findings and counts the rest', () => {
    const [verdict] = judgeCase(
      planned([check('REST-A', { findings: Array.from({ length: 130 }, () => found()), seen: 130 })]),
      answered,
      around,
    );
    expect([verdict?.findings.length, verdict?.reason]).toEqual([100, '30 more findings are left out']);
  });

  test('of a case to which no check applies is broken', () => {
    expect(outcomes(judgeCase(planned([]), answered, around))).toEqual([
      'HTTP-ANSWERED | broken | no check applies to this case',
    ]);
  });
});

describe('parity', () => {
  const comparing: Check = { ...check('PARITY-VOID', () => pass), compares: 'twin' };
  const seeing: { twin?: Subject['twin'] }[] = [];
  const looking: Check = {
    ...comparing,
    judge: (judged) => (seeing.push(judged.twin === undefined ? {} : { twin: judged.twin }), pass),
  };
  const twin = (fate: Fate) => ({ twin: { id: 'EMail.SendEMails/soap-Services86/documented', fate } });

  test('sees the other answer', () => {
    const other: Subject = { ...subject };
    expect(
      judgeCase(planned([looking]), answered, { ...around, ...twin({ kind: 'answered', subject: other }) })[0]?.outcome,
    ).toBe('pass');
    expect(seeing.at(-1)?.twin).toBe(other);
  });

  test.each<[name: string, surroundings: Partial<Surroundings>, outcome: RegExp]>([
    ['not in the run', {}, /skipped \| its twin .* is not part of this run/],
    [
      'held back',
      twin({ kind: 'skipped', reason: 'held back: send' }),
      /skipped \| its twin EMail\.SendEMails\/soap-Services86\/documented has no answer: held back: send/,
    ],
    [
      'silent',
      twin({ kind: 'no-response', received: { stage: 'answer', reason: 'closed' } }),
      /blocked \| its twin .* has no answer: closed/,
    ],
    [
      'without a login',
      twin({ kind: 'blocked', reason: 'set a ticket' }),
      /blocked \| its twin .* has no answer: set a ticket/,
    ],
  ])('with a twin that is %s says so', (_name, surroundings, outcome) => {
    const told = outcomes(judgeCase(planned([looking]), answered, { ...around, ...surroundings }));
    expect(told[0]).toMatch(outcome);
  });

  test.each<[asks: 'operation' | 'probe', outcome: string]>([
    [
      'operation',
      'PARITY-VOID | skipped | its twin EMail.SendEMails/soap-Services86/documented was refused for its made-up data',
    ],
    ['probe', 'PARITY-VOID | pass'],
  ])('with a twin that was refused for its data, an %s', (asks, outcome) => {
    const body = '{"Error":true,"ErrorType":"SoNotFoundException","Message":"No","ErrorSource":"EMail"}';
    const refusal = { ...response, status: 400, body: Buffer.from(body) };
    const other = { ...subject, response: refusal, reading: read(refusal, contract, types), case: { ...asked, asks } };
    const surroundings = { ...around, ...twin({ kind: 'answered', subject: other }), unbound: () => ['EMail/To'] };
    const one = { ...planned([looking]), case: { ...asked, twin: 'EMail.SendEMails/soap-Services86/documented' } };
    expect(outcomes(judgeCase(one, answered, surroundings))).toEqual([outcome]);
  });

  test('sees the reads before and after', () => {
    const before: Subject = { ...subject };
    const after: Subject = { ...subject };
    const reads: Subject['reads'][] = [];
    const between: Check = { ...comparing, compares: 'reads', judge: (judged) => (reads.push(judged.reads), pass) };
    const read = (id: string, fate: Fate) => ({ id, fate });
    const around2 = (fate: Fate) => ({
      ...around,
      reads: { before: read('before', { kind: 'answered', subject: before }), after: read('after', fate) },
    });
    expect(outcomes(judgeCase(planned([between]), answered, around2({ kind: 'answered', subject: after })))).toEqual([
      'PARITY-VOID | pass',
    ]);
    expect([reads[0]?.before, reads[0]?.after]).toEqual([before, after]);
    expect(
      outcomes(judgeCase(planned([between]), answered, around2({ kind: 'skipped', reason: 'held back' }))),
    ).toEqual(['PARITY-VOID | skipped | the read after it, after has no answer: held back']);
  });
});

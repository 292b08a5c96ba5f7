import type { Outcome, RecordCase, RecordVerdict, RunRecord } from '../../../reporters/record.ts';

/** A verdict: its check, its outcome, and the places of its findings. */
export type Short = readonly [check: string, outcome: Outcome, at?: readonly string[], more?: Partial<RecordVerdict>];

/** A record of cases by name, all of one operation unless the name says another: `EMail.Send/rest-v1/documented`. */
export function recordOf(cases: Readonly<Record<string, readonly Short[]>>, more: Partial<RunRecord> = {}): RunRecord {
  const told = Object.entries(cases).map(([name, verdicts]) => caseOf(name, verdicts));
  const all = told.flatMap(({ verdicts }) => verdicts);
  const count = (outcome: Outcome): number => all.filter((one) => one.outcome === outcome).length;
  const contracts = [...new Map(told.map((one) => [one.contract, one])).values()];
  return {
    format: 'soconform.run/1',
    tool: { name: 'soconform', version: '1.0.0' },
    catalogue: { name: 'c', hash: '0'.repeat(16), generations: ['rest-v1'] },
    target: {
      url: 'https://tenant.example/Cust1',
      name: 'tenant.example',
      auth: 'none',
      emulator: false,
      versions: [],
    },
    seed: 1,
    startedAt: '2026-11-19T00:00:00.000Z',
    finishedAt: '2026-11-19T00:00:01.000Z',
    complete: true,
    summary: {
      operations: contracts.length,
      unsupported: 0,
      cases: told.length,
      pass: count('pass'),
      fail: count('fail'),
      known: count('known'),
      observed: count('observed'),
      skipped: count('skipped'),
      blocked: count('blocked'),
      broken: count('broken'),
      covered: 0,
      passWithoutEvidence: 0,
    },
    checks: [],
    contracts: contracts.map(({ contract: id, operation, protocol, version, effect }) => ({
      id,
      operation,
      protocol,
      version,
      effect,
      source: { evidence: 'table', page: 'page.md' },
    })),
    cases: told,
    notAsked: [],
    unsupported: [],
    required: [],
    evidence: {},
    ...more,
  };
}

function caseOf(name: string, verdicts: readonly Short[]): RecordCase {
  const id = name.includes('/') ? name : `EMail.Send/rest-v1/${name}`;
  const [operation = '', generation = ''] = id.split('/');
  const [protocol, version = ''] = generation.split('-');
  return {
    id,
    contract: `${operation}/${generation}`,
    operation,
    protocol: protocol === 'soap' ? 'soap' : 'rest',
    version,
    origin: 'documented',
    effect: 'read',
    ms: 1,
    sent: true,
    verdicts: verdicts.map(
      ([check, outcome, at = outcome === 'fail' || outcome === 'observed' ? ['body'] : [], rest]) => ({
        check,
        outcome,
        level: 'MUST',
        findings: at.map((place) => ({ at: place, expected: 'int32', received: '"1"', level: 'MUST' })),
        seen: 1,
        ...(['skipped', 'blocked', 'broken'].includes(outcome) ? { reason: `${outcome} because` } : {}),
        ...rest,
      }),
    ),
  };
}

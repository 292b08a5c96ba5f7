import { defaultCredentials } from '../../fixtures/emulator/credentials.ts';
import type { RecordVerdict, RunRecord } from '../../reporters/record.ts';
import { openCatalogue } from '../../specs/catalogue.ts';
import type { CheckId } from '../check.ts';
import type { Trip } from '../checks/index.ts';
import { checks } from '../checks/index.ts';
import { createClient } from '../client/send.ts';
import { planRun } from '../plan.ts';
import { runPlan } from '../run.ts';
import { finished } from './finished.ts';

export const catalogue = openCatalogue();

/** All cases of the core contracts, and of few others that have the kinds of values and requests that they lack. */
export const corePlan = planRun(catalogue, { set: 'kinds' }, { seed: 1 });

export interface Waiting {
  /** Long, unless the target is meant not to answer. */
  readonly deadlineMs?: number;
  /** Short, unless something is meant to come late. */
  readonly graceMs?: number;
}

/** Asks a target everything, as `soconform run --set kinds --allow send` does. */
export async function runCore(url: string, { deadlineMs = 10_000, graceMs = 5 }: Waiting = {}): Promise<RunRecord> {
  const client = createClient({ connections: 8, connectMs: 5_000 });
  try {
    return await finished(
      runPlan(corePlan, {
        target: { url, emulator: false },
        credentials: {
          basic: { user: defaultCredentials.user, password: defaultCredentials.password },
          ticket: defaultCredentials.ticket,
          appToken: defaultCredentials.appToken,
        },
        send: client.send,
        allow: 'send',
        concurrency: 8,
        deadlineMs,
        graceMs,
        keep: 'failing',
        now: () => new Date(0),
      }),
    );
  } finally {
    await client.close();
  }
}

const needsOf = new Map(checks.map((check) => [check.id, check.needs]));
const basesOf = new Map(corePlan.planned.map(({ case: asked }) => [asked.id, asked.variantOf]));
const comparedOf = new Map(
  corePlan.planned.map(({ case: asked }) => [
    asked.id,
    [...(asked.between ?? []), ...(asked.twin === undefined ? [] : [asked.twin])],
  ]),
);
const red: ReadonlySet<string> = new Set(['fail', 'blocked']);

type Verdicts = ReadonlyMap<string, RecordVerdict>;

const verdictsOf = (record: RunRecord): ReadonlyMap<string, Verdicts> =>
  new Map(record.cases.map((one) => [one.id, new Map(one.verdicts.map((verdict) => [verdict.check, verdict]))]));

/**
 * Everything in which a run differs from the healthy one other than it should: `trips` fail (or are observed) somewhere
 * at their level, what needs a red check is blocked, and every other verdict is as it was.
 */
export function surprises(record: RunRecord, healthy: RunRecord, trips: readonly Trip[]): readonly string[] {
  const cases = verdictsOf(record);
  const before = verdictsOf(healthy);
  const found: string[] = [];
  const reached = new Map<string, Set<string>>();

  for (const [id, verdicts] of cases) {
    for (const verdict of verdicts.values()) {
      const trip = trips.find(({ check }) => check === verdict.check);
      const redNeed = redNeedOf(verdict.check, id, cases);
      const was = before.get(id)?.get(verdict.check)?.outcome;
      const where = `${id} ${verdict.check}: ${verdict.outcome} ${JSON.stringify(verdict.findings[0] ?? verdict.reason)}`;
      if (verdict.outcome === 'fail' || verdict.outcome === 'observed') {
        if (trip === undefined) found.push(`nobody names it: ${where}`);
        if (redNeed !== undefined) found.push(`${redNeed} is red, so it should be blocked: ${where}`);
        reached.set(verdict.check, (reached.get(verdict.check) ?? new Set()).add(verdict.level));
      } else if (verdict.outcome === 'blocked') {
        const isDue =
          redNeed !== undefined || isGivenUp(verdict, trips) || (waitsForData(verdict) && trip !== undefined);
        if (!isDue) found.push(`nothing blocks it: ${where}`);
      } else if (redNeed !== undefined && verdict.outcome !== 'skipped') {
        found.push(`${redNeed} is red, so it should be blocked: ${where}`);
      } else if (verdict.outcome === 'skipped' && trip !== undefined) {
        // What a check fails for elsewhere, it cannot tell everywhere.
      } else if (verdict.outcome !== was && !isWithoutTwin(verdict, id, cases)) {
        found.push(`it was ${was}: ${where}`);
      }
    }
  }
  for (const { check, level } of trips) {
    const levels = reached.get(check) ?? new Set<string>();
    const highest = ['MUST', 'SHOULD', 'OBSERVE'].find((one) => levels.has(one));
    if (highest !== level) found.push(`${check} should be tripped at ${level}, and was at ${highest ?? 'no level'}`);
  }
  if (cases.size !== before.size) found.push(`${before.size} cases became ${cases.size}`);
  return found;
}

/** The first check that this one needs and that is red, in its case or, where it does not concern that, in the varied one. */
function redNeedOf(check: string, id: string, cases: ReadonlyMap<string, Verdicts>): CheckId | undefined {
  const base = cases.get(basesOf.get(id) ?? '');
  return needsOf.get(check as CheckId)?.find((need) => {
    const verdict = cases.get(id)?.get(need) ?? base?.get(need);
    return verdict !== undefined && red.has(verdict.outcome);
  });
}

/** What is refused for made-up data waits for other data, where it would fail with those. */
function waitsForData({ bind }: RecordVerdict): boolean {
  return bind !== undefined;
}

/** A service that does not answer is given up after five cases. */
function isGivenUp({ check, reason = '' }: RecordVerdict, trips: readonly Trip[]): boolean {
  const isSilent = trips.some((trip) => trip.check === 'HTTP-ANSWERED');
  return isSilent && (check === 'HTTP-ANSWERED' || /in a row|no answer/.test(reason));
}

/** A check of parity is skipped when an answer that it compares with is broken, or blocked when there is none. */
function isWithoutTwin({ check, outcome }: RecordVerdict, id: string, cases: ReadonlyMap<string, Verdicts>): boolean {
  if (!check.startsWith('PARITY-') || outcome !== 'skipped') return false;
  const others = [id, ...(comparedOf.get(id) ?? [])].map((other) => cases.get(other));
  return others.some((verdicts) => [...(verdicts?.values() ?? [])].some(({ outcome: other }) => red.has(other)));
}

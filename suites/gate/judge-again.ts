import type { RecordCase, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { emulatorCredentials } from '../client/credentials.ts';
import { planRun } from '../plan.ts';
import type { Plan } from '../plan.ts';
import { runPlan } from '../run.ts';
import { hidden } from '../secret-names.ts';
import type { BoundValues } from '../values/bind-values.ts';
import { recounted } from './deviations.ts';
import { playbackOf } from './playback.ts';

/** A record as the checks of today judge it. */
export interface JudgedAgain {
  readonly record: RunRecord;
  /** Cases that were judged again. */
  readonly judged: number;
  /** Cases whose verdicts are those of the record: it does not hold their answers, or the suite asks them no more. */
  readonly kept: number;
}

/**
 * Judges what came back in an earlier run by the checks and contracts of today, through the same engine, without any traffic. What the
 * wire itself showed (`HTTP-` checks) is not in a record, and
 * what was hidden as a secret neither: there the verdict stays what it was.
 */
export async function judgeAgain(before: RunRecord, catalogue: Catalogue, values?: BoundValues): Promise<JudgedAgain> {
  const operations = [...new Set(before.contracts.map(({ operation }) => operation))];
  const ids = new Set(before.contracts.map(({ id }) => id));
  // Which cases there are and what they are compared with depends on what else is asked.
  const asked = { ...catalogue, summaries: catalogue.summaries.filter(({ id }) => ids.has(id)) };
  const plan = planRun(
    asked,
    { operations },
    { seed: before.seed, known: catalogue.summaries, ...(values && { values }) },
  );
  const { only, send } = playbackOf(before, plan);
  if (only.size === 0) return { record: before, judged: 0, kept: before.cases.length };
  const now = await rerun(plan, { before, only, send });
  const fresh = new Map(now.cases.map((one) => [one.id, one]));
  const cases = before.cases.map((one) => withNew(one, fresh.get(one.id)));
  const known = new Map([...before.checks, ...now.checks].map((check) => [check.id, check]));
  const record = {
    ...recounted(before, cases),
    tool: now.tool,
    catalogue: now.catalogue,
    checks: [...known.values()],
  };
  return { record, judged: only.size, kept: before.cases.length - only.size };
}

async function rerun(
  plan: Plan,
  { before, only, send }: { readonly before: RunRecord } & Pick<ReturnType<typeof playbackOf>, 'only' | 'send'>,
): Promise<RunRecord> {
  const events = runPlan(plan, {
    // Nothing is sent: what would be held back is played back, too.
    target: {
      url: before.target.url,
      emulator: before.target.emulator,
      confirmHost: new URL(before.target.url).hostname,
    },
    // Nobody gets them: what is not logged in would not be played back.
    credentials: emulatorCredentials,
    send,
    allow: 'admin',
    concurrency: 1,
    deadlineMs: 30_000,
    graceMs: 0,
    keep: 'failing',
    only,
    now: () => new Date(before.startedAt),
  });
  for await (const event of events) if (event.kind === 'finished') return event.record;
  throw new Error('the engine ended without a record');
}

function withNew(before: RecordCase, now: RecordCase | undefined): RecordCase {
  if (now === undefined) return before;
  const then = new Map(before.verdicts.map((verdict) => [verdict.check, verdict]));
  const verdicts = now.verdicts.map((verdict): RecordVerdict => {
    const was = then.get(verdict.check);
    if (was !== undefined) return isOfTheWire(verdict) || isOfSecrets(verdict) ? was : verdict;
    return isOfTheWire(verdict) ? unseen(verdict) : verdict;
  });
  return { ...before, verdicts };
}

/** Nobody looked for it then, so that it can be neither right nor wrong. */
function unseen({ check, level }: RecordVerdict): RecordVerdict {
  const reason = 'what the wire itself showed is not in the record';
  return { check, outcome: 'skipped', level, findings: [], seen: 0, reason };
}

/** What was taken out of the record cannot be judged. */
function isOfSecrets({ findings }: RecordVerdict): boolean {
  return findings.length > 0 && findings.every(({ received }) => received.includes(hidden));
}

function isOfTheWire({ check }: RecordVerdict): boolean {
  return check.startsWith('HTTP-');
}

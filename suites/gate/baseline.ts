import type { Novelty, RecordBaseline, RecordCase, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import { asKnown, recounted } from './deviations.ts';
import { withoutIndices } from './place-glob.ts';

/** An earlier run to compare with. */
export interface BaselineFile {
  /** The path as it was given. */
  readonly file: string;
  readonly record: RunRecord;
}

/**
 * The record with what was red before as `known`, and what is newly red marked with why it is. Places are compared without
 * indices. What was a known deviation before was red before.
 */
export function withBaseline(record: RunRecord, { file, record: before }: BaselineFile): RunRecord {
  const earlier = new Map(before.cases.map((one) => [one.id, one]));
  const counts = { regressions: 0, added: 0, before: 0 };
  const cases = record.cases.map((judged) => {
    let isChanged = false;
    const verdicts = judged.verdicts.map((verdict) => {
      if (!isRed(verdict)) return verdict;
      isChanged = true;
      const since = noveltyOf(verdict, earlier.get(judged.id));
      if (since === undefined) {
        counts.before += 1;
        return asKnown(verdict, []);
      }
      counts[since === 'regression' ? 'regressions' : 'added'] += 1;
      return { ...verdict, since };
    });
    return isChanged ? { ...judged, verdicts } : judged;
  });
  return {
    ...recounted(record, cases),
    baseline: {
      file,
      startedAt: before.startedAt,
      changed: changedBesides(before, record),
      ...counts,
      ...overBefore(before, record),
    },
  };
}

/** Red by itself: what a failed check blocks is no reason of its own. That the suite broke is red whatever it was before. */
function isRed({ outcome, blockedBy }: RecordVerdict): boolean {
  return outcome === 'fail' || (outcome === 'blocked' && blockedBy === undefined);
}

/** Red, or known to be. */
export function wasRed(verdict: RecordVerdict): boolean {
  return verdict.outcome === 'known' || isRed(verdict);
}

/** Undefined when it was red before, at all of these places. */
function noveltyOf(verdict: RecordVerdict, before: RecordCase | undefined): Novelty | undefined {
  if (before === undefined) return 'new-case';
  const then = before.verdicts.find(({ check }) => check === verdict.check);
  if (then === undefined) return 'new-check';
  if (!wasRed(then)) return 'regression';
  // What could not be judged then may well have been right.
  if (verdict.outcome === 'fail' && thenOutcome(then) === 'blocked') return 'regression';
  const places = new Set(then.findings.map(({ at }) => withoutIndices(at)));
  return verdict.findings.every(({ at }) => places.has(withoutIndices(at))) ? undefined : 'regression';
}

function thenOutcome({ outcome, known }: RecordVerdict): string {
  return known?.was ?? outcome;
}

/** What is different besides the answers: then a difference need not be the target's. */
export function changedBesides(before: RunRecord, after: RunRecord): RecordBaseline['changed'] {
  const cases = (record: RunRecord): string => record.cases.map(({ id }) => id).join('\n');
  const isDifferent = {
    suite: before.tool.version !== after.tool.version,
    catalogue: before.catalogue.hash !== after.catalogue.hash,
    selection: cases(before) !== cases(after),
    seed: before.seed !== after.seed,
    target: before.target.name !== after.target.name,
  };
  return (['suite', 'catalogue', 'selection', 'seed', 'target'] as const).filter((one) => isDifferent[one]);
}

/** What became of the verdicts that were red. */
function overBefore(before: RunRecord, after: RunRecord): Pick<RecordBaseline, 'fixed' | 'gone'> {
  const now = new Map(after.cases.map((one) => [one.id, one]));
  const fixed: { case: string; check: string }[] = [];
  let gone = 0;
  for (const { id, verdicts } of before.cases) {
    for (const verdict of verdicts) {
      if (!wasRed(verdict)) continue;
      const { check } = verdict;
      const outcome = now.get(id)?.verdicts.find((one) => one.check === check)?.outcome;
      if (outcome === 'pass' || outcome === 'observed') fixed.push({ case: id, check });
      else if (outcome === undefined || outcome === 'skipped') gone += 1;
      else if (outcome === 'blocked' && thenOutcome(verdict) === 'fail') gone += 1;
    }
  }
  return { fixed, gone };
}

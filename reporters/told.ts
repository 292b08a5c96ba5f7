import type { Outcome, RecordCase, RecordVerdict, RunRecord } from './record.ts';

/** A verdict, and the case that it is on. */
export interface Told {
  readonly case: RecordCase;
  readonly verdict: RecordVerdict;
}

/** Outcomes that a report lists; of those that pass, which mostly are nearly all, the ones that saw nothing to judge. */
type Listed = Exclude<Outcome, 'pass'> | 'pass without evidence';

const known = new WeakMap<RunRecord['cases'], ReadonlyMap<Listed, readonly Told[]>>();

/** In the order of the record. Many parts of a report list some of hundreds of thousands of verdicts, which are gone through once. */
export function told({ cases }: Pick<RunRecord, 'cases'>, listed: Listed): readonly Told[] {
  let byOutcome = known.get(cases);
  if (byOutcome === undefined) known.set(cases, (byOutcome = listedIn(cases)));
  return byOutcome.get(listed) ?? [];
}

function listedIn(cases: RunRecord['cases']): ReadonlyMap<Listed, readonly Told[]> {
  const found = new Map<Listed, Told[]>();
  /** Lists of verdicts, which many cases share, with nothing to tell. */
  const silent = new Set<RecordCase['verdicts']>();
  for (const one of cases) {
    if (silent.has(one.verdicts)) continue;
    let tells = false;
    for (const verdict of one.verdicts) {
      const { outcome, seen } = verdict;
      if (outcome === 'pass' && seen > 0) continue;
      tells = true;
      const listed = outcome === 'pass' ? 'pass without evidence' : outcome;
      const all = found.get(listed) ?? [];
      if (all.push({ case: one, verdict }) === 1) found.set(listed, all);
    }
    if (!tells) silent.add(one.verdicts);
  }
  return found;
}

import type { RecordVerdict } from '../reporters/record.ts';
import type { Check, CheckId } from './check.ts';
import type { Planned } from './plan.ts';

/** One check of a plan's list, and what there is to know of it before any answer. */
export interface Step {
  readonly check: Check;
  /** In the list. */
  readonly place: number;
  /** `place` is that of the check in the list; undefined where it judges the case that this one varies. */
  readonly needs: readonly { readonly id: CheckId; readonly place: number | undefined }[];
  /** A pass that saw so many places is the same value each time: hundreds of thousands stand in a record. */
  readonly passes: RecordVerdict[];
}

type Checks = readonly Check[];

/** Few of the many cases are judged in a way of their own: what is known of a list is worked out once. */
const known = new WeakMap<Checks, WeakMap<Checks, readonly Step[]>>();

export function stepsOf({ checks, baseChecks }: Planned): readonly Step[] {
  const before = known.get(checks)?.get(baseChecks);
  if (before !== undefined) return before;
  const places = new Map(checks.map(({ id }, place) => [id, place]));
  const inBase = new Set(baseChecks.map(({ id }) => id));
  const steps = checks.map((check, place) => ({
    check,
    place,
    needs: check.needs.filter((id) => places.has(id) || inBase.has(id)).map((id) => ({ id, place: places.get(id) })),
    passes: passesOf(check),
  }));
  known.set(checks, (known.get(checks) ?? new WeakMap<Checks, readonly Step[]>()).set(baseChecks, steps));
  return steps;
}

const passes = new WeakMap<Check, RecordVerdict[]>();

function passesOf(check: Check): RecordVerdict[] {
  const ofCheck = passes.get(check) ?? [];
  passes.set(check, ofCheck);
  return ofCheck;
}

/** One who saw more is not kept. */
const mostPasses = 1000;

export function passed({ check: { id, level }, passes: kept }: Step, seen: number): RecordVerdict {
  const before = kept[seen];
  if (before !== undefined) return before;
  const verdict: RecordVerdict = { check: id, outcome: 'pass', level, findings: [], seen };
  if (seen < mostPasses) kept[seen] = verdict;
  return verdict;
}

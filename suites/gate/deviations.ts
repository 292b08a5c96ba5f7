import type { RecordCase, RecordDeviation, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import { nameMatcher } from '../name-glob.ts';
import { summaryOf } from '../record.ts';
import type { Deviation, DeviationFile } from './deviation.ts';
import { placeMatcher, withoutIndices } from './place-glob.ts';

/** One deviation against one run. */
interface Entry {
  /** Its place in the file. */
  readonly index: number;
  readonly deviation: Deviation;
  /** It is for another target or server version. */
  readonly isElsewhere: boolean;
  readonly isExpired: boolean;
  covers(judged: RecordCase, check: string): boolean;
  isPlace(place: string): boolean;
  /** Something that it lists was judged, with evidence. */
  reached: boolean;
  readonly places: Set<string>;
}

/**
 * The record with every listed failure and block as `known`, and with what became of each deviation. A verdict is known when
 * deviations list all of its findings. `day` is today in UTC, `2026-11-20`.
 *
 * An expired deviation still lists, so that its failure is told as what it is; the run ends red for the expiry. One that is
 * over its budget lists nothing: which of the places were meant, nobody can say.
 */
export function withDeviations(record: RunRecord, { file, deviations }: DeviationFile, day: string): RunRecord {
  const entries = deviations.map((deviation, index) => entryOf(deviation, index, record, day));
  for (const judged of record.cases) for (const verdict of judged.verdicts) meet(entries, judged, verdict);
  const listing = entries.filter((entry) => !entry.isElsewhere && !isOverBudget(entry));
  const cases = record.cases.map((judged) => {
    let isChanged = false;
    const verdicts = judged.verdicts.map((verdict) => {
      const known = listed(listing, judged, verdict);
      if (known === undefined) return verdict;
      isChanged = true;
      return asKnown(
        verdict,
        known.map(({ index }) => index),
      );
    });
    return isChanged ? { ...judged, verdicts } : judged;
  });
  return {
    ...recounted(record, cases),
    deviations: { file, entries: entries.map(told) },
  };
}

/** The verdict, no longer red. */
export function asKnown(verdict: RecordVerdict, deviations: readonly number[]): RecordVerdict {
  const was = verdict.outcome === 'blocked' ? 'blocked' : 'fail';
  return { ...verdict, outcome: 'known', known: { was, deviations } };
}

/** The record with other verdicts and the counts that follow from them. */
export function recounted(record: RunRecord, cases: readonly RecordCase[]): RunRecord {
  // The evidence is made when it is asked for.
  const { evidence: _, ...rest } = Object.getOwnPropertyDescriptors(record);
  const copy = Object.defineProperties({}, rest) as Omit<RunRecord, 'evidence'>;
  return {
    ...copy,
    summary: summaryOf(record.contracts.length, { ...copy, cases }),
    cases,
    get evidence() {
      return record.evidence;
    },
  };
}

function entryOf(deviation: Deviation, index: number, record: RunRecord, day: string): Entry {
  const { check, operation, generation, at, target, serverVersion, expires } = deviation;
  const isCheck = nameMatcher(check);
  const isOperation = nameMatcher(operation);
  const isGeneration = nameMatcher(generation ?? '*');
  const isTarget = target === undefined ? () => true : nameMatcher(target);
  const isVersion = serverVersion === undefined ? () => true : nameMatcher(serverVersion);
  return {
    index,
    deviation,
    isElsewhere: !(
      (isTarget(record.target.url) || isTarget(record.target.name)) &&
      isVersion(record.target.version ?? '')
    ),
    isExpired: expires !== undefined && expires < day,
    covers: (judged, id) =>
      isCheck(id) && isOperation(judged.operation) && isGeneration(`${judged.protocol}-${judged.version}`),
    isPlace: at === undefined ? () => true : placeMatcher(at),
    reached: false,
    places: new Set(),
  };
}

const departing: ReadonlySet<string> = new Set(['fail', 'observed']);

function meet(entries: readonly Entry[], judged: RecordCase, verdict: RecordVerdict): void {
  const { check, outcome, findings, seen } = verdict;
  for (const entry of entries) {
    if (entry.isElsewhere || !entry.covers(judged, check)) continue;
    if (outcome === 'pass' && seen > 0) entry.reached = true;
    const place = (at: string): string => `${judged.operation} ${check} ${withoutIndices(at)}`;
    if (departing.has(outcome)) {
      entry.reached = true;
      for (const { at } of findings) if (entry.isPlace(at)) entry.places.add(place(at));
    }
    if (isStuck(verdict) && entry.deviation.at === undefined) entry.places.add(place('blocked'));
  }
}

/** Those that list the verdict, all of it; undefined when something of it is not listed. */
function listed(entries: readonly Entry[], judged: RecordCase, verdict: RecordVerdict): readonly Entry[] | undefined {
  const isFailed = verdict.outcome === 'fail' && verdict.findings.length > 0;
  if (!isFailed && !isStuck(verdict)) return undefined;
  const covering = entries.filter((entry) => entry.covers(judged, verdict.check));
  if (!isFailed) {
    const whole = covering.filter(({ deviation }) => deviation.at === undefined);
    return whole.length === 0 ? undefined : whole;
  }
  const isListed = verdict.findings.every(({ at }) => covering.some((entry) => entry.isPlace(at)));
  if (!isListed) return undefined;
  return covering.filter((entry) => verdict.findings.some(({ at }) => entry.isPlace(at)));
}

/** What a failed check blocks is no reason of its own. */
function isStuck({ outcome, blockedBy }: RecordVerdict): boolean {
  return outcome === 'blocked' && blockedBy === undefined;
}

function isOverBudget({ deviation, places }: Entry): boolean {
  return deviation.places !== undefined && places.size > deviation.places;
}

function told(entry: Entry): RecordDeviation {
  const { check, operation, at, kind, reason, owner, ticket, expires, line } = entry.deviation;
  return {
    check,
    operation,
    ...(at === undefined ? {} : { at }),
    kind,
    reason,
    owner,
    ...(ticket === undefined ? {} : { ticket }),
    ...(expires === undefined ? {} : { expires }),
    line,
    state: stateOf(entry),
    places: entry.places.size,
  };
}

function stateOf(entry: Entry): RecordDeviation['state'] {
  if (entry.isElsewhere) return 'elsewhere';
  if (entry.isExpired) return 'expired';
  if (isOverBudget(entry)) return 'over-budget';
  if (entry.places.size > 0) return 'known';
  return entry.reached ? 'stale' : 'not-reached';
}

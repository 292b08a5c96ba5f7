import type { Outcome, RecordCase, RunRecord } from './record.ts';
import { groupedBy } from './text.ts';

export const outcomes = [
  'pass',
  'fail',
  'known',
  'observed',
  'skipped',
  'blocked',
  'broken',
] as const satisfies readonly Outcome[];

export type Counts = Readonly<Record<Outcome, number>>;

/** The verdicts of one operation on one protocol and version. */
export interface MatrixRow {
  readonly name: string;
  /** `rest-v1`, `soap-Services86` */
  readonly generation: string;
  readonly counts: Counts;
}

export interface Matrix {
  /** What a row is: with many operations, a whole agent. */
  readonly of: 'operation' | 'agent';
  readonly rows: readonly MatrixRow[];
  readonly total: Counts;
}

/**
 * Rows in the order in which operations appear in the record, the generations of one together; a row is an agent
 * when there are more contracts than `limit`.
 */
export function matrixOf(record: RunRecord, limit: number): Matrix {
  const of = record.contracts.length > limit ? 'agent' : 'operation';
  const nameOf = ({ operation }: Asked): string =>
    of === 'agent' ? (operation.split('.')[0] ?? operation) : operation;
  const keyOf = (asked: Asked): string => `${nameOf(asked)} ${asked.protocol}-${asked.version}`;
  const countsOf = countsOnce();
  const byContract = groupedBy(record.cases, ({ contract }) => contract);
  const rows = [...groupedBy(record.contracts, nameOf)].flatMap(([name, contracts]) =>
    [...groupedBy(contracts, keyOf)]
      .map(([key, own]): MatrixRow => {
        const generation = key.slice(name.length + 1);
        return { name, generation, counts: sumOf(own.flatMap(({ id }) => byContract.get(id) ?? []).map(countsOf)) };
      })
      .sort((a, b) => inOrder.compare(a.generation, b.generation)),
  );
  return { of, rows, total: sumOf(record.cases.map(countsOf)) };
}

interface Asked {
  readonly operation: string;
  readonly protocol: string;
  readonly version: string;
}

/** `Services9` comes before `Services88`. */
const inOrder = new Intl.Collator('en', { numeric: true });

const none: Counts = { pass: 0, fail: 0, known: 0, observed: 0, skipped: 0, blocked: 0, broken: 0 };

/** Counts the verdicts of a case; many cases share a list, which is counted once. */
function countsOnce(): (one: RecordCase) => Counts {
  const known = new Map<RecordCase['verdicts'], Counts>();
  return ({ verdicts }) => {
    const before = known.get(verdicts);
    if (before !== undefined) return before;
    const counts = { ...none };
    for (const { outcome } of verdicts) counts[outcome] += 1;
    known.set(verdicts, counts);
    return counts;
  };
}

function sumOf(all: readonly Counts[]): Counts {
  const sum = { ...none };
  for (const counts of all) for (const outcome of outcomes) sum[outcome] += counts[outcome];
  return sum;
}

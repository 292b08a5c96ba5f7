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
  const byContract = countsByContract(record);
  const rows = [...groupedBy(record.contracts, nameOf)].flatMap(([name, contracts]) =>
    [...groupedBy(contracts, keyOf)]
      .map(([key, own]): MatrixRow => {
        const generation = key.slice(name.length + 1);
        return { name, generation, counts: sumOf(own.flatMap(({ id }) => byContract.get(id) ?? [])) };
      })
      .sort((a, b) => inOrder.compare(a.generation, b.generation)),
  );
  return { of, rows, total: sumOf([...byContract.values()]) };
}

interface Asked {
  readonly operation: string;
  readonly protocol: string;
  readonly version: string;
}

/** `Services9` comes before `Services88`. */
const inOrder = new Intl.Collator('en', { numeric: true });

const none: Counts = { pass: 0, fail: 0, known: 0, observed: 0, skipped: 0, blocked: 0, broken: 0 };

/** Counted by list of verdicts first: many cases share one. */
function countsByContract({ cases }: RunRecord): ReadonlyMap<string, Counts> {
  const byContract = new Map<string, Counts[]>();
  const known = new Map<RecordCase['verdicts'], Counts>();
  for (const { contract, verdicts } of cases) {
    const counts = known.get(verdicts) ?? countsOf(verdicts);
    known.set(verdicts, counts);
    const own = byContract.get(contract);
    if (own === undefined) byContract.set(contract, [counts]);
    else own.push(counts);
  }
  return new Map([...byContract].map(([contract, all]) => [contract, sumOf(all)]));
}

function countsOf(verdicts: RecordCase['verdicts']): Counts {
  const counts = { ...none };
  for (const { outcome } of verdicts) counts[outcome] += 1;
  return counts;
}

function sumOf(all: readonly Counts[]): Counts {
  const sum = { ...none };
  for (const counts of all) for (const outcome of outcomes) sum[outcome] += counts[outcome];
  return sum;
}

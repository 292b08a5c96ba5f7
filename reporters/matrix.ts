import type { Outcome, RunRecord } from './record.ts';
import { groupedBy } from './text.ts';

export const outcomes = [
  'pass',
  'fail',
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

/** Rows in the order of the record's contracts; by agent when there are more than `limit` of them. */
export function matrixOf(record: RunRecord, limit: number): Matrix {
  const of = record.contracts.length > limit ? 'agent' : 'operation';
  const nameOf = (operation: string): string => (of === 'agent' ? (operation.split('.')[0] ?? operation) : operation);
  const rowOf = (each: { operation: string; protocol: string; version: string }): string =>
    `${nameOf(each.operation)} ${each.protocol}-${each.version}`;
  const cases = groupedBy(record.cases, rowOf);
  const rows = [...new Set(record.contracts.map(rowOf))].sort(byOperation(record, rowOf)).map((key): MatrixRow => {
    const [name = '', generation = ''] = key.split(' ');
    return { name, generation, counts: countsOf((cases.get(key) ?? []).flatMap((one) => one.verdicts)) };
  });
  return { of, rows, total: countsOf(record.cases.flatMap((one) => one.verdicts)) };
}

/** One operation's protocols stand together, in the place where the operation appears first. */
function byOperation(
  record: RunRecord,
  rowOf: (contract: RunRecord['contracts'][number]) => string,
): (a: string, b: string) => number {
  const first = new Map<string, number>();
  for (const contract of record.contracts) {
    const name = rowOf(contract).split(' ')[0] ?? '';
    if (!first.has(name)) first.set(name, first.size);
  }
  const place = (row: string): number => first.get(row.split(' ')[0] ?? '') ?? 0;
  return (a, b) => place(a) - place(b);
}

function countsOf(verdicts: readonly { readonly outcome: Outcome }[]): Counts {
  const counts = { pass: 0, fail: 0, observed: 0, skipped: 0, blocked: 0, broken: 0 };
  for (const { outcome } of verdicts) counts[outcome] += 1;
  return counts;
}

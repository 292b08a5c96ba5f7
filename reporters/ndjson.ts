import type { RecordCase, RunHead, RunRecord } from './record.ts';

/** The record without its cases and without what is known at its beginning. */
type RunRest = Omit<RunRecord, keyof RunHead | 'cases'>;

/**
 * A line of the file. `started` comes first, with all that is known before anything is sent; then a `case` as it is
 * judged, with its place in the record; `finished` last. A file without that is of a run that was cut off.
 */
type EventLine =
  | { readonly kind: 'started'; readonly format: 'soconform.events/1'; readonly cases: number; readonly head: RunHead }
  | { readonly kind: 'case'; readonly index: number; readonly case: RecordCase }
  | { readonly kind: 'finished'; readonly rest: RunRest };

/** All lines of a run that has ended. */
export function ndjson(record: RunRecord): string {
  return [...ndjsonLines(record)].join('');
}

export function* ndjsonLines(record: RunRecord): Iterable<string> {
  yield startLine(headOf(record), record.cases.length);
  for (const [index, one] of record.cases.entries()) yield caseLine(one, index);
  yield endLine(record);
}

export function startLine(head: RunHead, cases: number): string {
  return lineOf({ kind: 'started', format: 'soconform.events/1', cases, head });
}

export function caseLine(one: RecordCase, index: number): string {
  return lineOf({ kind: 'case', index, case: one });
}

/** Of a record; whatever else one says is known at its end. */
const notAtEnd: ReadonlySet<string> = new Set<keyof RunHead | 'cases'>([
  'format',
  'tool',
  'catalogue',
  'target',
  'seed',
  'startedAt',
  'checks',
  'contracts',
  'cases',
]);

export function endLine(record: RunRecord): string {
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !notAtEnd.has(name)));
  return lineOf({ kind: 'finished', rest: rest as unknown as RunRest });
}

function headOf({ format, tool, catalogue, target, seed, startedAt, checks, contracts }: RunRecord): RunHead {
  return { format, tool, catalogue, target, seed, startedAt, checks, contracts };
}

function lineOf(event: EventLine): string {
  return `${JSON.stringify(event)}\n`;
}

import type { RecordCase, RunHead, RunRecord } from '../reporters/record.ts';
import { SoconformError } from '../specs/error.ts';
import { summaryOf } from '../suites/record.ts';

/** Of a file of events (`--report ndjson=FILE`), by its first line. */
export function isEvents(text: string): boolean {
  return text.startsWith('{"kind":"started"');
}

/**
 * The record that events add up to, not yet held against its schema. A file without its last line gives what was done until
 * then, with `complete: false`. Throws E_RECORD for one that was never right.
 */
export function recordFromEvents(file: string, text: string): unknown {
  const lines = text.split('\n');
  // What follows the last line break is nothing, or a line that was not written to its end.
  lines.pop();
  const [first, ...rest] = lines.map((line, index) => parsed(file, line, index + 1));
  if (first?.['format'] !== 'soconform.events/1') {
    throw problem(`${file}: expected events, format soconform.events/1, found ${JSON.stringify(first?.['format'])}`);
  }
  const { head, cases: planned } = first as unknown as { readonly head: RunHead; readonly cases: number };
  const cases: RecordCase[] = [];
  let end: object | undefined;
  for (const [index, event] of rest.entries()) {
    if (end !== undefined) throw problem(`${file}:${index + 2}: expected nothing after the last event, found a line`);
    if (event['kind'] === 'finished') end = event['rest'] as object;
    else if (event['kind'] === 'case') cases[event['index'] as number] = event['case'] as RecordCase;
    else throw problem(`${file}:${index + 2}: expected a case, found ${JSON.stringify(event['kind'])}`);
  }
  const told = cases.filter((one) => one !== undefined);
  if (end === undefined) return cutOff(head, told);
  if (told.length !== planned) {
    throw problem(`${file}: expected ${planned} cases, found ${told.length}: lines are missing`);
  }
  return { ...head, ...end, cases: told };
}

function parsed(file: string, line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event === 'object' && event !== null) return event as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw problem(`${file}:${number}: expected an event, one line of JSON, found something else`);
}

function cutOff(head: RunHead, cases: readonly RecordCase[]): RunRecord {
  const asked = new Set(cases.filter((one) => one.sent).map((one) => one.contract));
  const reason = 'the run was cut off';
  return {
    ...head,
    // Nobody wrote down when.
    finishedAt: head.startedAt,
    complete: false,
    summary: summaryOf(head.contracts.length, { cases, unsupported: [] }),
    cases,
    notAsked: head.contracts.filter(({ id }) => !asked.has(id)).map(({ id }) => ({ contract: id, reason })),
    // Which operations the target does not have, and which it must have, is known at the end.
    unsupported: [],
    required: [],
    evidence: {},
  };
}

function problem(message: string): SoconformError {
  return new SoconformError('E_RECORD', message);
}

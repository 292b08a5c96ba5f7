import type { RunRecord } from './record.ts';

/**
 * The record itself, as `schemas/files/run-record.schema.json` describes it: a line a case, contract and member, so that two records
 * can be compared line by line, and one of a whole catalogue is half as long as it would be indented.
 */
export function json(record: RunRecord): string {
  return [...jsonLines(record)].join('');
}

/** The same piece by piece: a record of a target that fails everywhere is a hundred MB long. */
export function* jsonLines(record: RunRecord): Iterable<string> {
  const members: readonly (readonly [string, unknown])[] = Object.entries(record);
  const present = members.filter(([, value]) => value !== undefined);
  for (const [index, [name, value]] of present.entries()) {
    yield `${index === 0 ? '{' : ','}\n${JSON.stringify(name)}: `;
    yield* lined(value);
  }
  yield '\n}\n';
}

/** Items of a list, and members of an object of objects, each on a line of its own. */
function* lined(value: unknown): Iterable<string> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield `${index === 0 ? '[' : ','}\n${JSON.stringify(item)}`;
    yield value.length === 0 ? '[]' : '\n]';
    return;
  }
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const present = members.filter(([, member]) => member !== undefined);
  if (!present.some(([, member]) => typeof member === 'object')) {
    yield JSON.stringify(value);
    return;
  }
  for (const [index, [name, member]] of present.entries()) {
    yield `${index === 0 ? '{' : ','}\n${JSON.stringify(name)}:${JSON.stringify(member)}`;
  }
  yield '\n}';
}

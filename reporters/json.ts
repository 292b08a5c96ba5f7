import type { RunRecord } from './record.ts';

/**
 * The record itself, as `schemas/files/run-record.schema.json` describes it: a line a case, contract and member, so that two records
 * can be compared line by line, and one of a whole catalogue is half as long as it would be indented.
 */
export function json(record: RunRecord): string {
  const members = Object.entries(record).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : [`${JSON.stringify(name)}: ${lined(value)}`],
  );
  return `{\n${members.join(',\n')}\n}\n`;
}

/** Items of a list, and members of an object of objects, each on a line of its own. */
function lined(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (!members.some(([, member]) => typeof member === 'object')) return JSON.stringify(value);
  return `{\n${members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`).join(',\n')}\n}`;
}

import type { RunRecord } from './record.ts';

/** The record itself, as `schemas/files/run-record.schema.json` describes it. */
export function json(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

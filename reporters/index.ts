import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Telling } from './junit.ts';
import type { RunRecord } from './record.ts';
import { terminal } from './terminal.ts';

/** The reports that can be written to a file, by kind. */
export const reporters = {
  json,
  junit,
  terminal: (record: RunRecord): string => terminal(record, { colour: false, width: 100 }),
} as const satisfies Readonly<Record<string, (record: RunRecord, telling: Telling) => string>>;

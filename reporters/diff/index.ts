import type { DiffRecord } from '../diff-record.ts';
import { diffMarkdown } from './markdown.ts';
import { diffTerminal } from './terminal.ts';

/** The reports of a comparison that can be written to a file, by kind. */
export const diffReporters = {
  json: (record: DiffRecord): string => `${JSON.stringify(record, null, 2)}\n`,
  markdown: diffMarkdown,
  terminal: (record: DiffRecord): string => diffTerminal(record, { colour: false, width: 100 }),
} as const satisfies Readonly<Record<string, (record: DiffRecord) => string>>;

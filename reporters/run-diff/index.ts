import type { RunDiffRecord } from '../run-diff-record.ts';
import { runDiffMarkdown } from './markdown.ts';
import { runDiffTerminal } from './terminal.ts';

/** The reports of a comparison of two runs that can be written to a file, by kind. */
export const runDiffReporters = {
  json: (record: RunDiffRecord): string => `${JSON.stringify(record, null, 2)}\n`,
  markdown: runDiffMarkdown,
  terminal: (record: RunDiffRecord): string => runDiffTerminal(record, { colour: false, width: 100 }),
} as const satisfies Readonly<Record<string, (record: RunDiffRecord) => string>>;

import { badge } from './badge.ts';
import { ctrf } from './ctrf.ts';
import { github } from './github.ts';
import { har } from './har.ts';
import { html } from './html.ts';
import { json, jsonLines } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { ndjson, ndjsonLines } from './ndjson.ts';
import type { RunRecord } from './record.ts';
import { sarif } from './sarif.ts';
import type { Telling } from './telling.ts';
import { terminal } from './terminal.ts';

/** The reports that can be written to a file, by kind. */
export const reporters = {
  json,
  ndjson,
  junit,
  ctrf,
  markdown,
  github,
  har,
  html,
  sarif,
  badge,
  terminal: (record: RunRecord, { ending, recordFile }: Telling): string =>
    terminal(record, { colour: false, width: 100, ending, ...(recordFile === undefined ? {} : { recordFile }) }),
} as const satisfies Readonly<Record<string, (record: RunRecord, telling: Telling) => string>>;

/** Of the same those that are as long as the record, piece by piece. */
export const inPieces: Readonly<Partial<Record<string, (record: RunRecord) => Iterable<string>>>> = {
  json: jsonLines,
  ndjson: ndjsonLines,
};

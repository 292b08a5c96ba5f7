import { inPieces, reporters } from '../reporters/index.ts';
import { caseLine, endLine, startLine } from '../reporters/ndjson.ts';
import type { RecordCase, RunRecord } from '../reporters/record.ts';
import type { Ending, Telling } from '../reporters/telling.ts';
import type { RunEvent } from '../suites/run.ts';
import { openReportsOf } from './report-places.ts';
import type { Kinds, Reports } from './report-places.ts';

/** What a kind needs besides a function of the record. */
const places: Readonly<Record<string, 'beside the terminal'>> = { github: 'beside the terminal' };

/** The reports of a record that is there, each wanted as `KIND=FILE`. Throws E_REPORT (exit 2) when one cannot be written. */
export function openReports(
  wanted: readonly string[],
  { strict, recordFile }: Pick<Telling, 'strict' | 'recordFile'>,
): Omit<Reports<RunRecord>, 'stream'> {
  return openReportsOf(wanted, kindsOf({ strict, ...recordAmong(wanted, recordFile) }));
}

/** The reports of a run: events are written as they come, for whoever reads along and for the case of a crash. */
export interface LiveReports extends Omit<Reports<RunRecord>, 'stream'> {
  hear(event: RunEvent): void;
}

export function openLiveReports(wanted: readonly string[], { strict }: Pick<Telling, 'strict'>): LiveReports {
  const heard: RecordCase[] = [];
  // What a deviation or the baseline lists is known at the end only: such a case is told again, and the last word counts.
  const corrections = function* (record: RunRecord): Iterable<string> {
    for (const [index, one] of record.cases.entries()) if (one !== heard[index]) yield caseLine(one, index);
    yield endLine(record);
  };
  const ndjson = { tell: corrections, place: 'streamed' } as const;
  const reports = openReportsOf(wanted, { ...kindsOf({ strict, ...recordAmong(wanted) }), ndjson });
  return {
    ...reports,
    hear: (event) => {
      if (event.kind === 'started') reports.stream(() => startLine(event.head, event.plan.planned.length));
      if (event.kind !== 'judged') return;
      heard[event.index] = event.case;
      reports.stream(() => caseLine(event.case, event.index));
    },
  };
}

/** The file that reports were made from, else the report that is the record itself. */
export function recordAmong(wanted: readonly string[], given?: string): Pick<Telling, 'recordFile'> {
  const [written] = ['json', 'ndjson'].flatMap((kind) =>
    wanted.filter((one) => one.startsWith(`${kind}=`) && !one.endsWith('=-')).map((one) => one.slice(kind.length + 1)),
  );
  const recordFile = given ?? written;
  return recordFile === undefined ? {} : { recordFile };
}

function kindsOf(telling: Omit<Telling, 'ending'>): Kinds<RunRecord> {
  return Object.fromEntries(
    Object.entries(reporters).map(([kind, tell]) => [
      kind,
      {
        tell: (record: RunRecord, ending: Ending) => inPieces[kind]?.(record) ?? tell(record, { ...telling, ending }),
        ...(places[kind] === undefined ? {} : { place: places[kind] }),
      },
    ]),
  );
}

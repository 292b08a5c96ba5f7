import { existsSync, readFileSync } from 'node:fs';
import type { RecordCreated, RunRecord } from '../reporters/record.ts';
import { groupedBy } from '../reporters/text.ts';
import { SoconformError } from '../specs/error.ts';
import { isJournal, readJournal } from '../suites/created/journal.ts';
import type { JournalRun } from '../suites/created/journal.ts';
import { appending, journalEnding } from './journal-file.ts';
import type { JournalFile } from './journal-file.ts';
import { readRecord } from './record-file.ts';

/** What runs made, and the journal in which it is written down what becomes of it. */
export interface JournalRuns {
  readonly runs: readonly JournalRun[];
  readonly journal: string;
}

/**
 * Reads a journal or the record of a run; where there is no record, for the run was killed, the journal beside it. What the journal says
 * is later than what the record says. Throws E_JOURNAL, E_RECORD.
 */
export async function readRuns(file: string): Promise<JournalRuns> {
  const beside = `${file}${journalEnding}`;
  if (!existsSync(file) && existsSync(beside)) return readRuns(beside);
  const text = textOf(file);
  if (isJournal(text)) return { runs: readJournal(file, text), journal: file };
  const record = await readRecord(file, { incomplete: 'taken' });
  const named = record.run?.journal;
  const journal = named !== undefined && existsSync(named) ? named : beside;
  const later = existsSync(journal) ? readJournal(journal, textOf(journal)) : [];
  if (record.run !== undefined && !record.complete && later.length === 0) {
    throw new SoconformError(
      'E_JOURNAL',
      `${file}: the run was cut off, and its journal ${record.run.journal} is not there: name the file with \`soconform clean JOURNAL\``,
    );
  }
  const told = runsOf(record);
  // Of a run that was killed there is nothing but the journal.
  const tags = new Set([...told.map(({ tag }) => tag), ...(record.run === undefined ? [] : [record.run.tag])]);
  const known = later.filter(({ tag }) => tags.has(tag));
  return { runs: [...told.filter(({ tag }) => !known.some((one) => one.tag === tag)), ...known], journal };
}

/** Shards that became one record have a tag each. */
function runsOf({ created = [], target, startedAt }: RunRecord): readonly JournalRun[] {
  return [...groupedBy(created, ({ tag }) => tag)].map(([tag, own]) => ({
    tag,
    target: target.url,
    startedAt,
    created: own,
  }));
}

/** Goes on with the journal of a run; what only a record told is written down first. */
export function continued(file: string, { tag, target, startedAt, created }: JournalRun): JournalFile {
  const known = existsSync(file) ? readJournal(file, textOf(file)) : [];
  const opened = appending(file, { kind: 'run', format: 'soconform.journal/1', tag, target, startedAt }, tag);
  if (known.some((run) => run.tag === tag)) return opened;
  for (const one of created) writeDown(opened, one);
  return opened;
}

function writeDown(
  journal: JournalFile,
  { case: id, contract, what, key, id: value, state, reason }: RecordCreated,
): void {
  journal.write({ kind: 'intent', case: id, contract, what });
  if (key !== undefined && value !== undefined) journal.write({ kind: 'made', case: id, key, id: value });
  if (state === 'removed') journal.write({ kind: 'removed', case: id });
  else if (reason !== undefined) journal.write({ kind: state, case: id, reason });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SoconformError('E_RECORD', `${file}: cannot be read (${why}); expected a run record or a journal`);
  }
}

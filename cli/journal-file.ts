import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Effect } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { Target } from '../suites/client/target.ts';
import type { Journal, JournalLine } from '../suites/created/journal.ts';
import { mayMake, newTag } from '../suites/created/tag.ts';
import type { Plan } from '../suites/plan.ts';
import { makeFolder } from './report-places.ts';

export interface JournalFile extends Journal {
  close(): void;
}

/** What is put behind the name of a record for that of its journal. */
export const journalEnding = '.journal.ndjson';

export interface JournalWanted {
  readonly target: Target;
  readonly allow: Effect;
  /** `KIND=FILE` each: the journal stands beside the first record. */
  readonly reports: readonly string[];
  /** Its own place. */
  readonly journal?: string;
}

/**
 * The journal of a run that may make things at its target; undefined for one that cannot. Nothing is sent before it could be written.
 * Throws E_JOURNAL.
 */
export function openJournal(
  plan: Plan,
  { target, allow, reports, journal }: JournalWanted,
  now: Date,
): JournalFile | undefined {
  if (!mayMake(plan, target, allow)) return undefined;
  const tag = newTag();
  const record = reports.map((one) => /^(?:json|ndjson)=(?!-$)(.+)$/.exec(one)?.[1]).find((file) => file !== undefined);
  const own = journal ?? (record === undefined ? undefined : `${record}${journalEnding}`);
  if (own === undefined) keepOutOfGit('.soconform');
  const file = own ?? path.join('.soconform', `${tag}${journalEnding}`);
  const head = { tag, target: target.url, startedAt: now.toISOString() };
  return appending(file, { kind: 'run', format: 'soconform.journal/1', ...head }, tag);
}

/** Goes on with a journal, which is made if there is none. Every line is on disk when `write` returns. Throws E_JOURNAL. */
export function appending(file: string, head: JournalLine & { readonly kind: 'run' }, tag: string): JournalFile {
  const write = (line: JournalLine): void =>
    attempt(file, () => {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
      // What follows an answer is also at the target.
      if (line.kind === 'intent' || line.kind === 'made') fsyncSync(handle);
    });
  const handle = attempt(file, () => {
    makeFolder(path.dirname(path.resolve(file)));
    const isCut = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'));
    const opened = openSync(file, 'a', 0o600);
    // Of a run that was killed while it wrote.
    if (isCut) writeSync(opened, '\n');
    return opened;
  });
  write(head);
  return { tag, file, write, close: () => closeSync(handle) };
}

/** A folder of ours that nobody asked for. */
function keepOutOfGit(folder: string): void {
  attempt(folder, () => {
    makeFolder(path.resolve(folder));
    const ignore = path.join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  });
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SoconformError(
      'E_JOURNAL',
      `${file}: cannot write it (${why}); a run that may make things at its target wants a journal (--journal FILE)`,
    );
  }
}

import type { RecordCreated } from '../../reporters/record.ts';
import { SoconformError } from '../../specs/error.ts';

/**
 * A line of the journal of what a run makes at its target. `run` comes first; an `intent` is on disk before its request is sent; then
 * what the answer said of it (`made`, `nothing`, `unknown`), and what became of what was made (`removed`, `left`). Within a run a
 * case is sent once, and stands for what it made. Several runs may follow each other in one file.
 */
export type JournalLine =
  | {
      readonly kind: 'run';
      readonly format: 'soconform.journal/1';
      readonly tag: string;
      readonly target: string;
      readonly startedAt: string;
    }
  | { readonly kind: 'intent'; readonly case: string; readonly contract: string; readonly what: string }
  | { readonly kind: 'made'; readonly case: string; readonly key: string; readonly id: number }
  | { readonly kind: 'nothing' | 'removed'; readonly case: string }
  | { readonly kind: 'unknown' | 'left'; readonly case: string; readonly reason: string };

/** Where a run writes down what it makes, before it is made. */
export interface Journal {
  readonly tag: string;
  /** As it is told to whoever has to clean up. */
  readonly file: string;
  /** On disk when it returns. Throws E_JOURNAL where it cannot be written. */
  write(line: JournalLine): void;
}

/** What one run of a journal made, in the order of making. */
export interface JournalRun {
  readonly tag: string;
  readonly target: string;
  readonly startedAt: string;
  readonly created: readonly RecordCreated[];
}

const cutOff = 'the run ended before the answer came';

export function isJournal(text: string): boolean {
  return text.startsWith('{"kind":"run"');
}

/** Reads a journal, also of a run that was killed while it wrote: a last line without its end is left out. Throws E_JOURNAL. */
export function readJournal(file: string, text: string): readonly JournalRun[] {
  const runs: { head: Omit<JournalRun, 'created'>; created: Map<string, RecordCreated> }[] = [];
  const lines = text.split('\n');
  lines.pop();
  for (const [index, content] of lines.entries()) {
    // A run that was killed while it wrote, and another one after it.
    const isCut = lines[index + 1]?.startsWith('{"kind":"run"') === true && !content.endsWith('}');
    if (content === '' || isCut) continue;
    const line = parsed(file, content, index + 1);
    const run = runs.at(-1);
    if (line.kind === 'run') {
      const { tag, target, startedAt } = line;
      const before = runs.find(({ head }) => head.tag === tag);
      // `clean` goes on with a run that is there.
      if (before === undefined) runs.push({ head: { tag, target, startedAt }, created: new Map() });
      else runs.push(...runs.splice(runs.indexOf(before), 1));
      continue;
    }
    if (run === undefined) throw problem(`${file}:${index + 1}: expected the line of a run first, found another`);
    note(run.created, line, run.head.tag);
  }
  return runs.map(({ head, created }) => ({ ...head, created: [...created.values()] }));
}

/** Changes what is known of a case by one more line. */
export function note(
  created: Map<string, RecordCreated>,
  line: Exclude<JournalLine, { kind: 'run' }>,
  tag: string,
): void {
  if (line.kind === 'intent') {
    const { case: asked, contract, what } = line;
    created.set(asked, { tag, case: asked, contract, what, state: 'unknown', reason: cutOff });
    return;
  }
  const before = created.get(line.case);
  if (before === undefined) return;
  const { reason: _, ...known } = before;
  switch (line.kind) {
    case 'nothing':
      created.delete(line.case);
      return;
    case 'made':
      created.set(line.case, { ...known, key: line.key, id: line.id, state: 'left' });
      return;
    case 'removed':
      created.set(line.case, { ...known, state: 'removed' });
      return;
    case 'unknown':
    case 'left':
      created.set(line.case, { ...known, state: line.kind, reason: line.reason });
  }
}

const kinds: ReadonlySet<unknown> = new Set<JournalLine['kind']>([
  'run',
  'intent',
  'made',
  'nothing',
  'unknown',
  'removed',
  'left',
]);

function parsed(file: string, content: string, number: number): JournalLine {
  let line: unknown;
  try {
    line = JSON.parse(content);
  } catch {
    throw problem(`${file}:${number}: expected a line of a journal, found no JSON`);
  }
  if (typeof line !== 'object' || line === null || !('kind' in line) || !kinds.has(line.kind))
    throw problem(`${file}:${number}: expected a line of a journal, found something else`);
  const members = line as Readonly<Record<string, unknown>>;
  const wants = wanted[members['kind'] as JournalLine['kind']];
  for (const [name, type] of Object.entries(wants)) {
    if (typeof members[name] === type) continue;
    throw problem(`${file}:${number}: expected a ${type} as ${name}, found ${JSON.stringify(members[name])}`);
  }
  if (members['kind'] === 'run' && members['format'] !== 'soconform.journal/1')
    throw problem(`${file}:${number}: expected the format soconform.journal/1, found ${String(members['format'])}`);
  return line as JournalLine;
}

const wanted: Readonly<Record<JournalLine['kind'], Readonly<Record<string, 'string' | 'number'>>>> = {
  run: { format: 'string', tag: 'string', target: 'string', startedAt: 'string' },
  intent: { case: 'string', contract: 'string', what: 'string' },
  made: { case: 'string', key: 'string', id: 'number' },
  nothing: { case: 'string' },
  removed: { case: 'string' },
  unknown: { case: 'string', reason: 'string' },
  left: { case: 'string', reason: 'string' },
};

function problem(message: string): SoconformError {
  return new SoconformError('E_JOURNAL', message);
}

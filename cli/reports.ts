import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { reporters } from '../reporters/index.ts';
import type { RunRecord } from '../reporters/record.ts';
import { SoconformError } from '../specs/error.ts';
import { nearestText } from '../suites/nearest.ts';

/** The reports of a run, or of what else has a record: their places were found to be writable before it began. */
export interface Reports<R = RunRecord> {
  /** Whether one of them goes to stdout. */
  readonly onStdout: boolean;
  /** Writes each as a whole: a reader never finds half of one. */
  write(record: R): void;
  /** Leaves nothing behind. Does no harm after `write`. */
  discard(): void;
}

interface Destination<R> {
  readonly tell: (record: R) => string;
  /** `-` is stdout. */
  readonly file: string;
  /** Where it is written before it is renamed; absent for stdout and devices. */
  readonly draft?: string;
}

/** How a record is told, by kind of report. */
type Kinds<R> = Readonly<Record<string, (record: R) => string>>;

/** The reports of a run, each wanted as `KIND=FILE`. Throws E_REPORT (exit 2) when one cannot be written. */
export function openReports(wanted: readonly string[], { strict }: { readonly strict: boolean }): Reports {
  const told = Object.entries(reporters).map(([kind, tell]) => [kind, (record: RunRecord) => tell(record, { strict })]);
  return openReportsOf(wanted, Object.fromEntries(told) as Kinds<RunRecord>);
}

/** Takes `KIND=FILE` apart and opens every place. Throws E_REPORT (exit 2) when one cannot be written. */
export function openReportsOf<R>(wanted: readonly string[], kinds: Kinds<R>): Reports<R> {
  const parsed = wanted.map((each) => parse(each, kinds));
  const seen = new Set<string>();
  for (const { file } of parsed) {
    const place = file === '-' ? file : path.resolve(file);
    if (seen.has(place)) throw problem(`two reports go to ${file}`);
    seen.add(place);
  }
  const opened: Destination<R>[] = [];
  const discard = (): void => {
    for (const { draft } of opened) if (draft !== undefined) rmSync(draft, { force: true });
  };
  try {
    for (const each of parsed) opened.push(each.file === '-' ? each : opening(each));
  } catch (error) {
    discard();
    throw error;
  }
  return {
    onStdout: opened.some(({ file }) => file === '-'),
    discard,
    write: (record) => {
      for (const destination of opened) writeReport(destination, destination.tell(record));
    },
  };
}

function parse<R>(wanted: string, kinds: Kinds<R>): Destination<R> {
  const at = wanted.indexOf('=');
  const kind = at === -1 ? wanted : wanted.slice(0, at);
  const tell = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (tell === undefined) {
    throw problem(`unknown kind of report ${JSON.stringify(kind)}${nearestText(kind, Object.keys(kinds))}`);
  }
  const file = at === -1 ? '' : wanted.slice(at + 1);
  if (file === '')
    throw problem(
      `expected KIND=FILE, such as ${kind}=report.${endings[kind] ?? kind}, found ${JSON.stringify(wanted)}`,
    );
  return { tell, file };
}

/** What files of a kind end in, where that is not its name. */
const endings: Readonly<Record<string, string>> = { junit: 'xml', markdown: 'md', terminal: 'txt' };

function opening<R>({ tell, file }: Destination<R>): Destination<R> {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing?.isDirectory() === true) throw problem(`${file} is a folder`);
    // A pipe or a device is written to; only a file can be replaced.
    if (existing !== undefined && !existing.isFile()) return { tell, file };
    const place = existing === undefined ? path.resolve(file) : realpathSync(file);
    const draft = `${place}.${process.pid}.tmp`;
    closeSync(openSync(draft, 'w'));
    return { tell, file: place, draft };
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Looks before it makes: in a file system that makes no folders, `mkdirSync` with `recursive` never ends. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  makeFolder(parent);
  accessSync(parent, constants.W_OK);
  mkdirSync(folder);
}

function writeReport({ file, draft }: Omit<Destination<never>, 'tell'>, text: string): void {
  if (file === '-') {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(draft ?? file, text);
    if (draft !== undefined) renameSync(draft, file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, error: unknown): SoconformError {
  if (error instanceof SoconformError) return error;
  return problem(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
}

function problem(message: string): SoconformError {
  return new SoconformError('E_REPORT', `${message}`);
}

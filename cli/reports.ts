import { closeSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isReportKind, reporters, reportKinds } from '../reporters/index.ts';
import type { ReportKind } from '../reporters/index.ts';
import type { RunRecord } from '../reporters/record.ts';
import { SoconformError } from '../specs/error.ts';
import { nearestText } from '../suites/nearest.ts';

/** The reports of a run: their places were found to be writable before it began. */
export interface Reports {
  /** Whether one of them goes to stdout. */
  readonly onStdout: boolean;
  /** Writes each as a whole: a reader never finds half of one. */
  write(record: RunRecord): void;
  /** Leaves nothing behind. Does no harm after `write`. */
  discard(): void;
}

interface Destination {
  readonly kind: ReportKind;
  /** `-` is stdout. */
  readonly file: string;
  /** Where it is written before it is renamed; absent for stdout and devices. */
  readonly draft?: string;
}

/** Takes `KIND=FILE` apart and opens every place. Throws E_REPORT (exit 2) when one cannot be written. */
export function openReports(wanted: readonly string[]): Reports {
  const parsed = wanted.map(parse);
  const seen = new Set<string>();
  for (const { file } of parsed) {
    const place = file === '-' ? file : path.resolve(file);
    if (seen.has(place)) throw problem(`two reports go to ${file}`);
    seen.add(place);
  }
  const opened: Destination[] = [];
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
      for (const destination of opened) writeReport(destination, reporters[destination.kind](record));
    },
  };
}

function parse(wanted: string): Destination {
  const at = wanted.indexOf('=');
  const kind = at === -1 ? wanted : wanted.slice(0, at);
  if (!isReportKind(kind)) {
    throw problem(`unknown kind of report ${JSON.stringify(kind)}${nearestText(kind, reportKinds)}`);
  }
  const file = at === -1 ? '' : wanted.slice(at + 1);
  if (file === '')
    throw problem(
      `expected KIND=FILE, such as ${kind}=report.${kind === 'junit' ? 'xml' : kind}, found ${JSON.stringify(wanted)}`,
    );
  return { kind, file };
}

function opening({ kind, file }: Destination): Destination {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing?.isDirectory() === true) throw problem(`${file} is a folder`);
    // A pipe or a device is written to; only a file can be replaced.
    if (existing !== undefined && !existing.isFile()) return { kind, file };
    const place = existing === undefined ? path.resolve(file) : realpathSync(file);
    const draft = `${place}.${process.pid}.tmp`;
    closeSync(openSync(draft, 'w'));
    return { kind, file: place, draft };
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function writeReport({ file, draft }: Destination, text: string): void {
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

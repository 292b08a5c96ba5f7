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
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Ending } from '../reporters/telling.ts';
import { SoconformError } from '../specs/error.ts';
import { nearestText } from '../suites/nearest.ts';

/** The reports of what has a record: their places were found to be writable before it began. */
export interface Reports<R> {
  /** Whether one of them takes stdout for itself. */
  readonly onStdout: boolean;
  /** To all that are written while it lasts. */
  stream(text: () => string): void;
  /** Writes each as a whole: a reader never finds half of one. */
  write(record: R, ending: Ending): void;
  /** Leaves nothing behind. Does no harm after `write`. */
  discard(): void;
}

/** How a record is told, as a whole or piece by piece. `streamed`: what was not told before. */
interface Kind<R> {
  readonly tell: (record: R, ending: Ending) => string | Iterable<string>;
  readonly place?: 'streamed' | 'beside the terminal';
}

/** By kind of report. */
export type Kinds<R> = Readonly<Record<string, Kind<R>>>;

interface Wanted<R> {
  readonly kind: Kinds<R>[string];
  /** `-` is stdout. */
  readonly file: string;
}

interface Destination<R> extends Wanted<R> {
  /** Where it is written before it is renamed; absent for stdout, devices and what is streamed. */
  readonly draft?: string;
  /** Of a file that is streamed. */
  readonly handle?: number;
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
  const streamed = (): readonly Destination<R>[] => opened.filter(({ kind }) => kind.place === 'streamed');
  const discard = (): void => {
    for (const { draft, handle } of opened.splice(0)) {
      if (draft !== undefined) rmSync(draft, { force: true });
      if (handle !== undefined) closeSync(handle);
    }
  };
  try {
    for (const each of parsed) opened.push(each.file === '-' ? each : opening(each));
  } catch (error) {
    discard();
    throw error;
  }
  return {
    onStdout: opened.some(({ file, kind }) => file === '-' && kind.place !== 'beside the terminal'),
    discard,
    stream: (text) => {
      const places = streamed();
      if (places.length === 0) return;
      const told = text();
      for (const place of places) writeOn(place, told);
    },
    write: (record, ending) => {
      for (const destination of opened) {
        const told = destination.kind.tell(record, ending);
        const texts = typeof told === 'string' ? [told] : longer(told);
        if (destination.kind.place === 'streamed') for (const text of texts) writeOn(destination, text);
        else writeWhole(destination, texts);
      }
    },
  };
}

function parse<R>(wanted: string, kinds: Kinds<R>): Wanted<R> {
  const at = wanted.indexOf('=');
  const name = at === -1 ? wanted : wanted.slice(0, at);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) {
    throw problem(`unknown kind of report ${JSON.stringify(name)}${nearestText(name, Object.keys(kinds))}`);
  }
  const file = at === -1 ? '' : wanted.slice(at + 1);
  if (file === '')
    throw problem(
      `expected KIND=FILE, such as ${name}=report.${endings[name] ?? name}, found ${JSON.stringify(wanted)}`,
    );
  return { kind, file };
}

/** What files of a kind end in, where that is not its name. */
const endings: Readonly<Record<string, string>> = {
  badge: 'json',
  ctrf: 'json',
  github: 'txt',
  junit: 'xml',
  markdown: 'md',
  terminal: 'txt',
};

function opening<R>({ kind, file }: Wanted<R>): Destination<R> {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing?.isDirectory() === true) throw problem(`${file} is a folder`);
    if (kind.place === 'streamed') return { kind, file, handle: openSync(file, 'w') };
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

/** Looks before it makes: in a file system that makes no folders, `mkdirSync` with `recursive` never ends. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  makeFolder(parent);
  accessSync(parent, constants.W_OK);
  mkdirSync(folder);
}

type Place = Omit<Destination<never>, 'kind'>;

function writeWhole({ file, draft }: Place, texts: Iterable<string>): void {
  if (file === '-') {
    for (const text of texts) process.stdout.write(text);
    return;
  }
  try {
    const handle = openSync(draft ?? file, 'w');
    try {
      for (const text of texts) writeFileSync(handle, text);
    } finally {
      closeSync(handle);
    }
    if (draft !== undefined) renameSync(draft, file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The same text in fewer pieces: each one that is written costs a call. */
function* longer(pieces: Iterable<string>): Iterable<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** In characters. */
const pieceLength = 256 * 1024;

/** On disk when it returns, as far as the death of this process goes. */
function writeOn({ file, handle }: Place, text: string): void {
  if (handle === undefined) {
    process.stdout.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
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

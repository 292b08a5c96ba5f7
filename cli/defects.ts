import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { DefectReport } from '../specs/defects/defect.ts';
import { SoconformError } from '../specs/error.ts';
import { markdown, markdownMark } from './defects-markdown.ts';
import { sarif } from './defects-sarif.ts';

/** Where the report of defects goes. */
export interface DefectFiles {
  /** Whether a file is one of them, and so no page of the documentation. */
  isOwn(file: string): boolean;
  /** Writes each beside its place; the report is not made when nobody wants it. */
  write(report: () => DefectReport): void;
  /** Puts what was written into place: a reader finds the whole of it or what was there before. */
  commit(): void;
  /** Leaves nothing behind. Does no harm after `commit`. */
  discard(): void;
}

interface Destination {
  readonly file: string;
  readonly draft: string;
  readonly format: (report: DefectReport) => Iterable<string>;
}

/**
 * Checks that each file can be one of the report. Throws `SoconformError` (E_DEFECTS, exit 2) for another ending, a
 * file given twice, one in a folder that extraction replaces, and a page of the documentation. Nothing is changed.
 */
export function openDefects(
  wanted: readonly string[],
  folders: { readonly docs: readonly string[]; readonly replaced: readonly string[] },
): DefectFiles {
  const destinations = new Map<string, Destination>();
  for (const file of wanted) {
    const format = formatOf(file);
    const place = attempt(file, () => placeOf(file));
    if (destinations.has(place)) throw refused(file, 'a file of its own for each report', 'the same file twice');
    const inside = folders.replaced.find((folder) => isWithin(place, folder));
    if (inside !== undefined)
      throw refused(file, 'a file outside the folders that are replaced', `a file in ${inside}`);
    if (folders.docs.some((folder) => isWithin(place, folder)) && isForeign(place)) {
      throw refused(file, 'a new file or a report of defects', 'a page of the documentation');
    }
    const draft = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
    destinations.set(place, { file: place, draft, format });
  }
  const made: string[] = [];
  return {
    isOwn: (file) => destinations.has(file),
    write: (make) => {
      if (destinations.size === 0) return;
      const report = make();
      for (const destination of destinations.values()) {
        const folder = attempt(destination.file, () => mkdirSync(dirname(destination.file), { recursive: true }));
        if (folder !== undefined) made.push(folder);
        attempt(destination.file, () => writeAll(destination.draft, destination.format(report)));
      }
    },
    commit: () => {
      for (const { draft, file } of destinations.values()) attempt(file, () => renameSync(draft, file));
      made.length = 0;
    },
    discard: () => {
      for (const { draft } of destinations.values()) rmSync(draft, { force: true });
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function formatOf(file: string): Destination['format'] {
  if (file.endsWith('.md')) return markdown;
  if (!file.endsWith('.sarif')) throw refused(file, 'a name that ends in .sarif or .md', 'another ending');
  const { version }: { version: string } = createRequire(import.meta.url)('soconform/package.json');
  return (report) => sarif(report, version);
}

/** The file itself, links in its path resolved as far as it exists; what is there is a file, or a folder to put it in. */
function placeOf(file: string): string {
  const path = resolve(file);
  const found = foundAt(path);
  if (found && !found.isFile()) throw refused(file, 'a file', 'something else of that name');
  return found ? realpathSync(path) : join(folderOf(file, dirname(path)), basename(path));
}

/** A folder that exists, or will exist below one that does. */
function folderOf(file: string, path: string): string {
  const found = foundAt(path);
  if (found && !found.isDirectory()) throw refused(file, 'a file in a folder', `a file ${path}`);
  if (found || dirname(path) === path) return realpathSync(path);
  return join(folderOf(file, dirname(path)), basename(path));
}

function foundAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isWithin(place: string, folder: string): boolean {
  const path = relative(foundAt(folder) ? realpathSync(folder) : resolve(folder), place);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}

/** Whether a file is there that is no report. */
function isForeign(file: string): boolean {
  if (!foundAt(file)) return false;
  const start = Buffer.alloc(markdownMark.length);
  const handle = openSync(file, 'r');
  try {
    const length = readSync(handle, start, 0, start.length, 0);
    const begins = start.toString('utf8', 0, length);
    return length > 0 && begins !== markdownMark && !begins.startsWith('{');
  } finally {
    closeSync(handle);
  }
}

function writeAll(file: string, pieces: Iterable<string>): void {
  const handle = openSync(file, 'w');
  try {
    let held = '';
    for (const piece of pieces) {
      held += piece;
      if (held.length < 1 << 16) continue;
      writeFileSync(handle, held);
      held = '';
    }
    writeFileSync(handle, held);
  } finally {
    closeSync(handle);
  }
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof SoconformError) throw error;
    throw refused(file, 'a file that can be written', error instanceof Error ? error.message : String(error));
  }
}

function refused(file: string, expected: string, found: string): SoconformError {
  return new SoconformError(
    'E_DEFECTS',
    `--defects ${file}: expected ${expected}, found ${found}; choose another file`,
  );
}

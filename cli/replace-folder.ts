import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { SoconformError } from '../specs/error.ts';

/** How to know a folder that may be replaced. */
export interface Replaceable {
  readonly what: string;
  /** The file at its top that names all others. */
  readonly index: string;
  /** The files, by their paths with `/`, that the index names; undefined for an index of something else. */
  readonly filesOf: (index: string) => readonly string[] | undefined;
}

/** The files that an index in JSON names, as a list or as the members of an object; undefined for another format. */
export function filesOfIndex(format: string): (text: string) => readonly string[] | undefined {
  return (text) => {
    let index: unknown;
    try {
      index = JSON.parse(text);
    } catch {
      return undefined;
    }
    if (typeof index !== 'object' || index === null) return undefined;
    if (!('format' in index) || index.format !== format || !('files' in index)) return undefined;
    const { files } = index;
    if (typeof files !== 'object' || files === null) return undefined;
    return Array.isArray(files) ? files.map(String) : Object.keys(files);
  };
}

/** A file's path below the folder, with `/`, and its text, which may come as bytes. */
type FileText = readonly [path: string, text: string | Uint8Array];

/** A folder that was found to be one that may be replaced. */
export interface OpenFolder {
  /** Absolute, links resolved. */
  readonly path: string;
  /**
   * Writes all files into a folder beside it and puts that in its place: whole or not at all. What was there is
   * back when something fails, and nothing is left beside it.
   */
  replace(files: Iterable<FileText>): void;
}

/**
 * Throws `SoconformError` (E_OUT) for a folder that holds anything but what its own index names: a file that
 * somebody put there would be lost. Nothing is changed.
 */
export function openFolder(out: string, replaceable: Replaceable): OpenFolder {
  const refuse = (found: string): never => {
    throw new SoconformError(
      'E_OUT',
      `${out}: expected ${replaceable.what}, an empty folder or none, found ${found}; choose another folder`,
    );
  };
  // An empty name resolves to the folder that one stands in, and comes from a variable that is not set.
  if (out.trim() === '') {
    throw new SoconformError('E_OUT', 'expected the path of a folder, found an empty text; is a variable not set?');
  }
  const path = realPath(resolve(out));
  if (contains(path, realpathSync(process.cwd()))) refuse('the folder that this command was started in');
  if (existsSync(path)) {
    const found = filesIn(path);
    if (found === undefined) return refuse('something that is no readable folder');
    if (found.length > 0) {
      if (!found.includes(replaceable.index)) refuse(`a folder without ${replaceable.index}`);
      const own = replaceable.filesOf(readFileSync(join(path, replaceable.index), 'utf8'));
      if (own === undefined) return refuse(`another ${replaceable.index}`);
      const known = new Set([replaceable.index, ...own]);
      const foreign = found.find((file) => !known.has(file));
      if (foreign !== undefined) refuse(`"${foreign}" in it`);
    }
  }
  return { path, replace: (files) => replaceFolder(path, files) };
}

/** Throws `SoconformError` (E_OUT) when one of two folders is the other or stands in it: the second would undo the first. */
export function checkApart(first: OpenFolder, second: OpenFolder): void {
  if (!contains(first.path, second.path) && !contains(second.path, first.path)) return;
  throw new SoconformError(
    'E_OUT',
    `${second.path}: expected a folder apart from ${first.path}, found one in the other; choose another folder`,
  );
}

/** The path itself, when nothing is there yet that could be a link. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** All that is no folder, and folders that are empty, below a folder; undefined when it cannot be read. */
function filesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory() && readdirSync(path).length > 0) return [];
      return [relative(folder, path).split(sep).join('/')];
    });
  } catch {
    return undefined;
  }
}

function replaceFolder(target: string, files: Iterable<FileText>): void {
  let made: string | undefined;
  let next: string | undefined;
  try {
    made = mkdirSync(dirname(target), { recursive: true });
    next = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    const content = join(next, 'new');
    const previous = join(next, 'previous');
    mkdirSync(content);
    let folder = content;
    for (const [path, text] of files) {
      const file = join(content, path);
      if (dirname(file) !== folder) {
        folder = dirname(file);
        mkdirSync(folder, { recursive: true });
      }
      writeFileSync(file, text, { flag: 'wx' });
    }
    swap(target, content, previous);
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    if (error instanceof SoconformError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SoconformError(
      'E_OUT',
      `${target}: expected a folder that can be written, found ${reason}; nothing was changed`,
    );
  } finally {
    if (next !== undefined) rmSync(next, { recursive: true, force: true });
  }
}

function swap(target: string, content: string, previous: string): void {
  if (!existsSync(target)) {
    renameSync(content, target);
    return;
  }
  renameSync(target, previous);
  try {
    renameSync(content, target);
  } catch (error) {
    renameSync(previous, target);
    throw error;
  }
}

import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { basename, dirname, join, posix, sep } from 'node:path';
import { SoconformError } from '../specs/error.ts';
import type { ResolveInclude, SourceFile } from '../specs/extract/extract.ts';
import type { Problem, ProblemRule } from '../specs/extract/problem.ts';
import { readText, reasonOf } from './read-text.ts';

const readable = /\.(?:md|markdown|xml|wsdl|json)$/i;
const withExtension = /\.\w+$/;

export interface Docs {
  /** In the order of their paths, each read when its turn comes. */
  readonly files: Iterable<SourceFile>;
  /** How many files there are to be read. */
  readonly total: number;
  readonly include: ResolveInclude;
  /** What could not be read; filled while the files are read. */
  readonly problems: readonly Problem[];
  /** Paths of the files that were given by name and not found in a folder. */
  readonly named: ReadonlySet<string>;
}

interface Found {
  readonly path: string;
  readonly file: string;
}

/**
 * The pages below the given folders, and the given files. Links are not followed, so that a page counts once and
 * nothing outside the folders is read; `except` tells files that are no pages. Throws `SoconformError` (E_DOCS) for
 * what is not there at all.
 */
export function readDocs(docs: readonly string[], except: (file: string) => boolean = () => false): Docs {
  const problems: Problem[] = [];
  const named = new Set<string>();
  const found = new Map<string, Found>();
  const paths = new Map<string, string>();
  const take = (one: Found): void => {
    // A path that two folders have is taken from the first: the second is another copy of the page.
    if (found.has(one.path) || paths.has(one.file)) return;
    found.set(one.path, one);
    paths.set(one.file, one.path);
  };
  for (const root of docs) {
    const stat = statOf(root);
    if (!stat.isDirectory() && !stat.isFile()) {
      // A pipe may never end, and a device never does.
      problems.push(broken('FILE-UNREADABLE', root, 'a file or a folder', 'a pipe, a socket or a device'));
      named.add(root);
    } else if (stat.isDirectory()) {
      for (const one of walk(realpathSync(root), problems)) if (!except(one.file)) take(one);
    } else {
      const file = realpathSync(root);
      take({ path: basename(root), file });
      named.add(paths.get(file) ?? basename(root));
    }
  }
  const sorted = [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  return {
    problems,
    named,
    total: sorted.length,
    files: {
      *[Symbol.iterator]() {
        for (const one of sorted) {
          const file = readOne(one);
          if ('text' in file) yield file;
          else problems.push(file);
        }
      },
    },
    include: (from, target) => {
      const path = includedPath(from, target);
      const one = path === undefined ? undefined : found.get(path);
      // What cannot be read is told when its own turn comes.
      const file = one && readOne(one);
      return file && 'text' in file ? file : undefined;
    },
  };
}

/** `~/` begins at the root of the documentation; anything else beside the page. */
function includedPath(from: string, target: string): string | undefined {
  const path = target.startsWith('~/') ? target.slice(2) : posix.join(posix.dirname(from), target);
  try {
    return posix.normalize(decodeURIComponent(path));
  } catch {
    return undefined;
  }
}

function statOf(root: string): Stats {
  try {
    return statSync(root);
  } catch (error) {
    throw new SoconformError(
      'E_DOCS',
      `${root}: expected a folder or a page, found ${reasonOf(error)}; give a path that exists`,
    );
  }
}

function* walk(root: string, problems: Problem[]): Iterable<Found> {
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const within = join(root, folder);
    let entries: Dirent[];
    try {
      entries = readdirSync(within, { withFileTypes: true });
    } catch (error) {
      problems.push(broken('FILE-UNREADABLE', folder === '' ? '.' : folder, 'a readable folder', reasonOf(error)));
      continue;
    }
    for (const entry of entries) {
      const { name } = entry;
      const path = folder === '' ? name : `${folder}/${name}`;
      const file = within.endsWith(sep) ? within + name : within + sep + name;
      if (entry.isDirectory()) {
        if (name !== 'node_modules' && name !== '.git') folders.push(path);
      } else if (entry.isFile()) {
        if (readable.test(name)) yield { path, file };
      } else if (entry.isSymbolicLink()) {
        const problem = linkProblem(path, file);
        if (problem) problems.push(problem);
      } else if (readable.test(name)) {
        problems.push(broken('FILE-UNREADABLE', path, 'a file', 'a pipe, a socket or a device'));
      }
    }
  }
}

/** Undefined for a link that has nothing to do with pages: a picture, a script. */
function linkProblem(path: string, file: string): Problem | undefined {
  let target: string;
  try {
    target = realpathSync(file);
  } catch (error) {
    if (!readable.test(path) && withExtension.test(path)) return undefined;
    return broken('LINK-BROKEN', path, 'a file or a folder', linkReason(error));
  }
  const isFolder = lstatSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  if (
    isFolder &&
    `${realpathSync(dirname(file))}${sep}`.startsWith(target.endsWith(sep) ? target : `${target}${sep}`)
  ) {
    return broken('LINK-BROKEN', path, 'a file or a folder', 'a link to a folder that it lies in itself');
  }
  if (!isFolder && !readable.test(path)) return undefined;
  const found = `a link to a ${isFolder ? 'folder' : 'file'}, which is not followed`;
  return { kind: 'listed', rule: 'LINK-NOT-FOLLOWED', page: path, line: 1, expected: 'a file or a folder', found };
}

function linkReason(error: unknown): string {
  const reason = reasonOf(error);
  return reason === 'nothing' ? 'a link to nothing' : reason;
}

function readOne({ path, file }: Found): SourceFile | Problem {
  const read = readText(file);
  return 'text' in read ? { path, text: read.text } : { kind: 'broken', page: path, ...read };
}

function broken(rule: ProblemRule, page: string, expected: string, found: string): Problem {
  return { kind: 'broken', rule, page, line: 1, expected, found };
}

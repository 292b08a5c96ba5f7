import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, join, posix, resolve } from 'node:path';
import { SoconformError } from '../specs/error.ts';
import type { ResolveInclude, SourceFile } from '../specs/extract/extract.ts';
import type { Problem } from '../specs/extract/problem.ts';

/** No page or WSDL of the reference is larger than a hundredth of this. */
const largest = 32 * 1024 * 1024;
const readable = /\.(?:md|markdown|xml|wsdl)$/i;

export interface Docs {
  /** In the order of their paths, each read when its turn comes. */
  readonly files: Iterable<SourceFile>;
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
 * nothing outside the folders is read. Throws `SoconformError` (E_DOCS) for what is not there at all.
 */
export function readDocs(docs: readonly string[]): Docs {
  const problems: Problem[] = [];
  const named = new Set<string>();
  const found = new Map<string, Found>();
  for (const root of docs) {
    const stats = statOf(root);
    if (stats.isDirectory()) {
      // A path that two folders have is taken from the first: the second is another copy of the page.
      for (const one of walk(realpathSync(root), problems)) if (!found.has(one.path)) found.set(one.path, one);
    } else {
      const path = basename(root);
      named.add(path);
      if (!found.has(path)) found.set(path, { path, file: resolve(root) });
    }
  }
  const sorted = [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  return {
    problems,
    named,
    files: {
      *[Symbol.iterator]() {
        for (const one of sorted) {
          const file = readOne(one, problems);
          if (file) yield file;
        }
      },
    },
    include: (from, target) => {
      const one = found.get(includedPath(from, target));
      return one && readOne(one, []);
    },
  };
}

/** `~/` begins at the root of the documentation; anything else beside the page. */
function includedPath(from: string, target: string): string {
  const path = target.startsWith('~/') ? target.slice(2) : posix.join(posix.dirname(from), target);
  return posix.normalize(decodeURI(path));
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
    let names: string[];
    try {
      names = readdirSync(join(root, folder)).sort();
    } catch (error) {
      problems.push(unreadable(folder, 'a folder', reasonOf(error)));
      continue;
    }
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const file = join(root, path);
      const stats = lstatSync(file, { throwIfNoEntry: false });
      if (stats?.isDirectory()) {
        if (name !== 'node_modules' && name !== '.git') folders.push(path);
      } else if (stats?.isFile()) {
        if (readable.test(name)) yield { path, file };
      } else if (stats?.isSymbolicLink()) {
        problems.push({
          kind: 'listed',
          page: path,
          line: 1,
          expected: 'a file or a folder',
          found: 'a link, which is not followed',
        });
      } else if (readable.test(name)) {
        problems.push(unreadable(path, 'a file', 'neither a file nor a folder'));
      }
    }
  }
}

function readOne({ path, file }: Found, problems: Problem[]): SourceFile | undefined {
  try {
    const { size } = statSync(file);
    if (size > largest) {
      problems.push(unreadable(path, `a file of at most ${largest} bytes`, `${size} bytes`));
      return undefined;
    }
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) {
      problems.push(unreadable(path, 'text in UTF-8', 'other bytes'));
      return undefined;
    }
    return { path, text: bytes.toString('utf8') };
  } catch (error) {
    problems.push(unreadable(path, 'a readable file', reasonOf(error)));
    return undefined;
  }
}

function unreadable(page: string, expected: string, found: string): Problem {
  return { kind: 'broken', page, line: 1, expected, found };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'another error';
  switch (error.code) {
    case 'ENOENT':
      return 'nothing';
    case 'EACCES':
    case 'EPERM':
      return 'a file that may not be read';
    case 'ELOOP':
      return 'a link in a circle';
    default:
      return String(error.code);
  }
}

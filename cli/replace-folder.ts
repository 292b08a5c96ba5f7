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
import { basename, dirname, join, resolve } from 'node:path';
import { SoconformError } from '../specs/error.ts';

/** How to know a folder that may be replaced. */
export interface Replaceable {
  /** The file that such a folder has at its top, and what its text must begin with. */
  readonly file: string;
  readonly isRight: (text: string) => boolean;
  /** What such a folder may have at its top: anything else is somebody's work. */
  readonly isOurs: (name: string) => boolean;
  readonly what: string;
}

/**
 * Throws `SoconformError` (E_OUT) for a folder that is not empty and not replaceable. Nothing is changed.
 */
export function checkReplaceable(out: string, replaceable: Replaceable): void {
  if (!existsSync(out)) return;
  const refuse = (found: string): never => {
    throw new SoconformError(
      'E_OUT',
      `${out}: expected ${replaceable.what}, an empty folder or none, found ${found}; choose another folder`,
    );
  };
  let names: string[];
  try {
    names = readdirSync(out);
  } catch {
    return refuse('something that is no readable folder');
  }
  if (names.length === 0) return;
  let text: string;
  try {
    text = readFileSync(join(out, replaceable.file), 'utf8');
  } catch {
    return refuse(`a folder without ${replaceable.file}`);
  }
  if (!replaceable.isRight(text)) refuse(`another ${replaceable.file}`);
  const foreign = names.find((name) => !replaceable.isOurs(name));
  if (foreign !== undefined) refuse(`"${foreign}" in it`);
}

/**
 * Writes all files into a folder beside `out` and puts it in the place of `out`: whole or not at all. The folder
 * that was there is back when something fails, and nothing is left beside it.
 */
export function replaceFolder(out: string, files: Iterable<readonly [path: string, text: string]>): void {
  const target = existsSync(out) ? realpathSync(out) : resolve(out);
  const made = mkdirSync(dirname(target), { recursive: true });
  let next: string | undefined;
  try {
    next = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    const content = join(next, 'new');
    const previous = join(next, 'previous');
    mkdirSync(content);
    for (const [path, text] of files) {
      const file = join(content, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    swap(target, content, previous);
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    if (error instanceof SoconformError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SoconformError(
      'E_OUT',
      `${out}: expected a folder that can be written, found ${reason}; nothing was changed`,
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

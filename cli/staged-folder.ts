import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SoconformError } from '../specs/error.ts';

/** A file's path below the folder, with `/`, and its text, which may come as bytes. */
export type FileText = readonly [path: string, text: string | Uint8Array];

/** What a folder is to hold. */
export interface Replacement {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly files: Iterable<FileText>;
}

/** A folder that is written beside another one and takes its place. */
interface Stage {
  readonly target: string;
  /** The first of the folders above that had to be made. */
  readonly made: string | undefined;
  /** Holds the new content, later what was there before. */
  readonly folder: string;
}

/**
 * Writes all files into folders beside those that they replace, and puts them in their places when all are written.
 * What was there is back when something fails, and nothing is left beside it. Throws `SoconformError` (E_OUT).
 */
export function replaceFolders(replacements: readonly Replacement[]): void {
  const stages: Stage[] = [];
  uninterrupted(() => {
    const placed: Stage[] = [];
    let current = '';
    try {
      for (const { path, files } of replacements) {
        current = path;
        const stage = begin(path);
        stages.push(stage);
        writeFiles(join(stage.folder, 'new'), files);
      }
      for (const stage of stages) {
        current = stage.target;
        place(stage);
        placed.push(stage);
      }
    } catch (error) {
      placed.toReversed().forEach(putBack);
      for (const { made } of stages) if (made !== undefined) rmSync(made, { recursive: true, force: true });
      if (error instanceof SoconformError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SoconformError(
        'E_OUT',
        `${current}: expected a folder that can be written, found ${reason}; nothing was changed`,
      );
    } finally {
      for (const { folder } of stages) rmSync(folder, { recursive: true, force: true });
    }
  });
}

function begin(target: string): Stage {
  const parent = dirname(target);
  const made = mkdirSync(parent, { recursive: true });
  try {
    const folder = mkdtempSync(join(parent, `.${basename(target)}-${process.pid}-`));
    mkdirSync(join(folder, 'new'));
    return { target, made, folder };
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}

function writeFiles(folder: string, files: Iterable<FileText>): void {
  // Those of one folder come one after the other.
  let last = folder;
  for (const [path, text] of files) {
    const file = join(folder, path);
    if (dirname(file) !== last) {
      last = dirname(file);
      mkdirSync(last, { recursive: true });
    }
    writeFileSync(file, text, { flag: 'wx' });
  }
}

function place({ target, folder }: Stage): void {
  const content = join(folder, 'new');
  const previous = join(folder, 'previous');
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

function putBack({ target, folder }: Stage): void {
  renameSync(target, join(folder, 'new'));
  const previous = join(folder, 'previous');
  if (existsSync(previous)) renameSync(previous, target);
}

/**
 * Removes what a run that was killed has left beside a folder. Where it was killed between the two renames, the
 * folder is put back first.
 */
export function removeLeftovers(target: string): void {
  const parent = dirname(target);
  const start = `.${basename(target)}-`;
  for (const name of namesIn(parent) ?? []) {
    const [, pid] = /^(\d+)-\w{6}$/.exec(name.startsWith(start) ? name.slice(start.length) : '') ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(parent, name);
    const content = namesIn(folder);
    // Something of somebody else may happen to have such a name.
    if (!content || content.some((entry) => entry !== 'new' && entry !== 'previous')) continue;
    if (content.includes('previous') && !existsSync(target)) renameSync(join(folder, 'previous'), target);
    rmSync(folder, { recursive: true, force: true });
  }
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be asked.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A signal that comes meanwhile would end the process before anything is removed: it is too late for it. */
function uninterrupted(act: () => void): void {
  const wait = (): void => {};
  process.on('SIGINT', wait);
  process.on('SIGTERM', wait);
  try {
    act();
  } finally {
    process.off('SIGINT', wait);
    process.off('SIGTERM', wait);
  }
}

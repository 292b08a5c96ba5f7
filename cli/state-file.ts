import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KeptMessage } from '../fixtures/emulator/memory-outbox.ts';
import type { StoreContents } from '../fixtures/emulator/store.ts';
import { SoconformError } from '../specs/error.ts';

export interface State {
  readonly store: StoreContents;
  readonly outbox: readonly KeptMessage[];
}

const format = 'soconform.state/1';

/** What the file holds; nothing when there is none. Throws `SoconformError` (E_STATE) for a file of something else. */
export function readState(file: string): State {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { store: { tables: {} }, outbox: [] };
    throw new SoconformError('E_STATE', `${file}: cannot read it (${codeOf(error)}); name another file with --state`);
  }
  const remedy = 'name another file with --state, or take this one away';
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new SoconformError('E_STATE', `${file}: expected the state of an emulator, found no JSON; ${remedy}`);
  }
  if (!isState(content)) {
    throw new SoconformError(
      'E_STATE',
      `${file}: expected "format": "${format}" with its parts, found others; ${remedy}`,
    );
  }
  return content;
}

/** The rest of it is what we wrote ourselves. */
function isState(content: unknown): content is State {
  if (typeof content !== 'object' || content === null || !('format' in content) || content.format !== format)
    return false;
  const { store, outbox } = content as { store?: { tables?: unknown }; outbox?: unknown };
  if (!Array.isArray(outbox) || typeof store?.tables !== 'object' || store.tables === null) return false;
  return Object.values(store.tables).every(
    (table: { next?: unknown; carriers?: unknown } | null) =>
      typeof table?.next === 'number' &&
      Array.isArray(table.carriers) &&
      table.carriers.every((pair: unknown) => Array.isArray(pair) && typeof pair[0] === 'number'),
  );
}

/** Writes a whole new file beside the old one and puts it in its place: a reader finds the one or the other. */
export function writeState(file: string, { store, outbox }: State): void {
  const beside = `${file}.${process.pid}.new`;
  try {
    const opened = openSync(beside, 'w', 0o600);
    try {
      writeSync(opened, JSON.stringify({ format, store, outbox }));
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new SoconformError(
      'E_STATE',
      `${file}: cannot write it (${codeOf(error)}); --state wants a file in a folder that can be written, found ${dirname(file)}`,
    );
  }
}

/** Writes the state soon after it changed, many changes at once. */
export interface StateWriter {
  changed(): void;
  /** Writes what is not yet written. */
  flush(): void;
}

export function stateWriter(file: string, state: () => State, failed: (error: unknown) => void): StateWriter {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    try {
      writeState(file, state());
    } catch (error) {
      failed(error);
    }
  };
  return {
    changed: () => {
      timer ??= setTimeout(flush, 100);
    },
    flush,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

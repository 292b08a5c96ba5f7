import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { removeLeftovers, replaceFolders, type FileText } from './staged-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'staged-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folder = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(scratch, `${count}`);
  mkdirSync(folder);
});

const old: readonly FileText[] = [['a/b.txt', 'old']];
const fresh: readonly FileText[] = [['a/b.txt', Buffer.from('new')]];
const text = (name: string): string => readFileSync(join(folder, name, 'a/b.txt'), 'utf8');

describe('folders are replaced together or not at all', () => {
  test('both', () => {
    const paths = ['one', 'two/deep'].map((name) => join(folder, name));
    for (const files of [old, fresh]) replaceFolders(paths.map((path) => ({ path, files })));
    expect([text('one'), text('two/deep')]).toEqual(['new', 'new']);
    expect([readdirSync(folder), readdirSync(join(folder, 'two'))]).toEqual([['one', 'two'], ['deep']]);
  });

  function* failing(): Iterable<FileText> {
    yield ['a.txt', 'new'];
    throw new Error('the disk is full');
  }
  /** Takes away the place of its own folder when all is written. */
  function* pulled(): Iterable<FileText> {
    yield ['a.txt', 'new'];
    rmSync(join(folder, 'two'), { recursive: true });
  }

  test.each([
    ['written', failing, 'the disk is full'],
    ['put into its place', pulled, 'ENOENT'],
  ])('the second cannot be %s', (_, files, reason) => {
    replaceFolders([{ path: join(folder, 'one'), files: old }]);
    const both = [
      { path: join(folder, 'one'), files: fresh },
      { path: join(folder, 'two/deep'), files: files() },
    ];
    expect(() => {
      replaceFolders(both);
    }).toThrow(new RegExp(`deep: expected a folder that can be written, found .*${reason}.*nothing was changed`));
    expect(readdirSync(folder)).toEqual(['one']);
    expect(text('one')).toBe('old');
  });
});

describe('what a run that was killed has left', () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const stage = (pid: number, ...content: readonly string[]): string => {
    const path = join(folder, `.catalogue-${pid}-Ab12Cd`);
    for (const name of content) {
      mkdirSync(join(path, name, 'a'), { recursive: true });
      writeFileSync(join(path, name, 'a/b.txt'), name);
    }
    return path;
  };

  test('is removed', () => {
    stage(ended, 'new');
    replaceFolders([{ path: join(folder, 'catalogue'), files: old }]);
    removeLeftovers(join(folder, 'catalogue'));
    expect(readdirSync(folder)).toEqual(['catalogue']);
    expect(text('catalogue')).toBe('old');
  });

  test('is put back where the folder was just being replaced', () => {
    stage(ended, 'new', 'previous');
    removeLeftovers(join(folder, 'catalogue'));
    expect(readdirSync(folder)).toEqual(['catalogue']);
    expect(text('catalogue')).toBe('previous');
  });

  test.each([
    ['of a run that is still going', () => stage(process.pid, 'new')],
    ['that somebody put something into', () => stage(ended, 'new', 'mine')],
    [
      'that is a file',
      () => {
        const path = stage(ended);
        writeFileSync(path, 'mine');
        return path;
      },
    ],
    [
      'of another folder',
      () => {
        const path = join(folder, `.catalogue-2-${ended}-Ab12Cd`);
        mkdirSync(path);
        return path;
      },
    ],
  ])('stays %s', (_, make) => {
    const path = make();
    removeLeftovers(join(folder, 'catalogue'));
    expect(existsSync(path)).toBe(true);
  });
});

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { reporters } from '../reporters/index.ts';
import { sampleRecord } from '../reporters/testing/sample-record.ts';
import { openReports } from './reports.ts';

const root = mkdtempSync(path.join(tmpdir(), 'reports-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder = root;
let count = 0;
beforeEach(() => {
  count += 1;
  folder = path.join(root, String(count));
  mkdirSync(folder);
});
const lax = { strict: false };
const ending = { code: 1, sentence: 'a MUST failed.' };
const at = (name: string): string => path.join(folder, name);

describe('reports', () => {
  test('are written whole, into folders that are made for them', () => {
    const reports = openReports([`json=${at('new/deep/run.json')}`, `junit=${at('run.xml')}`], lax);
    expect(existsSync(at('run.xml'))).toBe(false);
    reports.write(sampleRecord, ending);
    expect(JSON.parse(readFileSync(at('new/deep/run.json'), 'utf8'))).toEqual(sampleRecord);
    expect(readdirSync(folder).sort()).toEqual(['new', 'run.xml']);
  });

  test.each(['json', 'ndjson'] as const)('are the same in pieces as in one, %s', (kind) => {
    const [one] = sampleRecord.cases;
    if (one === undefined) throw new Error('the record has no case');
    const long = { ...one, operation: '😀é…'.repeat(1000) };
    const record = { ...sampleRecord, cases: [...sampleRecord.cases, ...Array.from({ length: 300 }, () => long)] };
    const reports = openReports([`${kind}=${at('run')}`], lax);
    reports.write(record, ending);
    expect(readFileSync(at('run'), 'utf8') === reporters[kind](record)).toBe(true);
  });

  test('replace a file, and keep it when the run has no end', () => {
    writeFileSync(at('run.json'), 'before');
    openReports([`json=${at('run.json')}`], lax).discard();
    expect(readFileSync(at('run.json'), 'utf8')).toBe('before');
    const reports = openReports([`json=${at('run.json')}`], lax);
    reports.write(sampleRecord, ending);
    reports.discard();
    expect(readFileSync(at('run.json'), 'utf8')).toContain('soconform.run/1');
    expect(readdirSync(folder)).toEqual(['run.json']);
  });

  test('follow a link to its file', () => {
    writeFileSync(at('real.json'), '');
    symlinkSync(at('real.json'), at('link.json'));
    openReports([`json=${at('link.json')}`], lax).write(sampleRecord, ending);
    expect(readFileSync(at('real.json'), 'utf8')).toContain('soconform.run/1');
  });

  test('leave a device what it is', () => {
    openReports(['json=/dev/null'], lax).write(sampleRecord, ending);
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });
});

describe('refused before the run begins', () => {
  test.each([
    ['josn=a', 'unknown kind of report "josn"; nearest: json'],
    ['pdf=a', 'unknown kind of report "pdf"; there are '],
    ['json', 'expected KIND=FILE, such as json=report.json, found "json"'],
    ['junit=', 'expected KIND=FILE, such as junit=report.xml, found "junit="'],
  ])('%s', (wanted, message) => {
    expect(() => openReports([wanted], lax)).toThrow(message);
  });

  test('a folder', () => {
    expect(() => openReports([`json=${folder}`], lax)).toThrow(`${folder} is a folder`);
  });

  test('a path through a file', () => {
    writeFileSync(at('file'), '');
    expect(() => openReports([`json=${at('file/run.json')}`], lax)).toThrow(`cannot write ${at('file/run.json')}`);
  });

  test('two reports in one file', () => {
    expect(() => openReports([`json=${at('a')}`, `junit=${folder}/./a`], lax)).toThrow('two reports go to');
  });

  // root may write everywhere.
  test.skipIf(process.getuid?.() === 0)('a folder without the right to write', () => {
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o500);
    expect(() => openReports([`json=${at('locked/run.json')}`], lax)).toThrow('cannot write');
  });

  test('and what was opened before it is taken away', () => {
    expect(() => openReports([`json=${at('run.json')}`, 'pdf=x'], lax)).toThrow();
    expect(() => openReports([`json=${at('run.json')}`, `junit=${folder}`], lax)).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';
import { generationOf } from './contract.ts';
import { SoconformError } from './error.ts';
import { sets } from './sets.ts';

const scratch = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const committed = resolve(import.meta.dirname, 'catalogue');

/** A copy of the committed catalogue with one file changed. */
function copy(name: string, file: string, change: (text: string) => string): string {
  const folder = join(scratch, name);
  cpSync(committed, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

function errorOf(act: () => unknown): SoconformError {
  try {
    act();
  } catch (error) {
    if (error instanceof SoconformError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('the committed catalogue', () => {
  const catalogue = openCatalogue();

  test('has the whole archive, and documented pairs of the core set alone', () => {
    const generations = new Set(catalogue.summaries.map(generationOf));
    expect([...generations].sort()).toEqual([
      'rest-v1',
      'rest-v1-resources',
      'soap-Services86',
      'soap-Services87',
      'soap-Services88',
    ]);
    const documented = catalogue.summaries.filter(({ id }) => catalogue.documented(id));
    expect(documented.map(({ id }) => id)).toEqual([...sets.core].sort());
  });

  test('has the core set, with types and documented pairs', () => {
    for (const id of sets.core) {
      const contract = catalogue.contract(id);
      expect(contract.id).toBe(id);
      expect(catalogue.types(generationOf(contract)).size).toBeGreaterThan(0);
      expect(catalogue.documented(id)?.request.body).toBeDefined();
    }
  });

  test('is the same catalogue wherever it lies', () => {
    const other = openCatalogue(copy('elsewhere', 'catalogue.json', (text) => text));
    expect([other.name, other.hash]).toEqual(['elsewhere', catalogue.hash]);
  });

  test('has no types for a generation that it does not have', () => {
    expect(catalogue.types('soap-Services99').size).toBe(0);
  });

  test('says so when it does not have a contract', () => {
    expect(errorOf(() => catalogue.contract('EMail.Nothing/rest-v1'))).toMatchObject({ code: 'E_CONTRACT', exit: 2 });
  });
});

test('line ends of another system are no damage', () => {
  const folder = copy('crlf', 'rest-v1/EMail.json', (text) => text.replaceAll('\n', '\r\n'));
  expect(openCatalogue(folder).contract('EMail.SendEMails/rest-v1').operation).toBe('SendEMails');
});

describe('what is no catalogue is refused with file, expectation and finding', () => {
  test.each<[string, () => string, RegExp]>([
    [
      'a folder that is not there',
      () => join(scratch, 'none'),
      /none.catalogue\.json: expected a file of a catalogue, found/,
    ],
    ['an empty folder', () => (mkdirSync(join(scratch, 'empty')), join(scratch, 'empty')), /found ENOENT/],
    ['no JSON', () => copy('text', 'catalogue.json', () => 'hello'), /expected JSON/],
    ['half a file', () => copy('half', 'catalogue.json', (text) => text.slice(0, 500)), /expected JSON/],
    [
      'another format',
      () => copy('format', 'catalogue.json', (text) => text.replace('catalogue/1', 'catalogue/2')),
      /expected "soconform\.catalogue\/1", found "soconform\.catalogue\/2"/,
    ],
    ['a list', () => copy('list', 'catalogue.json', () => '[]'), /expected an object, found \[\]/],
    [
      'no contracts',
      () =>
        copy('nothing', 'catalogue.json', (text) => JSON.stringify({ ...(JSON.parse(text) as object), contracts: [] })),
      /expected contracts, found none/,
    ],
    [
      'a wrong id',
      () => copy('id', 'catalogue.json', (text) => text.replace(/"id": "[^"]*"/, '"id": "EMail"')),
      /catalogue\.json at contracts\[0\]\.id: expected an id/,
    ],
  ])('%s', (_, folder, message) => {
    const error = errorOf(() => openCatalogue(folder()));
    expect(error).toMatchObject({ code: 'E_CATALOGUE', exit: 2 });
    expect(error.message).toMatch(message);
  });

  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a changed file',
      'rest-v1/EMail.json',
      (text) => text.replace('"send"', '"read"'),
      /EMail\.json: expected content with hash \w{16}, found/,
    ],
    ['half a file', 'rest-v1/EMail.json', (text) => text.slice(0, 900), /EMail\.json: expected JSON/],
    ['another file in its place', 'rest-v1/EMail.json', () => '{}', /expected content with hash/],
  ])('%s, when it is read', (name, file, change, message) => {
    const catalogue = openCatalogue(copy(`damaged ${name}`, file, change));
    expect(catalogue.contract('EMail.RelayMessage/soap-Services86').operation).toBe('RelayMessage');
    expect(errorOf(() => catalogue.contract('EMail.SendEMails/rest-v1')).message).toMatch(message);
  });
});

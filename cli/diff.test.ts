import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restPage, soapPage, wsdl } from '../specs/testing/pages.ts';
import { extract } from './extract.ts';
import { soconform } from './testing/command.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'diff-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (name: string): string => path.join(scratch, name);

function put(folder: string, pages: Readonly<Record<string, string>>): void {
  mkdirSync(at(folder), { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(path.join(at(folder), name), text);
}

const length = '<xs:element minOccurs="0" name="Length" type="xs:int" />';
const name = '<xs:element minOccurs="0" name="Name" nillable="true" type="xs:string" />';
const old = { 'rest.md': restPage(), 'soap.md': soapPage(), 'w.xml': wsdl() };
/** A further status on REST, which breaks a caller; on SOAP an argument that may be missing, which does not. */
const changed = {
  ...old,
  'rest.md': restPage().replace('| 200 | OK |', '| 200 | OK |\n| 201 | Made |'),
  'w.xml': wsdl({ request: length + name }),
};
/** Two generations, the later with a further operation. */
const both = {
  ...old,
  'soap87.md': soapPage({ version: 'Services87' }),
  'sink87.md': soapPage({ version: 'Services87', operation: 'Sink' }),
  'w87.xml': wsdl({ version: 'Services87' }),
};

beforeAll(async () => {
  put('old', old);
  put('changed', changed);
  put('both', both);
  put('half', { ...old, 'half.md': restPage({ operation: 'Agents/Fleet/Sink' }).slice(0, 900) });
  put('other', { 'index.md': '# Fleet\n' });
  for (const folder of ['old', 'changed', 'both']) {
    await extract({ docs: [at(folder)], out: at(`${folder}-catalogue`), print: () => {} });
  }
  writeFileSync(at('run.json'), '{\n  "format": "soconform.run/1",\n  "complete": true }');
  writeFileSync(at('compact.json'), '{"format":"soconform.run/1"}');
});

const diff = (...args: readonly string[]) => soconform(['diff', ...args], { cwd: scratch });

describe.each([
  ['folders of pages', 'old', 'changed'],
  ['catalogues', 'old-catalogue', 'changed-catalogue'],
  ['indexes of catalogues', 'old-catalogue/catalogue.json', 'changed-catalogue/catalogue.json'],
])('two %s', (_, before, after) => {
  test('are compared, and what breaks a caller is told and no error', async () => {
    const { code, stdout, stderr } = await diff(before, after);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('BREAKING  A success status is new\n');
    expect(stdout).toContain('compatible  A member is new (1, inside a sequence)\n');
    expect(stdout).toContain('  input.Length  int32, before Name\n');
    expect(stdout).toMatch(/\nExit 0: 1 breaking change, 1 compatible\.\n$/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('are an error with --fail-on breaking only where something is', async () => {
    const { code, stdout } = await diff(before, after, '--fail-on', 'breaking');
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nExit 1: 1 breaking change, 1 compatible\.\n$/);
    expect((await diff(after, before, '--fail-on', 'breaking')).code).toBe(1);
    expect((await diff(before, after, '--from', 'v1', '--to', 'v1', '--fail-on', 'breaking')).code).toBe(1);
    expect((await diff(before, after, '--from', 'Services86', '--fail-on', 'breaking')).code).toBe(0);
  });

  test('that say the same say so', async () => {
    const { code, stdout } = await diff(before, before, '--fail-on', 'breaking');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExit 0: Nothing has changed: 2 operations, the same on both sides\.\n$/);
  });
});

describe('two generations', () => {
  test.each([
    ['of one catalogue', ['both-catalogue', '--from', 'soap-Services86', '--to', 'soap-Services87']],
    ['of one folder of pages', ['both', '--from', 'services86', '--to', 'SOAP-SERVICES87']],
    ['of two catalogues', ['old-catalogue', 'both-catalogue', '--from', 'Services86', '--to', 'Services87']],
  ])('%s', async (_, args) => {
    const { code, stdout, stderr } = await diff(...args, '--fail-on', 'breaking');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('\nsoap-Services86 → soap-Services87\n');
    expect(stdout).toContain('  1 operation in both, 0 of them changed; 1 new, 0 gone\n');
    expect(stdout).toContain('compatible  An operation is new\n');
    expect(stdout).toContain('  Fleet  Sink\n');
  });

  test('of the catalogue of the package', async () => {
    const { code, stdout } = await diff('--from', 'Services86', '--to', 'Services87');
    expect(code).toBe(0);
    expect(stdout).toContain('\nsoap-Services86 → soap-Services87\n');
  });
});

describe('reports', () => {
  const schema: unknown = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('#schemas/diff.schema.json'), 'utf8'),
  );
  const accepts = new Ajv2020({ strict: true }).compile(schema as object);

  test.each([
    ['old', 'changed'],
    ['both-catalogue', 'old-catalogue'],
    ['old', 'old'],
  ])('--json of %s and %s is as its schema says', async (before, after) => {
    const { stdout, stderr } = await diff(before, after, '--json');
    expect(accepts(JSON.parse(stdout)), JSON.stringify(accepts.errors)).toBe(true);
    expect(stderr).toMatch(/^Exit 0: [^\n]+\n$/);
  });

  test('go to files, beside what is printed', async () => {
    const { stdout } = await diff('old', 'changed', '--report', 'markdown=made/new.md', '--report', 'json=diff.json');
    expect(stdout).toContain('BREAKING');
    expect(readFileSync(at('made/new.md'), 'utf8')).toContain('### Breaking: A success status is new (1)\n');
    expect(accepts(JSON.parse(readFileSync(at('diff.json'), 'utf8')))).toBe(true);
  });

  test('on stdout stand alone there', async () => {
    const { stdout, stderr } = await diff('old', 'changed', '--report', 'markdown=-');
    expect(stdout).toMatch(/^# Changes from old to changed\n/);
    expect(stderr).toBe('Exit 0: 1 breaking change, 1 compatible.\n');
  });

  test('name the pages that could not be read', async () => {
    const { code, stdout } = await diff('old', 'half');
    expect(code).toBe(0);
    expect(stdout).toContain('1 page of half could not be read: what they state is missing.');
  });

  test('leave nothing behind when nothing can be compared', async () => {
    const before = readdirSync(scratch);
    expect((await diff('old', 'run.json', '--report', 'json=never.json')).code).toBe(2);
    expect(readdirSync(scratch)).toEqual(before);
    expect(existsSync(at('never.json'))).toBe(false);
  });
});

describe('what cannot be compared is an error of one line', () => {
  test.each<[args: readonly string[], line: string]>([
    [[], 'E_DIFF expected two catalogues or two folders of pages, or --from and --to'],
    [['old'], 'E_DIFF expected two catalogues or two folders of pages, or --from and --to'],
    [['old', '--to', 'v1'], 'E_DIFF expected two catalogues or two folders of pages, or --from and --to'],
    [['old', 'changed', 'more'], 'E_USAGE too many arguments'],
    [['old', 'changed', '--fail-on', 'braking'], 'Allowed choices are breaking, regression.'],
    [['old', 'changed', '--report', 'junit=x'], 'E_REPORT unknown kind of report "junit"; there are json, markdown'],
    [['old', 'none'], 'E_DIFF none: expected a catalogue or a folder of pages, found nothing'],
    [['old', 'old-catalogue'], 'E_DIFF expected two of a kind, found pages (old) and a catalogue (old-catalogue)'],
    [['run.json', 'old-catalogue'], 'E_DIFF expected two of a kind, found a run record (run.json) and a catalogue'],
    [['old', 'compact.json'], 'E_DIFF expected two of a kind, found pages (old) and a run record (compact.json)'],
    [['run.json', 'compact.json'], 'E_RECORD run.json: expected a run record of this version'],
    [['run.json', 'run.json', '--from', 'v1'], 'E_DIFF --from and --to name generations of catalogues'],
    [['old', 'changed', '--fail-on', 'regression'], 'E_DIFF --fail-on regression is for two run records'],
    [['old', 'other'], 'E_DIFF other: expected pages of operations, found none that is one'],
    [['old', 'changed', '--from', 'Services8', '--to', 'v1'], 'E_DIFF --from Services8: old has no such generation'],
    [
      ['old', 'changed', '--from', 'v1', '--to', 'Services87'],
      'has no such generation; there are rest-v1, soap-Services86',
    ],
    [['both', '--from', 'v1', '--to', 'Services87'], 'E_DIFF rest-v1 and soap-Services87 have nothing in common'],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await diff(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^E_[A-Z]+ [^\n]+\n$/);
    expect(stderr).toContain(line);
  });
});

describe('filters of agents and operations', () => {
  test('leave the rest out, and every report says so', async () => {
    const { code, stdout } = await diff(
      'both',
      '--from',
      'Services86',
      '--to',
      'Services87',
      '--operation',
      '*.sink',
      '--json',
    );
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({
        only: ['*.sink'],
        summary: { breaking: 0, compatible: 1, operations: { added: 1, removed: 0, changed: 0, unchanged: 0 } },
      }),
    ]);
    expect((await diff('old', 'changed', '--agent', 'Fleet')).stdout).toContain('\n  only     Fleet\n');
  });

  test('name a generation only where it has one of the operations', async () => {
    const { stdout } = await diff('old', 'both', '--operation', 'Fleet.Sink', '--json');
    const { comparisons } = JSON.parse(stdout) as { comparisons: readonly { readonly to: string }[] };
    expect(comparisons.map(({ to }) => to)).toEqual(['soap-Services87']);
  });

  test.each([
    ['that match nothing', ['old', 'changed', '--operation', 'Fleet.Nothing'], /^E_FILTER no operation matches/],
    ['of run records', ['compact.json', 'compact.json', '--agent', 'Fleet'], /^E_DIFF --agent and --operation/],
  ])('%s are an error', async (_, args, message) => {
    const { code, stderr } = await diff(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

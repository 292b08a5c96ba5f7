import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { faults } from '../fixtures/emulator/faults.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';
import { checks } from '../suites/checks/index.ts';
import { soconform } from './testing/command.ts';

const { version } = createRequire(import.meta.url)('soconform/package.json') as { version: string };
const commands = [
  'run',
  'serve',
  'extract',
  'list',
  'show',
  'explain',
  'schemas',
  'diff',
  'judge',
  'replay',
  'report',
  'clean',
  'deviations',
  'init',
] as const;

describe('help', () => {
  test('names every command and every exit code, in 80 columns', async () => {
    const { code, stdout } = await soconform(['--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    for (const exit of [0, 1, 2, 3, 4, 5]) expect(stdout).toMatch(new RegExp(`^ {2}${exit} {2}`, 'm'));
  });

  test.each(commands)('%s --help has examples and fits 80 columns', async (command) => {
    const { code, stdout } = await soconform([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: soconform ${command}`);
    expect(stdout).toMatch(/^Examples?\n {2}soconform /m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('is what a call without a command gets, and that is an error', async () => {
    const { code, stdout, stderr } = await soconform([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: soconform');
  });
});

test('--version is the version, before a command', async () => {
  expect(await soconform(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('a wrong command line is an error of one line with the nearest name', () => {
  test.each<[args: readonly string[], line: string]>([
    [['rnu'], "E_USAGE unknown command 'rnu' (Did you mean run?)"],
    [['run', '--stict'], "E_USAGE unknown option '--stict' (Did you mean --strict?)"],
    [['--targt', 'x'], "E_USAGE unknown option '--targt'"],
    [
      ['run', '--allow', 'sned'],
      "E_USAGE option '--allow <effect>' argument 'sned' is invalid. Allowed choices are read, write, send, admin.",
    ],
    [
      ['run', '--seed', 'x'],
      "E_USAGE option '--seed <n>' argument 'x' is invalid. Expected a whole number from 0 to 2147483647.",
    ],
    [
      ['run', '--deadline', '0'],
      "E_USAGE option '--deadline <ms>' argument '0' is invalid. Expected a whole number from 1 to 3600000.",
    ],
    [['run', 'extra'], 'E_USAGE too many arguments'],
    [
      ['list', 'chekcs'],
      "E_USAGE command-argument value 'chekcs' is invalid for argument 'what'. Allowed choices are contracts, checks, cases, faults.",
    ],
    [['extract', 'docs'], "E_USAGE required option '--out <dir>' not specified"],
    [['show'], "E_USAGE missing required argument 'contract'"],
    [['show', 'EMail.SendEMail/rest-v1'], 'nearest: EMail.SendEMails/rest-v1'],
    [['show', 'EMail.RelayMessage'], 'there are EMail.RelayMessage/rest-v1, EMail.RelayMessage/soap-Services86'],
    [['explain', 'HTTP-204-NO-CONTNT'], 'nearest: HTTP-204-NO-CONTENT'],
    [['serve', '--fault', 'http-silense'], 'nearest: http-silence'],
    [['run', '--agent', 'EMial'], 'EMail'],
    [['run', '--operation', 'EMail.SendEMail'], 'EMail.SendEMails'],
    [['run', '--check', 'REST-TYP'], 'REST-TYPE'],
    [['run', '--case', 'EMail.SendEMails/rest-v1/documentd'], 'EMail.SendEMails/rest-v1/documented'],
    [['run', '--version', 'v2'], 'v1'],
    [['run', '--protocol', 'soup'], 'soap'],
    [['run', '--set', 'cor'], 'core'],
    [['run', '--catalogue', '/nowhere/at/all'], '/nowhere/at/all'],
    [['run', '--target', 'tenant'], 'E_TARGET expected an address such as https://host/Cust12345'],
    [['run', '--target', 'http://user:word@host'], 'SOCONFORM_USER'],
    [['run', '--report', 'junti=x'], 'nearest: junit'],
    [['list', 'cases', '--agent', 'Nobody'], 'Nobody'],
    [['list', 'contracts', '--operation', 'EMail.SendEMail'], 'EMail.SendEMails'],
    [['list', 'checks', '--check', 'REST-TYP'], 'REST-TYPE'],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await soconform(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^E_[A-Z]+ [^\n]+\n$/);
    expect(stderr).toContain(line);
  });
});

describe('an empty text, as an unset variable leaves it, is never taken for a default', () => {
  test.each([
    ['run', '--target', ''],
    ['run', '--catalogue', ''],
    ['run', '--report', ''],
    ['serve', '--host', ''],
    ['extract', 'docs', '--out', ''],
    ['schemas', '--out', ' '],
    ['extract', '', '--out', 'x'],
  ])('%s %s "%s"', async (...args) => {
    const { code, stdout, stderr } = await soconform(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^E_USAGE .*found an empty one: is a variable not set\?\n$/);
  });
});

test.each([
  ['SOCONFORM_OPERATIONS', 'E_ENVIRONMENT SOCONFORM_OPERATIONS: no such variable; nearest: SOCONFORM_OPERATION'],
  ['SOCONFORM_DRY_RUN', 'E_ENVIRONMENT SOCONFORM_DRY_RUN: expected 0, 1, false, true, found "yes"'],
])('the variable %s is not passed over', async (name, message) => {
  const { code, stderr } = await soconform(['run'], { env: { [name]: 'yes' } });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('--dry-run has nothing to report', async () => {
  const { code, stderr } = await soconform(['run', '--set', 'core', '--dry-run', '--report', 'json=-']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^E_USAGE --dry-run sends nothing/) as unknown]);
});

test('list faults takes the filters of checks, and no other', async () => {
  const { stdout } = await soconform(['list', 'faults', '--check', 'HTTP-204-LENGTH']);
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['http-204-length-zero', '']);
  const { code, stderr } = await soconform(['list', 'faults', '--agent', 'EMail']);
  expect([code, stderr]).toEqual([2, 'E_USAGE list faults takes --check and --level only, found --agent\n']);
});

test('a target with a password in its address is refused without the password', async () => {
  const { stderr } = await soconform(['run', '--target', 'http://user:pass-word@host']);
  expect(stderr).not.toContain('pass-word');
});

test('SOCONFORM_DEBUG shows where an error came from', async () => {
  const { stderr } = await soconform(['show', 'x'], { env: { SOCONFORM_DEBUG: '1' } });
  expect(stderr).toMatch(/^E_CONTRACT .*\n.*SoconformError: .*\n +at /);
});

test('a closed pipe is no error', () => {
  const main = path.resolve(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
  const { stdout, stderr } = spawnSync('sh', ['-c', `'${process.execPath}' '${main}' list faults | head -n 1`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toHaveLength(2);
});

describe('list', () => {
  const lines = async (...args: string[]): Promise<readonly string[]> => {
    const { code, stdout, stderr } = await soconform(['list', ...args]);
    expect([code, stderr]).toEqual([0, '']);
    return stdout.split('\n').slice(0, -1);
  };
  const first = (all: readonly string[]): readonly (string | undefined)[] => all.map((line) => line.split(' ')[0]);

  test('contracts is what it does without more', async () => {
    const ids = openCatalogue().summaries.map((summary) => summary.id);
    expect(first(await lines())).toEqual(ids);
  });

  test('contracts of a filter', async () => {
    expect(first(await lines('contracts', '--set', 'core', '--agent', 'email', '--protocol', 'rest'))).toEqual([
      'EMail.RelayMessage/rest-v1',
      'EMail.SendEMails/rest-v1',
    ]);
  });

  test('checks', async () => {
    expect(first(await lines('checks'))).toEqual(checks.map((check) => check.id));
  });

  test('checks that concern a selection', async () => {
    const ids = first(await lines('checks', '--protocol', 'soap'));
    expect(ids).toContain('SOAP-ENVELOPE');
    expect(ids.filter((id) => id?.startsWith('REST-'))).toEqual([]);
  });

  test('checks of a level', async () => {
    const all = await lines('checks', '--level', 'must');
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((line) => !/ MUST /.test(line))).toEqual([]);
  });

  test('cases of the core set', async () => {
    const ids = first(await lines('cases', '--set', 'core'));
    for (const contract of sets.core) expect(ids).toContain(`${contract}/documented`);
  });

  test('faults', async () => {
    expect(first(await lines('faults'))).toEqual(faults.map((fault) => fault.id));
  });

  test.each(['contracts', 'checks', 'cases', 'faults'])('%s --json has the ids of the list', async (what) => {
    const json = JSON.parse((await lines(what, '--json')).join('\n')) as readonly { readonly id: string }[];
    expect(json.map((one) => one.id)).toEqual(first(await lines(what)));
  });
});

describe('show', () => {
  test.each([...sets.core])('%s', async (id) => {
    const { code, stdout, stderr } = await soconform(['show', id.toUpperCase()]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(`${id}\n  address `)).toBe(true);
  });

  test('an operation with one contract needs no version', async () => {
    const { stdout } = await soconform(['show', 'AI.TrainCategorizer']);
    expect(stdout.split('\n')[0]).toBe('AI.TrainCategorizer/soap-Services88');
  });

  test('--json is the contract with the types that it reaches', async () => {
    const { stdout } = await soconform(['show', 'EMail.SendEMails/rest-v1', '--json']);
    const shown = JSON.parse(stdout) as { contract: unknown; types: readonly { name: string }[] };
    expect(shown.contract).toEqual(JSON.parse(JSON.stringify(openCatalogue().contract('EMail.SendEMails/rest-v1'))));
    expect(shown.types.map((type) => type.name)).toContain('EMailAddress');
  });
});

describe('explain', () => {
  const page = (id: string): string =>
    readFileSync(path.resolve(import.meta.dirname, '..', 'docs', 'checks', `${id}.md`), 'utf8');

  test.each(checks.map((check) => check.id))('%s has a page', (id) => {
    expect(page(id)).toMatch(new RegExp(`^---\\nid: ${id}\\n`));
  });

  test('prints the page without its marks', async () => {
    const { code, stdout } = await soconform(['explain', 'http-204-no-content']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^id +HTTP-204-NO-CONTENT\n/);
    expect(stdout).not.toMatch(/^(#|```|---)/m);
  });
});

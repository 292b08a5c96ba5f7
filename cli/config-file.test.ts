import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import type { Config } from '../suites/config.ts';
import { readConfig } from './config-file.ts';

const root = mkdtempSync(path.join(tmpdir(), 'soconform-config-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = path.join(root, String((folders += 1)));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const json = (config: unknown): string => folderWith({ 'soconform.config.json': JSON.stringify(config) });

test('without a file nothing is set', async () => {
  expect(await readConfig({}, folderWith({}))).toEqual({});
});

describe('a file is read', () => {
  const said = { target: 'https://host/Cust1', agent: 'EMail' } satisfies Config;
  test.each([
    ['soconform.config.json', JSON.stringify(said)],
    ['soconform.config.js', `module.exports = ${JSON.stringify(said)};`],
    ['soconform.config.ts', `interface A { a?: 1 }\nexport default ${JSON.stringify(said)} satisfies A & object;`],
  ])('%s', async (name, text) => {
    const folder = folderWith({ [name]: text });
    const found = await readConfig({}, folder);
    expect(found).toEqual({ ...said, file: path.join(folder, name) });
  });

  test('by name, from anywhere', async () => {
    const folder = folderWith({ 'my.json': '{"target":"https://a"}' });
    expect(await readConfig({ config: path.join(folder, 'my.json') }, root)).toMatchObject({ target: 'https://a' });
  });
});

describe('a profile', () => {
  const config = {
    profile: 'staging',
    allow: 'read',
    network: { proxy: 'http://proxy:3128', ca: 'ca.pem' },
    profiles: {
      staging: { target: 'https://staging', network: { insecure: true } },
      local: { target: 'http://127.0.0.1:1', allow: 'send', network: { proxy: false } },
    },
  } satisfies Config;

  test('is laid over the rest, part by part', async () => {
    const folder = json(config);
    const ca = path.join(folder, 'ca.pem');
    expect(await readConfig({}, folder)).toMatchObject({
      target: 'https://staging',
      allow: 'read',
      network: { proxy: 'http://proxy:3128', ca, insecure: true },
    });
    expect(await readConfig({ profile: 'local' }, folder)).toMatchObject({
      target: 'http://127.0.0.1:1',
      allow: 'send',
      network: { proxy: false, ca },
    });
  });

  test('that does not exist is an error that names the nearest', async () => {
    await expect(readConfig({ profile: 'stagin' }, json(config))).rejects.toThrow(
      /no profile "stagin"; nearest: staging/,
    );
    await expect(readConfig({ profile: 'stagin' }, folderWith({}))).rejects.toThrow(/there is no profile "stagin"/);
  });
});

describe('is refused', () => {
  test.each<[title: string, config: unknown, message: RegExp]>([
    ['a member that does not exist', { targt: 'x' }, /the whole has no member "targt"; nearest: target/],
    [
      'a member of a profile that does not exist',
      { profiles: { a: { alow: 'read' } } },
      /profiles.a has no member "alow"/,
    ],
    ['a password', { password: 'geheim' }, /has no member "password"/],
    ['an effect that does not exist', { allow: 'everything' }, /allow must be .*read, write, send, admin/],
    ['a number that is too large', { concurrency: 1000 }, /concurrency must be <= 256/],
    ['a secret in the place of a variable', { credentials: { ticket: '7T:abc=' } }, /credentials.ticket must match/],
    ['a certificate without a key', { network: { cert: 'a.pem' } }, /network must have property key/],
    ['a list', [], /must be object/],
  ])('%s', async (_title, config, message) => {
    const error: unknown = await readConfig({}, json(config)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'E_CONFIG', exit: 2 });
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toMatch(/geheim|7T:/);
  });

  test.each<[title: string, files: Readonly<Record<string, string>>, message: RegExp]>([
    ['what is no JSON', { 'soconform.config.json': '{' }, /soconform\.config\.json: .*JSON/],
    ['a module that throws', { 'soconform.config.js': 'throw new Error("oh");' }, /oh/],
    ['a module without a default export', { 'soconform.config.ts': 'export const a = 1;' }, /default export/],
    ['two files', { 'soconform.config.json': '{}', 'soconform.config.ts': 'export default {};' }, /remove one/],
  ])('%s', async (_title, files, message) => {
    await expect(readConfig({}, folderWith(files))).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    await expect(readConfig({ config: 'nowhere.json' }, root)).rejects.toThrow(/nowhere\.json: .*ENOENT/);
  });
});

test('the published schema is a JSON Schema 2020-12 that takes what the type takes', () => {
  const file = createRequire(import.meta.url).resolve('#schemas/config.schema.json');
  const accepts = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')) as object,
  );
  const everything: Required<Omit<Config, '$schema'>> = {
    profile: 'a',
    profiles: { a: {} },
    target: 'https://host',
    confirmHost: 'host',
    allow: 'send',
    set: 'core',
    catalogue: 'c',
    protocol: 'rest',
    version: ['v1'],
    agent: 'A',
    operation: 'A.B',
    case: 'A.B/rest-v1/x',
    check: 'REST-*',
    level: 'must',
    seed: 1,
    require: 'A.B',
    concurrency: 1,
    rate: 0.5,
    budget: 1,
    waitFor: 60,
    deadline: 1000,
    deadlines: { connect: 1, headers: 1, body: 1 },
    grace: 0,
    keep: 'all',
    strict: true,
    bail: false,
    minEvidence: 0,
    minCoverage: 0,
    report: ['json=a.json'],
    values: { 'A.B/c': 1 },
    journal: 'made.ndjson',
    deviations: 'known.yaml',
    baseline: 'before.json',
    secrets: ['SMTP_PASSWORD'],
    network: { proxy: 'http://p', noProxy: 'x', ca: 'a', cert: 'b', key: 'c', insecure: false },
    credentials: {
      user: 'A',
      password: 'A',
      ticket: 'A',
      bearer: 'A',
      appToken: 'A',
      cookie: 'A',
      xsrf: 'A',
      refreshToken: 'A',
      clientSecret: 'A',
      systemToken: 'A',
      privateKey: 'A',
    },
    login: { service: 'https://host', clientId: 'a', context: 'Cust1' },
  };
  expect(accepts(everything), JSON.stringify(accepts.errors)).toBe(true);
});

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../fixtures/emulator/serve.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';

const project = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
const app = path.join(folder, 'app');
const installed = createRequire(import.meta.url);
const { version: vitestVersion } = installed('vitest/package.json') as { version: string };
const { version } = installed('soconform/package.json') as { version: string };

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Runs a command as somebody would in that folder: nothing of this test's own environment is handed on but the way to programs. */
function command(name: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const npm = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => /^(npm_config_|NODE_EXTRA_CA|https?_proxy|no_proxy)/i.test(key)),
    );
    const child = spawn(name, args, { cwd, env: { PATH, HOME, ...npm, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

const install = (...names: readonly string[]): Promise<Ended> =>
  command('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier', ...names], app);

beforeAll(async () => {
  mkdirSync(app);
  writeFileSync(path.join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }\n');
  // `npm test` has built dist.
  const packed = await command('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], project);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(packed.text);
  const { code, text } = await install(path.join(folder, tarball));
  if (code !== 0) throw new Error(text);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the installed package runs, without vitest and msw', async () => {
  const { code, text } = await command('npx', ['--no', 'soconform', 'run', '--set', 'core'], app);
  expect([code, text.match(/^Exit .*$/m)?.[0]]).toEqual([0, expect.stringMatching(/^Exit 0: /)]);
  for (const id of sets.core) expect(text).toContain(id.split('/')[0]);
}, 60_000);

test.each([
  ['the version', ['--version'], new RegExp(`^${version.replaceAll('.', '[.]')}\\n$`)],
  ['the checks', ['list', 'checks'], /^HTTP-ANSWERED /m],
  ['a contract', ['show', 'EMail.SendEMails/rest-v1'], /^ {2}address /m],
  ['the page of a check', ['explain', 'HTTP-204-NO-CONTENT'], /^id +HTTP-204-NO-CONTENT$/m],
])('finds its own files: %s', async (_, args, pattern) => {
  const { code, text } = await command('npx', ['--no', '--', 'soconform', ...args], app);
  expect([code, text]).toEqual([0, expect.stringMatching(pattern)]);
});

test('what was built can be started as it is: npx does so in a clone', async () => {
  const { code, text } = await command(path.join(project, 'dist/cli/main.js'), ['--version'], project);
  expect([code, text]).toEqual([0, `${version}\n`]);
});

test('a test file that describes the conformance of a target passes with vitest', async () => {
  const installed = await install('--save-dev', `vitest@${vitestVersion}`);
  expect(installed.code, installed.text).toBe(0);
  writeFileSync(
    path.join(app, 'target.test.js'),
    `import { describeConformance } from 'soconform/vitest';\ndescribeConformance({ target: process.env.MY_TARGET, set: 'core' });\n`,
  );
  const emulator = await serve({ catalogue: openCatalogue() });
  const { code, text } = await command('npx', ['--no', 'vitest', 'run'], app, {
    MY_TARGET: emulator.url,
    NO_COLOR: '1',
  });
  await emulator.close();
  expect(code, text).toBe(0);
  expect(text).toMatch(/Tests +\d+ passed/);
  expect(emulator.requests()).toBeGreaterThan(sets.core.length);
}, 120_000);

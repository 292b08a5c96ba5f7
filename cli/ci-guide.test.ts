import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reporters } from '../reporters/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const guide = readFileSync(path.join(root, 'docs', 'guides', 'ci.md'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('the worked example prints what the guide says', { timeout: 120_000 }, async () => {
  const [, script = '', printed = ''] = /```sh\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(script).toContain('soconform run');
  const main = path.join(root, 'dist', 'cli', 'main.js');
  const shim = `soconform() { "$NODE" "$MAIN" "$@"; }\n`;
  // In the background a function would be a shell around the program, and `kill` would end that alone.
  const lines = script
    .replaceAll('4010', String(await freePort()))
    .replaceAll(/^soconform serve/gm, '"$NODE" "$MAIN" serve');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', shim + lines], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', NODE: process.execPath, MAIN: main },
    timeout: 110_000,
  });
  expect(stdout, stderr).toBe(printed);
});

test('the guide names every kind of report', () => {
  const named = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, kind]) => kind);
  // The text of the terminal is what a pipeline logs anyway.
  expect(named.sort()).toEqual(
    Object.keys(reporters)
      .filter((kind) => kind !== 'terminal')
      .sort(),
  );
});

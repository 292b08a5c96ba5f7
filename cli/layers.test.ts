import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const bin = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const config = path.join(root, '.dependency-cruiser.mjs');
const folders = ['specs', 'schemas', 'fixtures', 'suites', 'reporters', 'cli'];

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

function cruise(cwd: string): Cruise {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [bin, '--config', config, '--output-type', 'json', ...folders],
    { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

const scratch = mkdtempSync(path.join(tmpdir(), 'layers-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the layers are checked over all of the source', () => {
  const { modules, summary } = cruise(root);
  expect(
    modules.filter(({ source }) => folders.some((folder) => source.startsWith(`${folder}/`))).length,
  ).toBeGreaterThan(40);
  expect(summary.violations).toEqual([]);
}, 60_000);

describe('a broken layer is seen', () => {
  const files: Readonly<Record<string, string>> = {
    'specs/up.ts': `import '../schemas/a.ts';`,
    'schemas/a.ts': `import '../fixtures/a.ts';`,
    'fixtures/a.ts': `import '../suites/a.ts';`,
    'suites/a.ts': `import '../cli/a.ts';`,
    'reporters/a.ts': `import '../specs/b.ts';`,
    'reporters/record.ts': `import './c.ts';`,
    'reporters/c.ts': `export const c = 1;`,
    'cli/a.ts': `export const a = 1;`,
    'specs/b.ts': `import { readFileSync } from 'node:fs'; export const b = readFileSync;`,
    'specs/loop.ts': `import { end } from './end.ts'; export const loop = end;`,
    'specs/end.ts': `import { loop } from './loop.ts'; export const end: unknown = loop;`,
    'specs/alone.ts': `export const alone = 1;`,
    'specs/typo.ts': `import './nowhere.ts';`,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(scratch, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(path.join(scratch, 'tsconfig.json'), '{}');
  symlinkSync(path.join(root, 'node_modules'), path.join(scratch, 'node_modules'));
  const seen = cruise(scratch).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);

  test.each([
    'specs/up.ts: specs-imports',
    'schemas/a.ts: schemas-imports',
    'fixtures/a.ts: fixtures-imports',
    'suites/a.ts: suites-imports',
    'reporters/a.ts: reporters-imports',
    'reporters/record.ts: record-imports-nothing',
    'specs/b.ts: edges-only',
    'specs/end.ts: no-cycle',
    'specs/alone.ts: no-orphans',
    'specs/typo.ts: resolvable',
  ])('%s', (violation) => {
    expect(seen).toContain(violation);
  });
});

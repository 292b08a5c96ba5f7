import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const projectRoot = path.resolve(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs vitest in a process of its own, in an environment without anything of this test run. */
export function vitest(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const bin = path.join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? projectRoot,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export interface Folder {
  readonly path: string;
  file(name: string): string;
  remove(): void;
}

/** Somebody's own project: a folder elsewhere with test files, which import our sources by their place. `settings`: of vitest. */
export function projectWith(tests: Readonly<Record<string, string>>, settings = ''): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), 'soconform-vitest-'));
  const source = JSON.stringify(path.join(projectRoot, 'suites', 'vitest.ts'));
  for (const [name, body] of Object.entries(tests)) {
    const place = path.join(folder, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, `import { describeConformance } from ${source};\n${body}\n`);
  }
  writeFileSync(
    path.join(folder, 'vitest.config.mjs'),
    `export default { test: { include: ['**/*.test.ts'], fileParallelism: false, alias: { vitest: ${JSON.stringify(path.join(projectRoot, 'node_modules', 'vitest'))} }, ${settings} } };\n`,
  );
  return { path: folder, file: (name) => path.join(folder, name), remove: () => rmSync(folder, { recursive: true }) };
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const guides = path.resolve(import.meta.dirname, '..', 'docs', 'guides');
const read = (name: string): string => readFileSync(path.join(guides, name), 'utf8');

test('the example of the guide for msw runs, and the guide shows it as it is', async () => {
  expect(read('msw.md')).toContain(`\`\`\`js\n${read('msw.example.mjs').trimEnd()}\n\`\`\``);
  const args = ['--test', '--test-reporter=tap', path.join(guides, 'msw.example.mjs')];
  // As from an empty shell: what vitest sets for its own workers is not for other runners.
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '' } });
  expect(stdout).toMatch(/^# pass [1-9]\d*$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
});

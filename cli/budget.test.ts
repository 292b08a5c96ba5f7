import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { soconform } from './testing/command.ts';
import type { CommandOptions, Ended } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-budget-'));
const file = path.join(folder, 'run.json');
let emulator: Serving;
beforeAll(async () => {
  emulator = await serve({ catalogue: openCatalogue() });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

const run = (args: readonly string[], options?: CommandOptions): Promise<Ended> =>
  soconform(['run', '--target', emulator.url, ...args], options);
const recordOf = (): RunRecord => JSON.parse(readFileSync(file, 'utf8')) as RunRecord;

/** Without what a server says of itself, which is asked before the cases and does not count. */
const sentIn = ({ cases }: RunRecord): RunRecord['cases'] =>
  cases.filter(({ id, sent }) => sent && !/\/api(?:-v1)?$/.test(id));

test('sends so many requests, and tells all others as left out', async () => {
  const { code, stdout } = await run(['--budget', '3', '--report', `json=${file}`]);
  const record = recordOf();
  const sent = sentIn(record);
  expect([code, sent.length]).toEqual([0, 3]);
  const reason = 'left out: the budget of 3 requests is for others (--budget)';
  const unsent = record.cases.filter((one) => !one.sent);
  expect(new Set(unsent.flatMap(({ verdicts }) => verdicts.map((one) => `${one.outcome} ${one.reason}`)))).toEqual(
    new Set([`skipped ${reason}`]),
  );
  const operations = new Set(sent.map(({ operation }) => operation));
  expect([operations.size, record.notAsked.map((one) => one.reason)]).toEqual([3, [reason, reason]]);
  expect(stdout).toContain(`${unsent.length} cases: ${reason}`);
  expect(stdout).toContain('2 more were not asked');
});

test('is the same from the environment and the config, and the flag wins', async () => {
  const others = new Set<number>();
  const sent = async (args: readonly string[], options: CommandOptions = {}): Promise<number> => {
    const before = emulator.requests();
    await run(['--report', `json=${file}`, ...args], options);
    const count = sentIn(recordOf()).length;
    others.add(emulator.requests() - before - count);
    return count;
  };
  const config = path.join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ budget: 4, profiles: { small: { budget: 2 } } }));
  const env = { SOCONFORM_BUDGET: '6' };
  expect([
    await sent([], { env }),
    await sent(['--config', config]),
    await sent(['--config', config, '--profile', 'small']),
    await sent(['--config', config, '--budget', '5'], { env }),
  ]).toEqual([6, 4, 2, 5]);
  // What is asked before the cases is the same each time.
  expect(others.size).toBe(1);
});

test('is spent on what may be sent', async () => {
  const loopback = 'http://127.0.0.1:9';
  const { stdout } = await soconform(['run', '--target', loopback, '--agent', 'EMail', '--dry-run', '--budget', '3'], {
    env: { SOCONFORM_SET: '' },
  });
  const lines = stdout.split('\n');
  expect(lines.filter((line) => /\/(?:documented|generated-1) {2}read$/.test(line))).toHaveLength(3);
  expect(lines.some((line) => line.includes('  send  held back: '))).toBe(true);
  expect(lines.some((line) => line.includes('  read  left out: the budget of 3 requests'))).toBe(true);
  expect(stdout).toMatch(/\n3 requests would be sent to http:\/\/127\.0\.0\.1:9, \d+ would not; nothing was sent\.\n$/);
});

test.each(['0', '-1', '2.5', 'all'])('%s is no budget', async (budget) => {
  const { code, stderr } = await soconform(['run', `--budget=${budget}`]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Expected a whole number from 1 to 1000000')]);
});

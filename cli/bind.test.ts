import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import { plainSettings } from '../fixtures/emulator/settings.ts';
import type { RecordVerdict, RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { soconform } from './testing/command.ts';
import type { Ended } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-bind-'));
const file = path.join(folder, 'run.json');
const values = path.join(folder, 'values.yaml');

/** It has the objects 7 and 8, and refuses all others as not found. */
let emulator: Serving;
beforeAll(async () => {
  emulator = await serve({ catalogue: openCatalogue(), settings: { ...plainSettings, ids: new Set([7, 8]) } });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

const operations = 'Contact.GetContactEntity,TimeZone.GetBaseTimeZoneId';

async function run(id?: number): Promise<Ended & { readonly record: RunRecord }> {
  const key = 'Contact.*/contactEntityId';
  writeFileSync(values, `format: soconform.values/1\nvalues: { ${key}: ${id} }`);
  const bound = id === undefined ? [] : ['--values', values];
  const ended = await soconform(
    [
      'run',
      '--target',
      emulator.url,
      '--operation',
      operations,
      '--version',
      'v1,Services88',
      '--report',
      `json=${file}`,
      ...bound,
    ],
    { env: { SOCONFORM_SET: '' } },
  );
  return { ...ended, record: JSON.parse(readFileSync(file, 'utf8')) as RunRecord };
}

const verdictsOf = (record: RunRecord, id: string): readonly RecordVerdict[] =>
  record.cases.find((one) => one.id === id)?.verdicts ?? [];
const outcomes = (record: RunRecord, operation: string): ReadonlySet<string> =>
  new Set(
    record.cases
      .filter((one) => one.operation === operation && !one.origin.startsWith('hostile'))
      .flatMap(({ verdicts }) => verdicts.map(({ outcome }) => outcome)),
  );

describe('an operation that refuses an id', () => {
  let made: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    made = await run();
  }, 60_000);

  test('that was made up is blocked and red, on both protocols, and says what to bind', () => {
    expect(made.code).toBe(1);
    expect(made.record.summary.fail).toBe(0);
    const rest = verdictsOf(made.record, 'Contact.GetContactEntity/rest-v1/generated-1');
    expect(rest.find(({ check }) => check === 'REST-STATUS')).toEqual({
      check: 'REST-STATUS',
      outcome: 'blocked',
      level: 'MUST',
      findings: [],
      seen: 0,
      reason: expect.stringMatching(
        /^bind Contact\.GetContactEntity\/contactEntityId: the target refused made-up data \(400, SoNotFoundException: contactEntityId -?\d+ not found\)$/,
      ) as string,
      bind: ['Contact.GetContactEntity/contactEntityId'],
    });
    const soap = verdictsOf(made.record, 'Contact.GetContactEntity/soap-Services88/generated-1');
    expect(soap.find(({ check }) => check === 'SOAP-SUCCEEDED')).toMatchObject({
      outcome: 'blocked',
      bind: ['Contact.GetContactEntity/ContactEntityId'],
    });
    // Whether it answers at all was seen; what stands in its results was not.
    expect(rest.find(({ check }) => check === 'HTTP-ANSWERED')?.outcome).toBe('pass');
    expect(rest.find(({ check }) => check === 'REST-JSON')).toMatchObject({
      outcome: 'blocked',
      blockedBy: 'REST-STATUS',
    });
  });

  test('is told with the file that would help', () => {
    const [, yaml = ''] = /Bind these in --values\n((?: {2}.*\n)+)/.exec(made.stdout) ?? [];
    expect(parse(yaml)).toEqual({
      format: 'soconform.values/1',
      values: { 'Contact.GetContactEntity/contactEntityId': null },
    });
    expect(made.stdout).toMatch(/Exit 1: not everything could be judged: [^]*bind it with\s+--values/);
  });

  test('leaves the others as they were', () => {
    expect(outcomes(made.record, 'TimeZone.GetBaseTimeZoneId')).toEqual(new Set(['pass']));
  });
});

test('a bound id that is there turns it into a pass', async () => {
  const { code, record } = await run(7);
  expect([code, record.summary.blocked, record.summary.fail]).toEqual([0, 0, 0]);
  expect(outcomes(record, 'Contact.GetContactEntity')).toEqual(new Set(['pass']));
}, 60_000);

test('a bound id that is not there is a failure', async () => {
  const { code, stdout, record } = await run(9);
  expect(code).toBe(1);
  expect(
    verdictsOf(record, 'Contact.GetContactEntity/rest-v1/generated-1').find(({ check }) => check === 'REST-STATUS'),
  ).toMatchObject({
    outcome: 'fail',
    findings: [
      { at: 'status', expected: '200', received: expect.stringContaining('contactEntityId 9 not found') as string },
    ],
  });
  expect(stdout).not.toContain('made-up data');
}, 60_000);

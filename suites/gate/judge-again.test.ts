import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultOf } from '../../fixtures/emulator/faults.ts';
import { serve } from '../../fixtures/emulator/serve.ts';
import type { Serving } from '../../fixtures/emulator/serve.ts';
import type { RecordCase, RunRecord } from '../../reporters/record.ts';
import { openCatalogue } from '../../specs/catalogue.ts';
import { emulatorCredentials } from '../client/credentials.ts';
import { createClient } from '../client/send.ts';
import { planRun } from '../plan.ts';
import { runPlan } from '../run.ts';
import { compareRuns } from './compare-runs.ts';
import { judgeAgain } from './judge-again.ts';

const catalogue = openCatalogue();
let serving: Serving;
beforeAll(async () => {
  serving = await serve({ catalogue, faults: [faultOf('rest-number-as-string')].filter((one) => one !== undefined) });
});
afterAll(() => serving.close());

async function recorded(keep: 'all' | 'failing'): Promise<RunRecord> {
  const client = createClient({ connections: 8, connectMs: 5000 });
  const events = runPlan(planRun(catalogue, { set: 'core' }, { seed: 1 }), {
    target: { url: serving.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'send',
    concurrency: 8,
    deadlineMs: 10_000,
    graceMs: 10,
    keep,
    now: () => new Date(),
  });
  for await (const event of events) {
    if (event.kind !== 'finished') continue;
    await client.close();
    return JSON.parse(JSON.stringify(event.record)) as RunRecord;
  }
  throw new Error('no record');
}

function changes(before: RunRecord, record: RunRecord) {
  return compareRuns({ file: 'a', record: before }, { file: 'b', record }).verdicts;
}

test('a record with all answers is judged as it was, but for those that are too long for a record, and nothing is sent', async () => {
  const before = await recorded('all');
  const requests = serving.requests();
  const { record, judged, kept } = await judgeAgain(before, catalogue);
  const cut = before.cases.filter(({ exchange }) => / \[cut: \d+ bytes in all\]$/.test(exchange?.response?.body ?? ''));
  expect(cut.map(({ id }) => id).every((id) => /\/(?:wsdl|api-v1)$/.test(id))).toBe(true);
  expect([judged, kept]).toEqual([before.cases.length - cut.length, cut.length]);
  expect(serving.requests() - requests).toBe(0);
  expect(changes(before, record)).toEqual([]);
  expect(record.summary).toEqual(before.summary);
  expect(record.summary.fail).toBeGreaterThan(0);
});

test.each([
  ['content', { body: '"a… [cut: 5000 bytes in all]' }],
  ['what followed it', { surplus: 'a… [cut: 5000 bytes in all]' }],
  ['headers', { headers: [['content-type', 'application/js…']] }],
] as const)('an answer whose %s were cut keeps its verdicts', async (_, cut) => {
  const before = await recorded('all');
  const { kept } = await judgeAgain(before, catalogue);
  const id = 'EMail.SendEMails/rest-v1/generated-2';
  const cases = before.cases.map((one) => {
    const { exchange } = one;
    if (one.id !== id || exchange?.response === undefined) return one;
    return { ...one, exchange: { ...exchange, response: { ...exchange.response, ...cut } } };
  });
  const again = await judgeAgain({ ...before, cases }, catalogue);
  expect(again.kept).toBe(kept + 1);
  expect(changes(before, again.record)).toEqual([]);
});

test('an answer that is not in the record keeps its verdicts', async () => {
  const before = await recorded('failing');
  const { record, judged, kept } = await judgeAgain(before, catalogue);
  expect(judged + kept).toBe(before.cases.length);
  expect(kept).toBeGreaterThan(0);
  expect(changes(before, record)).toEqual([]);
});

test('what a run of old has not asked is compared with nothing, and what it has asked is judged all the same', async () => {
  const before = await recorded('all');
  const isTwin = ({ id }: RecordCase): boolean => id === 'EMail.RelayMessage/soap-Services86/malformed-xml';
  const { record } = await judgeAgain({ ...before, cases: before.cases.filter((one) => !isTwin(one)) }, catalogue);
  const judged = record.cases.find(({ id }) => id === 'EMail.RelayMessage/rest-v1/malformed-json')?.verdicts ?? [];
  expect(judged.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
    'HTTP-ANSWERED pass',
    'REST-BAD-JSON pass',
    'PARITY-REFUSAL skipped',
  ]);
});

test('what only the wire shows is not judged where nobody looked then', async () => {
  const before = await recorded('all');
  const id = 'HTTP-204-NO-CONTENT';
  const cases = before.cases.map((one) => ({ ...one, verdicts: one.verdicts.filter(({ check }) => check !== id) }));
  const { record } = await judgeAgain({ ...before, cases }, catalogue);
  const outcomes = record.cases.flatMap(({ verdicts }) => verdicts.filter(({ check }) => check === id));
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
});

test('what the checks of today find is found in the answers of then', async () => {
  const before = await recorded('all');
  // As a suite that knew no REST-TYPE would have written it, and with an answer that nobody noticed.
  const spoilt = (one: RecordCase): RecordCase => {
    const { response } = one.exchange ?? {};
    if (one.exchange === undefined || response === undefined || one.id !== 'EMail.SendEMails/rest-v1/documented')
      return one;
    return { ...one, exchange: { ...one.exchange, response: { ...response, body: '{}' } } };
  };
  const cases = before.cases
    .map((one) => ({ ...one, verdicts: one.verdicts.filter(({ check }) => check !== 'REST-TYPE') }))
    .map(spoilt);
  const { record } = await judgeAgain({ ...before, cases }, catalogue);
  const found = changes({ ...before, cases }, record).map(({ kind, check }) => `${kind} ${check}`);
  expect(new Set(found)).toEqual(new Set(['new REST-TYPE', 'regression REST-TOP-LEVEL']));
});

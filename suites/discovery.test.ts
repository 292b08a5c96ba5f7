import { afterEach, expect, test } from 'vitest';
import type { Answer, EmulatorRequest } from '../fixtures/emulator/answer.ts';
import { jsonAnswer } from '../fixtures/emulator/answers.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RecordVerdict, RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { askAbout } from './about.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { exitCode } from './exit.ts';
import { shardOf } from './gate/shard.ts';
import { planRun } from './plan.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run.ts';
import type { RunOptions } from './run.ts';
import type { Selection } from './select.ts';

/** What a server says of itself is asked once in a run, before the cases, and judged as two of them. */
const catalogue = openCatalogue();
const agents = ['Relation', 'Previews'];
const planOf = (selection: Selection): Plan => planRun(catalogue, selection, { seed: 1 });
const discovery = ({ planned }: Plan) => planned.filter(({ case: { name } }) => name === 'api' || name === 'api-v1');

let server: Serving;
let asked: string[];
afterEach(() => server?.close());

type Spoil = (answer: Answer, request: EmulatorRequest) => Answer;

async function run(plan: Plan, spoil: Spoil = (answer) => answer): Promise<RunRecord> {
  asked = [];
  const noted: Spoil = (answer, request) => {
    asked.push(request.url);
    return spoil(answer, request);
  };
  server = await serve({ catalogue, faults: [{ id: 'testing', title: 'for this test', spoil: noted }] });
  const client = createClient({ connections: 4, connectMs: 2000 });
  const options: RunOptions = {
    target: { url: server.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'read',
    concurrency: 4,
    deadlineMs: 5000,
    graceMs: 5,
    keep: 'all',
    now: () => new Date(0),
  };
  try {
    const events = runPlan(plan, { ...options, about: await askAbout(plan, options) });
    for await (const event of events) if (event.kind === 'finished') return event.record;
    throw new Error('the run has no record');
  } finally {
    await client.close();
  }
}

const verdicts = ({ cases }: RunRecord): Readonly<Record<string, RecordVerdict>> =>
  Object.fromEntries(cases.flatMap((one) => one.verdicts.map((verdict) => [verdict.check, verdict])));

const listing =
  (...addresses: readonly string[]): Spoil =>
  (answer, { url }) =>
    url === '/api/v1' ? jsonAnswer(200, addresses, answer.asked) : answer;

const relation = '/api/v1/Agents/Relation';

test('both addresses are asked once, without a login, and stand in the record as sent', async () => {
  const record = await run(planOf({ agents }));
  expect([asked.filter((url) => url === '/api'), asked.filter((url) => url === '/api/v1')]).toEqual([
    ['/api'],
    ['/api/v1'],
  ]);
  const cases = record.cases.filter(({ id }) => /\/api(?:-v1)?$/.test(id));
  expect(cases.map(({ sent, effect, exchange }) => [sent, effect, exchange?.request.method])).toEqual([
    [true, 'read', 'GET'],
    [true, 'read', 'GET'],
  ]);
  expect(JSON.stringify(cases)).not.toMatch(/authorization/i);
  expect(exitCode(record, { strict: true }).code).toBe(0);
});

test('a plan has them once, at an operation that only reads, and a shard of it in one part', () => {
  const whole = planOf({});
  expect(discovery(whole).map((one) => [one.case.name, one.contract.effect])).toEqual([
    ['api', 'read'],
    ['api-v1', 'read'],
  ]);
  const shards = [1, 2, 3].map((index) => discovery(shardOf(whole, { index, of: 3 })).length);
  expect(shards.toSorted()).toEqual([0, 0, 2]);
  expect(discovery(planOf({ protocols: ['soap'] }))).toEqual([]);
  expect(discovery(planOf({ versions: ['v1-resources'] }))).toEqual([]);
  expect(new Set(planOf({ checks: ['DISCOVERY-*'] }).planned.map(({ case: { name } }) => name))).toEqual(
    new Set(['api', 'api-v1']),
  );
});

test('what is listed is compared by name, in any letters, with all that the catalogue has', async () => {
  const record = await run(
    planOf({ agents: ['Relation'] }),
    listing(
      `${relation}/getcontactrelationentity`,
      `${relation}/Divine`,
      '/api/v1/Agents/EMail/SendEMails',
      'Agents/Tea',
    ),
  );
  const { 'DISCOVERY-UNKNOWN': unknown, 'DISCOVERY-UNLISTED': unlisted } = verdicts(record);
  expect(unknown?.findings.map(({ at, received }) => `${at}: ${received}`)).toEqual([
    'Agents/Relation/Divine: listed',
    'Agents/Tea: listed',
  ]);
  expect([unknown?.outcome, unknown?.seen]).toEqual(['observed', 4]);
  // Of agents that are not asked nothing is missed.
  expect(unlisted?.findings.map(({ at }) => at)).toEqual([
    'Agents/Relation/CreateDefaultContactRelationEntity',
    'Agents/Relation/DeleteContactRelation',
    'Agents/Relation/SaveContactRelation',
  ]);
  expect(unlisted?.findings[0]?.source).toMatchObject({ page: expect.stringMatching(/agent\/index\.md$/) });
  expect(exitCode(record, { strict: true }).code).toBe(0);
});

test('a list of agents says nothing of their operations', async () => {
  const record = await run(planOf({ agents }), listing('/api/v1/Agents/Relation/', 'Agents/Previews'));
  expect(verdicts(record)['DISCOVERY-UNLISTED']).toMatchObject({ outcome: 'pass', seen: 2 });
});

test.each([401, 403])('a list that wants a login (%d) is not judged, and that is told', async (status) => {
  const record = await run(planOf({ agents }), (answer, { url }) =>
    url === '/api/v1' ? { ...answer, status } : answer,
  );
  const told = ['LISTING', 'UNKNOWN', 'UNLISTED'].map((name) => verdicts(record)[`DISCOVERY-${name}`]);
  expect(told.map((verdict) => `${verdict?.outcome} ${verdict?.reason}`)).toEqual(
    told.map(() => `skipped /api/v1 answers ${status}: it wants a login, and is asked without one`),
  );
});

test('without a list nothing is compared', async () => {
  const record = await run(planOf({ agents }), (answer, { url }) =>
    url === '/api/v1' ? { ...answer, status: 404 } : answer,
  );
  expect(verdicts(record)).toMatchObject({
    'DISCOVERY-LISTING': { outcome: 'fail', level: 'SHOULD', blame: 'target' },
    'DISCOVERY-UNKNOWN': { outcome: 'blocked', blockedBy: 'DISCOVERY-LISTING' },
    'DISCOVERY-UNLISTED': { outcome: 'blocked', blockedBy: 'DISCOVERY-LISTING' },
  });
});

test('they are judged also where the operation that they stand at is not offered', async () => {
  const spoil: Spoil = (answer, { url }) =>
    url.includes('/Previews/') ? { ...answer, status: 404 } : listing(relation)(answer, { url } as EmulatorRequest);
  const record = await run(planOf({ agents }), spoil);
  const api = record.cases.find(({ id }) => id.endsWith('/api'));
  expect(record.unsupported.map(({ contract }) => contract)).toContain(api?.contract);
  expect(api?.verdicts.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
});

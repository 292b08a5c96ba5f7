import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../../fixtures/emulator/faults.ts';
import { serve } from '../../fixtures/emulator/serve.ts';
import type { Serving } from '../../fixtures/emulator/serve.ts';
import type { RunRecord } from '../../reporters/record.ts';
import { openCatalogue } from '../../specs/catalogue.ts';
import { emulatorCredentials } from '../client/credentials.ts';
import { createClient } from '../client/send.ts';
import { planRun } from '../plan.ts';
import type { Plan } from '../plan.ts';
import { runPlan } from '../run.ts';
import { gated } from './gate.ts';
import { mergeShards } from './merge.ts';
import { readShard, shardOf } from './shard.ts';

const plan = planRun(
  openCatalogue(),
  { agents: ['TimeZone', 'Messaging', 'Tooltips', 'MDO'], protocols: ['rest', 'soap'] },
  { seed: 3 },
);
const agents = new Set(plan.planned.map(({ contract }) => contract.agent));
let serving: Serving;
beforeAll(async () => {
  const faults = [faultOf('rest-number-as-string')].filter((one) => one !== undefined);
  serving = await serve({ catalogue: openCatalogue(), faults });
});
afterAll(() => serving.close());

async function record(asked: Plan): Promise<RunRecord> {
  const client = createClient({ connections: 8, connectMs: 5000 });
  const events = runPlan(asked, {
    target: { url: serving.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'admin',
    concurrency: 8,
    deadlineMs: 20_000,
    graceMs: 10,
    keep: 'failing',
    now: () => new Date(),
  });
  for await (const event of events) {
    if (event.kind !== 'finished') continue;
    await client.close();
    return JSON.parse(JSON.stringify(event.record)) as RunRecord;
  }
  throw new Error('no record');
}

/** What is left of a record when its times are taken out. */
function timeless(told: RunRecord): object {
  const { startedAt: _, finishedAt: __, cases, ...rest } = told;
  const untimed = JSON.stringify(cases.map(({ ms: ___, ...one }) => one)).replace(
    /\w{3}, \d\d \w{3} [\d :]+ GMT/g,
    'then',
  );
  return { ...rest, cases: JSON.parse(untimed) as unknown };
}

describe('a shard', () => {
  test.each<[text: string, shard: object | undefined]>([
    ['1/1', { index: 1, of: 1 }],
    ['2/5', { index: 2, of: 5 }],
    ['0/5', undefined],
    ['6/5', undefined],
    ['2', undefined],
    ['2/', undefined],
    ['-1/2', undefined],
    ['1/2/3', undefined],
  ])('is written %s: %j', (text, shard) => {
    if (shard === undefined) expect(() => readShard(text)).toThrow(/expected a shard such as 2\/5/);
    else expect(readShard(text)).toEqual(shard);
  });

  test('of any number covers the plan with the others, each case once and no agent in two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: agents.size }), (of) => {
        const shards = Array.from({ length: of }, (_, index) => shardOf(plan, { index: index + 1, of }));
        const ids = shards.flatMap(({ planned }) => planned.map((one) => one.case.id));
        expect(ids.toSorted()).toEqual(plan.planned.map((one) => one.case.id).toSorted());
        expect(shards.every(({ planned }) => planned.length > 0)).toBe(true);
        const named = shards.map(({ planned }) => new Set(planned.map(({ contract }) => contract.agent)));
        expect(named.reduce((sum, { size }) => sum + size, 0)).toBe(agents.size);
      }),
    );
  });

  test('that would be empty is refused', () => {
    expect(() => shardOf(plan, { index: 1, of: agents.size + 1 })).toThrow(/expected at most \d+ shards/);
  });
});

describe('the records of all shards', () => {
  let whole: RunRecord;
  let parts: readonly { readonly file: string; readonly record: RunRecord }[];
  beforeAll(async () => {
    whole = await record(plan);
    const shards = [1, 2, 3].map((index) => shardOf(plan, { index, of: 3 }));
    parts = await Promise.all(
      shards.map(async (shard, at) => ({ file: `${at + 1}.json`, record: await record(shard) })),
    );
  }, 60_000);

  test.each([[[0, 1, 2]], [[2, 0, 1]]])('merge to that of the unsharded run, in any order: %j', (order) => {
    const merged = mergeShards(order.flatMap((index) => parts[index] ?? []));
    expect(timeless(merged)).toEqual(timeless(whole));
    expect(merged.summary.fail).toBeGreaterThan(0);
  });

  test('merge to the same when a gate has spoken on each', () => {
    const entry = { check: 'REST-TYPE', operation: '*', kind: 'intended', reason: 'a', owner: 'b', line: 3 } as const;
    const gate = { deviations: { file: 'd.yaml', deviations: [entry] } };
    const told = parts.map(({ file, record: part }) => ({ file, record: gated(part, gate, new Date()) }));
    expect(told.some(({ record: part }) => part.summary.known > 0)).toBe(true);
    expect(timeless(mergeShards(told))).toEqual(timeless(whole));
  });

  test.each<[what: string, change: (all: typeof parts) => typeof parts, message: RegExp]>([
    [
      'one is missing',
      ([a, , c]) => [a, c].filter((one) => one !== undefined),
      /expected one record of shard 2\/3, found none/,
    ],
    [
      'one is doubled',
      (all) => [...all, ...all.slice(0, 1)],
      /expected one record of shard 1\/3, found 1\.json and 1\.json/,
    ],
    [
      'one is of a whole run',
      (all) => [...all, { file: 'whole.json', record: whole }],
      /whole\.json: expected the record of a shard/,
    ],
    [
      'one is of another target',
      (all) => changed(all, { target: { ...whole.target, emulator: false } }),
      /the target is emulator in 1\.json and http/,
    ],
    ['one is of another seed', (all) => changed(all, { seed: 4 }), /the seed is 3 in 1\.json and 4 in 3\.json/],
    [
      'one is of another plan',
      (all) => changed(all, { shard: { index: 3, of: 3, plan: '0123456789abcdef' } }),
      /the plan/,
    ],
    [
      'one is of another number',
      (all) => changed(all, { shard: { ...whole.shard, index: 3, of: 4, plan: '' } }),
      /the number of shards is 3/,
    ],
    [
      'one is of another suite',
      (all) => changed(all, { tool: { name: 'soconform', version: '9' } }),
      /the version of soconform/,
    ],
  ])('are refused when %s', (_, change, message) => {
    expect(() => mergeShards(change(parts))).toThrow(message);
  });

  function changed(all: typeof parts, more: Partial<RunRecord>): typeof parts {
    return all.map((part, index) => (index === 2 ? { ...part, record: { ...part.record, ...more } } : part));
  }
});

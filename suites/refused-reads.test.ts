import { expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import type { FaultId } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import { plainSettings } from '../fixtures/emulator/settings.ts';
import type { RecordVerdict, RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { planRun } from './plan.ts';
import { runPlan } from './run.ts';
import { finished } from './testing/finished.ts';
import { bindValues } from './values/bind-values.ts';
import { readValues } from './values/read-values.ts';

const catalogue = openCatalogue();
const selection = { operations: ['List.GetMrMrs'], versions: ['v1', 'Services86'] };

/** A run over an emulator that has one title, 7, or any. */
async function run(has: 'any' | 'seven', mrMrsId: number | 'made up', fault?: FaultId): Promise<RunRecord> {
  const spoiling = fault === undefined ? undefined : faultOf(fault);
  const serving = await serve({
    catalogue,
    ...(spoiling && { faults: [spoiling] }),
    settings: { ...plainSettings, ...(has === 'seven' && { ids: new Set([7]) }) },
  });
  const client = createClient({ connections: 8, connectMs: 5_000 });
  const text = `format: soconform.values/1\nvalues:\n  List.GetMrMrs/mrMrsId: ${mrMrsId}\n`;
  const values = mrMrsId === 'made up' ? {} : { values: bindValues(readValues('v.yaml', text), catalogue, () => '') };
  try {
    return await finished(
      runPlan(planRun(catalogue, selection, { seed: 1, ...values }), {
        target: { url: serving.url, emulator: true },
        credentials: emulatorCredentials,
        send: client.send,
        allow: 'read',
        concurrency: 8,
        deadlineMs: 10_000,
        graceMs: 5,
        keep: 'failing',
        now: () => new Date(0),
      }),
    );
  } finally {
    await client.close();
    await serving.close();
  }
}

function told({ cases }: RunRecord, id: string, check: string): string {
  const verdicts = cases.find((one) => one.id === `List.GetMrMrs/${id}`)?.verdicts ?? [];
  const found = verdicts.find((one: RecordVerdict) => one.check === check);
  return found?.bind === undefined ? `${found?.outcome} ${found?.seen}` : `${found.outcome} until bound`;
}

test.each<
  [
    what: string,
    args: Parameters<typeof run>,
    is: { readonly rest: string; readonly soap: string; readonly parity: string },
  ]
>([
  ['what both have', ['any', 'made up'], { rest: 'pass 1', soap: 'pass 1', parity: 'pass 1' }],
  [
    'what neither has',
    ['seven', 'made up'],
    { rest: 'blocked until bound', soap: 'blocked until bound', parity: 'pass 2' },
  ],
  ['what is bound, and both have', ['seven', 7], { rest: 'pass 1', soap: 'pass 1', parity: 'pass 1' }],
  ['what is bound, and neither has', ['seven', 8], { rest: 'fail 1', soap: 'fail 2', parity: 'pass 2' }],
  [
    'what is made up, and REST has',
    ['any', 'made up', 'parity-soap-read-refused'],
    { rest: 'pass 1', soap: 'blocked until bound', parity: 'fail 1' },
  ],
  [
    'what is made up, and SOAP has',
    ['any', 'made up', 'parity-rest-read-refused'],
    { rest: 'blocked until bound', soap: 'pass 1', parity: 'fail 1' },
  ],
  [
    'what REST has, while SOAP falls over all calls',
    ['any', 'made up', 'soap-fault-in-200'],
    { rest: 'pass 1', soap: 'fail 1', parity: 'skipped 0' },
  ],
  [
    'what both refuse, each for another reason',
    ['any', 'made up', 'parity-read-refused-otherwise'],
    { rest: 'blocked until bound', soap: 'fail 2', parity: 'fail 1' },
  ],
])('%s', async (_, args, is) => {
  const record = await run(...args);
  expect({
    rest: told(record, 'rest-v1/generated-1', 'REST-STATUS'),
    soap: told(record, 'soap-Services86/same-read', 'SOAP-SUCCEEDED'),
    parity: told(record, 'soap-Services86/same-read', 'PARITY-READ-REFUSAL'),
  }).toEqual(is);
});

// Checks per second, once all is warm, on the same operations: node bench/all-contracts/steady.mjs soconform|newman
// CATALOGUE NEWMAN. Prints one JSON text. Both ask an emulator in a thread of its own.
import { createRequire } from 'node:module';
import { startInWorker } from '../../dist/fixtures/emulator/start-worker.js';
import { openCatalogue } from '../../dist/specs/catalogue.js';
import { emulatorCredentials } from '../../dist/suites/client/credentials.js';
import { createClient } from '../../dist/suites/client/send.js';
import { planRun } from '../../dist/suites/plan.js';
import { runPlan } from '../../dist/suites/run.js';
import { collectionOf, operationsOf } from './operations.mjs';

const [contender, catalogueDir, newmanFile] = process.argv.slice(2);
const catalogue = openCatalogue(catalogueDir || undefined);
const operations = operationsOf(catalogue);
const emulator = await startInWorker(catalogueDir ? { catalogueDir } : {});
const told = contender === 'newman' ? await newmanRun() : await ownRuns();
process.stdout.write(JSON.stringify({ ...told, operations: operations.length }));
await emulator.close();

/** The second of two runs over the same operations. */
async function ownRuns() {
  const names = [...new Set(operations.map(({ contract }) => `${contract.agent}.${contract.operation}`))];
  const plan = planRun(catalogue, { protocols: ['rest'], versions: ['v1'], operations: names }, { seed: 1 });
  await ownRun(plan);
  return ownRun(plan);
}

async function ownRun(plan) {
  const client = createClient({ connections: 8, connectMs: 5_000 });
  const begin = performance.now();
  let checks = 0;
  let requests = 0;
  const events = runPlan(plan, {
    target: { url: emulator.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'admin',
    concurrency: 8,
    deadlineMs: 30_000,
    graceMs: 100,
    keep: 'failing',
    now: () => new Date(),
  });
  for await (const event of events) {
    if (event.kind === 'judged') checks += event.case.verdicts.length;
    if (event.kind === 'exchanged') requests += 1;
  }
  const seconds = (performance.now() - begin) / 1000;
  await client.close();
  return { checks, requests, seconds };
}

/** The second of two iterations over the same requests, one assertion each. */
function newmanRun() {
  const newman = createRequire(import.meta.url)(newmanFile);
  return new Promise((resolve, reject) => {
    let begin = 0;
    let checks = 0;
    let failed = 0;
    newman
      .run({ collection: collectionOf(operations, emulator.url), iterationCount: 2, reporters: [] })
      .on('beforeIteration', () => {
        begin = performance.now();
        checks = 0;
      })
      .on('assertion', (error) => {
        checks += 1;
        if (error) failed += 1;
      })
      .on('done', (error) => {
        const seconds = (performance.now() - begin) / 1000;
        if (error) reject(error);
        else resolve({ checks, requests: operations.length, seconds, failed });
      });
  });
}

// What the safety of a run costs on loopback: manners, silence deadlines and redaction, against the same run without the first two.
// node bench/safety.mjs   (after npm run build)
import { startInWorker } from '../dist/fixtures/emulator/start-worker.js';
import { openCatalogue } from '../dist/specs/catalogue.js';
import { emulatorCredentials } from '../dist/suites/client/credentials.js';
import { withManners } from '../dist/suites/client/manners.js';
import { createClient } from '../dist/suites/client/send.js';
import { planRun } from '../dist/suites/plan.js';
import { runPlan } from '../dist/suites/run.js';

const plan = planRun(
  openCatalogue(),
  { agents: ['Contact', 'Person', 'Appointment'], protocols: ['rest'] },
  { seed: 1 },
);
const emulator = await startInWorker({});

async function requestsASecond(isSafe) {
  const patience = isSafe ? { headersMs: 10_000, bodyMs: 10_000 } : {};
  const client = createClient({ connections: 8, connectMs: 5000, ...patience });
  const send = isSafe ? withManners(client.send, { signal: new AbortController().signal }) : client.send;
  const began = performance.now();
  let sent = 0;
  const events = runPlan(plan, {
    // Not as an emulator: as any other target that may be asked everything.
    target: { url: emulator.url, emulator: false },
    credentials: emulatorCredentials,
    send,
    allow: 'admin',
    concurrency: 8,
    deadlineMs: 30_000,
    graceMs: 0,
    keep: 'failing',
    now: () => new Date(),
  });
  for await (const event of events) if (event.kind === 'exchanged') sent += 1;
  await client.close();
  return sent / ((performance.now() - began) / 1000);
}

const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const rates = { bare: [], safe: [] };
await requestsASecond(true);
for (let round = 0; round < 7; round += 1) {
  // Taken in turns, so that a busy machine is busy for both.
  rates.bare.push(await requestsASecond(false));
  rates.safe.push(await requestsASecond(true));
}
const bare = middle(rates.bare);
const safe = middle(rates.safe);
process.stdout.write(
  `cases ${plan.planned.length}; requests a second, median of 7: without ${bare.toFixed(0)}, with ${safe.toFixed(0)}\n`,
);
process.stdout.write(`cost ${(100 * (1 - safe / bare)).toFixed(1)} % (goal: at most 15 %)\n`);
await emulator.close();
process.exit(safe >= 0.85 * bare ? 0 : 1);

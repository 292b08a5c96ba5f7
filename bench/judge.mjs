// What judging one answer costs: EMail.SendEMails judged by all checks that concern it, next to JSON.parse plus one
// compiled JSON Schema on the same bytes. Both in this process, taken in turn so that a drifting machine slows both alike.
// Ends with 1 when judging costs more than --most times as much: by the fastest rounds, for noise only ever adds.
// npm run build && node bench/judge.mjs [--rounds 101] [--most 6]
import { parseArgs } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { emulatorCredentials } from '../dist/suites/client/credentials.js';
import { readyRequest } from '../dist/suites/client/auth.js';
import { respond } from '../dist/fixtures/emulator/respond.js';
import { jsonSchema } from '../dist/schemas/json-schema.js';
import { openCatalogue } from '../dist/specs/catalogue.js';
import { judgeCase } from '../dist/suites/judge.js';
import { planRun } from '../dist/suites/plan.js';
import { read } from '../dist/suites/reading.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '101' }, most: { type: 'string', default: '6' } },
});
const rounds = positive('rounds');
const most = positive('most');

const catalogue = openCatalogue();
const plan = planRun(catalogue, { operations: ['EMail.SendEMails'], versions: ['v1'] }, { seed: 1 });
const planned = plan.planned.find((one) => one.case.name === 'documented');
const { contract, types } = planned;
const { request } = readyRequest(planned.case, 'rest', 'http://localhost', emulatorCredentials);

const answers = [
  { name: 'as the page prints it', body: compact(catalogue.documented(contract.id).response.body) },
  { name: 'as the emulator gives it', body: emulated() },
];
const validate = new Ajv2020({ strict: false }).compile(
  jsonSchema(contract.output, types, { side: 'response', title: contract.id }),
);

print(`EMail.SendEMails, ${planned.checks.length} checks, ${rounds} rounds: µs as min / median / max\n\n`);
let isTooMuch = false;
for (const { name, body } of answers) {
  const response = {
    status: 200,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body,
    surplus: Buffer.of(),
  };
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const contenders = [
    { name: 'JSON.parse and one schema', run: () => validate(JSON.parse(decoder.decode(body))) },
    { name: 'all checks', run: () => judged(response) },
  ];
  const outcomes = judged(response).map(({ outcome }) => outcome);
  const told = [...new Set(outcomes)].map((one) => `${outcomes.filter((other) => other === one).length} ${one}`);
  const sorted = contenders.map(({ run }) => ({ run, times: /** @type {number[]} */ ([]) }));
  const laps = lapsFor(contenders);
  for (let round = -2; round < rounds; round += 1) {
    for (const { run, times } of sorted) {
      const begin = performance.now();
      for (let lap = 0; lap < laps; lap += 1) run();
      if (round >= 0) times.push(((performance.now() - begin) * 1000) / laps); // the first rounds only warm up
    }
  }
  print(
    `${name}, ${body.length} bytes (schema ${validate(JSON.parse(decoder.decode(body))) ? 'holds' : 'does not hold'}; ${told.join(', ')})\n`,
  );
  for (const [index, { times }] of sorted.entries()) {
    times.sort((a, b) => a - b);
    const figures = [times[0], median(times), times.at(-1)].map((time) => time.toFixed(1)).join(' / ');
    print(`  ${contenders[index].name.padEnd(28)} ${figures}\n`);
  }
  const [floor, own] = sorted.map(({ times }) => times);
  const ratio = own[0] / floor[0];
  if (ratio > most) isTooMuch = true;
  print(
    `  ${'ratio'.padEnd(28)} ${ratio.toFixed(2)} of the fastest rounds, ${(median(own) / median(floor)).toFixed(2)} of the medians; at most ${most}\n\n`,
  );
}
if (isTooMuch) process.exitCode = 1;

/** Read anew each time: a run would know an answer that is byte for byte the last one. */
function judged(response) {
  const subject = { contract, types, case: planned.case, response, reading: read(response, contract, types) };
  return judgeCase(planned, { kind: 'answered', subject }, { deadlineMs: 30_000 });
}

function emulated() {
  const url = new URL(request.url);
  const body = new TextEncoder().encode(request.body ?? '');
  const headers = { ...request.headers };
  return Buffer.from(
    respond(catalogue, { method: request.method, url: url.pathname + url.search, headers, body }).body,
  );
}

function compact(text) {
  return Buffer.from(JSON.stringify(JSON.parse(text)));
}

/** About 4 ms a round: short enough that some rounds are left alone by everything else on the machine. */
function lapsFor(contenders) {
  const begin = performance.now();
  for (let lap = 0; lap < 50; lap += 1) for (const { run } of contenders) run();
  return Math.max(5, Math.round((4 * 50) / (performance.now() - begin)));
}

function median(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}

function print(text) {
  process.stdout.write(text);
}

function positive(name) {
  const number = Number(values[name]);
  if (number > 0) return number;
  process.stderr.write(`--${name}: expected a number above 0, found ${values[name]}\n`);
  process.exit(2);
}

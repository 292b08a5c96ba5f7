// What judging all contracts costs: `soconform run` and the vitest suites over a whole catalogue next to a bare undici
// loop that sends exactly the same requests to the same emulator and reads the bodies; then checks per second next to
// Newman. Whole processes, taken in turn so that a drifting machine slows all alike.
// npm run build && node bench/all-contracts.mjs [--catalogue DIR] [--rounds 2] [--newman DIR]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openCatalogue } from '../dist/specs/catalogue.js';
import { readyRequest } from '../dist/suites/client/auth.js';
import { emulatorCredentials } from '../dist/suites/client/credentials.js';
import { planRun } from '../dist/suites/plan.js';

const { values } = parseArgs({
  options: {
    catalogue: { type: 'string' },
    rounds: { type: 'string', default: '2' },
    newman: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds: expected a whole number from 1, found ${values.rounds}\n`);
  process.exit(2);
}

const project = resolve(import.meta.dirname, '..');
const parts = join(import.meta.dirname, 'all-contracts');
const work = mkdtempSync(join(tmpdir(), 'all-contracts-'));
try {
  compareRuns();
  compareChecks();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function compareRuns() {
  const file = join(work, 'requests.jsonl');
  const count = writeRequests(file);
  const catalogue = values.catalogue === undefined ? [] : [resolve(values.catalogue)];
  const chosen = catalogue.map((dir) => `--catalogue=${dir}`);
  const node = process.execPath;
  const floor = {
    name: 'bare undici loop (the floor)',
    command: [node, join(parts, 'bare-loop.mjs'), file, ...catalogue],
  };
  const vitest = join(project, 'node_modules/vitest/vitest.mjs');
  const contenders = [
    floor,
    { name: 'soconform run', command: [node, 'dist/cli/main.js', 'run', ...chosen] },
    {
      name: 'vitest suites',
      command: [node, vitest, 'run', '--project', 'conformance'],
      environment: { SOCONFORM_AGENT: '*', ...(values.catalogue && { SOCONFORM_CATALOGUE: catalogue[0] }) },
    },
  ];
  const results = new Map(contenders.map(({ name }) => [name, []]));
  // Warms the file cache.
  measured(floor);
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) results.get(contender.name).push(measured(contender));
  }
  const floors = results.get(floor.name);
  print(`${count} requests, ${rounds} rounds: seconds as min / median / max, and the median ratio to the floor\n`);
  for (const [name, found] of results) {
    print(`${name}`);
    tell('  whole process', found, floors, 'whole');
    tell('  asking phase', found, floors, 'asking');
    tell('  processor time', found, floors, 'cpu');
    print(
      `  ${'peak memory'.padEnd(18)} ${found.map(({ memory }) => memory.map((mb) => mb.toFixed(0)).join(' + ')).join(' / ')} MB`,
    );
  }
}

function tell(label, found, floors, figure) {
  const sorted = (of) => of.map((one) => one[figure]).sort((a, b) => a - b);
  const own = sorted(found);
  const ratio = median(own) / median(sorted(floors));
  const figures = [own[0], median(own), own.at(-1)].map((value) => value.toFixed(2)).join(' / ');
  print(`${label.padEnd(20)} ${figures}   ${ratio.toFixed(2)} times`);
}

/** The requests of a whole run, as they are on the wire but for the address. */
function writeRequests(file) {
  const { planned } = planRun(openCatalogue(values.catalogue), {}, { seed: 1 });
  const lines = planned.map(({ case: one, contract }) => {
    const { request } = readyRequest(one, contract.protocol, '', emulatorCredentials);
    return `${JSON.stringify(request)}\n`;
  });
  writeFileSync(file, lines.join(''));
  return planned.length;
}

/** Runs a command to its end. Memory is told for each of its processes. */
function measured({ name, command: [file, ...args], environment = {} }) {
  const watched = join(work, 'watched');
  rmSync(watched, { recursive: true, force: true });
  mkdirSync(watched);
  const options = `--import=${join(import.meta.dirname, 'watch.mjs')}`;
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TARGET_URL: '', NODE_OPTIONS: options, SOCONFORM_BENCH_WATCH: watched, ...environment },
  });
  const whole = (performance.now() - begin) / 1000;
  if (status !== 0) {
    throw new Error(`${name}: expected exit status 0, found ${status}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  }
  const told = readdirSync(watched).map((one) => JSON.parse(readFileSync(join(watched, one), 'utf8')));
  return {
    whole,
    asking: Math.max(...told.map(({ asking }) => asking)),
    cpu: told.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: told.map(({ memory }) => memory).sort((a, b) => b - a),
  };
}

function compareChecks() {
  const given = ['newman', 'catalogue'].flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}=${values[name]}`],
  );
  print('');
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'newman.mjs'), ...given], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

function median(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

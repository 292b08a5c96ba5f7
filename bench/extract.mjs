// What extraction costs: `soconform extract` over the whole archive next to merely reading the same files in one thread,
// and to merely writing the same catalogue. Whole processes, taken in turn so that a drifting machine slows all alike.
// npm run build && node bench/extract.mjs [--docs DIR] [--out DIR] [--rounds 5]
// --out: where catalogues are written and removed again; creating a file takes very different times on different disks.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const project = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    docs: { type: 'string' },
    out: { type: 'string', default: join(project, '.soconform') },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds: expected a whole number from 1, found ${values.rounds}\n`);
  process.exit(2);
}
const reference = process.env.SOCONFORM_REFERENCE ?? resolve(project, '../shared/reference');
const docs = values.docs ?? execFileSync(join(reference, 'unpack'), { encoding: 'utf8' }).trim();
mkdirSync(values.out, { recursive: true });
const work = mkdtempSync(join(values.out, 'bench-'));
const catalogue = join(work, 'catalogue');
const copy = join(work, 'copy');
const part = (name) => join(import.meta.dirname, 'extract', name);
const contenders = [
  { name: 'reading the files (the floor)', command: [part('read-all.mjs'), docs] },
  {
    name: 'soconform extract',
    command: [join(project, 'dist/cli/main.js'), 'extract', docs, '--out', catalogue],
    makes: catalogue,
  },
  { name: 'writing the same catalogue', command: [part('write-all.mjs'), catalogue, copy], makes: copy },
];

try {
  const results = new Map(contenders.map(({ name }) => [name, []]));
  // The first round only warms the file cache.
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of contenders) {
      if (contender.makes) rmSync(contender.makes, { recursive: true, force: true });
      const result = measured(contender);
      if (round >= 0) results.get(contender.name).push(result);
    }
  }
  tell(results);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Runs a script to its end. */
function measured({ name, command }) {
  const watched = join(work, 'watched');
  rmSync(watched, { recursive: true, force: true });
  mkdirSync(watched);
  const options = `--import=${join(import.meta.dirname, 'watch.mjs')}`;
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: options, SOCONFORM_BENCH_WATCH: watched },
  });
  const wall = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`${name}: expected exit status 0, found ${status}\n${stdout}${stderr}`);
  const [told] = readdirSync(watched).map((one) => JSON.parse(readFileSync(join(watched, one), 'utf8')));
  return { wall, cpu: told.cpu, thread: told.thread ?? NaN, memory: told.memory };
}

function tell(results) {
  const files = readdirSync(docs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  print(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${rounds} rounds\n`);
  print('seconds as min / median; processor time counts the threads that compile and collect; memory at its peak\n');
  print(`${''.padEnd(30)} ${['wall', 'main thread', 'processor'].map((head) => head.padEnd(13)).join('  ')}  memory`);
  const figures = ['wall', 'thread', 'cpu'];
  for (const [name, found] of results) {
    const row = figures.map((figure) => sorted(found, figure)).map((own) => `${two(own[0])} / ${two(median(own))}`);
    const memory = sorted(found, 'memory').at(-1);
    print(`${name.padEnd(30)} ${row.map((cell) => cell.padEnd(13)).join('  ')}  ${memory.toFixed(0)} MB`);
  }
  const [floor, own] = contenders.map(({ name }) => results.get(name));
  const ratios = figures.map((figure) => [sorted(own, figure), sorted(floor, figure)]);
  const row = ratios.map(([ours, least]) => `${two(ours[0] / least[0])} / ${two(median(ours) / median(least))}`);
  print(`${'extract, times the floor'.padEnd(30)} ${row.map((cell) => cell.padEnd(13)).join('  ')}`);
}

function two(number) {
  return number.toFixed(2);
}

function sorted(found, figure) {
  return found.map((one) => one[figure]).sort((left, right) => left - right);
}

function median(ascending) {
  return ascending[Math.floor(ascending.length / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

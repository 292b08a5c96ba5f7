// How long a user waits: the main job by both doors, and a command that only prints, next to an empty Node process.
// Whole processes, taken in turn so that a drifting machine slows all alike. `npm run bench -- --rounds 9`
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds: expected a whole number from 1, found ${values.rounds}\n`);
  process.exit(2);
}

const node = process.execPath;
const jobs = [
  { name: 'empty Node process (the floor)', command: [node, '-e', '0'] },
  { name: 'soconform list checks', command: [node, 'dist/cli/main.js', 'list', 'checks'] },
  { name: 'soconform run --set core', command: [node, 'dist/cli/main.js', 'run', '--set', 'core'] },
  { name: 'npm run conformance', command: ['npm', 'run', '--silent', 'conformance'] },
];

/** @type {Map<string, number[]>} */
const seconds = new Map(jobs.map(({ name }) => [name, []]));
for (let round = -1; round < rounds; round += 1) {
  for (const { name, command } of jobs) {
    const [file, ...args] = command;
    const begin = performance.now();
    const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
    const took = (performance.now() - begin) / 1000;
    if (status !== 0) {
      process.stderr.write(`${name}: expected exit status 0, found ${status}\n${stdout}${stderr}`);
      process.exit(1);
    }
    if (round >= 0) seconds.get(name)?.push(took); // the first round only warms the file cache
  }
}

const median = (sorted) => sorted[Math.floor(sorted.length / 2)];
const rows = jobs.map(({ name }) => ({ name, sorted: [...(seconds.get(name) ?? [])].sort((a, b) => a - b) }));
const floor = median(rows[0].sorted);
process.stdout.write(
  `${rounds} rounds, seconds as min / median / max, and the median beyond an empty Node process\n\n`,
);
for (const { name, sorted } of rows) {
  const figures = [sorted[0], median(sorted), sorted.at(-1)].map((value) => value.toFixed(3)).join(' / ');
  process.stdout.write(`${name.padEnd(32)} ${figures}   +${(median(sorted) - floor).toFixed(3)}\n`);
}

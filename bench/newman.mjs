// Checks per second, once all is warm, next to Newman's on the same 200 operations with one assertion each: that the answer
// keeps to its JSON Schema. Newman is no dependency of the project; install it anywhere: npm install --prefix DIR newman@6.2.2
// npm run build && node bench/newman.mjs --newman DIR [--catalogue DIR] [--rounds 2]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    newman: { type: 'string' },
    catalogue: { type: 'string' },
    rounds: { type: 'string', default: '2' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds: expected a whole number from 1, found ${values.rounds}\n`);
  process.exit(2);
}
const newman = values.newman === undefined ? undefined : located(resolve(values.newman));

// Taken in turn, so that a drifting machine slows both alike; the fastest round counts.
const own = [];
const theirs = [];
for (let round = 0; round < rounds; round += 1) {
  own.push(steady('soconform'));
  if (newman) theirs.push(steady('newman', newman.file));
}
const ours = fastest(own);
print(`checks and requests per second on ${ours.operations} operations, the fastest of ${rounds} rounds`);
tell('soconform', ours);
if (newman === undefined) print('not run: newman (give --newman DIR)');
else {
  const other = fastest(theirs);
  tell(`Newman ${newman.version}`, other);
  if (other.failed > 0) print(`${other.failed} of Newman's assertions failed`);
  print(
    `soconform is ${(rate(ours) / rate(other)).toFixed(0)} times as fast by checks, ${(requestRate(ours) / requestRate(other)).toFixed(1)} times by requests`,
  );
}

function steady(contender, file = '') {
  const args = [join(import.meta.dirname, 'all-contracts/steady.mjs'), contender, values.catalogue ?? '', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${contender}: expected exit status 0, found ${status}\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

/** In the folder itself, or installed in it. */
function located(folder) {
  for (const base of [join(folder, 'package.json'), join(folder, 'node_modules/newman/package.json')]) {
    try {
      const { name, version } = createRequire(import.meta.url)(base);
      if (name === 'newman') return { file: createRequire(base).resolve('newman'), version };
    } catch {
      // The other place may have it.
    }
  }
  process.stderr.write(
    `${folder}: expected a folder with newman in it, found none; npm install --prefix ${folder} newman\n`,
  );
  return process.exit(2);
}

function fastest(runs) {
  return runs.reduce((best, one) => (rate(one) > rate(best) ? one : best));
}

function rate({ checks, seconds }) {
  return checks / seconds;
}

function requestRate({ requests, seconds }) {
  return requests / seconds;
}

function tell(name, one) {
  print(
    `${name.padEnd(14)} ${rate(one).toFixed(0).padStart(6)} checks, ${requestRate(one).toFixed(0).padStart(5)} requests`,
  );
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

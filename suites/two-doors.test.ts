import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../cli/program.ts';
import { faults } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { trippedBy } from './checks/index.ts';
import { projectWith, vitest } from './testing/vitest-child.ts';
import type { Ended, Folder } from './testing/vitest-child.ts';

const catalogue = openCatalogue();

interface Served {
  readonly name: string;
  readonly serving: Serving;
  /** Long, but for those that leave requests without an answer. */
  readonly deadlineMs: number;
  /** Short, but where something comes late. */
  readonly graceMs: number;
}
const served: Served[] = [];
let folder: Folder;
let ended: Ended;

/** One emulator for each fault, so that both doors meet the same addresses; one process runs all of them under vitest. */
beforeAll(async () => {
  for (const fault of [undefined, ...faults]) {
    const trips = fault === undefined ? [] : trippedBy(fault.id);
    served.push({
      name: fault?.id ?? 'healthy',
      serving: await serve({ catalogue, faults: fault === undefined ? [] : [fault] }),
      deadlineMs: trips.some(({ check }) => check === 'HTTP-ANSWERED') ? 1000 : 30_000,
      graceMs: fault?.id === 'http-204-null-later' ? 1000 : 5,
    });
  }
  // It offers one operation less than it is asked for.
  const partial = catalogue.summaries.filter(({ id }) => id !== 'EMail.RelayMessage/rest-v1');
  served.push({
    name: 'partial',
    serving: await serve({ catalogue: { ...catalogue, summaries: partial } }),
    deadlineMs: 30_000,
    graceMs: 5,
  });
  const runs = served.map(({ serving, ...rest }) => ({
    ...rest,
    target: serving.url,
    reports: [`json=vitest/${rest.name}.json`],
  }));
  folder = projectWith({
    'doors.test.ts': `for (const one of ${JSON.stringify(runs)})
      describeConformance({ set: 'core', keep: 'all', allow: 'send', ...one });`,
  });
  const underVitest = vitest(['run', '--reporter=dot'], { cwd: folder.path });
  // The command line prints its report.
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const one of served) await main(commandLine(one), {});
  write.mockRestore();
  ended = await underVitest;
}, 600_000);

function commandLine({ name, serving, deadlineMs, graceMs }: Served): readonly string[] {
  const flags = {
    target: serving.url,
    deadline: deadlineMs,
    grace: graceMs,
    set: 'core',
    keep: 'all',
    allow: 'send',
    report: `json=${folder.file(`cli-${name}.json`)}`,
  };
  return ['run', ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)];
}

afterAll(async () => {
  await Promise.all(served.map(({ serving }) => serving.close()));
  folder.remove();
});

/** All of a record but its times. */
function timeless(file: string): unknown {
  const text = readFileSync(file, 'utf8')
    .replace(/"(ms|startedAt|finishedAt)": ?("[^"]*"|[\d.]+)/g, '"$1": 0')
    .replace(/"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT"/g, '"date"');
  return JSON.parse(text);
}

test.each(['healthy', 'partial', ...faults.map(({ id }) => id)])('both doors write the same record: %s', (name) => {
  const underVitest = folder.file(`vitest/${name}.json`);
  if (!existsSync(underVitest)) throw new Error(ended.stderr.slice(0, 2000));
  expect(timeless(underVitest)).toEqual(timeless(folder.file(`cli-${name}.json`)));
});

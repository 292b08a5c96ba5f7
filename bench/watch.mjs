// Loaded into a process with --import: when it ends, writes into the folder SOCONFORM_BENCH_WATCH how long its requests
// took together, from the first one made to the end of the last answer, its processor time, and the most memory that it
// ever held.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env.SOCONFORM_BENCH_WATCH;
if (isMainThread && folder !== undefined) {
  let first = 0;
  let last = 0;
  let requests = 0;
  const end = () => (last = performance.now());
  subscribe('undici:request:create', () => {
    first ||= performance.now();
    requests += 1;
  });
  subscribe('undici:request:trailers', end);
  subscribe('undici:request:error', end);
  const write = () => {
    // In KB, as the system counts it: all threads, the emulator's as well.
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpu = (userCPUTime + systemCPUTime) / 1e6;
    const told = { requests, asking: (last - first) / 1000, cpu, thread: threadSeconds(), memory: maxRSS / 1024 };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(told));
  };
  process.on('exit', write);
  // vitest ends its children with a signal; what is written last counts.
  process.on('SIGTERM', () => {
    write();
    process.exit();
  });
}

/** Processor time of the main thread alone: on a machine that does nothing else, the time that a user waits. */
function threadSeconds() {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    // Linux alone tells it.
    return undefined;
  }
}

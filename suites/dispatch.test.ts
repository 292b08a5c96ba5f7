import { expect, test } from 'vitest';
import { dispatch } from './dispatch.ts';
import type { Schedule } from './schedule.ts';

/** Sends `count` cases; each is answered in the next turn and waits for late bytes until nothing more is asked because of those that wait. */
async function mostAtOnce(count: number, concurrency: number): Promise<{ asked: number; held: number; sent: number }> {
  let next = 0;
  const schedule: Schedule = {
    next: () => (next < count ? { kind: 'send', index: next++ } : { kind: 'wait' }),
    settle: () => {},
  };
  const found = { asked: 0, held: 0, sent: 0 };
  let asked = 0;
  const waiting: (() => void)[] = [];
  const turn = () => new Promise(setImmediate);
  const over = new AbortController();
  const all = dispatch(
    schedule,
    { concurrency, signal: new AbortController().signal },
    {
      block: () => {},
      async send(_, onAnswered) {
        found.sent += 1;
        found.asked = Math.max(found.asked, (asked += 1));
        await turn();
        asked -= 1;
        const late = new Promise<void>((resolve) => waiting.push(resolve));
        found.held = Math.max(found.held, waiting.length);
        onAnswered('answered');
        await late;
        return 'answered';
      },
    },
  ).then(() => over.abort());
  while (!over.signal.aborted) {
    const before = found.sent;
    await turn();
    await turn();
    if (found.sent === before && asked === 0) waiting.shift()?.();
  }
  await all;
  return found;
}

test.each([
  [1, 64],
  [6, 64],
  [12, 120],
  [32, 120],
])('of %i at once no more than %i wait for late bytes, and each is sent', async (concurrency, most) => {
  const found = await mostAtOnce(400, concurrency);
  expect(found.sent).toBe(400);
  expect(found.asked).toBe(concurrency);
  // Those that were asked when the last place was taken wait as well.
  expect(found.held).toBeGreaterThanOrEqual(most);
  expect(found.held).toBeLessThan(most + concurrency);
});

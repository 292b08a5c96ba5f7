import { describe, expect, test } from 'vitest';
import { withManners } from './manners.ts';
import type { Send } from './send.ts';

type Answer = number | readonly [status: number, retryAfter: string];

/** Asks so many requests one after the other of a target that answers this, on a clock that only waiting moves. */
async function ask(
  names: readonly string[],
  answerTo: (index: number) => Answer,
  manners: { readonly rate?: number; readonly signal?: AbortSignal } = {},
) {
  let clock = 0;
  const sentAt: number[] = [];
  const send: Send = (_request, _options) => {
    const answer = answerTo(sentAt.push(clock) - 1);
    const [status, after] = typeof answer === 'number' ? [answer, undefined] : answer;
    const headers = after === undefined ? [] : [['retry-after', after] as const];
    return Promise.resolve({ ms: 1, received: { status, headers, body: Buffer.alloc(0), surplus: Buffer.alloc(0) } });
  };
  const asking = withManners(send, {
    signal: new AbortController().signal,
    ...manners,
    now: () => clock,
    sleep: (ms) => {
      clock += ms;
      return Promise.resolve();
    },
  });
  const got: string[] = [];
  for (const name of names) {
    const { received } = await asking(
      { method: 'POST', url: 'http://a/', headers: {} },
      { tap: false, deadlineMs: 1, graceMs: 0, name },
    );
    got.push('status' in received ? String(received.status) : `${received.stage}: ${received.reason}`);
  }
  return { got, sentAt };
}

const cases = (count: number, agent = 'A'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${agent}.Do/rest-v1/case-${index}`);

test('a rate spaces requests, the first goes at once', async () => {
  expect((await ask(cases(4), () => 200, { rate: 4 })).sentAt).toEqual([0, 250, 500, 750]);
});

describe('Retry-After', () => {
  test('is waited for, and the request that was put off is blocked and not sent again', async () => {
    const { got, sentAt } = await ask(cases(3), (index) => (index === 0 ? [429, '7'] : 200));
    expect(sentAt).toEqual([0, 7000, 7000]);
    expect(got).toEqual(['busy: the target put the request off (429, Retry-After 7 s)', '200', '200']);
  });

  test('with 503 means the same; 503 alone is an answer', async () => {
    const { got, sentAt } = await ask(cases(3), (index) => (index === 0 ? [503, '2'] : 503));
    expect(got).toEqual([expect.stringMatching(/^busy: .*503/), '503', '503']);
    expect(sentAt).toEqual([0, 2000, 2000]);
  });

  test('that is long ends the run', async () => {
    const { got, sentAt } = await ask(cases(3), () => [429, '3600']);
    expect(sentAt).toHaveLength(1);
    expect(got[1]).toBe('held: stopped: the target asked to be left alone for 3600 s (429)');
  });

  test('that nobody can read is a second', async () => {
    expect((await ask(cases(2), () => [429, 'soon'])).sentAt).toEqual([0, 1000]);
  });
});

describe('five refusals in a row end the run', () => {
  test.each([401, 429, 503])('%i', async (status) => {
    const { got, sentAt } = await ask(cases(8), () => status);
    expect(sentAt).toHaveLength(5);
    expect(got[7]).toBe(`held: stopped: the target answered ${status}, the 5th refusal in a row`);
  });

  test.each<[title: string, names: readonly string[], answerTo: (index: number) => number, sent: number]>([
    ['an answer between them', cases(10), (index) => (index % 5 === 4 ? 200 : 401), 10],
    ['403 within one agent, which may be closed', cases(8), () => 403, 8],
    ['403 of several agents', [...cases(4), ...cases(4, 'B')], () => 403, 5],
    ['401 to requests without a login', Array.from({ length: 8 }, () => 'A.Do/rest-v1/no-credential'), () => 401, 8],
    ['404', cases(8), () => 404, 8],
  ])('%s', async (_title, names, answerTo, sent) => {
    expect((await ask(names, answerTo)).sentAt).toHaveLength(sent);
  });
});

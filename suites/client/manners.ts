import { setTimeout as delay } from 'node:timers/promises';
import { answered, header } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import type { Send, SendOptions } from './send.ts';

export interface Manners {
  /** Requests a second, at most. */
  readonly rate?: number;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** As many refusals in a row, and nobody is asked any more. */
const mostRefusals = 5;
/** Whoever wants us to wait longer does not want us now. */
const longestWaitMs = 120_000;

/** What a request is called that asks whether the login still holds, or for a new one: it says nothing of the patience of the target. */
export const loginName = 'login';

const refusals: ReadonlySet<number> = new Set([401, 403, 429, 503]);

/**
 * Sends as a guest does: at most so many requests a second; not before the time that `Retry-After` names is over; and no more
 * after five refusals (401, 403, 429, 503) in a row. A request that is put off by the target (429, or 503 with `Retry-After`) is
 * not sent again, and says nothing of the operation: it is blocked.
 *
 * Refusals that are asked for do not count: those of requests without a good login, and 403 within one agent, which may be closed to
 * everybody. 401 and 403 to requests that were under way at the same time count as one.
 */
export function withManners(send: Send, { rate, signal, now = () => performance.now(), sleep }: Manners): Send {
  const wait = sleep ?? ((ms: number) => delay(ms, undefined, { signal }).catch(() => {}));
  let next = 0;
  let pausedUntil = 0;
  let inARow = 0;
  let agents = new Set<string>();
  let stopped: string | undefined;
  let begun = 0;
  /** Requests that had begun when the latest refusal came. */
  let before = 0;

  const turn = async (): Promise<void> => {
    for (;;) {
      const at = now();
      const free = Math.max(next, pausedUntil);
      if (at >= free || signal.aborted || stopped !== undefined) break;
      await wait(free - at);
    }
    if (rate !== undefined) next = Math.max(next, now()) + 1000 / rate;
  };

  const learn = (status: number, { name = '' }: SendOptions, number: number): void => {
    if (name === loginName) return;
    const isLogin = status === 401 || status === 403;
    if (isLogin && /\/(?:no|wrong|empty|expired)-credential[^/]*$/.test(name)) return;
    // Those that were under way together when a login ran out are refused together.
    if (isLogin && number <= before) return;
    if (!refusals.has(status)) {
      inARow = 0;
      agents = new Set();
      return;
    }
    inARow += 1;
    before = begun;
    agents.add(name.split('.')[0] ?? '');
    if (inARow < mostRefusals || (status === 403 && agents.size === 1)) return;
    stopped ??= `stopped: the target answered ${status}, the ${inARow}th refusal in a row`;
  };

  return async (request, options) => {
    await turn();
    if (stopped !== undefined) return { ms: 0, received: { stage: 'held', reason: stopped } };
    begun += 1;
    const number = begun;
    let isLearnt = false;
    const { onAnswered } = options;
    // The next request may go when the status is there, while this one still waits for late bytes.
    const early = (status: number): void => {
      isLearnt = true;
      learn(status, options, number);
      // Whoever may have said when to come again is heard to the end first.
      if (status !== 429 && status !== 503) onAnswered?.(status);
    };
    const sent = await send(request, onAnswered === undefined ? options : { ...options, onAnswered: early });
    if (!answered(sent.received)) return sent;
    const { received } = sent;
    if (!isLearnt) learn(received.status, options, number);
    const seconds = retryAfter(received);
    if (received.status !== 429 && (received.status !== 503 || seconds === undefined)) return sent;
    if (seconds !== undefined && seconds * 1000 > longestWaitMs) {
      stopped ??= `stopped: the target asked to be left alone for ${seconds} s (${received.status})`;
    }
    pausedUntil = Math.max(pausedUntil, now() + Math.min((seconds ?? 1) * 1000, longestWaitMs));
    const told = seconds === undefined ? '' : `, Retry-After ${seconds} s`;
    return {
      ms: sent.ms,
      received: { stage: 'busy', reason: `the target put the request off (${received.status}${told})` },
    };
  };
}

/** Seconds; the header has them, or a date. */
function retryAfter(response: WireResponse): number | undefined {
  const value = header(response, 'retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

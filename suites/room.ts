import { answered } from './exchange.ts';
import type { Fate } from './judge.ts';
import type { Progress } from './progress.ts';

/** Bytes of answers that may wait at once: a thousand pages of 256 KB. */
const mostWaiting = 256 * 2 ** 20;

/** Counts what answers hold that wait. Many may have the same bytes, which count once. */
export interface Room {
  /** Whether it may wait. */
  enter(fate: Fate): boolean;
  leave(fate: Fate): void;
}

export function createRoom(most = mostWaiting): Room {
  const inside = new Map<Uint8Array, number>();
  let bytes = 0;
  return {
    enter(fate) {
      if (fate.kind !== 'answered') return true;
      const { body } = fate.subject.response;
      const times = inside.get(body) ?? 0;
      if (times === 0 && bytes + body.length > most) return false;
      if (times === 0) bytes += body.length;
      inside.set(body, times + 1);
      return true;
    },
    leave(fate) {
      if (fate.kind !== 'answered') return;
      const { body } = fate.subject.response;
      const times = (inside.get(body) ?? 1) - 1;
      if (times > 0) return void inside.set(body, times);
      inside.delete(body);
      bytes -= body.length;
    },
  };
}

/**
 * What becomes of a case whose answer there is no room for: what it was answered is still known, but not judged. Where it turns out not to
 * be offered, that is what is told.
 */
export function letGo(one: Progress): Fate {
  const { exchange } = one;
  if (exchange !== undefined && answered(exchange.received)) {
    const { body } = exchange.received;
    const received = { ...exchange.received, body: body.slice(0, beginning), cut: body.length };
    one.exchange = { ...exchange, received };
  }
  return { kind: 'blocked', reason: noRoom };
}

const beginning = 1024;
const noRoom = `not judged: answers of more than ${mostWaiting / 2 ** 20} MB would have to wait until it is known what the target offers`;

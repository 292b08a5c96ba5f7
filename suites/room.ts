import { answered, headersLength } from './exchange.ts';
import type { WireResponse } from './exchange.ts';
import type { Fate } from './judge.ts';
import type { Progress } from './progress.ts';

/** Bytes of answers that may wait at once: a thousand pages of 256 KB. */
const mostWaiting = 256 * 2 ** 20;

/** Counts what answers hold that wait. Many may have the same body, which counts once. */
export interface Room {
  /** Whether it may wait. */
  enter(fate: Fate): boolean;
  leave(fate: Fate): void;
}

export function createRoom(most = mostWaiting): Room {
  const bodies = new Map<Uint8Array, number>();
  let bytes = 0;
  return {
    enter(fate) {
      if (fate.kind !== 'answered') return true;
      const { response } = fate.subject;
      const times = bodies.get(response.body) ?? 0;
      const more = besideBody(response) + (times === 0 ? response.body.length : 0);
      if (bytes + more > most) return false;
      bytes += more;
      bodies.set(response.body, times + 1);
      return true;
    },
    leave(fate) {
      if (fate.kind !== 'answered') return;
      const { response } = fate.subject;
      const times = (bodies.get(response.body) ?? 1) - 1;
      bytes -= besideBody(response) + (times === 0 ? response.body.length : 0);
      if (times > 0) bodies.set(response.body, times);
      else bodies.delete(response.body);
    },
  };
}

function besideBody({ headers, surplus }: WireResponse): number {
  return headersLength(headers) + surplus.length;
}

/**
 * What becomes of a case whose answer there is no room for: its status is still known, but it is not judged. Where it turns out not to
 * be offered, that is what is told.
 */
export function letGo(one: Progress): Fate {
  const { exchange } = one;
  if (exchange !== undefined && answered(exchange.received)) {
    const { status, body } = exchange.received;
    const received: WireResponse = { status, headers: [], body: nothing, surplus: nothing, cut: body.length };
    one.exchange = { ...exchange, received };
  }
  return { kind: 'blocked', reason: noRoom };
}

const nothing = new Uint8Array();
const noRoom = `not judged: answers of more than ${mostWaiting / 2 ** 20} MB would have to wait until it is known what the target offers`;

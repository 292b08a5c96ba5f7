/** What to do next with the cases that are to be sent, which are known by a number. */
type Next =
  | { readonly kind: 'send'; readonly index: number }
  | { readonly kind: 'block'; readonly index: number; readonly reason: string }
  /** Nothing can be said until something that is in flight is settled; or all is done. */
  | { readonly kind: 'wait' };

export interface Schedule {
  next(): Next;
  settle(index: number, outcome: 'answered' | 'no-answer'): void;
}

/** As many requests in a row without an answer, and the rest is not worth their deadlines. */
const inARow = 5;

interface Service {
  readonly name: string;
  /** In the order in which they are to go, `turn` being their place among all. */
  readonly waiting: { readonly index: number; readonly turn: number }[];
  /** Those that were sent, in order. */
  readonly sent: number[];
}

/**
 * Decides which case goes next: the first in the given order that may.
 *
 * A case may go when it is known that the five before it, in its service, are not all without an answer; and until
 * the target has answered anything, only five may be out. So what is blocked depends on the order and on the
 * target, and never on which of several answers was quicker.
 */
export function createSchedule(cases: readonly { readonly index: number; readonly service: string }[]): Schedule {
  const services = new Map<string, Service>();
  const outcomes = new Map<number, 'answered' | 'no-answer'>();
  const serviceOf = (name: string): Service => {
    const known = services.get(name);
    if (known !== undefined) return known;
    const made = { name, waiting: [], sent: [] };
    services.set(name, made);
    return made;
  };
  for (const [turn, { index, service }] of cases.entries()) serviceOf(service).waiting.push({ index, turn });

  let sent = 0;
  let silent = 0;
  let isAlive = false;

  const targetState = (): 'open' | 'wait' | 'dead' => {
    if (isAlive || sent < inARow) return 'open';
    return silent >= inARow ? 'dead' : 'wait';
  };
  const serviceState = (service: Service): 'open' | 'wait' | 'dead' => {
    if (service.sent.length < inARow) return 'open';
    const last = new Set(service.sent.slice(-inARow).map((index) => outcomes.get(index)));
    if (last.has('answered')) return 'open';
    return last.has(undefined) ? 'wait' : 'dead';
  };

  return {
    next() {
      const target = targetState();
      if (target === 'wait') return { kind: 'wait' };
      let first: Service | undefined;
      for (const service of services.values()) {
        const [head] = service.waiting;
        if (head === undefined) services.delete(service.name);
        else if (first === undefined || head.turn < (first.waiting[0]?.turn ?? 0)) {
          if (target === 'dead' || serviceState(service) !== 'wait') first = service;
        }
      }
      const index = first?.waiting.shift()?.index;
      if (first === undefined || index === undefined) return { kind: 'wait' };
      if (target === 'dead') {
        return { kind: 'block', index, reason: `the first ${inARow} requests to the target got no answer` };
      }
      if (serviceState(first) === 'dead') {
        return { kind: 'block', index, reason: `${inARow} requests in a row to ${first.name} got no answer` };
      }
      first.sent.push(index);
      sent += 1;
      return { kind: 'send', index };
    },
    settle(index, outcome) {
      outcomes.set(index, outcome);
      if (outcome === 'answered') isAlive = true;
      else silent += 1;
    },
  };
}

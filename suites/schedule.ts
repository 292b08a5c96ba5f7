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
  /** The last of those that were sent, in order; as many as may stay without an answer. */
  readonly sent: number[];
}

interface Turn {
  readonly index: number;
  readonly service: Service;
}

/**
 * Decides which case goes next: the first in the given order that may.
 *
 * A case may go when it is known that the five before it, in its service, are not all without an answer; and until
 * the target has answered anything, only five may be out. So what is blocked depends on the order and on the
 * target, and never on which of several answers was quicker.
 */
export function createSchedule(cases: readonly { readonly index: number; readonly service: string }[]): Schedule {
  const turns = inTurn(cases);
  const outcomes = new Map<number, 'answered' | 'no-answer'>();
  let first = 0;
  let sent = 0;
  let silent = 0;
  let isAlive = false;

  const targetState = (): 'open' | 'wait' | 'dead' => {
    if (isAlive || sent < inARow) return 'open';
    return silent >= inARow ? 'dead' : 'wait';
  };
  const serviceState = (service: Service): 'open' | 'wait' | 'dead' => {
    if (service.sent.length < inARow) return 'open';
    if (service.sent.some((index) => outcomes.get(index) === 'answered')) return 'open';
    return service.sent.some((index) => !outcomes.has(index)) ? 'wait' : 'dead';
  };
  /** The first case that does not have to wait, and why it must not go any more. */
  const take = (target: 'open' | 'dead'): { readonly turn: Turn; readonly state: 'open' | 'dead' } | undefined => {
    while (first < turns.length && turns[first] === undefined) first += 1;
    for (let place = first; place < turns.length; place += 1) {
      const turn = turns[place];
      const state = turn === undefined ? 'wait' : target === 'dead' ? target : serviceState(turn.service);
      if (turn === undefined || state === 'wait') continue;
      turns[place] = undefined;
      return { turn, state };
    }
    return undefined;
  };

  return {
    next() {
      const target = targetState();
      const taken = target === 'wait' ? undefined : take(target);
      if (taken === undefined) return { kind: 'wait' };
      const { index, service } = taken.turn;
      if (target === 'dead') {
        return { kind: 'block', index, reason: `the first ${inARow} requests to the target got no answer` };
      }
      if (taken.state === 'dead') {
        return { kind: 'block', index, reason: `${inARow} requests in a row to ${service.name} got no answer` };
      }
      service.sent.push(index);
      if (service.sent.length > inARow) service.sent.shift();
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

/** The cases that are still to go, in order; one that went leaves its place empty. */
function inTurn(cases: readonly { readonly index: number; readonly service: string }[]): (Turn | undefined)[] {
  const services = new Map<string, Service>();
  return cases.map(({ index, service: name }) => {
    const service = services.get(name) ?? { name, sent: [] };
    services.set(name, service);
    return { index, service };
  });
}

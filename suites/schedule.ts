import type { Login, Outcome } from './login.ts';

/** What to do next with the cases that are to be sent, which are known by a number. */
type Next =
  | { readonly kind: 'send'; readonly index: number }
  | { readonly kind: 'block'; readonly index: number; readonly reason: string }
  /** Nothing can be said until something that is in flight is settled; or all is done. */
  | { readonly kind: 'wait' };

export interface Schedule {
  next(): Next;
  settle(index: number, outcome: Outcome): void;
}

/** A case that is to be sent. */
export interface Waiting {
  readonly index: number;
  readonly service: string;
  /** Whether it carries the configured login. */
  readonly login: boolean;
  /** Cases before it in order that have to be done when it goes. */
  readonly after?: readonly number[];
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
  readonly login: boolean;
  readonly after: readonly number[];
}

type State = 'open' | 'wait' | 'dead' | 'refused';

/**
 * Decides which case goes next: the first in the given order that may.
 *
 * A case may go when it is known that the five before it, in its service, are not all without an answer; and until
 * the target has answered anything, only five may be out. One that carries the login goes when that is taken, or when few
 * are out with it. So what is blocked depends on the order and on the target, and never on which of several
 * answers was quicker; therefore none overtakes another one before it is known whether the login is taken.
 */
export function createSchedule(cases: readonly Waiting[], login: Login): Schedule {
  const turns = inTurn(cases);
  /** By the number of a case. */
  const carries: boolean[] = [];
  for (const { index, login: carriesLogin } of cases) carries[index] = carriesLogin;
  const hasCarriers = carries.includes(true);
  const outcomes: ('answered' | 'no-answer' | undefined)[] = [];
  const blocked = new Set<number>();
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
    if (service.sent.some((index) => outcomes[index] === 'answered')) return 'open';
    return service.sent.some((index) => outcomes[index] === undefined) ? 'wait' : 'dead';
  };
  const stateOf = (turn: Turn): State => {
    const state = serviceState(turn.service);
    if (state !== 'open' || !turn.login) return state;
    const ofLogin = login.state();
    return ofLogin === 'taken' ? 'open' : ofLogin;
  };
  const isDone = (index: number): boolean => outcomes[index] !== undefined || blocked.has(index);
  const isLoginKnown = (): boolean => !hasCarriers || ['taken', 'refused'].includes(login.state());
  /** The first case that does not have to wait, and why it must not go any more. */
  const take = (target: 'open' | 'dead'): { readonly turn: Turn; readonly state: State } | undefined => {
    while (first < turns.length && turns[first] === undefined) first += 1;
    for (let place = first; place < turns.length; place += 1) {
      const turn = turns[place];
      if (turn === undefined) continue;
      // None overtakes it, so that what is asked when depends on the order alone.
      if (target === 'open' && !turn.after.every(isDone)) return undefined;
      const state = target === 'dead' ? target : stateOf(turn);
      if (state === 'wait') {
        if (isLoginKnown()) continue;
        return undefined;
      }
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
      const block = (reason: string): Next => {
        blocked.add(index);
        return { kind: 'block', index, reason };
      };
      if (target === 'dead') return block(`the first ${inARow} requests to the target got no answer`);
      if (taken.state === 'dead') return block(`${inARow} requests in a row to ${service.name} got no answer`);
      if (taken.state === 'refused') return block(login.refusal());
      if (carries[index] === true) login.sent();
      service.sent.push(index);
      if (service.sent.length > inARow) service.sent.shift();
      sent += 1;
      return { kind: 'send', index };
    },
    settle(index, outcome) {
      outcomes[index] = outcome === 'no-answer' ? outcome : 'answered';
      if (outcome === 'no-answer') silent += 1;
      else isAlive = true;
      if (carries[index] === true) login.settle(outcome);
    },
  };
}

/** The cases that are still to go, in order; one that went leaves its place empty. */
function inTurn(cases: readonly Waiting[]): (Turn | undefined)[] {
  const services = new Map<string, Service>();
  return cases.map(({ index, service: name, login, after = [] }) => {
    const service = services.get(name) ?? { name, sent: [] };
    services.set(name, service);
    return { index, service, login, after };
  });
}

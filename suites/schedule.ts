import { groupedBy } from '../specs/grouped-by.ts';
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
  /** Cases before it in order that have to be done when it goes; cases of other services need not wait for that. */
  readonly after?: readonly number[];
}

/** As many requests in a row without an answer, and the rest is not worth their deadlines. */
const inARow = 5;

interface Service {
  readonly name: string;
  /** Its cases, in order. */
  readonly turns: readonly Waiting[];
  /** How many of them went. */
  gone: number;
  /** The last of those that were sent, in order; as many as may stay without an answer. */
  readonly sent: number[];
}

type State = 'open' | 'wait' | 'dead' | 'refused';

interface Taken {
  readonly turn: Waiting;
  readonly service: Service;
  readonly state: State;
}

/**
 * Decides which case goes next: the first in the given order that may.
 *
 * A case may go when it is known that the five before it, in its service, are not all without an answer; and until
 * the target has answered anything, only five may be out. One that carries the login goes when that is taken, or when few
 * are out with it. Within a service none overtakes another one, so what is blocked depends on the order and on the target, and
 * never on which of several answers was quicker; until it is known whether the login is taken, none overtakes any other.
 */
export function createSchedule(cases: readonly Waiting[], login: Login): Schedule {
  const services = servicesOf(cases);
  /** By the number of a case. */
  const carries: boolean[] = [];
  for (const { index, login: carriesLogin } of cases) carries[index] = carriesLogin;
  const hasCarriers = carries.includes(true);
  const outcomes: ('answered' | 'no-answer' | undefined)[] = [];
  const blocked = new Set<number>();
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
  const isDone = (index: number): boolean => outcomes[index] !== undefined || blocked.has(index);
  const stateOf = (service: Service, turn: Waiting): State => {
    const state = serviceState(service);
    if (state !== 'open') return state;
    if (turn.after?.every(isDone) === false) return 'wait';
    if (!turn.login) return 'open';
    const ofLogin = login.state();
    return ofLogin === 'taken' ? 'open' : ofLogin;
  };
  const isLoginKnown = (): boolean => !hasCarriers || ['taken', 'refused'].includes(login.state());
  /** The first case that does not have to wait, and why it must not go any more. */
  const take = (target: 'open' | 'dead'): Taken | undefined => {
    for (const [place, service] of services.entries()) {
      const turn = nextOf(service);
      const state = target === 'dead' ? target : stateOf(service, turn);
      if (state === 'wait') {
        if (isLoginKnown()) continue;
        return undefined;
      }
      advance(services, place);
      return { turn, service, state };
    }
    return undefined;
  };

  return {
    next() {
      const target = targetState();
      const taken = target === 'wait' ? undefined : take(target);
      if (taken === undefined) return { kind: 'wait' };
      const { service } = taken;
      const { index } = taken.turn;
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

/** In the order of their next cases. */
function servicesOf(cases: readonly Waiting[]): Service[] {
  const byName = groupedBy(cases, ({ service }) => service);
  return [...byName].map(([name, turns]) => ({ name, turns, gone: 0, sent: [] }));
}

/** A service that has nothing more to ask is not among those that wait. */
function nextOf({ turns, gone }: Service): Waiting {
  const turn = turns[gone];
  if (turn === undefined) throw new Error('a service without a case that waits');
  return turn;
}

/** The next case of the service at `place` goes: it stands where its next one wants it, or nowhere after its last one. */
function advance(services: Service[], place: number): void {
  const service = services[place];
  if (service === undefined) return;
  service.gone += 1;
  const next = service.turns[service.gone];
  if (next === undefined) {
    services.splice(place, 1);
    return;
  }
  let at = place;
  for (let other = services[at + 1]; other && nextOf(other).index < next.index; other = services[at + 1]) {
    services[at] = other;
    at += 1;
  }
  services[at] = service;
}

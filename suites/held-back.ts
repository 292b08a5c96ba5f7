import type { Case } from '../fixtures/case.ts';
import type { Effect } from '../specs/contract.ts';
import { isLoopback } from './client/loopback.ts';
import type { Target } from './client/target.ts';

const rank: Readonly<Record<Effect, number>> = { read: 0, write: 1, send: 2, admin: 3 };

/**
 * Why a case is not sent: it could do more to the target than was allowed. Only an emulator gets everything;
 * loopback by itself does not, for there are tunnels and on-site servers. What sends mail goes to another host only when
 * its name was typed twice.
 */
export function heldBack(asked: Pick<Case, 'effect'>, target: Target, allow: Effect): string | undefined {
  const { effect } = asked;
  if (target.emulator) return undefined;
  if (rank[effect] > rank[allow])
    return `held back: its effect is ${effect} and only ${allow} is allowed (--allow ${effect})`;
  if (rank[effect] < rank.send) return undefined;
  const { hostname } = new URL(target.url);
  if (isLoopback(hostname) || target.confirmHost?.toLowerCase() === hostname) return undefined;
  const found = target.confirmHost === undefined ? 'it is not there' : `it names ${target.confirmHost}`;
  return `held back: its effect is ${effect}, which on another host wants confirmHost ${JSON.stringify(hostname)} in the config (${found})`;
}

import type { Case } from '../fixtures/case.ts';
import type { Effect } from '../specs/contract.ts';
import type { Target } from './client/target.ts';

const rank: Readonly<Record<Effect, number>> = { read: 0, write: 1, send: 2, admin: 3 };

/**
 * Why a case is not sent: it could do more to the target than was allowed. Only an emulator gets everything;
 * loopback by itself does not, for there are tunnels and on-site servers.
 */
export function heldBack(asked: Pick<Case, 'effect'>, target: Target, allow: Effect): string | undefined {
  if (target.emulator || rank[asked.effect] <= rank[allow]) return undefined;
  return `held back: its effect is ${asked.effect} and only ${allow} is allowed (--allow ${asked.effect})`;
}

import { randomInt } from 'node:crypto';
import type { Effect } from '../../specs/contract.ts';
import type { Target } from '../client/target.ts';
import { heldBack } from '../held-back.ts';
import type { Plan } from '../plan.ts';
import { makingOf } from './making.ts';

/** Without letters and digits that are taken for each other. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `soconform-k3x9p2ab`: what a run writes into the names of what it makes, so that it can be found. */
export function newTag(): string {
  return `soconform-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)] ?? 'a').join('')}`;
}

/** Whether a run of the plan may make something that stays. */
export function mayMake({ planned }: Plan, target: Target, allow: Effect): boolean {
  if (target.forgets === true) return false;
  return planned.some(
    ({ case: asked, contract, types }) =>
      makingOf(contract, types) !== undefined && heldBack(asked, target, allow) === undefined,
  );
}

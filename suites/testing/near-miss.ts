import type { Fault } from '../../fixtures/emulator/answer.ts';
import type { CheckId } from '../check.ts';

/** An answer that is unusual and right: the checks that are nearest to it must stay quiet. */
export interface NearMiss extends Fault {
  readonly near: readonly CheckId[];
  /** What is recorded all the same. */
  readonly observed?: readonly CheckId[];
  /** Checks of parity that tell that this answer says another value than the others to the same read. */
  readonly parity?: readonly CheckId[];
}

export const miss = (
  id: string,
  title: string,
  near: readonly CheckId[],
  spoil: Fault['spoil'],
  observed: readonly CheckId[] = [],
): NearMiss => ({ id, title, near, spoil, observed });

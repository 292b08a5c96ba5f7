import type { Contract } from '../contract.ts';
import { compareCalls } from './call.ts';
import type { Difference } from './change.ts';
import type { Sides } from './compare.ts';
import { compareRestMessages, compareSoapMessages } from './messages.ts';
import type { Root } from './named-types.ts';
import type { Direction } from './rules.ts';
import type { Versions } from './versions.ts';

/** One operation of both versions. */
export interface OperationPair {
  /** `Agent.Operation` */
  readonly operation: string;
  readonly before: Contract;
  readonly after: Contract;
}

/** A difference that stands in the operations themselves, and not in a named type. */
interface OperationDifference {
  readonly difference: Difference;
  readonly directions: readonly Direction[];
  readonly operations: ReadonlySet<string>;
}

interface Compared {
  readonly found: readonly OperationDifference[];
  /** The named types that the messages lead to. */
  readonly roots: readonly Root[];
}

/** What differs in the operations; the same difference of many of them is found once. */
export function compareOperations(pairs: readonly OperationPair[], versions: Versions): Compared {
  const found = new Map<string, OperationDifference & { readonly operations: Set<string> }>();
  const roots: Root[] = [];
  const take = (difference: Difference, directions: readonly Direction[], operation: string): void => {
    const key = keyOf(difference, directions);
    const known = found.get(key);
    if (known !== undefined) known.operations.add(operation);
    else found.set(key, { difference, directions, operations: new Set([operation]) });
  };
  for (const { operation, before, after } of pairs) {
    const way = (direction: Direction): Sides => ({
      ...versions,
      found: (difference) => take(difference, [direction], operation),
      met: (was, is) => roots.push({ before: was, after: is, operation, direction }),
    });
    const ways = { request: way('request'), response: way('response') };
    for (const difference of compareCalls(before, after, versions)) take(difference, [], operation);
    if (before.protocol === 'rest' && after.protocol === 'rest') compareRestMessages(before, after, ways);
    if (before.protocol === 'soap' && after.protocol === 'soap') compareSoapMessages(before, after, ways);
  }
  return { found: [...found.values()], roots };
}

/** Two differences are one when only the pages that state them differ. */
function keyOf({ kind, at, before, after, place }: Difference, directions: readonly Direction[]): string {
  return JSON.stringify([kind, at, before?.value, after?.value, place, directions]);
}

import { groupedBy } from '../grouped-by.ts';
import type { Difference } from './change.ts';
import { comparePairs, keyOf } from './pairs.ts';
import type { Ends, Pair } from './pairs.ts';
import type { Direction } from './rules.ts';
import type { Versions } from './versions.ts';

/** Two named types that stand at the same place of an operation's request or response. */
export interface Root extends Ends {
  readonly operation: string;
  readonly direction: Direction;
}

/** A difference in a named type, and the operations whose messages can hold it. */
export interface TypeDifference {
  readonly difference: Difference;
  readonly type: string;
  readonly request: ReadonlySet<string>;
  readonly response: ReadonlySet<string>;
}

/** Compares all named types that the messages lead to, and says of each difference which operations it reaches. */
export function compareNamedTypes(roots: readonly Root[], versions: Versions): readonly TypeDifference[] {
  const pairs = comparePairs(roots, versions);
  const leadingTo = reversed(pairs);
  const asked = groupedBy(roots, (root) => used(keyOf(root)));
  return [...pairs.values()].flatMap(({ key, after, differences, derived }): TypeDifference[] => {
    const told = (list: readonly Difference[], from: readonly string[]): TypeDifference[] => {
      if (list.length === 0) return [];
      const reached = operationsOf(from, leadingTo, asked);
      return list.map((difference) => ({ difference, type: after.name, ...reached }));
    };
    return [...told(differences, [used(key), asBase(key)]), ...told(derived, [used(key)])];
  });
}

/** A type where it is used itself, so that what extends it may stand in its place. */
function used(key: string): string {
  return `used ${key}`;
}

/** A type of which only the members come, in what extends it. */
function asBase(key: string): string {
  return `base ${key}`;
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** For each node those that lead to it. */
function reversed(pairs: ReadonlyMap<string, Pair>): Edges {
  const edges = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const known = edges.get(to);
    if (known === undefined) edges.set(to, [from]);
    else known.push(from);
  };
  for (const { key, uses, bases, heirs } of pairs.values()) {
    for (const from of [used(key), asBase(key)]) {
      for (const to of uses) lead(from, used(to));
      for (const to of bases) lead(from, asBase(to));
    }
    for (const to of heirs) lead(used(key), used(to));
  }
  return edges;
}

function operationsOf(from: readonly string[], leadingTo: Edges, roots: ReadonlyMap<string, readonly Root[]>) {
  const reached = { request: new Set<string>(), response: new Set<string>() };
  const seen = new Set(from);
  const open = [...from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { operation, direction } of roots.get(node) ?? []) reached[direction].add(operation);
    for (const next of leadingTo.get(node) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return reached;
}

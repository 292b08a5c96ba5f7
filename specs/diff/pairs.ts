import type { NamedType, Types } from '../contract.ts';
import type { Difference } from './change.ts';
import { compareDefinitions } from './definitions.ts';
import type { Versions } from './versions.ts';

/** Two definitions that stand at the same place, what differs in them, and those that they lead to. */
export interface Pair {
  readonly key: string;
  readonly before: NamedType;
  readonly after: NamedType;
  readonly differences: Difference[];
  /** Of what may stand in the place of the type: seen only where the type itself is used. */
  readonly derived: Difference[];
  readonly uses: Set<string>;
  readonly bases: Set<string>;
  readonly heirs: Set<string>;
}

export type Ends = Pick<Pair, 'before' | 'after'>;

/** Compares these definitions and all that they lead to, each pair once. */
export function comparePairs(roots: Iterable<Ends>, versions: Versions): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  const open: Pair[] = [];
  const meet = (before: NamedType, after: NamedType): string => {
    const key = keyOf({ before, after });
    if (pairs.has(key)) return key;
    const led = { uses: new Set<string>(), bases: new Set<string>(), heirs: new Set<string>() };
    const pair: Pair = { key, before, after, differences: [], derived: [], ...led };
    pairs.set(key, pair);
    open.push(pair);
    return key;
  };
  for (const { before, after } of roots) meet(before, after);
  const heirs = { before: heirsIn(versions.before), after: heirsIn(versions.after) };
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const { before, after, differences, uses, bases } = pair;
    compareDefinitions(before, after, {
      ...versions,
      found: (difference) => differences.push(difference),
      met: (was, is) => uses.add(meet(was, is)),
      metBase: (was, is) => bases.add(meet(was, is)),
      isBase: (type) => versions.protocol === 'soap' && heirs.after.has(type.name),
    });
    compareHeirs(pair, heirs.before.get(before.name) ?? [], heirs.after.get(after.name) ?? [], meet);
    // JSON has no mark that says which type stands there.
    if (versions.protocol === 'rest') pair.derived.length = 0;
  }
  return pairs;
}

export function keyOf({ before, after }: Ends): string {
  return `${before.name}\n${after.name}`;
}

function compareHeirs(
  pair: Pair,
  before: readonly NamedType[],
  after: readonly NamedType[],
  meet: (before: NamedType, after: NamedType) => string,
): void {
  const at = pair.after.name;
  const told = ({ name, source }: NamedType) => ({ value: name, source });
  for (const heir of before) {
    const now = after.find(({ name }) => name === heir.name);
    if (now !== undefined) pair.heirs.add(meet(heir, now));
    else pair.derived.push({ kind: 'derived-type-removed', at, before: told(heir) });
  }
  for (const heir of after) {
    if (before.some(({ name }) => name === heir.name)) continue;
    pair.derived.push({ kind: 'derived-type-added', at, after: told(heir) });
  }
}

/** For each type those that extend it directly, in the order of the pool. */
function heirsIn(types: Types): ReadonlyMap<string, readonly NamedType[]> {
  const heirs = new Map<string, NamedType[]>();
  for (const type of types.values()) {
    if (type.kind !== 'object' || type.base === undefined) continue;
    const known = heirs.get(type.base);
    if (known === undefined) heirs.set(type.base, [type]);
    else known.push(type);
  }
  return heirs;
}

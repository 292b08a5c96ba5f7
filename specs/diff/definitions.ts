import type { NamedType } from '../contract.ts';
import type { Difference, Stated } from './change.ts';
import { compareMember, compareMembers } from './compare.ts';
import type { Sides } from './compare.ts';
import { membersOf } from './shape.ts';
import { familyOf } from './type-change.ts';

/** What two definitions of a named type need besides what two members need. */
export interface DefinitionSides extends Sides {
  /** The type that both extend; its members come first and are compared there. */
  metBase(before: NamedType, after: NamedType): void;
  /** Whether other types extend it. */
  isBase(type: NamedType): boolean;
}

/** Two definitions of a named type: what is told of them is told once for all operations that reach them. */
export function compareDefinitions(before: NamedType, after: NamedType, sides: DefinitionSides): void {
  const at = after.name;
  if (familyOf(before) !== familyOf(after)) {
    sides.found({ kind: 'type-replaced', at, before: kindStated(before), after: kindStated(after) });
    return;
  }
  const { namespace: was = '' } = before;
  const { namespace: is = '' } = after;
  if (sides.differ(was, is)) {
    const told = { before: { ...kindStated(before), value: was }, after: { ...kindStated(after), value: is } };
    sides.found({ kind: 'namespace-changed', at, ...told });
  }
  if (before.kind === 'object' && after.kind === 'object') return compareCarriers(before, after, sides);
  if (before.kind === 'array' && after.kind === 'array') {
    return compareMember(`${at}[]`, before.item, after.item, sides, 'element-renamed');
  }
  if (before.kind === 'map' && after.kind === 'map') return compareMaps(before, after, sides);
  if ('values' in before && 'values' in after) compareEnums(before, after, sides);
}

type Carrier = Extract<NamedType, { readonly kind: 'object' }>;

function compareCarriers(before: Carrier, after: Carrier, sides: DefinitionSides): void {
  // What ends a base stands in the middle of what extends it.
  const own: Sides = sides.isBase(after) ? { ...sides, found: (one) => sides.found(beforeOwn(one)) } : sides;
  const base = before.base === after.base && after.base !== undefined ? after.base : undefined;
  const [was, is] = base === undefined ? [] : [sides.before.get(base), sides.after.get(base)];
  if (was !== undefined && is !== undefined) {
    sides.metBase(was, is);
    return compareMembers(after.name, before.fields, after.fields, own);
  }
  // Moved to another base, a type keeps what its messages hold: only that is seen on the wire.
  compareMembers(after.name, membersOf(before, sides.before), membersOf(after, sides.after), own);
}

function beforeOwn(difference: Difference): Difference {
  const isLast = difference.place === undefined && difference.kind.endsWith('member-added');
  return isLast ? { ...difference, place: 'before the members of derived types' } : difference;
}

type NamedMap = Extract<NamedType, { readonly kind: 'map' }>;

function compareMaps(before: NamedMap, after: NamedMap, sides: Sides): void {
  const at = `${after.name}{}`;
  if (before.entry !== after.entry) {
    const told = {
      before: { ...kindStated(before), value: before.entry },
      after: { ...kindStated(after), value: after.entry },
    };
    sides.found({ kind: 'element-renamed', at, ...told });
  }
  compareMember(`${at}.${after.key.name}`, before.key, after.key, sides, 'element-renamed');
  compareMember(`${at}.${after.value.name}`, before.value, after.value, sides, 'element-renamed');
}

type NamedEnum = Extract<NamedType, { readonly kind: 'enum' | 'flags' }>;

function compareEnums(before: NamedEnum, after: NamedEnum, sides: Sides): void {
  const at = after.name;
  if (before.kind !== after.kind) {
    const kind = after.kind === 'flags' ? 'type-widened' : 'type-narrowed';
    sides.found({ kind, at, before: kindStated(before), after: kindStated(after) });
  }
  compareNames(
    at,
    { values: before.values, told: kindStated(before) },
    { values: after.values, told: kindStated(after) },
    sides,
  );
}

export interface Names {
  readonly values: readonly string[];
  readonly told: Stated;
}

/** The names of an enum; their order is not seen on the wire. */
export function compareNames(at: string, before: Names, after: Names, sides: Sides): void {
  for (const value of before.values) {
    if (after.values.includes(value)) continue;
    sides.found({ kind: 'enum-value-removed', at: `${at}.${value}`, before: { ...before.told, value } });
  }
  for (const value of after.values) {
    if (before.values.includes(value)) continue;
    sides.found({ kind: 'enum-value-added', at: `${at}.${value}`, after: { ...after.told, value } });
  }
}

function kindStated({ kind, source }: NamedType): Stated {
  return { value: kind, source, wire: [kind] };
}

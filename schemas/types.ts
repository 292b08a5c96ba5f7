import type { Field, NamedType, TypeRef, Types } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';

export type ObjectType = NamedType & { readonly kind: 'object' };
/** A member together with the XML namespace of the type that declares it, and whether that type is a base. */
export type OwnedField = Field & { readonly namespace?: string; readonly inherited: boolean };

/** What a reference points at. Throws `SoconformError` (E_TYPE) for a name that is not in the pool. */
export function resolveType(types: Types, ref: TypeRef): NamedType | Exclude<TypeRef, { kind: 'named' }> {
  if (ref.kind !== 'named') return ref;
  const named = types.get(ref.name);
  if (named === undefined) {
    throw new SoconformError(
      'E_TYPE',
      `expected the type ${ref.name} in the pool of its generation, found ${types.size} other types; extract the catalogue again`,
    );
  }
  return named;
}

/** The type and its bases, the outermost base first. A base that is missing or repeats ends the chain. */
export function lineage(types: Types, type: ObjectType): readonly ObjectType[] {
  const chain: ObjectType[] = [type];
  const seen = new Set([type.name]);
  for (let base = type.base; base !== undefined && !seen.has(base);) {
    seen.add(base);
    const next = types.get(base);
    if (next?.kind !== 'object') break;
    chain.unshift(next);
    base = next.base;
  }
  return chain;
}

interface LaidOut {
  readonly fields: readonly OwnedField[];
  /** Position in `fields` by name. */
  readonly positions: ReadonlyMap<string, number>;
}

/** Pools never change, and messages ask for the members of the same few carriers again and again. */
const laidOut = new WeakMap<Types, WeakMap<ObjectType, LaidOut>>();

/** The members of a carrier as they stand on the wire, those of its bases first, and where each of them stands. */
export function laidOutMembers(types: Types, type: ObjectType): LaidOut {
  let known = laidOut.get(types);
  if (known === undefined) laidOut.set(types, (known = new WeakMap()));
  let members = known.get(type);
  if (members === undefined) {
    const fields = layOut(types, type);
    members = { fields, positions: new Map(fields.map(({ name }, position) => [name, position])) };
    known.set(type, members);
  }
  return members;
}

/** The members of a carrier as they stand on the wire: those of its bases first. */
export function allFields(types: Types, type: ObjectType): readonly OwnedField[] {
  return laidOutMembers(types, type).fields;
}

function layOut(types: Types, type: ObjectType): readonly OwnedField[] {
  return lineage(types, type).flatMap(({ fields, namespace, name }) =>
    fields.map((field) => {
      // Begun written out: objects that begin as a copy of another share no layout in memory, and here are many.
      const owned = { name: field.name, type: field.type, source: field.source, inherited: name !== type.name };
      return Object.assign(owned, field, namespace === undefined ? {} : { namespace });
    }),
  );
}

/** True when the type of that name is `base` or extends it. */
export function derivesFrom(types: Types, name: string, base: string): boolean {
  if (name === base) return true;
  const type = types.get(name);
  return type?.kind === 'object' && lineage(types, type).some((ancestor) => ancestor.name === base);
}

/** The carriers that extend that one, in the order of the pool. */
export function derivedTypes(types: Types, base: string): readonly ObjectType[] {
  const derived: ObjectType[] = [];
  for (const type of types.values()) {
    if (type.kind === 'object' && type.name !== base && derivesFrom(types, type.name, base)) derived.push(type);
  }
  return derived;
}

/** The references that stand directly in a type. */
function referencesOf(type: NamedType | TypeRef): readonly TypeRef[] {
  switch (type.kind) {
    case 'object':
      return type.fields.map((field) => field.type);
    case 'array':
      return ['item' in type ? type.item.type : type.items];
    case 'map':
      return 'entry' in type ? [type.key.type, type.value.type] : [type.values];
    case 'named':
      return [type];
    case 'enum':
    case 'flags':
    case 'scalar':
    case 'unknown':
      return [];
  }
}

/** A type on the way: used where values of it stand, or only the base of one that is. */
interface Reached {
  readonly type: NamedType | TypeRef;
  readonly as: 'used' | 'base';
}

/**
 * Every named type that can be reached from these references, each once, in the order of first reach; `family` adds
 * what XML Schema needs: the bases of carriers, and the derived types of those whose values stand somewhere. A type
 * that is only a base brings none of its other heirs. Cycles end by themselves.
 */
export function reachableTypes(
  types: Types,
  roots: readonly TypeRef[],
  reach: 'family' | 'references' = 'family',
): readonly NamedType[] {
  const heirs = reach === 'family' ? heirsOf(types) : new Map<string, readonly ObjectType[]>();
  const reached = new Map<string, NamedType>();
  const used = new Set<string>();
  const open: Reached[] = roots.toReversed().map((type) => ({ type, as: 'used' }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { as } = next;
    const type = 'kind' in next.type && next.type.kind === 'named' ? resolveType(types, next.type) : next.type;
    const found: Reached[] = [];
    if (!('name' in type)) {
      for (const reference of referencesOf(type)) found.push({ type: reference, as: 'used' });
    } else {
      const isNew = !reached.has(type.name);
      if (isNew) {
        reached.set(type.name, type as NamedType);
        for (const one of neighbours(types, type as NamedType, reach)) found.push(one);
      }
      if (as === 'used' && !used.has(type.name)) {
        used.add(type.name);
        for (const heir of heirs.get(type.name) ?? []) found.push({ type: heir, as: 'used' });
      }
    }
    open.push(...found.toReversed());
  }
  return [...reached.values()];
}

function neighbours(types: Types, type: NamedType, reach: 'family' | 'references'): readonly Reached[] {
  const isCarrier = type.kind === 'object';
  const references =
    isCarrier && reach === 'references' ? allFields(types, type).map((field) => field.type) : referencesOf(type);
  const bases = isCarrier && reach === 'family' ? lineage(types, type).slice(0, -1) : [];
  return [
    ...bases.map((base): Reached => ({ type: base, as: 'base' })),
    ...references.map((reference): Reached => ({ type: reference, as: 'used' })),
  ];
}

/** The carriers that extend another one directly, by its name, in the order of the pool. */
function heirsOf(types: Types): ReadonlyMap<string, readonly ObjectType[]> {
  const heirs = new Map<string, ObjectType[]>();
  for (const type of types.values()) {
    if (type.kind !== 'object' || type.base === undefined) continue;
    const known = heirs.get(type.base);
    if (known === undefined) heirs.set(type.base, [type]);
    else known.push(type);
  }
  return heirs;
}

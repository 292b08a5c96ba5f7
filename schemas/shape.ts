import type { Field, NamedType, Scalar, Source, TypeRef, Types } from '../specs/contract.ts';
import type { Level } from './finding.ts';
import { laidOutMembers, resolveType, type ObjectType } from './types.ts';

/**
 * A contract's types laid out for judging: one slot per place in a message, its path and levels worked out once.
 * Slots below a place are made when a message first reaches it; a type inside itself is the same shape again, so the
 * layout is finite whatever a message looks like.
 */
export interface Slot {
  /** Index into the counters of a judgement. */
  readonly id: number;
  readonly name: string;
  /** The XML namespace of its element; empty on JSON. */
  readonly namespace: string;
  /** `output[].To[].EmailId`; empty for the keys and pairs of a dictionary, which are no members of a contract. */
  readonly member: string;
  /** The id of the slot that it stands in; of the root its own. */
  readonly container: number;
  readonly nullable: boolean | undefined;
  readonly optional: boolean | undefined;
  /** Stated by a base of the carrier that it stands in. */
  readonly inherited: boolean;
  readonly source: Source;
  readonly typeSource: Source;
  /** Level of a finding about its presence or name, and of one about its type or value; undefined: that of the check. */
  readonly presenceLevel: Level | undefined;
  readonly typeLevel: Level | undefined;
  readonly shape: () => Shape;
}

export type Shape =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | {
      readonly kind: 'enum' | 'flags';
      readonly name: string;
      readonly namespace: string;
      readonly names: ReadonlySet<string>;
    }
  | { readonly kind: 'array'; readonly items: Slot; readonly type: (NamedType & { kind: 'array' }) | undefined }
  | {
      readonly kind: 'map';
      readonly values: Slot;
      /** The element that each pair stands in, an object of key and value; JSON maps have none. */
      readonly entry: Slot | undefined;
      readonly type: (NamedType & { kind: 'map' }) | undefined;
    }
  | ObjectShape
  | { readonly kind: 'unknown'; readonly shape?: 'object' };

export interface ObjectShape {
  readonly kind: 'object';
  readonly type: ObjectType | undefined;
  readonly fields: readonly Slot[];
  /** Position in `fields` by name. */
  readonly positions: ReadonlyMap<string, number>;
  /** The shape of a type that extends this one. */
  readonly derived: (type: ObjectType) => ObjectShape;
}

/**
 * The level of a finding that lies on this fact, to stand in `Finding.level`: absent (the check's own) for tables,
 * WSDL and errata; SHOULD for what only a sample, a twin or Swagger says.
 */
function levelOf(source: Source): { readonly level?: Level } {
  switch (source.evidence) {
    case 'table':
    case 'wsdl':
    case 'erratum':
      return {};
    case 'sample':
    case 'twin':
    case 'swagger':
      return { level: 'SHOULD' };
  }
}

/** A layout under way: all slots made so far, by id. */
export interface Layout {
  readonly types: Types;
  readonly slots: readonly Slot[];
  readonly root: Slot;
}

type Member = Field & { readonly inherited?: boolean };

/** The shapes of named types that a slot stands inside of. */
type Inside = { readonly name: string; readonly shape: Shape; readonly outer: Inside } | undefined;

/** `body` is a whole body or wrapper; `namespace` is that of its members where their type has none. */
export function layout(types: Types, member: string, body: Omit<Field, 'name'>, namespace = ''): Layout {
  const slots: Slot[] = [];

  /** A slot's shape is worked out when it is first asked for, unless the caller knows it. */
  const slot = (field: Member, at: string, container: number, space: string, inside: Inside, known?: Shape): Slot => {
    const typeSource = field.typeSource ?? field.source;
    let shape = known;
    const made: Slot = {
      id: slots.length,
      name: field.name,
      namespace: space,
      member: at,
      container,
      nullable: field.nullable,
      optional: field.optional,
      inherited: field.inherited ?? false,
      source: field.source,
      typeSource,
      presenceLevel: levelOf(field.source).level,
      typeLevel: levelOf(typeSource).level,
      shape: () => (shape ??= shapeOf(field.type, typeSource, at, made.id, space, inside)),
    };
    slots.push(made);
    return made;
  };

  /** `id`: of the slot at that place. */
  const shapeOf = (ref: TypeRef, from: Source, at: string, id: number, space: string, inside: Inside): Shape => {
    const found = resolveType(types, ref);
    const around = 'name' in found ? shapeAround(found.name, inside) : undefined;
    if (around !== undefined) return around;
    switch (found.kind) {
      case 'scalar':
      case 'unknown':
        return found;
      case 'enum':
      case 'flags':
        return {
          kind: found.kind,
          name: found.name,
          namespace: found.namespace ?? space,
          names: new Set(found.values),
        };
      case 'object':
        return 'name' in found
          ? carrier(found, at, id, found.namespace ?? space, inside)
          : objectOf(found.fields.map((field) => slot(field, `${at}.${field.name}`, id, space, inside)));
      case 'array': {
        if (!('item' in found)) {
          const items = slot({ name: '', type: found.items, source: from }, `${at}[]`, id, space, inside);
          return { kind: 'array', items, type: undefined };
        }
        return { kind: 'array', items: slot(found.item, `${at}[]`, id, found.namespace, inside), type: found };
      }
      case 'map': {
        if (!('entry' in found)) {
          const values = slot({ name: '', type: found.values, source: from }, `${at}{}`, id, space, inside);
          return { kind: 'map', values, entry: undefined, type: undefined };
        }
        const key = slot({ ...found.key, optional: found.key.optional ?? false }, '', id, found.namespace, inside);
        const values = slot(
          { ...found.value, optional: found.value.optional ?? false },
          `${at}{}`,
          id,
          found.namespace,
          inside,
        );
        const pair = { name: found.entry, type: unnamed, nullable: false, source: found.source };
        const entry = slot(pair, '', id, found.namespace, inside, objectOf([key, values]));
        return { kind: 'map', values, entry, type: found };
      }
    }
  };

  const carrier = (type: ObjectType, at: string, id: number, space: string, inside: Inside): ObjectShape => {
    const fields: Slot[] = [];
    const { fields: members, positions } = laidOutMembers(types, type);
    let derivedShapes: Map<string, ObjectShape> | undefined;
    const derived = (other: ObjectType): ObjectShape => {
      const around = shapeAround(other.name, within);
      if (around?.kind === 'object') return around;
      derivedShapes ??= new Map();
      const known = derivedShapes.get(other.name) ?? carrier(other, at, id, other.namespace ?? space, within);
      derivedShapes.set(other.name, known);
      return known;
    };
    const shape: ObjectShape = { kind: 'object', type, fields, positions, derived };
    const within: Inside = { name: type.name, shape, outer: inside };
    for (const field of members) fields.push(slot(field, `${at}.${field.name}`, id, field.namespace ?? space, within));
    return shape;
  };

  const root = slot({ ...body, name: '' }, member, 0, namespace, undefined);
  return { types, slots, root };
}

function shapeAround(name: string, inside: Inside): Shape | undefined {
  for (let outer = inside; outer !== undefined; outer = outer.outer) if (outer.name === name) return outer.shape;
  return undefined;
}

function objectOf(fields: readonly Slot[]): ObjectShape {
  const positions = new Map(fields.map((field, index) => [field.name, index]));
  const shape: ObjectShape = { kind: 'object', type: undefined, fields, positions, derived: () => shape };
  return shape;
}

/** Stands where a slot has a shape of its own. */
const unnamed: TypeRef = { kind: 'object', fields: [] };

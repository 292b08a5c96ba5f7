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
  shape(): Shape;
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
 * The level of a finding that lies on this fact, to stand in `Finding.level`: undefined (the check's own) for tables,
 * WSDL and errata; SHOULD for what only a sample, a twin or Swagger says.
 */
function levelOf({ evidence }: Source): Level | undefined {
  switch (evidence) {
    case 'table':
    case 'wsdl':
    case 'erratum':
      return undefined;
    case 'sample':
    case 'twin':
    case 'swagger':
      return 'SHOULD';
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
  const root = new LaidSlot({ types, slots }, { ...body, name: '' }, begins(member), 0, namespace, undefined);
  return { types, slots, root };
}

/**
 * A place in a message as `Slot.member` has it. Layouts come and go, and the same few thousand places are in all of them: each is one
 * text, which is made once.
 */
class Path {
  readonly text: string;
  #members: Map<string, Path> | undefined;
  #items: Path | undefined;
  #values: Path | undefined;

  constructor(text: string) {
    this.text = text;
  }

  member(name: string): Path {
    const members = (this.#members ??= new Map());
    let path = members.get(name);
    if (path === undefined) members.set(name, (path = new Path(`${this.text}.${name}`)));
    return path;
  }

  items(): Path {
    return (this.#items ??= new Path(`${this.text}[]`));
  }

  values(): Path {
    return (this.#values ??= new Path(`${this.text}{}`));
  }
}

/** The places that messages begin at, by what they are called. */
const beginnings = new Map<string, Path>();

function begins(member: string): Path {
  let path = beginnings.get(member);
  if (path === undefined) beginnings.set(member, (path = new Path(member)));
  return path;
}

/** Of what is no member of a contract. */
const noMember = begins('');

interface LayingOut {
  readonly types: Types;
  readonly slots: Slot[];
}

/** A class, for there are hundreds of thousands of them: functions of their own would take more room than all the rest. */
class LaidSlot implements Slot {
  readonly id: number;
  readonly name: string;
  readonly namespace: string;
  readonly member: string;
  readonly container: number;
  readonly nullable: boolean | undefined;
  readonly optional: boolean | undefined;
  readonly inherited: boolean;
  readonly source: Source;
  readonly typeSource: Source;
  readonly presenceLevel: Level | undefined;
  readonly typeLevel: Level | undefined;
  readonly #of: LayingOut;
  readonly #path: Path;
  readonly #type: TypeRef;
  readonly #inside: Inside;
  #shape: Shape | undefined;

  constructor(
    of: LayingOut,
    field: Member,
    path: Path,
    container: number,
    namespace: string,
    inside: Inside,
    shape?: Shape,
  ) {
    const typeSource = field.typeSource ?? field.source;
    this.id = of.slots.length;
    this.name = field.name;
    this.namespace = namespace;
    this.member = path.text;
    this.container = container;
    this.nullable = field.nullable;
    this.optional = field.optional;
    this.inherited = field.inherited ?? false;
    this.source = field.source;
    this.typeSource = typeSource;
    this.presenceLevel = levelOf(field.source);
    this.typeLevel = levelOf(typeSource);
    this.#of = of;
    this.#path = path;
    this.#type = field.type;
    this.#inside = inside;
    this.#shape = shape;
    of.slots.push(this);
  }

  /** Worked out when it is first asked for, unless whoever made the slot knew it. */
  shape(): Shape {
    return (this.#shape ??= this.#shapeOf());
  }

  #slot(field: Member, path: Path, namespace: string, inside = this.#inside, shape?: Shape): Slot {
    return new LaidSlot(this.#of, field, path, this.id, namespace, inside, shape);
  }

  #shapeOf(): Shape {
    const found = resolveType(this.#of.types, this.#type);
    const around = 'name' in found ? shapeAround(found.name, this.#inside) : undefined;
    if (around !== undefined) return around;
    const { namespace, typeSource: source } = this;
    switch (found.kind) {
      case 'scalar':
      case 'unknown':
        return found;
      case 'enum':
      case 'flags': {
        const { kind, name, namespace: own = namespace } = found;
        return { kind, name, namespace: own, names: new Set(found.values) };
      }
      case 'object':
        return 'name' in found
          ? this.#carrier(found, found.namespace ?? namespace, this.#inside)
          : objectOf(found.fields.map((field) => this.#slot(field, this.#path.member(field.name), namespace)));
      case 'array':
        return 'item' in found
          ? { kind: 'array', items: this.#slot(found.item, this.#path.items(), found.namespace), type: found }
          : {
              kind: 'array',
              items: this.#slot({ name: '', type: found.items, source }, this.#path.items(), namespace),
              type: undefined,
            };
      case 'map': {
        if (!('entry' in found)) {
          const values = this.#slot({ name: '', type: found.values, source }, this.#path.values(), namespace);
          return { kind: 'map', values, entry: undefined, type: undefined };
        }
        const key = this.#slot({ ...found.key, optional: found.key.optional ?? false }, noMember, found.namespace);
        const value = { ...found.value, optional: found.value.optional ?? false };
        const values = this.#slot(value, this.#path.values(), found.namespace);
        const pair = { name: found.entry, type: unnamed, nullable: false, source: found.source };
        const entry = this.#slot(pair, noMember, found.namespace, this.#inside, objectOf([key, values]));
        return { kind: 'map', values, entry, type: found };
      }
    }
  }

  #carrier(type: ObjectType, namespace: string, inside: Inside): ObjectShape {
    const fields: Slot[] = [];
    const { fields: members, positions } = laidOutMembers(this.#of.types, type);
    let derivedShapes: Map<string, ObjectShape> | undefined;
    const derived = (other: ObjectType): ObjectShape => {
      const around = shapeAround(other.name, within);
      if (around?.kind === 'object') return around;
      derivedShapes ??= new Map();
      const known = derivedShapes.get(other.name) ?? this.#carrier(other, other.namespace ?? namespace, within);
      derivedShapes.set(other.name, known);
      return known;
    };
    const shape: ObjectShape = { kind: 'object', type, fields, positions, derived };
    const within: Inside = { name: type.name, shape, outer: inside };
    for (const field of members) {
      fields.push(this.#slot(field, this.#path.member(field.name), field.namespace ?? namespace, within));
    }
    return shape;
  }
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

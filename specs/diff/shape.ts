import type { Field, NamedType, Source, TypeRef, Types } from '../contract.ts';
import type { Stated, Wire } from './change.ts';

/** A type at the place where it is used: a reference and where that is stated. */
export interface Placed {
  readonly type: TypeRef;
  readonly source: Source;
}

/** What a reference points at: the named type, or the type that stands there itself. */
export type Resolved = NamedType | Exclude<TypeRef, { readonly kind: 'named' }>;

type Of<K extends Resolved['kind']> = Extract<Resolved, { readonly kind: K }>;

/** A name that no pool has says nothing. */
export function resolved(type: TypeRef, types: Types): Resolved {
  return type.kind === 'named' ? (types.get(type.name) ?? { kind: 'unknown' }) : type;
}

/** The members of an object as they stand on the wire, those of its bases first. */
export function membersOf(type: Of<'object'>, types: Types): readonly Field[] {
  const fields = [...type.fields];
  const seen = new Set<string>();
  let base = 'name' in type ? type.base : undefined;
  while (base !== undefined && !seen.has(base)) {
    seen.add(base);
    const next: NamedType | undefined = types.get(base);
    if (next?.kind !== 'object') break;
    fields.unshift(...next.fields);
    base = next.base;
  }
  return fields;
}

/** What stands in an array, named or not. */
export function itemOf(array: Of<'array'>, source: Source): Placed {
  return 'item' in array ? placed(array.item) : { type: array.items, source };
}

/** What stands in a map, named or not. */
export function valueOf(map: Of<'map'>, source: Source): Placed {
  return 'entry' in map ? placed(map.value) : { type: map.values, source };
}

export function placed({ type, source, typeSource = source }: Field): Placed {
  return { type, source: typeSource };
}

export function typeStated({ type, source }: Placed, types: Types): Stated {
  return { value: typeText(type), source, wire: wireOf(type, types) };
}

/** `int32`, `array of EMailAddress`. */
function typeText(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'named':
      return type.name;
    case 'array':
      return `array of ${typeText(type.items)}`;
    case 'map':
      return `map of ${typeText(type.values)}`;
    case 'object':
      return 'object';
    case 'unknown':
      return type.shape ?? 'unknown';
  }
}

/** No array of arrays of the reference goes deeper; one that holds itself ends here, too. */
const deepest = 4;

function wireOf(type: TypeRef, types: Types): readonly Wire[] {
  const found: Wire[] = [];
  let next: Resolved | undefined = resolved(type, types);
  while (next !== undefined && found.length < deepest) {
    found.push(next.kind === 'scalar' ? next.scalar : next.kind);
    next = insideOf(next, types);
  }
  return found;
}

function insideOf(type: Resolved, types: Types): Resolved | undefined {
  switch (type.kind) {
    case 'array':
      return resolved('item' in type ? type.item.type : type.items, types);
    case 'map':
      return resolved('entry' in type ? type.value.type : type.values, types);
    default:
      return undefined;
  }
}

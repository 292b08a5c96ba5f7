import type { TypeRef, Types } from '../contract.ts';
import type { ChangeKind } from './rules.ts';
import { membersOf } from './shape.ts';
import type { Resolved } from './shape.ts';
import { relationOf } from './values.ts';
import type { Versions } from './versions.ts';

type Unknown = Extract<TypeRef, { readonly kind: 'unknown' }>;
type Known = Exclude<Resolved, Unknown>;

/** How a type differs as a whole; what is in it is compared by itself. */
export function typeChange(was: Resolved, is: Resolved, versions: Versions): ChangeKind | undefined {
  if (was.kind === 'unknown') return is.kind === 'unknown' ? betweenUnknown(was, is) : asStated(was, is, 'type-stated');
  if (is.kind === 'unknown') return asStated(is, was, 'type-unstated');
  // Under one name, whatever differs is told where the types are compared.
  if ('name' in was && 'name' in is && was.name === is.name) return undefined;
  if ('name' in was && 'name' in is && familyOf(was) === familyOf(is)) {
    if (!haveCommon(partsOf(was, versions.before), partsOf(is, versions.after))) return 'type-replaced';
    // What a type is called goes over the wire in xsi:type only.
    return versions.protocol === 'soap' ? 'type-renamed' : undefined;
  }
  switch (relationOf(headOf(was), headOf(is), versions.protocol)) {
    case 'same':
      return undefined;
    case 'wider':
      return 'type-widened';
    case 'narrower':
      return 'type-narrowed';
    case 'other':
      return 'type-replaced';
  }
}

function betweenUnknown(was: Unknown, is: Unknown): ChangeKind | undefined {
  if (was.shape === is.shape) return undefined;
  return was.shape === undefined ? 'type-stated' : 'type-unstated';
}

/** Silence contradicts nothing; that something is at least an object contradicts that it is a number. */
function asStated(unknown: Unknown, known: Known, kind: 'type-stated' | 'type-unstated'): ChangeKind {
  const fits = unknown.shape === undefined || ['object', 'map', 'any'].includes(headOf(known));
  return fits ? kind : 'type-replaced';
}

/** Enums and flags are names alike, one or several. */
export function familyOf({ kind }: Known): string {
  return kind === 'flags' ? 'enum' : kind;
}

function headOf(type: Known) {
  return type.kind === 'scalar' ? type.scalar : type.kind;
}

/** What tells a type that was renamed from another one. */
function partsOf(type: Known, types: Types): readonly string[] {
  switch (type.kind) {
    case 'object':
      return membersOf(type, types).map(({ name }) => name);
    case 'enum':
    case 'flags':
      return type.values;
    default:
      return [];
  }
}

function haveCommon(left: readonly string[], right: readonly string[]): boolean {
  return left.length === 0 || right.length === 0 || left.some((part) => right.includes(part));
}

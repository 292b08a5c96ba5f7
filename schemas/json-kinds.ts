import type { Scalar } from '../specs/contract.ts';
import { integerBounds, isValueType } from './scalars.ts';
import type { Level } from './finding.ts';
import type { Shape, Slot } from './shape.ts';
import type { JsonAspect } from './shape-report.ts';

/** The JSON type of a shape; undefined where anything goes. */
export function kindOf(shape: Shape): 'object' | 'array' | 'string' | 'number' | 'boolean' | undefined {
  switch (shape.kind) {
    case 'object':
    case 'map':
      return 'object';
    case 'array':
      return 'array';
    case 'enum':
    case 'flags':
      return 'string';
    case 'unknown':
      return shape.shape;
    case 'scalar':
      return jsonKinds[shape.scalar];
  }
}

const jsonKinds: Readonly<Record<Scalar, 'string' | 'number' | 'boolean' | undefined>> = {
  string: 'string',
  boolean: 'boolean',
  int8: 'number',
  int16: 'number',
  int32: 'number',
  int64: 'number',
  uint8: 'number',
  uint16: 'number',
  uint32: 'number',
  uint64: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  'date-time': 'string',
  duration: 'string',
  base64: 'string',
  guid: 'string',
  char: 'string',
  uri: 'string',
  any: undefined,
};

/** Null stands for strings and carriers only, never for numbers, booleans, dates or enums. */
export function refusesNull(shape: Shape): boolean {
  return shape.kind === 'enum' || shape.kind === 'flags' || (shape.kind === 'scalar' && isValueType(shape.scalar));
}

/** What a value of another type departs from: where flags, an item or something of a map is due, that has a check of its own. */
export function typeAspect(slot: Slot, shape: Shape): JsonAspect {
  if (shape.kind === 'flags') return 'flags';
  if (shape.kind === 'map' || slot.member.endsWith('{}')) return 'map';
  return slot.member.endsWith('[]') ? 'item' : 'type';
}

/**
 * Level of a finding that not even the JSON kind is right: a table that says `array` states that, whoever says what is in
 * it. One that names a carrier or an enum does not say which of both it is.
 */
export function kindLevel(slot: Slot, shape: Shape): Level | 'check' {
  const isStated = shape.kind === 'scalar' || shape.kind === 'array' || shape.kind === 'map';
  return (isStated ? slot.presenceLevel : slot.typeLevel) ?? 'check';
}

const formats: Partial<Record<Scalar, JsonAspect>> = {
  'date-time': 'date-time',
  duration: 'duration',
  base64: 'base64',
};

/** The places that the aspects had at one slot that was reached, as `reportOf` asks. */
export function looks(
  slot: Slot,
  typed: number,
  nulls: number,
  add: (aspect: JsonAspect, places: number) => void,
): void {
  const shape = slot.shape();
  const kind = kindOf(shape);
  // Where anything goes there is nothing to look at; of a body, the kind is the top level.
  if (slot.id === 0 && kind !== undefined) add('top-level', 1);
  const isForm = shape.kind === 'scalar' && (shape.scalar === 'guid' || shape.scalar === 'char');
  if (slot.id === 0 ? isForm : kind !== undefined) add(typeAspect(slot, shape), typed);
  const isList = slot.id !== 0 && (shape.kind === 'array' || shape.kind === 'map');
  if (refusesNull(shape) || isList) add('null', typed + nulls);
  if (shape.kind === 'object') {
    add('missing', typed * shape.fields.length);
    add('name-case', typed * shape.fields.length);
    add('extra', typed);
  }
  if (shape.kind === 'object' || shape.kind === 'map') add('duplicate', typed);
  // Of an enum whose names nobody states, any name is right.
  if ((shape.kind === 'enum' || shape.kind === 'flags') && shape.names.size > 0) {
    add('enum', typed);
    add('unknown-name', typed);
  }
  if (shape.kind !== 'scalar') return;
  const format = formats[shape.scalar];
  if (format !== undefined) add(format, typed);
  if (integerBounds[shape.scalar] !== undefined) add(rangeAspect(shape.scalar), typed);
}

/** The ends of 64 bits are beyond what a double can tell apart. */
export function rangeAspect(scalar: Scalar): JsonAspect {
  return scalar === 'int64' || scalar === 'uint64' ? 'int64' : 'range';
}

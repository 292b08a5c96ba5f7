import type { Scalar } from '../specs/contract.ts';
import { integerBounds, isValueType } from './scalars.ts';
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
  if (slot.id === 0 ? isForm : kind !== undefined) add('type', typed);
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
  if (integerBounds[shape.scalar] !== undefined) add('range', typed);
}

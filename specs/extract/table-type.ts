import type { Scalar, TypeRef } from '../contract.ts';

/** What the type cell of a table says, and which more exact types it leaves open. */
export interface TableType {
  readonly type: TypeRef;
  /** The name of a carrier, as the cell prints it. */
  readonly name?: string;
  /**
   * Whether another source may say `type` more exactly without contradicting the cell. `isEnum` knows the types
   * that have a name and are texts in JSON.
   */
  admits(type: TypeRef, isEnum: (name: string) => boolean): boolean;
}

/** Request tables print every type that is a JSON string as `String`; response tables name dates and bytes. */
export type TableSide = 'request' | 'response';

const integers: readonly Scalar[] = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'];
const numbers: readonly Scalar[] = [...integers, 'float', 'double', 'decimal'];
const texts: readonly Scalar[] = ['string', 'duration', 'guid', 'char', 'uri', 'any'];

const words: Readonly<Record<string, { scalar: Scalar; open: readonly Scalar[] }>> = {
  string: { scalar: 'string', open: texts },
  boolean: { scalar: 'boolean', open: ['boolean'] },
  bool: { scalar: 'boolean', open: ['boolean'] },
  integer: { scalar: 'int32', open: ['int64'] },
  int32: { scalar: 'int32', open: [] },
  int64: { scalar: 'int64', open: [] },
  number: { scalar: 'double', open: numbers },
  double: { scalar: 'double', open: ['float', 'decimal'] },
  float: { scalar: 'float', open: [] },
  decimal: { scalar: 'decimal', open: [] },
  byte: { scalar: 'base64', open: [] },
  'date-time': { scalar: 'date-time', open: [] },
  date: { scalar: 'date-time', open: [] },
};

export function tableType(cell: string, side: TableSide): TableType {
  const word = cell.trim().toLowerCase();
  if (word === '') return { type: { kind: 'unknown' }, admits: () => true };
  if (word === 'array')
    return { type: { kind: 'array', items: { kind: 'unknown' } }, admits: (type) => type.kind === 'array' };
  if (word === 'object') {
    return {
      type: { kind: 'unknown', shape: 'object' },
      admits: (type, isEnum) => type.kind !== 'array' && !isText(type, isEnum),
    };
  }
  const known = words[word];
  if (!known) {
    const name = cell.trim();
    return {
      type: { kind: 'unknown', shape: 'object' },
      name,
      admits: (type) =>
        type.kind === 'named' ? type.name === name : type.kind === 'object' || type.kind === 'unknown',
    };
  }
  const open = word === 'string' && side === 'request' ? [...known.open, 'date-time', 'base64'] : known.open;
  return {
    type: { kind: 'scalar', scalar: known.scalar },
    admits: (type, isEnum) => {
      if (type.kind === 'scalar') return type.scalar === known.scalar || open.includes(type.scalar);
      return word === 'string' && type.kind === 'named' && isEnum(type.name);
    },
  };
}

function isText(type: TypeRef, isEnum: (name: string) => boolean): boolean {
  return type.kind === 'named' ? isEnum(type.name) : type.kind === 'scalar' && type.scalar !== 'any';
}

const small: ReadonlySet<Scalar> = new Set(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32']);

/** Two integers of at most 32 bits are one JSON type: the wider one of the table is no contradiction. */
export function sameOnJson(left: TypeRef, right: TypeRef): boolean {
  if (left.kind !== 'scalar' || right.kind !== 'scalar') return false;
  return small.has(left.scalar) && small.has(right.scalar);
}

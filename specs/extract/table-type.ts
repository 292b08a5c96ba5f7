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

/**
 * Two vocabularies: the coarse one, usual in request tables, prints all that is a JSON string as `String` and all
 * whole numbers as `Integer`; the fine one, usual in response tables, names dates, bytes and sizes.
 */
export type Vocabulary = 'coarse' | 'fine';

/** The words tell: `Integer`, `Number`, `Boolean` and capitals are coarse; a request is coarse whatever it says. */
export function vocabularyOf(side: 'request' | 'response', cells: readonly string[]): Vocabulary {
  const isCoarse = side === 'request' || cells.some((cell) => coarseWord.test(cell.trim()));
  return isCoarse ? 'coarse' : 'fine';
}

const coarseWord = /^(?:String|Array|Object|[Ii]nteger|[Nn]umber|[Bb]oolean)$/;

const texts: readonly Scalar[] = ['string', 'duration', 'guid', 'char', 'uri', 'any'];

const words = new Map<string, { readonly scalar: Scalar; readonly open: readonly Scalar[] }>([
  ['string', { scalar: 'string', open: texts }],
  ['boolean', { scalar: 'boolean', open: [] }],
  ['bool', { scalar: 'boolean', open: [] }],
  ['integer', { scalar: 'int32', open: ['int64'] }],
  ['int32', { scalar: 'int32', open: [] }],
  ['int64', { scalar: 'int64', open: [] }],
  ['number', { scalar: 'double', open: ['float', 'decimal'] }],
  ['double', { scalar: 'double', open: ['float', 'decimal'] }],
  ['float', { scalar: 'float', open: [] }],
  ['decimal', { scalar: 'decimal', open: [] }],
  ['byte', { scalar: 'base64', open: [] }],
  ['date-time', { scalar: 'date-time', open: [] }],
  ['date', { scalar: 'date-time', open: [] }],
  // No page at hand has these: the words of Swagger, of the WSDL and of .NET for the same types.
  ['int', { scalar: 'int32', open: [] }],
  ['int16', { scalar: 'int16', open: [] }],
  ['short', { scalar: 'int16', open: [] }],
  ['long', { scalar: 'int64', open: [] }],
  ['datetime', { scalar: 'date-time', open: [] }],
  ['duration', { scalar: 'duration', open: [] }],
  ['time-span', { scalar: 'duration', open: [] }],
  ['timespan', { scalar: 'duration', open: [] }],
  ['guid', { scalar: 'guid', open: [] }],
  ['uuid', { scalar: 'guid', open: [] }],
]);

/** What a word of the coarse vocabulary may hide besides. */
const hidden = new Map<string, readonly Scalar[]>([
  ['string', ['date-time', 'base64']],
  ['int32', ['int64']],
]);

/** By vocabulary and cell: tens of thousands of cells say the same few hundred things. */
const known = { coarse: new Map<string, TableType>(), fine: new Map<string, TableType>() };

export function tableType(cell: string, vocabulary: Vocabulary): TableType {
  const types = known[vocabulary];
  const before = types.get(cell);
  if (before) return before;
  if (types.size > 10_000) types.clear();
  const read = readCell(cell, vocabulary);
  types.set(cell, read);
  return read;
}

function readCell(cell: string, vocabulary: Vocabulary): TableType {
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
  const known = words.get(word);
  if (!known) {
    const name = cell.trim();
    return {
      type: { kind: 'unknown', shape: 'object' },
      name,
      admits: (type) =>
        type.kind === 'named' ? type.name === name : type.kind === 'object' || type.kind === 'unknown',
    };
  }
  const open = vocabulary === 'coarse' ? [...known.open, ...(hidden.get(word) ?? [])] : known.open;
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

const integers: ReadonlySet<Scalar> = new Set([
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
]);
const small: ReadonlySet<Scalar> = new Set(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32']);

const wide: ReadonlySet<Scalar> = new Set(['float', 'double', 'decimal', 'int64']);

/** A printed number without a fraction may stand for any number, and samples print words for durations and keys. */
export function mayPrintAs(stated: TypeRef, printed: TypeRef): boolean {
  if (stated.kind !== 'scalar' || printed.kind !== 'scalar') return false;
  if (printed.scalar === 'string') return stated.scalar === 'duration' || stated.scalar === 'guid';
  return wide.has(stated.scalar) && integers.has(printed.scalar);
}

/** Two integers of at most 32 bits are one JSON type: the wider one of the table is no contradiction. */
export function sameOnJson(left: TypeRef, right: TypeRef): boolean {
  if (left.kind !== 'scalar' || right.kind !== 'scalar') return false;
  return small.has(left.scalar) && small.has(right.scalar);
}

import type { Protocol } from '../contract.ts';
import type { Wire } from './change.ts';

/** How the values of the newer type stand to those of the older one. */
export type Relation = 'same' | 'wider' | 'narrower' | 'other';

type Known = Exclude<Wire, 'unknown'>;

/** Of each type the next wider ones: they hold all its values, and hold them exactly. */
const wider: Readonly<Record<Known, readonly Known[]>> = {
  string: [],
  boolean: [],
  int8: ['int16'],
  int16: ['int32', 'float'],
  int32: ['int64', 'double'],
  int64: ['decimal'],
  uint8: ['int16', 'uint16'],
  uint16: ['int32', 'uint32', 'float'],
  uint32: ['int64', 'uint64', 'double'],
  uint64: ['decimal'],
  float: ['double'],
  double: [],
  decimal: [],
  'date-time': ['string'],
  duration: ['string'],
  base64: ['string'],
  guid: ['string'],
  char: ['string'],
  uri: ['string'],
  // One name is a list of names, too.
  enum: ['flags'],
  flags: ['string'],
  object: [],
  array: [],
  map: [],
  any: [],
};

/** In XML every value is text, where in JSON a number or `true` is no string; a character is the number of its code unit. */
const widerInXml: Readonly<Partial<Record<Known, readonly Known[]>>> = {
  double: ['string'],
  decimal: ['string'],
  boolean: ['string'],
  char: ['uint16'],
};

export function relationOf(before: Known, after: Known, protocol: Protocol): Relation {
  if (before === after) return 'same';
  if (isWithin(before, after, protocol)) return 'wider';
  return isWithin(after, before, protocol) ? 'narrower' : 'other';
}

function isWithin(narrow: Known, wide: Known, protocol: Protocol): boolean {
  if (narrow === wide || wide === 'any') return true;
  const next = (protocol === 'soap' ? widerInXml[narrow] : undefined) ?? wider[narrow];
  return next.some((one) => isWithin(one, wide, protocol));
}

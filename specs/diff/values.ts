import type { Protocol } from '../contract.ts';
import type { Wire } from './change.ts';

/** How the values of the newer type stand to those of the older one. */
export type Relation = 'same' | 'wider' | 'narrower' | 'other';

type Known = Exclude<Wire, 'unknown'>;

/** Of each type the next wider ones: all that is written as a value of it is a value of those, too. */
const wider: Readonly<Record<Known, readonly Known[]>> = {
  string: [],
  boolean: [],
  int8: ['int16'],
  int16: ['int32'],
  int32: ['int64'],
  int64: ['decimal'],
  uint8: ['int16', 'uint16'],
  uint16: ['int32', 'uint32'],
  uint32: ['int64', 'uint64'],
  uint64: ['decimal'],
  float: ['double'],
  double: [],
  decimal: ['double'],
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

/** In XML the widest of these is text like any other; in JSON a number or `true` is no string. */
const textInXml: ReadonlySet<Known> = new Set(['double', 'boolean']);

export function relationOf(before: Known, after: Known, protocol: Protocol): Relation {
  if (before === after) return 'same';
  if (isWithin(before, after, protocol)) return 'wider';
  return isWithin(after, before, protocol) ? 'narrower' : 'other';
}

function isWithin(narrow: Known, wide: Known, protocol: Protocol): boolean {
  if (narrow === wide || wide === 'any') return true;
  if (wide === 'string' && protocol === 'soap' && textInXml.has(narrow)) return true;
  return wider[narrow].some((next) => isWithin(next, wide, protocol));
}

import type { Scalar } from '../specs/contract.ts';
import { rangeAspect } from './json-kinds.ts';
import {
  dayExists,
  integerBounds,
  isBase64Text,
  isCharText,
  isDateTimeText,
  isDurationText,
  isGuidText,
} from './scalars.ts';
import type { JsonAspect } from './shape-report.ts';

export interface WrongScalar {
  readonly aspect: JsonAspect;
  readonly expected: string;
}

/** What is wrong with a value that is not null; undefined when nothing is. */
export function judgeJsonScalar(scalar: Scalar, value: unknown): WrongScalar | undefined {
  switch (scalar) {
    case 'any':
      return undefined;
    case 'string':
    case 'uri':
      return typeof value === 'string' ? undefined : { aspect: 'type', expected: scalar };
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { aspect: 'type', expected: scalar };
    case 'float':
    case 'double':
    case 'decimal':
      if (typeof value !== 'number') return { aspect: 'type', expected: scalar };
      // 1e999: JSON has it, and no double has.
      return Number.isFinite(value) ? undefined : { aspect: 'type', expected: scalar };
    case 'date-time':
      if (typeof value !== 'string') return { aspect: 'type', expected: scalar };
      return isDateTimeText(value) && dayExists(value) ? undefined : dateTimeWrong;
    case 'duration':
      if (typeof value !== 'string') return { aspect: 'type', expected: scalar };
      return isDurationText(value) ? undefined : durationWrong;
    case 'base64':
      if (typeof value !== 'string') return { aspect: 'type', expected: scalar };
      return isBase64Text(value) ? undefined : base64Wrong;
    case 'guid':
      return typeof value === 'string' && isGuidText(value) ? undefined : { aspect: 'type', expected: scalar };
    case 'char':
      return typeof value === 'string' && isCharText(value) ? undefined : { aspect: 'type', expected: 'one character' };
    default:
      return judgeInteger(scalar, value);
  }
}

const dateTimeWrong: WrongScalar = { aspect: 'date-time', expected: 'yyyy-MM-ddTHH:mm:ss[.1-7 digits][Z|±hh:mm]' };
const durationWrong: WrongScalar = { aspect: 'duration', expected: 'hh:mm:ss or an ISO 8601 duration' };
const base64Wrong: WrongScalar = { aspect: 'base64', expected: 'base64 with padding' };

function judgeInteger(scalar: Scalar, value: unknown): WrongScalar | undefined {
  if (typeof value !== 'number') return { aspect: 'type', expected: scalar };
  const [least, greatest] = numberBounds.get(scalar) ?? [0, 0];
  return Number.isInteger(value) && value >= least && value <= greatest
    ? undefined
    : { aspect: rangeAspect(scalar), expected: scalar };
}

const numberBounds: ReadonlyMap<string, readonly [number, number]> = new Map(
  Object.entries(integerBounds).map(([scalar, [least, greatest]]) => [scalar, [Number(least), Number(greatest)]]),
);

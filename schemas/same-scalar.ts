import type { Scalar } from '../specs/contract.ts';
import { clockDuration, isoDuration } from './durations.ts';
import { isXmlText } from './xml-write.ts';
import { collapse, isXsdValue } from './xsd-scalars.ts';

/**
 * Whether a value in JSON and the text of an element say the same. `nearly`: null on one side and nothing written on the other.
 * `cannot-tell`: one of them is no value of its type, or leaves open what it says.
 */
export type Sameness = 'same' | 'nearly' | 'differs' | 'cannot-tell';

const sameIf = (isSame: boolean): Sameness => (isSame ? 'same' : 'differs');

/** `text` is null where the element is nil. */
export function sameScalar(scalar: Scalar, value: unknown, text: string | null): Sameness {
  if (value === null || text === null) return sameNothing(value, text);
  switch (scalar) {
    case 'boolean':
      return typeof value === 'boolean' && isXsdValue(scalar, text)
        ? sameIf(value === /^(?:true|1)$/.test(collapse(text)))
        : 'cannot-tell';
    case 'float':
    case 'double':
    case 'decimal':
      return typeof value === 'number' ? sameNumber(value, Number(collapse(text)), scalar) : 'cannot-tell';
    case 'string':
      // What XML has no characters for is written in some other way.
      return typeof value === 'string' && isXmlText(value) ? sameIf(inLines(value) === inLines(text)) : 'cannot-tell';
    case 'date-time':
      return typeof value === 'string' ? sameMoment(value, collapse(text)) : 'cannot-tell';
    case 'duration':
      return typeof value === 'string' ? sameIf(spanOf(value) === spanOf(collapse(text))) : 'cannot-tell';
    case 'base64':
      return typeof value === 'string' ? sameIf(value === text.replace(/\s+/g, '')) : 'cannot-tell';
    case 'guid':
      return typeof value === 'string' ? sameIf(value.toLowerCase() === collapse(text).toLowerCase()) : 'cannot-tell';
    case 'char':
      return typeof value === 'string' ? sameIf(text === value || Number(text) === value.charCodeAt(0)) : 'cannot-tell';
    case 'uri':
      return typeof value === 'string' ? sameIf(value === collapse(text)) : 'cannot-tell';
    case 'any':
      return 'cannot-tell';
    default:
      // Of more digits than a double has, both lose the same.
      return typeof value === 'number' && /^[+-]?\d+$/.test(collapse(text))
        ? sameIf(value === Number(collapse(text)))
        : 'cannot-tell';
  }
}

/** Names of an enum or of flags: `Select, Update` in JSON is `Select Update` in XML. */
export function sameNames(value: unknown, text: string | null): Sameness {
  if (value === null || text === null) return sameNothing(value, text);
  if (typeof value !== 'string') return 'cannot-tell';
  const [mine, theirs] = [namesIn(value), namesIn(text)];
  // No flag at all may have a name, and no source says which.
  if (Math.min(mine.size, theirs.size) === 0 && Math.max(mine.size, theirs.size) === 1) return 'cannot-tell';
  return sameIf(mine.size === theirs.size && [...mine].every((name) => theirs.has(name)));
}

const namesIn = (list: string): ReadonlySet<string> => new Set(list.split(/[\s,]+/).filter((name) => name !== ''));

function sameNothing(value: unknown, text: string | null): Sameness {
  if (value === null && text === null) return 'same';
  return (value ?? '') === '' && (text ?? '').trim() === '' ? 'nearly' : 'differs';
}

/** XML has no other ends of lines. */
const inLines = (text: string): string => text.replace(/\r\n?/g, '\n');

const spanOf = (text: string): string => clockDuration(isoDuration(text));

/** Writers print up to so many digits less than the number has. */
const precision = { float: 1e-6, double: 1e-14, decimal: 1e-14 } as const;

function sameNumber(mine: number, theirs: number, scalar: keyof typeof precision): Sameness {
  if (!Number.isFinite(mine) || !Number.isFinite(theirs)) return 'cannot-tell';
  return sameIf(Math.abs(mine - theirs) <= precision[scalar] * Math.max(Math.abs(mine), Math.abs(theirs)));
}

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

interface Moment {
  /** In milliseconds, as if the clock stood in Greenwich. */
  readonly clock: number;
  readonly fraction: string;
  /** Minutes before that clock; undefined where none is said. */
  readonly offset: number | undefined;
}

function momentOf(text: string): Moment | undefined {
  const [, clock, fraction = '', zone] = written.exec(text) ?? [];
  if (clock === undefined) return undefined;
  const offset = zone === undefined ? undefined : zone === 'Z' ? 0 : offsetIn(zone);
  return { clock: Date.parse(`${clock}Z`), fraction: fraction.slice(0, 7).replace(/0+$/, ''), offset };
}

function offsetIn(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

const minute = 60_000;

/** Moments with their zones; where one has none, its clock may stand in any zone that there is. */
function sameMoment(one: string, other: string): Sameness {
  const [mine, theirs] = [momentOf(one), momentOf(other)];
  if (mine === undefined || theirs === undefined) return 'cannot-tell';
  if (mine.fraction !== theirs.fraction) return 'differs';
  const apart = mine.clock - theirs.clock;
  if (mine.offset !== undefined && theirs.offset !== undefined) {
    // The empty date is empty in every zone.
    return sameIf(apart === (mine.offset - theirs.offset) * minute || isEmpty(one, other));
  }
  if (apart === 0) return 'same';
  const isZone = apart % (15 * minute) === 0 && Math.abs(apart) <= 14 * 60 * minute;
  return mine.offset !== theirs.offset && isZone ? 'cannot-tell' : 'differs';
}

const isEmpty = (...dates: readonly string[]): boolean => dates.every((date) => date.startsWith('0001-01-01T00:00:00'));

import { scalars, type Scalar } from '../specs/contract.ts';
import type { Json } from '../specs/json.ts';
import { clockDuration, isoDuration } from './durations.ts';
import { dayExists, integerBounds, isBase64Text, isDurationText, isGuidText } from './scalars.ts';

export const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';
export const serializationNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/';
export const arraysNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

/** The XML Schema type of each built-in type. `duration`, `guid` and `char` are restrictions of Microsoft's own. */
export const xsdTypes: Readonly<Record<Scalar, { readonly namespace: string; readonly name: string }>> = {
  string: { namespace: xsdNamespace, name: 'string' },
  boolean: { namespace: xsdNamespace, name: 'boolean' },
  int8: { namespace: xsdNamespace, name: 'byte' },
  int16: { namespace: xsdNamespace, name: 'short' },
  int32: { namespace: xsdNamespace, name: 'int' },
  int64: { namespace: xsdNamespace, name: 'long' },
  uint8: { namespace: xsdNamespace, name: 'unsignedByte' },
  uint16: { namespace: xsdNamespace, name: 'unsignedShort' },
  uint32: { namespace: xsdNamespace, name: 'unsignedInt' },
  uint64: { namespace: xsdNamespace, name: 'unsignedLong' },
  float: { namespace: xsdNamespace, name: 'float' },
  double: { namespace: xsdNamespace, name: 'double' },
  decimal: { namespace: xsdNamespace, name: 'decimal' },
  'date-time': { namespace: xsdNamespace, name: 'dateTime' },
  duration: { namespace: serializationNamespace, name: 'duration' },
  base64: { namespace: xsdNamespace, name: 'base64Binary' },
  guid: { namespace: serializationNamespace, name: 'guid' },
  char: { namespace: serializationNamespace, name: 'char' },
  uri: { namespace: xsdNamespace, name: 'anyURI' },
  any: { namespace: xsdNamespace, name: 'anyType' },
};

const byXsdName: ReadonlyMap<string, Scalar> = new Map(
  scalars.flatMap((scalar) =>
    xsdTypes[scalar].namespace === xsdNamespace ? [[xsdTypes[scalar].name, scalar] as const] : [],
  ),
);

/** The built-in type of that name in XML Schema's own namespace. */
export function scalarOfXsd(name: string): Scalar | undefined {
  return byXsdName.get(name);
}

/** `whiteSpace="collapse"`, which holds for every built-in type but string. */
export const collapse = (text: string): string =>
  /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text;

const dateTime =
  /^-?(?:[1-9]\d{4,}|(?!0000)\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?$/;
// The pattern of Microsoft's own duration; it has no years and no months.
const duration = /^-?P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const double = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN)$/;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const integer = /^[+-]?\d+$/;

const maxDays = 10675199;

/** Whether the text of an element is a value of that type. */
export function isXsdValue(scalar: Scalar, text: string): boolean {
  if (scalar === 'string' || scalar === 'any') return true;
  const value = collapse(text);
  switch (scalar) {
    case 'boolean':
      return value === 'true' || value === 'false' || value === '1' || value === '0';
    case 'float':
    case 'double':
      return double.test(value);
    case 'decimal':
      return decimal.test(value);
    case 'date-time':
      return dateTime.test(value) && dayExists(value);
    case 'duration':
      return duration.test(value) && Number(/(\d+)D/.exec(value)?.[1] ?? 0) <= maxDays;
    case 'base64':
      return isBase64Text(value.replaceAll(' ', ''));
    case 'guid':
      // A restriction of xs:string, which keeps white space.
      return isGuidText(text);
    case 'uri':
      return true;
    case 'char':
      return isInteger(value, 0n, 65535n);
    default: {
      const [least, greatest] = integerBounds[scalar] ?? [0n, 0n];
      return isInteger(value, least, greatest);
    }
  }
}

function isInteger(value: string, least: bigint, greatest: bigint): boolean {
  if (!integer.test(value)) return false;
  // Fewer digits than a double holds.
  const number = value.length < 16 ? Number(value) : BigInt(value.replace('+', ''));
  return number >= least && number <= greatest;
}

/** The value as JSON has it. A number that a double cannot hold stays text. Undefined when it is none. */
export function jsonOfXsd(scalar: Scalar, text: string): Json | undefined {
  if (scalar === 'string' || scalar === 'any') return text;
  if (!isXsdValue(scalar, text)) return undefined;
  const value = collapse(text);
  switch (scalar) {
    case 'boolean':
      return value === 'true' || value === '1';
    case 'float':
    case 'double': {
      if (value.endsWith('INF') || value === 'NaN') return value;
      const number = Number(value);
      if (Number.isFinite(number)) return number;
      return number < 0 ? '-INF' : 'INF';
    }
    case 'decimal':
    case 'int64':
    case 'uint64': {
      const exact = plainDecimal(value);
      return plainDecimal(Number(exact)) === exact ? Number(exact) : exact;
    }
    case 'duration':
      return clockDuration(value);
    case 'base64':
      return value.replaceAll(' ', '');
    case 'char':
      return String.fromCharCode(Number(value));
    case 'date-time':
    case 'guid':
    case 'uri':
      return value;
    default:
      return Number(value);
  }
}

/** The text of an element for a value as JSON has it; undefined when it is no value of that type. */
export function xsdOfJson(scalar: Scalar, value: Json): string | undefined {
  const text = lexical(scalar, value);
  return text !== undefined && isXsdValue(scalar, text) ? text : undefined;
}

function lexical(scalar: Scalar, value: Json): string | undefined {
  switch (scalar) {
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'float':
    case 'double':
      if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
      return value === 'INF' || value === '-INF' || value === 'NaN' ? value : undefined;
    case 'decimal':
    case 'int64':
    case 'uint64':
      // A string carries the digits that a double would lose.
      if (typeof value === 'string') return decimal.test(value) ? plainDecimal(value) : undefined;
      return typeof value === 'number' && Number.isFinite(value) ? plainDecimal(value) : undefined;
    case 'int8':
    case 'int16':
    case 'int32':
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return typeof value === 'number' && Number.isInteger(value) ? plainDecimal(value) : undefined;
    case 'duration':
      return typeof value === 'string' && isDurationText(value) ? isoDuration(value) : undefined;
    case 'char':
      return typeof value === 'string' && value.length === 1 ? String(value.charCodeAt(0)) : undefined;
    case 'string':
    case 'any':
    case 'date-time':
    case 'base64':
    case 'guid':
    case 'uri':
      return typeof value === 'string' ? value : undefined;
  }
}

/** Digits without exponent, sign `+` or zeros that say nothing. */
function plainDecimal(value: number | string): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent);
  const left = shift >= 0 ? whole + fraction.slice(0, shift).padEnd(shift, '0') : whole.slice(0, shift);
  const right = shift >= 0 ? fraction.slice(shift) : whole.padStart(-shift, '0').slice(shift) + fraction;
  const integral = left.replace(/^0+/, '') || '0';
  const decimals = right.replace(/0+$/, '');
  const digits = decimals === '' ? integral : `${integral}.${decimals}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

import type { Scalar } from '../specs/contract.ts';

/** Least and greatest value of the integer types; those of 64 bits as the nearest double. */
export const integerBounds: Partial<Readonly<Record<Scalar, readonly [least: bigint, greatest: bigint]>>> = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-2147483648n, 2147483647n],
  int64: [-9223372036854775808n, 9223372036854775807n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 4294967295n],
  uint64: [0n, 18446744073709551615n],
};

/** Patterns of the strings that stand for a value in JSON; JSON Schema and the judge use the same ones. */
export const jsonPatterns = {
  // 0 to 7 fraction digits, with or without Z or offset: pages print them, recorded answers print neither.
  'date-time':
    '^(?!0000)\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,7})?(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))?$',
  // hh:mm:ss with days before and a fraction behind, as .NET prints it, or ISO 8601.
  duration:
    '^(?:-?(?:\\d{1,8}\\.)?(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,7})?|-?P(?=[\\dT])(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?)$',
  base64: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$',
  guid: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
  // A UTF-16 code unit.
  char: '^[\\u0000-\\uFFFF]$',
} as const;

const dateTime = new RegExp(jsonPatterns['date-time']);
const duration = new RegExp(jsonPatterns.duration);
const base64 = new RegExp(jsonPatterns.base64);
const guid = new RegExp(jsonPatterns.guid);
const char = new RegExp(jsonPatterns.char, 'u');

export const isDateTimeText = (text: string): boolean => dateTime.test(text);
export const isDurationText = (text: string): boolean => duration.test(text);
export const isBase64Text = (text: string): boolean => base64.test(text);
export const isGuidText = (text: string): boolean => guid.test(text);
export const isCharText = (text: string): boolean => char.test(text);

/** Whether the day of a date that has the right pattern exists: no 30 February. Works on years of any length. */
export function dayExists(date: string): boolean {
  const parts = /^-?(\d{4,})-(\d\d)-(\d\d)/.exec(date);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Types whose value cannot be null on either protocol; strings, bytes and carriers can. */
export function isValueType(scalar: Scalar): boolean {
  return scalar !== 'string' && scalar !== 'base64' && scalar !== 'uri' && scalar !== 'any';
}

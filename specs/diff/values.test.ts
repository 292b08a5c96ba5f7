import { describe, expect, test } from 'vitest';
import { judgeJsonScalar } from '../../schemas/json-scalars.ts';
import { isXsdValue } from '../../schemas/xsd-scalars.ts';
import { scalars } from '../contract.ts';
import type { Protocol, Scalar } from '../contract.ts';
import { relationOf } from './values.ts';

const bounds = ['127', '128', '255', '256', '-128', '-129', '32767', '32768', '65535', '65536', '-32768', '-32769'];
const large = [
  '2147483647',
  '2147483648',
  '-2147483649',
  '4294967295',
  '4294967296',
  '9223372036854775807',
  '18446744073709551615',
];
const numbers = [...bounds, ...large, '9223372036854775808', '-1', '0', '1.5', '-0.25'];
const texts = [
  '',
  'true',
  'false',
  'a',
  'word',
  'YWJj',
  'NaN',
  'INF',
  'PT15M',
  '00:15:00',
  '2024-02-29T11:10:26',
  'http://a/',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
];

/** Values of all types, near the ends of their ranges. */
const values: Readonly<Record<Protocol, readonly unknown[]>> = {
  rest: [...numbers.map(Number), ...texts, ...numbers, true, false],
  soap: [...numbers, ...texts],
};

const isValue: Readonly<Record<Protocol, (scalar: Scalar, value: unknown) => boolean>> = {
  rest: (scalar, value) => judgeJsonScalar(scalar, value) === undefined,
  soap: (scalar, value) => isXsdValue(scalar, String(value)),
};

/** The judges take any text for a URI, a number of any exactness for a floating one, and a code unit for a number. */
const isLenient = (scalar: Scalar): boolean => ['uri', 'float', 'double', 'decimal', 'char'].includes(scalar);

describe.each(['rest', 'soap'] as const)('%s', (protocol) => {
  const pairs = scalars.flatMap((before) => scalars.map((after) => [before, after] as const));
  const all = (scalar: Scalar): readonly unknown[] =>
    values[protocol].filter((value) => isValue[protocol](scalar, value));

  test.each(scalars)('there are values of %s', (scalar) => {
    expect(all(scalar)).not.toEqual([]);
  });

  test.each(pairs)('from %s to %s no value is lost where it is told to be wider, and only there', (before, after) => {
    const relation = relationOf(before, after, protocol);
    const isLost = all(before).some((value) => !isValue[protocol](after, value));
    if (relation === 'wider' || relation === 'same') expect(isLost).toBe(false);
    if (relation === 'other' && !isLenient(before) && !isLenient(after)) expect(isLost).toBe(true);
    const back = { same: 'same', wider: 'narrower', narrower: 'wider', other: 'other' } as const;
    expect(relationOf(after, before, protocol)).toBe(back[relation]);
  });
});

test('a list of names takes a single one, and text takes both', () => {
  expect(relationOf('enum', 'flags', 'rest')).toBe('wider');
  expect(relationOf('flags', 'string', 'soap')).toBe('wider');
  expect(relationOf('string', 'enum', 'rest')).toBe('narrower');
  expect(relationOf('enum', 'int32', 'rest')).toBe('other');
  expect(relationOf('object', 'array', 'rest')).toBe('other');
  expect(relationOf('array', 'any', 'rest')).toBe('wider');
});

import { describe, expect, test } from 'vitest';
import type { TypeRef } from '../contract.ts';
import { typeName } from './merge.ts';
import { itemType, memberType, type SampleFacts } from './sample-type.ts';
import { readSample } from './sample.ts';

const facts: SampleFacts = {
  at: (line) => ({ evidence: 'sample', page: 'a.md', line }),
  isBytes: (value) => value === 'bytes!',
  inherited: [],
};

/** A type in one line, members included. */
function told(type: TypeRef): string {
  if (type.kind === 'object') return `(${type.fields.map((field) => `${field.name}: ${told(field.type)}`).join(', ')})`;
  if (type.kind === 'array') return `${told(type.items)}[]`;
  if (type.kind === 'map') return `{${told(type.values)}}`;
  return typeName(type);
}

function read(text: string) {
  const reading = readSample(text, 1);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

describe('the type of a member by its printed value', () => {
  test.each([
    ['null', 'unknown'],
    ['{}', 'object'],
    ['true', 'boolean'],
    ['12', 'int32'],
    ['-2147483648', 'int32'],
    ['2147483648', 'int64'],
    ['99.99', 'double'],
    ['1e3', 'double'],
    ['"est"', 'string'],
    ['"bytes!"', 'base64'],
    ['"2010-09-10T11:10:26.9264254+02:00"', 'date-time'],
    ['"2010-09-10T11:10:26"', 'date-time'],
    ['"2010-09-10"', 'string'],
    ['"00:15:00"', 'duration'],
    ['[]', 'unknown[]'],
    ['[null, null]', 'unknown[]'],
    ['[{}, {}]', 'object[]'],
    ['[394, 857]', 'int32[]'],
    ['[1, 2.5]', 'double[]'],
    ['["2010-09-10T11:10:26", "odio"]', 'string[]'],
    ['[1, "a"]', 'unknown[]'],
    ['[[1], []]', 'int32[][]'],
    ['[{"A": 1}, {"A": null, "B": true}]', '(A: int32, B: boolean)[]'],
    // A single carrier is never printed in full as a member's value: this one is a dictionary.
    ['{"anything": {"A": null, "B": 19}}', '{(A: unknown, B: int32)}'],
    ['{"x:1": "a", "x:2": "b"}', '{string}'],
    ['{"k": [1]}', '{int32[]}'],
  ])('%s is %s', (text, type) => {
    expect(told(memberType(read(text), facts))).toBe(type);
  });
});

test('at the top, and among items, an object is a carrier', () => {
  expect(told(itemType(read('{"A": {"k": {"B": 1}}, "C": [{"D": {"k": "v"}}]}'), facts))).toBe(
    '(A: {(B: int32)}, C: (D: {string})[])',
  );
});

test('a member knows the line that it is printed on', () => {
  expect(itemType(read('{\n "A": 1,\n "B": 2\n}'), facts)).toMatchObject({
    fields: [{ source: { evidence: 'sample', page: 'a.md', line: 2 } }, { source: { line: 3 } }],
  });
});

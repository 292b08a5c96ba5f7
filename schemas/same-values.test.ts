import { describe, expect, test } from 'vitest';
import type { Field, NamedType, Scalar, TypeRef, Types } from '../specs/contract.ts';
import { compareValues } from './same-values.ts';
import { sameNames, sameScalar } from './same-scalar.ts';
import type { Sameness } from './same-scalar.ts';
import { readXml } from './xml.ts';

const source = { evidence: 'table', page: 'a.md' } as const;
const field = (name: string, type: TypeRef): Field => ({ name, type, source });
const scalar = (name: Scalar): TypeRef => ({ kind: 'scalar', scalar: name });
const flags: NamedType = { kind: 'flags', name: 'Right', values: ['Select', 'Update'], source };
const types: Types = new Map([['Right', flags]]);

const carrier: TypeRef = {
  kind: 'object',
  fields: [
    field('Name', scalar('string')),
    field('Count', scalar('int32')),
    field('Right', { kind: 'named', name: 'Right' }),
    field('Ids', { kind: 'array', items: scalar('int32') }),
    field('Texts', { kind: 'map', values: scalar('string') }),
    field('Inner', { kind: 'object', fields: [field('Count', scalar('int32'))] }),
    field('Open', { kind: 'unknown' }),
  ],
};

function between(value: unknown, xml: string, told: readonly string[] = []) {
  const read = readXml(`<R xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${xml}</R>`);
  if (!read.ok) throw new Error(read.error.message);
  return compareValues({ value, type: carrier, types, at: 'body' }, { element: read.root, at: 'R' }, new Set(told));
}

const findings = (value: unknown, xml: string, told: readonly string[] = []) =>
  between(value, xml, told).findings.map(({ at, expected, received, level }) =>
    [at, expected, received, ...(level === undefined ? [] : [level])].join(' | '),
  );

describe('the same in other words is the same', () => {
  test.each<[what: string, value: unknown, xml: string, seen: number]>([
    ['values', { Name: 'a', Count: 1 }, '<Name>a</Name><Count>+01</Count>', 2],
    ['names of flags', { Right: 'Select, Update' }, '<Right>Update Select</Right>', 1],
    ['null and nil', { Name: null, Inner: null }, '<Name i:nil="true"/><Inner i:nil="1"/>', 2],
    ['null and no element', { Name: null }, '', 0],
    ['an empty array and none', { Ids: [] }, '', 0],
    ['an empty array and nil', { Ids: [] }, '<Ids i:nil="true"/>', 1],
    ['no array and an empty one', { Ids: null }, '<Ids/>', 1],
    ['no map and an empty one', { Texts: null }, '<Texts/>', 1],
    ['items of other names', { Ids: [1, 2] }, '<Ids><int>1</int><x>2</x></Ids>', 3],
    [
      'pairs in another order',
      { Texts: { a: '1', b: '2' } },
      '<Texts><P><K>b</K><V>2</V></P><P><K>a</K><V>1</V></P></Texts>',
      3,
    ],
    ['a map by names', { Texts: { a: '1' } }, '<Texts><a>1</a></Texts>', 2],
    ['a map in a form that nobody knows', { Texts: { a: '1' } }, '<Texts><b>1</b></Texts>', 0],
    ['a member of one side only', { Count: 1, More: 2 }, '<Less>3</Less>', 0],
    ['what no source gives a type', { Open: { a: 1 } }, '<Open>2</Open>', 0],
  ])('%s', (_, value, xml, seen) => {
    expect(between(value, xml)).toEqual({ findings: [], seen });
  });
});

describe('what differs is told at its place in the XML', () => {
  test.each<[value: unknown, xml: string, finding: string]>([
    [{ Name: 'a' }, '<Name>b</Name>', 'R/Name | "a", as JSON has it | "b"'],
    [{ Count: 1 }, '<Count>2</Count>', 'R/Count | 1, as JSON has it | "2"'],
    [{ Name: 'a' }, '<Name i:nil="true"/>', 'R/Name | "a", as JSON has it | nil'],
    [{ Name: null }, '<Name>a</Name>', 'R/Name | null, as JSON has it | "a"'],
    [{ Name: null }, '<Name/>', 'R/Name | null, as JSON has it | "" | OBSERVE'],
    [{ Name: '' }, '<Name i:nil="true"/>', 'R/Name | "", as JSON has it | nil | OBSERVE'],
    [{ Right: 'Select' }, '<Right>Select Update</Right>', 'R/Right | "Select", as JSON has it | "Select Update"'],
    [{ Ids: [1] }, '<Ids/>', 'R/Ids | 1 item, as JSON has it | 0 items'],
    [{ Ids: [1, 2] }, '<Ids><int>1</int><int>3</int></Ids>', 'R/Ids/int[2] | 2, as JSON has it | "3"'],
    [{ Texts: { a: '1' } }, '<Texts/>', 'R/Texts | the key "a", as JSON has it | none'],
    [{ Texts: {} }, '<Texts><P><K>a</K><V>1</V></P></Texts>', 'R/Texts/P[1] | no such key, as JSON has it | "a"'],
    [{ Inner: null }, '<Inner><Count>1</Count></Inner>', 'R/Inner | null, as JSON has it | elements'],
    [{ Inner: { Count: 1 } }, '<Inner><Count>2</Count></Inner>', 'R/Inner/Count | 1, as JSON has it | "2"'],
  ])('%j %s', (value, xml, finding) => {
    expect(findings(value, xml)).toEqual([finding]);
  });

  test.each([['body.Count'], ['R/Count']])('but not where %s is told already', (place) => {
    expect(findings({ Name: 'a', Count: 1 }, '<Name>b</Name><Count>2</Count>', [place])).toEqual([
      'R/Name | "a", as JSON has it | "b"',
    ]);
  });
});

test('a name that the type of XML does not have cannot be compared', () => {
  const read = readXml('<R><Right>Select</Right></R>');
  if (!read.ok) throw new Error(read.error.message);
  const older: Types = new Map([['Right', { ...flags, values: ['Select'] }]]);
  const json = { value: { Right: 'Select, Update' }, type: carrier, types, at: 'body' };
  const xml = { element: read.root, at: 'R' };
  expect(compareValues(json, xml, new Set()).findings).toHaveLength(1);
  expect(compareValues(json, { ...xml, types: older }, new Set())).toEqual({ findings: [], seen: 0 });
});

test.each<[Scalar, unknown, string | null, Sameness]>([
  ['boolean', true, '1', 'same'],
  ['boolean', true, 'false', 'differs'],
  ['boolean', true, 'yes', 'cannot-tell'],
  ['double', 11.25, '1.125E1', 'same'],
  ['double', 0.1, '0.1000000000000000055', 'same'],
  ['double', 0.1, '0.11', 'differs'],
  ['double', 1, 'INF', 'cannot-tell'],
  ['string', 'a\r\nb', 'a\nb', 'same'],
  ['string', 'a\u0001', 'a', 'cannot-tell'],
  ['string', 'a ', 'a', 'differs'],
  ['date-time', '2024-02-29T11:10:26', '2024-02-29T11:10:26.000', 'same'],
  ['date-time', '2024-02-29T11:10:26+01:00', '2024-02-29T10:10:26Z', 'same'],
  ['date-time', '2024-02-29T11:10:26+01:00', '2024-02-29T11:10:26Z', 'differs'],
  ['date-time', '2024-02-29T11:10:26', '2024-02-29T11:10:27', 'differs'],
  ['date-time', '2024-02-29T11:10:26', '2024-02-29T10:10:26', 'differs'],
  ['date-time', '2024-02-29T11:10:26+01:00', '2024-02-29T10:10:26', 'cannot-tell'],
  ['date-time', '2024-02-29T11:10:26+01:00', '2024-02-29T10:11:26', 'differs'],
  ['date-time', '2024-02-29T11:10:26.5', '2024-02-29T11:10:26', 'differs'],
  ['date-time', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', 'same'],
  ['duration', '00:15:00', 'PT15M', 'same'],
  ['duration', '1.02:00:00', 'PT26H', 'same'],
  ['duration', '00:15:00', 'PT16M', 'differs'],
  ['base64', 'R0lGODlh', ' R0lG\n ODlh ', 'same'],
  ['base64', 'R0lGODlh', 'R0lGODl', 'differs'],
  ['base64', null, '', 'nearly'],
  ['guid', 'ABCDEF00-0000-4000-a000-000000000000', 'abcdef00-0000-4000-a000-000000000000', 'same'],
  ['char', 'a', '97', 'same'],
  ['char', 'a', 'a', 'same'],
  ['int64', Number('9007199254740993'), '9007199254740993', 'same'],
  ['int32', 7, 'seven', 'cannot-tell'],
  ['int32', '7', '7', 'cannot-tell'],
  ['int32', null, null, 'same'],
  ['any', 'a', 'b', 'cannot-tell'],
])('%s %j and %j: %s', (type, value, text, sameness) => {
  expect(sameScalar(type, value, text)).toBe(sameness);
});

test.each<[unknown, string, Sameness]>([
  ['High', ' High ', 'same'],
  ['High', 'Low', 'differs'],
  ['None', '', 'cannot-tell'],
  ['', '', 'same'],
  [3, 'Select', 'cannot-tell'],
])('names %j and %j: %s', (value, text, sameness) => {
  expect(sameNames(value, text)).toBe(sameness);
});

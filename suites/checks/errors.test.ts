import { describe, expect, test } from 'vitest';
import type { RestContract, Source, TypeRef, Types } from '../../specs/contract.ts';
import { errorText, isErrorObject } from './errors.ts';

const source: Source = { evidence: 'table', page: 'page.md' };
const string: TypeRef = { kind: 'scalar', scalar: 'string' };

const contractOf = (type: TypeRef): RestContract => ({
  protocol: 'rest',
  id: 'A.B/rest-v1',
  agent: 'A',
  operation: 'B',
  version: 'v1',
  path: '/api/v1/Agents/A/B',
  effect: 'read',
  effectRule: 'none',
  disputes: [],
  errata: [],
  source,
  method: 'POST',
  query: [],
  consumes: [],
  produces: ['application/json'],
  input: 'nothing',
  output: { type, source },
  statuses: [{ status: 200, source }],
});

const array = contractOf({ kind: 'array', items: string });
const carrier = contractOf({ kind: 'object', fields: [{ name: 'Message', type: string, source }] });
const map = contractOf({ kind: 'map', values: string });
const named = contractOf({ kind: 'named', name: 'Derived' });
const types: Types = new Map([
  ['Base', { kind: 'object', name: 'Base', fields: [{ name: 'ErrorMessage', type: string, source }], source }],
  [
    'Derived',
    { kind: 'object', name: 'Derived', base: 'Base', fields: [{ name: 'Id', type: string, source }], source },
  ],
]);

describe('an error object in place of a result', () => {
  test.each([
    ['Error true', array, { Error: true }, true],
    ['two members that only errors have', array, { ErrorType: 'a', ErrorSource: 'b' }, true],
    ['nothing but a Message', array, { Message: 'a' }, true],
    ['nothing at all', array, {}, false],
    ['one member that errors have', array, { ErrorType: 'a' }, false],
    ['a Message beside something', array, { Message: 'a', Id: 1 }, false],
    ['an array', array, [{ Error: true }], false],
    ['a carrier that declares Message', carrier, { Message: 'a' }, false],
    ['a carrier that declares Message, with Error', carrier, { Message: 'a', Error: true }, false],
    ['a carrier without its own members', carrier, { Error: true }, true],
    ['a map', map, { Error: 'true', Message: 'a' }, false],
    ['an inherited member', named, { ErrorMessage: 'a', Error: true }, false],
    ['no own and no inherited member', named, { Error: true }, true],
    ['a number', array, 5, false],
    ['null', array, null, false],
  ])('%s', (_, contract, value, expected) => {
    expect(isErrorObject(value, contract, types)).toBe(expected);
  });
});

describe('what an error object says', () => {
  test.each([
    [{ Message: 'a', MessageDetail: 'b' }, 'a; b'],
    [{ ExceptionMessage: 'a' }, 'a'],
    [{ Error: true }, 'Error'],
    [{ Error: false }, undefined],
    [{ Message: ' ' }, undefined],
    [{ message: 'a' }, undefined],
    ['a', undefined],
    [null, undefined],
  ])('%j', (value, expected) => {
    expect(errorText(value)).toBe(expected);
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type {
  DiffChange,
  DiffCheck,
  DiffComparison,
  DiffDirection,
  DiffDoes,
  DiffImpact,
  DiffOperations,
  DiffRecord,
  DiffSide,
  DiffStated,
  DiffSummary,
} from './diff-record.ts';
import { sampleDiff, unchangedDiff } from './testing/sample-diff.ts';

const file = createRequire(import.meta.url).resolve('#schemas/diff.schema.json');
const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const accepts = ajv.compile<DiffRecord>(schema as object);

// An object without members is assignable to exactly the optional part of a type.
type Nothing = {};

/** The names of a type's members with whether each may be absent; the compiler refuses a wrong or missing one. */
type Members<T> = { readonly [K in keyof T]-?: Nothing extends Pick<T, K> ? 'optional' : 'required' };

const record: Members<DiffRecord> = {
  format: 'required',
  tool: 'required',
  before: 'required',
  after: 'required',
  only: 'optional',
  summary: 'required',
  comparisons: 'required',
};
const side: Members<DiffSide> = {
  kind: 'required',
  name: 'required',
  hash: 'optional',
  contracts: 'required',
  broken: 'required',
};
const summary: Members<DiffSummary> = { breaking: 'required', compatible: 'required', operations: 'required' };
const operations: Members<DiffOperations> = {
  added: 'required',
  removed: 'required',
  changed: 'required',
  unchanged: 'required',
};
const comparison: Members<DiffComparison> = {
  from: 'required',
  to: 'required',
  operations: 'required',
  changes: 'required',
};
const change: Members<DiffChange> = {
  kind: 'required',
  title: 'required',
  impact: 'required',
  reasons: 'required',
  directions: 'required',
  at: 'required',
  type: 'optional',
  before: 'optional',
  after: 'optional',
  place: 'optional',
  operations: 'required',
  checks: 'required',
};
const stated: Members<DiffStated> = { value: 'required', source: 'optional' };
const check: Members<DiffCheck> = { id: 'required', does: 'required' };
const impacts: Readonly<Record<DiffImpact, true>> = { breaking: true, compatible: true };
const directions: Readonly<Record<DiffDirection, true>> = { request: true, response: true };
const deeds: Readonly<Record<DiffDoes, true>> = { adds: true, tightens: true, loosens: true };

/** Walks a JSON pointer without escapes; the schema is our own. */
function at(pointer: string): { properties?: object; required?: readonly string[]; enum?: readonly string[] } {
  return pointer
    .split('/')
    .filter((step) => step !== '')
    .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], schema) as never;
}

describe('the schema and the type say the same', () => {
  test.each<[pointer: string, members: Readonly<Record<string, 'required' | 'optional'>>]>([
    ['', record],
    ['properties/summary', summary],
    ['$defs/side', side],
    ['$defs/operations', operations],
    ['$defs/comparison', comparison],
    ['$defs/change', change],
    ['$defs/stated', stated],
    ['$defs/check', check],
  ])('/%s', (pointer, members) => {
    const { properties = {}, required = [] } = at(pointer);
    const said = Object.fromEntries(
      Object.keys(properties).map((name) => [name, required.includes(name) ? 'required' : 'optional']),
    );
    expect(said).toEqual(members);
  });

  test('words', () => {
    expect(at('$defs/impact').enum).toEqual(Object.keys(impacts));
    expect(at('$defs/direction').enum).toEqual(Object.keys(directions));
    expect(at('$defs/does').enum).toEqual(Object.keys(deeds));
  });
});

test.each([
  ['of changes', sampleDiff],
  ['of nothing', unchangedDiff],
])('a record %s is accepted', (_, sample) => {
  expect(accepts(sample), ajv.errorsText(accepts.errors)).toBe(true);
});

test.each<[what: string, wrong: object]>([
  ['another format', { ...sampleDiff, format: 'soconform.diff/2' }],
  ['something more', { ...sampleDiff, note: 'more' }],
  ['no comparison', { ...sampleDiff, comparisons: undefined }],
  ['a hash that is none', { ...sampleDiff, before: { ...sampleDiff.before, hash: 'x' } }],
])('%s is refused', (_, wrong) => {
  expect(accepts(wrong)).toBe(false);
});

import { describe, expect, test } from 'vitest';
import type { Evidence, TypeRef } from '../contract.ts';
import { chooseType, contradicts, typeName, type TypeFact } from './merge.ts';
import { tableType, vocabularyOf } from './table-type.ts';

const scalars: Readonly<Record<string, TypeRef>> = {
  unknown: { kind: 'unknown' },
  object: { kind: 'unknown', shape: 'object' },
};

/** `int32[]`, `{string}`, `@Name` and the scalars, as a type. */
function type(text: string): TypeRef {
  if (text.endsWith('[]')) return { kind: 'array', items: type(text.slice(0, -2)) };
  if (text.startsWith('{')) return { kind: 'map', values: type(text.slice(1, -1)) };
  if (text.startsWith('@')) return { kind: 'named', name: text.slice(1) };
  return scalars[text] ?? { kind: 'scalar', scalar: text as 'string' };
}

function fact(text: string | undefined, evidence: Evidence, line: number): TypeFact | undefined {
  return text === undefined ? undefined : { type: type(text), source: { evidence, page: 'p.md', line } };
}

const isEnum = (name: string) => name === 'Colour';

interface Told {
  readonly sample?: string | undefined;
  readonly twin?: string | undefined;
  readonly swagger?: string | undefined;
}

function choose(cell: string, side: 'request' | 'response', { sample, twin, swagger }: Told) {
  const type = tableType(cell, vocabularyOf(side, [cell]));
  const table = { type, source: { evidence: 'table' as const, page: 'p.md', line: 1 } };
  const facts = [fact(twin, 'twin', 3), fact(swagger, 'swagger', 4), fact(sample, 'sample', 2)];
  const told = facts.flatMap((one) => one ?? []);
  const chosen = chooseType('output.A', table, told, {
    isFallback: (name) => name === 'Fallback',
    isForMaps: (name) => name === 'Dictionary',
    isEnum,
  });
  const disputes = chosen.disputes.map(({ chosen: won, rejected }) => `${won.value} over ${rejected.value}`);
  return [typeName(chosen.type), chosen.source.evidence, ...disputes];
}

describe('the type of a member, from table, sample and twin', () => {
  test.each<[string, 'request' | 'response', string | undefined, string | undefined, readonly string[]]>([
    ['int32', 'response', 'int32', undefined, ['int32', 'table']],
    ['string', 'response', 'string', undefined, ['string', 'table']],
    ['string', 'response', 'unknown', undefined, ['string', 'table']],
    ['date-time', 'response', 'date-time', undefined, ['date-time', 'table']],
    ['byte', 'response', 'base64', undefined, ['base64', 'table']],
    ['DateTime', 'response', undefined, undefined, ['date-time', 'table']],
    ['TimeSpan', 'response', 'duration', undefined, ['duration', 'table']],
    ['int64', 'response', 'int32', undefined, ['int64', 'table']],
    ['long', 'response', 'int32', undefined, ['int64', 'table']],
    ['guid', 'response', 'string', undefined, ['guid', 'table']],
    ['bool', 'response', 'boolean', undefined, ['boolean', 'table']],
    ['array', 'response', 'int32[]', undefined, ['int32[]', 'sample']],
    ['array', 'response', 'unknown', undefined, ['unknown[]', 'table']],
    ['object', 'response', '{string}', undefined, ['{string}', 'sample']],
    ['object', 'response', undefined, undefined, ['object', 'table']],
    ['', 'response', 'unknown', undefined, ['unknown', 'table']],
    ['', 'response', 'string', undefined, ['string', 'sample']],
    ['Ship', 'response', 'unknown', undefined, ['object', 'table']],
    // Request tables are coarse.
    ['String', 'request', 'date-time', undefined, ['date-time', 'sample']],
    ['String', 'request', 'base64', undefined, ['base64', 'sample']],
    ['string', 'request', 'date-time', undefined, ['date-time', 'sample']],
    ['Integer', 'request', 'int64', undefined, ['int64', 'sample']],
    ['Number', 'request', 'int32', undefined, ['double', 'table']],
    ['double', 'response', 'int32', undefined, ['double', 'table']],
    ['double', 'response', undefined, 'int32', ['double', 'table', 'double over int32']],
    ['Number', 'request', 'int32', 'decimal', ['decimal', 'twin']],
    ['Object', 'request', '{string}', undefined, ['{string}', 'sample']],
    // The twin says what neither table nor sample can.
    ['String', 'request', 'string', '@Colour', ['Colour', 'twin']],
    ['string', 'response', 'string', '@Colour', ['Colour', 'twin']],
    ['Ship', 'response', 'unknown', '@Ship', ['Ship', 'twin']],
    ['array', 'response', 'object[]', '@Ship[]', ['Ship[]', 'twin']],
    ['object', 'response', '{object}', '{@Ship}', ['{Ship}', 'twin']],
    ['int32', 'response', 'int32', 'int16', ['int32', 'table']],
    ['Integer', 'request', 'int32', 'uint32', ['int32', 'table']],
    ['Integer', 'request', 'int32', 'int64', ['int64', 'twin']],
    ['', 'response', 'unknown', '@Ship', ['Ship', 'twin']],
    // A name that stands for a type without description says nothing.
    ['Fallback', 'response', '{string}', undefined, ['{string}', 'sample']],
    ['Fallback', 'response', 'unknown', '@Ship', ['Ship', 'twin']],
    // Disagreements are kept.
    ['Ship', 'response', 'unknown', '@Boat', ['Boat', 'twin', 'Boat over Ship']],
    ['int32', 'response', 'string', undefined, ['int32', 'table', 'int32 over string']],
    ['int32', 'response', 'int32', 'string', ['int32', 'table', 'int32 over string']],
    ['string', 'response', 'date-time', undefined, ['string', 'table', 'string over date-time']],
    ['array', 'response', 'string[]', 'date-time[]', ['date-time[]', 'twin', 'date-time[] over string[]']],
    ['string', 'response', 'string', '@Ship', ['string', 'table', 'string over Ship']],
    ['object', 'response', undefined, '@Colour', ['Colour', 'twin', 'Colour over object']],
    ['array', 'response', 'string', undefined, ['string', 'sample', 'string over unknown[]']],
  ])('table %j of a %s, sample %s, twin %s', (cell, side, sample, twin, expected) => {
    expect(choose(cell, side, { sample, twin })).toEqual(expected);
  });

  test.each<[string, 'request' | 'response', Told, readonly string[]]>([
    // The coarse words, on either side, hide what the fine ones tell apart.
    ['Integer', 'response', { sample: 'int64' }, ['int64', 'sample']],
    ['String', 'response', { sample: 'date-time' }, ['date-time', 'sample']],
    ['int32', 'request', { twin: 'int64' }, ['int64', 'twin']],
    ['int32', 'response', { twin: 'int64' }, ['int32', 'table', 'int32 over int64']],
    ['int32', 'request', { twin: 'uint32' }, ['int32', 'table']],
    ['int32', 'response', { twin: 'int16' }, ['int32', 'table']],
    // Swagger comes after the twin and before the sample.
    ['', 'response', { swagger: '@Ship', sample: 'unknown' }, ['Ship', 'swagger']],
    ['array', 'response', { swagger: 'unknown[]', sample: 'int32[]' }, ['int32[]', 'sample']],
    ['array', 'response', { swagger: 'unknown[]', sample: 'unknown' }, ['unknown[]', 'swagger']],
    ['array', 'response', { twin: '@Ship[]', swagger: '@Boat[]' }, ['Ship[]', 'twin']],
    ['array', 'response', { swagger: '@Ship[]', sample: 'object[]' }, ['Ship[]', 'swagger']],
    ['array', 'response', { swagger: '@Ship[]', sample: 'int32[]' }, ['Ship[]', 'swagger', 'Ship[] over int32[]']],
    ['string', 'response', { swagger: '@Colour', sample: 'string' }, ['Colour', 'swagger']],
    ['string', 'response', { twin: 'string', swagger: 'int32' }, ['string', 'table', 'string over int32']],
    ['Ship', 'response', { swagger: '@Ship' }, ['Ship', 'swagger']],
    ['int32', 'response', { swagger: 'string' }, ['int32', 'table', 'int32 over string']],
    // A name that stands for types without a description is none where nobody knows better.
    ['Fallback', 'response', {}, ['unknown', 'table']],
    ['Fallback', 'response', { swagger: 'string' }, ['string', 'swagger']],
    // A name that is printed for dictionaries, and for what it names.
    ['Dictionary', 'request', { twin: '{string}' }, ['{string}', 'twin']],
    ['Dictionary', 'request', { sample: '{string}' }, ['{string}', 'sample']],
    ['Dictionary', 'request', { twin: '@Ship' }, ['Ship', 'twin', 'Ship over Dictionary']],
    // Words that every object of JavaScript knows are names like others.
    ['constructor', 'response', { sample: 'unknown' }, ['object', 'table']],
  ])('table %j of a %s, %j', (cell, side, told, expected) => {
    expect(choose(cell, side, told)).toEqual(expected);
  });
});

describe('whether a printed value can be one of the type', () => {
  test.each([
    ['int64', 'double', true],
    ['int64', 'int32', false],
    ['double', 'int32', false],
    ['date-time', 'string', true],
    ['date-time', 'date-time', false],
    ['string', 'date-time', false],
    ['string', 'int32', true],
    ['boolean', 'string', true],
    ['base64', 'string', true],
    ['@Colour', 'string', false],
    ['@Ship', 'string', true],
    ['@Ship', 'string[]', true],
    ['@Ship[]', 'object[]', false],
    ['@Ship', '@Boat', false],
    ['@Ship', '@Colour', true],
    ['@Colour', '@Colour', false],
    ['string', '@Colour', false],
    ['int32[]', '@Colour', true],
    ['int32[]', 'int32', true],
    ['{string}', '{int32}', true],
    ['any', 'int32[]', false],
    ['unknown', 'int32', false],
    ['int32', 'unknown', false],
  ])('%s shown as %s contradicts: %s', (stated, shown, expected) => {
    expect(contradicts(type(stated), type(shown), isEnum)).toBe(expected);
  });
});

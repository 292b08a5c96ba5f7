import { describe, expect, test } from 'vitest';
import type { NamedType, TypeRef } from '../specs/contract.ts';
import { carrier, element, named, pool, scalar, soapTypes } from './testing/contracts.ts';
import {
  allFields,
  derivedTypes,
  derivesFrom,
  lineage,
  reachableTypes,
  resolveType,
  type ObjectType,
} from './types.ts';

function objectType(name: string, types: ReadonlyMap<string, NamedType> = soapTypes): ObjectType {
  const type = types.get(name);
  if (type?.kind !== 'object') throw new Error(`no carrier ${name}`);
  return type;
}

const names = (types: readonly { readonly name: string }[]): readonly string[] => types.map((type) => type.name);

describe('a reference', () => {
  test('to a name is what the pool has under it', () => {
    expect(resolveType(soapTypes, named('Priority'))).toMatchObject({ kind: 'enum', name: 'Priority' });
  });

  test('to anything else is itself', () => {
    const ref: TypeRef = { kind: 'array', items: scalar('int32') };
    expect(resolveType(soapTypes, ref)).toBe(ref);
  });

  test.each(['Nowhere', 'constructor', '__proto__'])(
    'to %s, which the pool lacks, is an error that says so',
    (name) => {
      expect(() => resolveType(soapTypes, named(name))).toThrow(
        expect.objectContaining({
          code: 'E_TYPE',
          message: expect.stringContaining(`expected the type ${name} in the pool`),
        }),
      );
    },
  );
});

describe('the members of a carrier', () => {
  test('begin with those of its bases', () => {
    const fields = allFields(soapTypes, objectType('Leaf'));
    expect(fields.slice(0, 3).map((field) => field.name)).toEqual(['TableRight', 'FieldProperties', 'Id']);
    expect(fields.at(-1)).toMatchObject({ name: 'Colour', inherited: false });
    expect(fields.filter((field) => !field.inherited)).toHaveLength(1);
  });

  test('have the namespace of the type that declares them', () => {
    const types = pool(
      { ...objectType('Property'), name: 'Base', namespace: 'urn:base' },
      {
        ...objectType('Property'),
        name: 'Own',
        namespace: 'urn:own',
        base: 'Base',
        fields: [element('New', scalar('string'), true)],
      },
    );
    expect(allFields(types, objectType('Own', types)).map((field) => field.namespace)).toEqual([
      'urn:base',
      'urn:base',
      'urn:own',
    ]);
  });
});

describe('bases that go in a circle', () => {
  const types = pool(
    carrier('A', [], 'B'),
    carrier('B', [], 'A'),
    carrier('Self', [], 'Self'),
    carrier('Orphan', [], 'Gone'),
  );

  test('end where they began', () => {
    expect(names(lineage(types, objectType('A', types)))).toEqual(['B', 'A']);
    expect(names(lineage(types, objectType('Self', types)))).toEqual(['Self']);
    expect(names(lineage(types, objectType('Orphan', types)))).toEqual(['Orphan']);
  });
});

test.each([
  ['Leaf', 'Carrier', true],
  ['Leaf', 'Node', true],
  ['Node', 'Node', true],
  ['Priority', 'Priority', true],
  ['Carrier', 'Node', false],
  ['Property', 'Carrier', false],
  ['Nowhere', 'Carrier', false],
])('%s derives from %s: %s', (name, base, expected) => {
  expect(derivesFrom(soapTypes, name, base)).toBe(expected);
});

test('derived types are all below, not the type itself', () => {
  expect(names(derivedTypes(soapTypes, 'Carrier'))).toEqual(['Node', 'Leaf']);
});

describe('types that can be reached', () => {
  test('are each there once, through cycles, with bases and derived types', () => {
    expect(names(reachableTypes(soapTypes, [named('ArrayOfNode'), named('Node')]))).toEqual([
      'ArrayOfNode',
      'Node',
      'Carrier',
      'TableRight',
      'Rights',
      'PropertyDictionary',
      'Property',
      'Priority',
      'ArrayOfint',
      'Leaf',
    ]);
  });

  test('leave out the other heirs of what is only a base', () => {
    const types = pool(
      carrier('Base', []),
      carrier('Used', [], 'Base'),
      carrier('Heir', [], 'Used'),
      carrier('Other', [], 'Base'),
    );
    expect(names(reachableTypes(types, [named('Used')]))).toEqual(['Used', 'Base', 'Heir']);
    expect(names(reachableTypes(types, [named('Used'), named('Base')]))).toEqual(['Used', 'Base', 'Heir', 'Other']);
  });

  test('by references alone leave out bases and derived types', () => {
    expect(names(reachableTypes(soapTypes, [named('Node')], 'references'))).not.toContain('Leaf');
    expect(names(reachableTypes(soapTypes, [named('Node')], 'references'))).not.toContain('Carrier');
  });

  test('are found inside types without a name', () => {
    const inline: TypeRef = {
      kind: 'object',
      fields: [element('A', { kind: 'map', values: { kind: 'array', items: named('Priority') } }, true)],
    };
    expect(names(reachableTypes(soapTypes, [inline, { kind: 'unknown' }]))).toEqual(['Priority']);
  });
});

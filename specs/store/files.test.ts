import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import { isVoid, type Contract, type Field, type Source, type TypeRef } from '../contract.ts';
import type { Json } from '../json.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, soapPage, wsdl } from '../testing/pages.ts';
import { decodeContract, decodeContractsHead, decodeNamedType, decodePages, decodePair } from './decode.ts';
import { decodeNamespaces, decodeSummary } from './index-row.ts';
import { catalogueFiles } from './files.ts';
import { layout } from './layout.ts';
import { list, reader, type Reader } from './reader.ts';
import { summaryOf } from './summary.ts';

const extraction = extracted({
  'rest.md': restPage({
    before: '## Online Restricted: ## x',
    query: '| a | string | Enum: B, C |',
    response:
      '| Property Name | Type |  Description |\n|---|---|---|\n| Cargo | object | |\n| Crew | array | |\n| Kind | Strange | |\n',
    sampleResponse: '{"Cargo": {"k": {"A": 1}}, "Crew": [{"B": null}], "Kind": 1}',
  }),
  'void.md': restPage({ operation: 'Agents/Fleet/Sink', status: '204', response: '', sampleResponse: 'null' }),
  'soap.md': soapPage({
    text: '**Returns:** Length of the array is equal to the number of name.',
    response: '<Fleet:Response xsi:type="xsd:int">0</Fleet:Response>',
  }),
  'shared.md': soapPage({ version: 'Services87' }),
  'w.xml': wsdl({
    types: `<xs:complexType name="Ship"><xs:sequence><xs:element name="A" type="tns:Colour"/></xs:sequence></xs:complexType>
      <xs:simpleType name="Colour"><xs:restriction base="xs:string"><xs:enumeration value="Red"/></xs:restriction></xs:simpleType>`,
    request: '<xs:element name="Ship" type="tns:Ship"/>',
  }),
});

function filesOf(): Map<string, string> {
  return new Map(catalogueFiles(extraction));
}

function open(path: string): Reader {
  return reader(path, JSON.parse(filesOf().get(path) ?? 'null'));
}

test('one file for an agent and generation, types and pairs beside it, the index last', () => {
  expect([...filesOf().keys()]).toEqual([
    'rest-v1/Fleet.json',
    'rest-v1/Fleet.documented.json',
    'soap-Services86/Fleet.json',
    'soap-Services86/Fleet.documented.json',
    'soap-Services87/Fleet.json',
    'soap-Services87/Fleet.documented.json',
    'soap-Services86/types.json',
    'catalogue.json',
  ]);
});

test('contracts, types, pairs and summaries are read back as they were', () => {
  const contracts: Contract[] = [];
  for (const path of filesOf().keys()) {
    const file = open(path);
    if (path.endsWith('.documented.json')) {
      for (const pair of list(file.member('pairs')).map((one) => decodePair(one, decodePages(file)))) {
        expect(pair).toEqual(extraction.documented.get(pair.contract)?.());
      }
    } else if (path.endsWith('types.json')) {
      const types = list(file.member('types')).map((one) => decodeNamedType(one, decodePages(file)));
      expect(types).toEqual([...(extraction.types.get('soap-Services86')?.values() ?? [])]);
    } else if (path === 'catalogue.json') {
      const summaries = list(file.member('contracts')).map((one) =>
        decodeSummary(one, decodePages(file), decodeNamespaces(file)),
      );
      expect(summaries).toEqual(extraction.contracts.map(summaryOf));
      expect(summaries.map((summary) => summary.void)).toEqual(extraction.contracts.map(isVoid));
    } else {
      const head = decodeContractsHead(file);
      contracts.push(...list(file.member('contracts')).map((one) => decodeContract(one, head)));
    }
  }
  expect(contracts.toSorted((left, right) => (left.id < right.id ? -1 : 1))).toEqual(extraction.contracts);
});

test('a row of the index keeps what its names do not tell', () => {
  const contracts = extraction.contracts.flatMap((contract): Contract[] => {
    if (contract.protocol === 'rest') {
      const [first] = contract.query;
      return [
        {
          ...contract,
          query: first
            ? [
                { ...first, required: true },
                { ...first, name: '$select' },
              ]
            : [],
        },
      ];
    }
    const { id, operation } = contract;
    const odd = { path: '/Odd.svc', soapAction: 'urn:odd', namespace: 'urn:other' };
    return [contract, { ...contract, id: id.replace('.', '.Z'), operation: `Z${operation}`, ...odd }];
  });
  const files = new Map(catalogueFiles({ ...extraction, contracts }));
  const index = reader('f', JSON.parse(files.get('catalogue.json') ?? ''));
  const read = list(index.member('contracts')).map((one) =>
    decodeSummary(one, decodePages(index), decodeNamespaces(index)),
  );
  const sorted = contracts.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  expect(read).toEqual(sorted.map(summaryOf));
  expect(read.some(({ query }) => query.some(({ required }) => required))).toBe(true);
});

test('the same contracts give the same bytes, in whatever order they come', () => {
  const { contracts, types, documented } = extraction;
  const other = new Map(catalogueFiles({ contracts: contracts.toReversed(), types, documented }));
  expect([...other]).toEqual([...filesOf()]);
  const values = { name: 'x', types, documented: [...documented.values()].map((pair) => pair()) };
  expect(catalogueOf({ ...values, contracts }).hash).toBe(
    catalogueOf({ ...values, contracts: contracts.toReversed() }).hash,
  );
  expect(catalogueOf({ ...values, contracts }).hash).not.toBe(
    catalogueOf({ ...values, contracts: contracts.slice(1) }).hash,
  );
});

describe('types of any depth', () => {
  const place: Source = { evidence: 'sample', page: 'a.md', line: 3 };
  const { type } = fc.letrec<{ type: TypeRef; field: Field }>((tie) => ({
    field: fc.record({ name: fc.string({ minLength: 1 }), type: tie('type'), source: fc.constant(place) }),
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<TypeRef>(
        { kind: 'scalar', scalar: 'int32' },
        { kind: 'unknown' },
        { kind: 'unknown', shape: 'object' },
        { kind: 'named', name: 'Ship' },
      ),
      fc.record({ kind: fc.constant('array' as const), items: tie('type') }),
      fc.record({ kind: fc.constant('map' as const), values: tie('type') }),
      fc.record({ kind: fc.constant('object' as const), fields: fc.array(tie('field')) }),
    ),
  }));

  test('are read back as they were', () => {
    const [rest] = extraction.contracts;
    if (rest?.protocol !== 'rest') throw new Error('a REST contract comes first');
    fc.assert(
      fc.property(type, (one) => {
        const contract = { ...rest, output: { type: one, source: place } };
        const files = new Map(catalogueFiles({ contracts: [contract], types: new Map(), documented: new Map() }));
        const file = reader('f', JSON.parse(files.get('rest-v1/Fleet.json') ?? ''));
        expect(list(file.member('contracts')).map((one) => decodeContract(one, decodeContractsHead(file)))).toEqual([
          contract,
        ]);
      }),
    );
  });
});

test('layout is JSON, with what is short on one line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = layout(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text.endsWith('\n')).toBe(true);
    }),
  );
  expect(layout({ a: [1, 2], b: {} })).toBe('{"a": [1, 2], "b": {}}\n');
  expect(layout({ a: ['x'.repeat(100), 'y'.repeat(100)] }).split('\n').length).toBeGreaterThan(3);
});

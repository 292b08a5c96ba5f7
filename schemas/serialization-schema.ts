import { node, type Node } from './xml-tree.ts';

/** The schema of Microsoft's serialization namespace, the same in every published WSDL. */

/** Built-in types of XML Schema that have an element there. */
const builtIn = [
  'anyType',
  'anyURI',
  'base64Binary',
  'boolean',
  'byte',
  'dateTime',
  'decimal',
  'double',
  'float',
  'int',
  'long',
  'QName',
  'short',
  'string',
  'unsignedByte',
  'unsignedInt',
  'unsignedLong',
  'unsignedShort',
];

const restricted: Readonly<Record<string, { readonly base: string; readonly facets: readonly Node[] }>> = {
  char: { base: 'xs:int', facets: [] },
  duration: {
    base: 'xs:duration',
    facets: [
      node('xs:pattern', { value: '\\-?P(\\d*D)?(T(\\d*H)?(\\d*M)?(\\d*(\\.\\d*)?S)?)?' }),
      node('xs:minInclusive', { value: '-P10675199DT2H48M5.4775808S' }),
      node('xs:maxInclusive', { value: 'P10675199DT2H48M5.4775807S' }),
    ],
  },
  guid: {
    base: 'xs:string',
    facets: [
      node('xs:pattern', { value: '[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}' }),
    ],
  },
};

const element = (name: string, type: string): Node => node('xs:element', { name, nillable: 'true', type });

export const serializationElements: readonly Node[] = [
  ...builtIn.map((name) => element(name, `xs:${name}`)),
  ...Object.keys(restricted).map((name) => element(name, `tns:${name}`)),
];

export const serializationTypes: readonly Node[] = [
  ...Object.entries(restricted).map(([name, { base, facets }]) =>
    node('xs:simpleType', { name }, [node('xs:restriction', { base }, facets)]),
  ),
  node('xs:attribute', { name: 'FactoryType', type: 'xs:QName' }),
  node('xs:attribute', { name: 'Id', type: 'xs:ID' }),
  node('xs:attribute', { name: 'Ref', type: 'xs:IDREF' }),
];

import { describe, expect, test } from 'vitest';
import { wsdl } from '../testing/pages.ts';
import type { Problem } from './problem.ts';
import { readWsdl, type Wsdl } from './wsdl.ts';

const service = 'http://www.superoffice.net/ws/crm/NetServer/Services86';

function read(text: string): Wsdl {
  const result = readWsdl('w.md', text, 1);
  if ('expected' in result) throw new Error(`${result.line}: ${result.expected}, ${result.found}`);
  return result;
}

/** Definitions of nothing, to be referred to. */
function empty(...names: readonly string[]): string {
  return names.map((name) => `<xs:complexType name="${name}" />`).join('');
}

function type(definition: string, others = '') {
  const found = [...read(wsdl({ types: definition + others })).types.values()];
  return found.map(({ source, ...rest }) => ({ ...rest, line: source.line }))[0];
}

test('names the service, its operation, its action and its header parts', () => {
  const { agent, version, namespace, operations } = read(wsdl());
  expect({ agent, version, namespace }).toEqual({ agent: 'Fleet', version: 'Services86', namespace: service });
  expect(operations.get('SaveShip')).toMatchObject({
    soapAction: `${service}/Fleet/SaveShip`,
    input: { element: 'SaveShip', namespace: service, fields: [{ name: 'Name', nullable: true, optional: true }] },
    output: { element: 'SaveShipResponse', namespace: service, fields: [] },
    requestHeader: [
      { name: 'ApplicationToken', nullable: true },
      { name: 'Credentials', nullable: true },
    ],
    responseHeader: [{ name: 'Succeeded', nullable: false }],
  });
});

test('every fact has its line on the page', () => {
  const text = wsdl();
  const line = text.split('\n').findIndex((one) => one.includes('name="Name"')) + 1;
  const read = readWsdl('w.md', text, 8);
  expect('operations' in read && read.operations.get('SaveShip')?.input.fields[0]?.source).toEqual({
    evidence: 'wsdl',
    page: 'w.md',
    line: line + 7,
  });
});

describe('types of members', () => {
  test.each([
    ['xs:string', { kind: 'scalar', scalar: 'string' }],
    ['xs:int', { kind: 'scalar', scalar: 'int32' }],
    ['xs:short', { kind: 'scalar', scalar: 'int16' }],
    ['xs:long', { kind: 'scalar', scalar: 'int64' }],
    ['xs:unsignedInt', { kind: 'scalar', scalar: 'uint32' }],
    ['xs:dateTime', { kind: 'scalar', scalar: 'date-time' }],
    ['xs:base64Binary', { kind: 'scalar', scalar: 'base64' }],
    ['xs:anyType', { kind: 'scalar', scalar: 'any' }],
    ['tns:Crew', { kind: 'named', name: 'Crew' }],
    ['xs:string" xmlns:xs="urn:other', { kind: 'named', name: 'string' }],
    ['q1:Crew" xmlns:q1="urn:other', { kind: 'named', name: 'Crew' }],
    [
      'q2:duration" xmlns:q2="http://schemas.microsoft.com/2003/10/Serialization/',
      { kind: 'scalar', scalar: 'duration' },
    ],
    ['q3:guid" xmlns:q3="http://schemas.microsoft.com/2003/10/Serialization/', { kind: 'scalar', scalar: 'guid' }],
  ])('%s', (written, expected) => {
    const request = `<xs:element name="Name" type="${written}" />`;
    const rebound = written.includes('xmlns:xs')
      ? request
          .replaceAll('xs:element', 'x:element')
          .replace('name=', 'xmlns:x="http://www.w3.org/2001/XMLSchema" name=')
      : request;
    const text = wsdl({ request: rebound, types: empty('Crew', 'string') });
    expect(read(text).operations.get('SaveShip')?.input.fields[0]?.type).toEqual(expected);
  });
});

describe('named types', () => {
  test('a carrier keeps its base and its own members', () => {
    const text = `<xs:complexType name="Ship"><xs:complexContent mixed="false"><xs:extension base="tns:Carrier"><xs:sequence>
      <xs:element minOccurs="0" name="Port" type="xs:int" /></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
    expect(type(text, empty('Carrier'))).toMatchObject({
      kind: 'object',
      name: 'Ship',
      namespace: service,
      base: 'Carrier',
      fields: [{ name: 'Port' }],
    });
  });

  test.each([
    ['nillable="true" minOccurs="0"', true, true],
    ['nillable="1" minOccurs=" 0 "', true, true],
    ['nillable=" true " minOccurs="00"', true, true],
    ['nillable="0" minOccurs="1"', false, false],
    ['', false, false],
  ])('a member with %s', (attributes, nullable, optional) => {
    const text = `<xs:complexType name="Ship"><xs:sequence><xs:element name="Port" type="xs:string" ${attributes} /></xs:sequence></xs:complexType>`;
    expect(type(text)).toMatchObject({ fields: [{ name: 'Port', nullable, optional }] });
  });

  test('one repeated element is an array', () => {
    const text = `<xs:complexType name="Ships"><xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="Ship" nillable="true" type="tns:Ship" /></xs:sequence></xs:complexType>`;
    expect(type(text, empty('Ship'))).toMatchObject({
      kind: 'array',
      name: 'Ships',
      item: { name: 'Ship', nullable: true, type: { name: 'Ship' } },
    });
  });

  test('a dictionary says so in its appinfo', () => {
    const text = `<xs:complexType name="Cargo"><xs:annotation><xs:appinfo><IsDictionary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">true</IsDictionary></xs:appinfo></xs:annotation>
      <xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="CargoKeyValuePair"><xs:complexType><xs:sequence>
      <xs:element name="Key" nillable="true" type="xs:string" /><xs:element name="Value" type="xs:int" /></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>`;
    expect(type(text)).toMatchObject({
      kind: 'map',
      name: 'Cargo',
      entry: 'CargoKeyValuePair',
      key: { name: 'Key', optional: false },
      value: { name: 'Value', nullable: false, type: { scalar: 'int32' } },
    });
  });

  test('an enumeration has its values, a list of them is flags', () => {
    const values =
      '<xs:restriction base="xs:string"><xs:enumeration value="Red" /><xs:enumeration value="Blue" /></xs:restriction>';
    expect(type(`<xs:simpleType name="Colour">${values}</xs:simpleType>`)).toMatchObject({
      kind: 'enum',
      values: ['Red', 'Blue'],
    });
    const list = `<xs:simpleType name="Flags"><xs:list><xs:simpleType>${values}</xs:simpleType></xs:list></xs:simpleType>`;
    expect(type(list)).toMatchObject({ kind: 'flags', values: ['Red', 'Blue'] });
  });
});

describe('a file that cannot be read is a problem with its line', () => {
  const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
  test.each<[string, string, string]>([
    ['</wsdl:service>', '', 'well-formed'],
    ['<?xml version="1.0" encoding="utf-8"?>', '<!DOCTYPE a>', 'well-formed'],
    ['message="tns:SaveShipRequest"', 'message="tns:Nothing"', 'a message of this file'],
    ['element="tns:SaveShip"', 'element="tns:Nothing"', 'an element of the schemas'],
    ['part="Succeeded"', 'part="Nothing"', 'a header part'],
    [
      'type="xs:string" />\n          </xs:sequence>',
      'type="q9:string" />\n          </xs:sequence>',
      'a bound prefix',
    ],
    [
      'type="xs:string" />\n          </xs:sequence>',
      'type="xs:strange" />\n          </xs:sequence>',
      'a built-in type',
    ],
    ['type="xs:string" />\n          </xs:sequence>', '/>\n          </xs:sequence>', 'a type on element'],
    ...['tns:Nothing', 'xs:constructor'].map((name): [string, string, string] => [
      'type="xs:string" />\n          </xs:sequence>',
      `type="${name}" />\n          </xs:sequence>`,
      name.startsWith('tns:') ? 'a type that the schemas define' : 'a built-in type',
    ]),
    [
      '</xs:schema>',
      '<xs:complexType name="A"><xs:complexContent><xs:extension base="tns:Nothing" /></xs:complexContent></xs:complexType></xs:schema>',
      'a base that the schemas define',
    ],
    [
      '</xs:schema>',
      `${['A', 'B'].map((name) => `<xs:complexType name="${name}"><xs:complexContent><xs:extension base="tns:${name === 'A' ? 'B' : 'A'}" /></xs:complexContent></xs:complexType>`).join('')}</xs:schema>`,
      'bases of "A" that end',
    ],
    [
      '<wsdl:operation name="SaveShip">\n      <soap:',
      '<wsdl:operation name="Other">\n      <soap:',
      'an operation of the portType',
    ],
    ['<xs:sequence>', '<xs:choice />', 'well-formed'],
  ])('%s -> %s', (from, to, expected) => {
    const text = wsdl().replace(from, to);
    expect(text).not.toBe(wsdl());
    const problem = readWsdl('w.md', text, 1) as Problem;
    expect(problem).toMatchObject({ kind: 'broken', page: 'w.md' });
    expect(problem.expected).toContain(expected);
    if (!expected.startsWith('well'))
      expect(problem.line).toBeGreaterThanOrEqual(lineOf(text, to.split('\n')[0] ?? ''));
  });

  test('another root element', () => {
    expect(readWsdl('w.md', '<a/>', 1)).toMatchObject({ kind: 'broken', found: '"a"' });
  });
});

import { describe, expect, test } from 'vitest';
import type { Field } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, wsdl } from '../testing/pages.ts';
import { typeName } from './merge.ts';

const carrier = `
  <xs:complexType name="Carrier"><xs:sequence>
    <xs:element minOccurs="0" name="TableRight" nillable="true" type="tns:TableRight" />
    <xs:element minOccurs="0" name="FieldProperties" nillable="true" type="xs:string" />
  </xs:sequence></xs:complexType>
  <xs:complexType name="TableRight"><xs:sequence>
    <xs:element minOccurs="0" name="Mask" type="tns:Mask" />
  </xs:sequence></xs:complexType>
  <xs:simpleType name="Mask"><xs:list><xs:simpleType><xs:restriction base="xs:string">
    <xs:enumeration value="Select" />
  </xs:restriction></xs:simpleType></xs:list></xs:simpleType>
  <xs:complexType name="Other"><xs:sequence><xs:element name="Name" type="xs:string" /></xs:sequence></xs:complexType>`;

const service = { 'fleet.wsdl': wsdl({ types: carrier }) };

// The generator printed the name of another type for all that have no description.
const table = (names: readonly string[]) =>
  `| Property Name | Type |  Description |\n|---|---|---|\n${names.map((name) => `| ${name} | Rope |  |\n`).join('')}`;

const page = (names: readonly string[], sample: string, title = '### Response body: Ship') =>
  restPage({
    operation: 'Fleet/{shipId}',
    verb: 'GET',
    frontMatter: 'uid: v1FleetEntity_GetShip',
    responseBody: title,
    response: table(names),
    sampleResponse: sample,
  });

/** The same page with its answer in a file of its own, as newer pages have it. */
function newer(text: string): Readonly<Record<string, string>> {
  const answer = text.slice(text.indexOf('```http_'));
  return {
    'page.md': text.replace(answer, '[!include[answer](answer.md)]').replace('uid:', 'generated: true\nuid:'),
    'answer.md': answer,
  };
}

function members(pages: Readonly<Record<string, string>>) {
  const { contracts, types } = extracted(pages);
  const contract = contracts.find(({ version }) => version === 'v1-resources');
  const output = contract?.protocol === 'rest' && contract.output !== 'nothing' ? contract.output.type : undefined;
  const fields: readonly Field[] = output?.kind === 'object' ? output.fields : [];
  return { fields, types: [...(types.get('rest-v1-resources')?.keys() ?? [])] };
}

const told = (fields: readonly Field[]) => fields.map(({ name, type }) => `${name}: ${typeName(type)}`);

const both = page(
  ['Name', 'TableRight', 'FieldProperties'],
  '{"Name": "", "TableRight": null, "FieldProperties": null}',
);

describe('a member that every carrier inherits, of a resource', () => {
  test.each([
    ['on a page', { 'page.md': both }],
    ['on a newer page', newer(both)],
  ])('has the type of the WSDL %s', (_, pages) => {
    const { fields, types } = members({ ...pages, ...service });
    expect(told(fields)).toEqual(['Name: string', 'TableRight: TableRight', 'FieldProperties: string']);
    expect(fields[1]).toMatchObject({
      nullable: true,
      source: { evidence: 'table', page: 'page.md' },
      typeSource: { evidence: 'twin', page: 'fleet.wsdl' },
    });
    expect(types).toEqual(['Mask', 'TableRight']);
  });

  test.each([
    ['without a WSDL', both, {}],
    ['that stands alone', page(['Name', 'TableRight'], '{"Name": "", "TableRight": null}'), service],
  ])('%s, stays unknown', (_, text, more) => {
    const { fields, types } = members({ 'page.md': text, ...more });
    expect(fields[1]).toMatchObject({ name: 'TableRight', type: { kind: 'unknown' } });
    expect(types).toEqual([]);
  });

  test('is what its own page shows', () => {
    const sample = '{"Name": "", "TableRight": null, "FieldProperties": {"a": {"Length": 1}}}';
    const { fields } = members({ 'page.md': page(['Name', 'TableRight', 'FieldProperties'], sample), ...service });
    expect(told(fields).slice(1)).toEqual(['TableRight: TableRight', 'FieldProperties: {object}']);
  });

  test('has its type in the objects of a list, too', () => {
    const ports = '[{"Name": "", "TableRight": null, "FieldProperties": null}, {"Name": null, "TableRight": null}]';
    const text = page(['Ports', 'Ropes'], `{"Ports": ${ports}, "Ropes": [{"TableRight": null}]}`);
    const [inPorts, inRopes] = members({ 'page.md': text, ...service }).fields.map(({ type }) =>
      type.kind === 'array' && type.items.kind === 'object' ? told(type.items.fields) : [],
    );
    expect(inPorts).toEqual(['Name: string', 'TableRight: TableRight', 'FieldProperties: string']);
    expect(inRopes).toEqual(['TableRight: unknown']);
  });
});

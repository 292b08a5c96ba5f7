import { describe, expect, test } from 'vitest';
import { extracted } from '../testing/extraction.ts';
import { restPage, soapPage, wsdl } from '../testing/pages.ts';
import { typeName } from './merge.ts';

const array = (name: string, items: string) =>
  `<xs:complexType name="${name}"><xs:sequence><xs:element maxOccurs="unbounded" name="Item" type="${items}"/></xs:sequence></xs:complexType>`;

test.each([
  ['xs:int', '', 'int32'],
  ['tns:Numbers', array('Numbers', 'xs:int'), 'int32[]'],
  ['tns:Rows', array('Rows', 'tns:Row') + array('Row', 'xs:string'), 'string[][]'],
  ['tns:Nest', array('Nest', 'tns:Nest'), 'unknown[]'],
  ['tns:Odd', array('Odd', 'tns:Even') + array('Even', 'tns:Odd'), 'unknown[][]'],
])('the result %s of a twin is %s on REST', (type, types, expected) => {
  const twin = wsdl({ response: `<xs:element minOccurs="0" name="Response" type="${type}"/>`, types });
  const page = restPage({ responseTitle: '## Response:', responseBody: '', response: '', sampleResponse: 'null' });
  const [contract] = extracted({ 'page.md': page, 'twin.xml': twin }).contracts;
  const output = contract?.protocol === 'rest' && contract.output !== 'nothing' ? contract.output.type : undefined;
  expect(output && typeName(output)).toBe(expected);
});

describe('a twin that only its samples show', () => {
  const page = restPage({
    response:
      '| Property Name | Type | |\n|---|---|---|\n| Crew | Crew | |\n| Ports | array | |\n| Built | string | |\n| Log | array | |\n',
    sampleResponse: '{"Crew": null, "Ports": [{"Name": "a", "TableRight": null}], "Built": "x", "Log": []}',
  });
  const shown = (version: string, size: string) =>
    soapPage({
      version,
      response: `<Fleet:Response xsi:type="Fleet:Ship">
        <Fleet:Crew xsi:type="Fleet:Crew"><Fleet:Size xsi:type="${size}">0</Fleet:Size></Fleet:Crew>
        <Fleet:Ports xsi:type="Fleet:ArrayOfPort"><Fleet:Port xsi:type="Fleet:Port"><Fleet:Name xsi:type="xsd:string"></Fleet:Name></Fleet:Port></Fleet:Ports>
        <Fleet:Built xsi:type="xsd:dateTime">2020-01-01T00:00:00</Fleet:Built>
        <Fleet:Log xsi:type="A:ArrayOfstring"><A:string xsi:type="xsd:string"></A:string></Fleet:Log>
      </Fleet:Response>`,
    });
  const typesOf = (pages: Readonly<Record<string, string>>) => {
    const { contracts, types } = extracted({ 'page.md': page, ...pages });
    const rest = contracts.find(({ protocol }) => protocol === 'rest');
    const output = rest?.protocol === 'rest' && rest.output !== 'nothing' ? rest.output.type : undefined;
    const fields = output?.kind === 'object' ? output.fields : [];
    return {
      fields: fields.map((field) => typeName(field.type)),
      disputes: rest?.disputes,
      pool: types.get('rest-v1'),
    };
  };

  test('says what the page’s own sample left open, and no more', () => {
    const { fields, disputes, pool } = typesOf({ 'soap.md': shown('Services88', 'xsd:int') });
    expect(fields).toEqual(['Crew', 'object[]', 'string', 'string[]']);
    expect(disputes).toEqual([]);
    expect(pool?.get('Crew')).toMatchObject({ fields: [{ name: 'Size', type: { scalar: 'int32' } }] });
  });

  test('of several the newest', () => {
    const pages = { 'a.md': shown('Services88', 'xsd:long'), 'b.md': shown('Services9', 'xsd:int') };
    expect(typesOf(pages).pool?.get('Crew')).toMatchObject({ fields: [{ type: { scalar: 'int64' } }] });
  });

  test('is nothing beside one with a WSDL', () => {
    const stated = wsdl({ response: '<xs:element minOccurs="0" name="Response" type="xs:int"/>' });
    expect(typesOf({ 'a.md': shown('Services88', 'xsd:int'), 'w.xml': stated }).fields[0]).toBe('object');
  });
});

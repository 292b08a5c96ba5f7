import { expect, test } from 'vitest';
import { extracted } from '../testing/extraction.ts';
import { restPage, wsdl } from '../testing/pages.ts';
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

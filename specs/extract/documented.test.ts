import { describe, expect, test } from 'vitest';
import type { DocumentedPair } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, soapPage, wsdl, type RestPageParts, type SoapPageParts, type WsdlParts } from '../testing/pages.ts';
import { readXml } from './read-xml.ts';
import { childOf } from './xml.ts';

function pairOf(text: string): DocumentedPair {
  const [pair] = extracted({ 'page.md': text }).documented.values();
  if (!pair) throw new Error('no pair');
  return pair();
}

describe('a REST pair', () => {
  const rest = (parts: RestPageParts) => pairOf(restPage(parts));

  test('is the sample as printed, its headers and its body', () => {
    const { request, response } = rest({});
    expect(request).toEqual({
      source: { evidence: 'sample', page: 'page.md', line: restPage().split('\n').indexOf('```http!') + 2 },
      verbatim:
        'POST /api/v1/Agents/Fleet/SaveShip\nAccept: application/json; charset=utf-8\nContent-Type: application/json; charset=utf-8\n\n{\n  "Name": "Ida"\n}',
      headers: [
        ['Accept', 'application/json; charset=utf-8'],
        ['Content-Type', 'application/json; charset=utf-8'],
      ],
      body: '{\n  "Name": "Ida"\n}',
    });
    expect(response).toMatchObject({
      headers: [['Content-Type', 'application/json; charset=utf-8']],
      body: request.body,
    });
  });

  test('has no body where nothing is printed, and none after a 204', () => {
    expect(rest({ sampleRequest: '' }).request).not.toHaveProperty('body');
    expect(rest({ status: '204', sampleResponse: 'null' }).response).not.toHaveProperty('body');
    expect(rest({ status: '200', sampleResponse: 'null' }).response.body).toBe('null');
  });

  test('has base64 for the placeholder of bytes, and is otherwise unchanged', () => {
    const sampleResponse =
      '{\n  "A":   "GIF89....File contents as raw bytes...",\n  "B": ["GIF89....File contents as raw bytes...", "GIF"]\n}';
    const { verbatim, body = '' } = rest({ sampleResponse }).response;
    const bytes = Buffer.from('GIF89....File contents as raw bytes...').toString('base64');
    expect(body).toBe(`{\n  "A":   "${bytes}",\n  "B": ["${bytes}", "GIF"]\n}`);
    expect(verbatim).toContain(sampleResponse);
  });
});

describe('a SOAP pair', () => {
  const soap = (parts: SoapPageParts) => pairOf(soapPage(parts));

  test('is a SOAP 1.1 envelope with the credentials in its header, and everything else as printed', () => {
    const { request } = soap({});
    const reading = readXml(request.body ?? '');
    if (!reading.ok) throw new Error(reading.message);
    const { root } = reading;
    expect(root.namespace).toBe('http://schemas.xmlsoap.org/soap/envelope/');
    expect(root.children.map((child) => [child.name, child.namespace === root.namespace])).toEqual([
      ['Header', true],
      ['Body', true],
    ]);
    expect(childOf(root, 'Header')?.children.map((child) => child.name)).toEqual(['ApplicationToken', 'Credentials']);
    const lines = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => line.trim());
    const printed = lines(request.verbatim);
    const added = lines(request.body ?? '').filter((line) => !printed.includes(line));
    expect(added).toEqual([
      'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"',
      '<SOAP-ENV:Header>',
      '</SOAP-ENV:Header>',
    ]);
    expect(request.body).toContain('<Fleet:Name xsi:type="xsd:string">Ida</Fleet:Name>');
  });

  test('has no header where nothing stands beside the body', () => {
    expect(soap({}).response.body).not.toContain('Header');
  });

  test('is not touched where it is right', () => {
    const right = soap({ envelopeNamespace: 'http://schemas.xmlsoap.org/soap/envelope/' }).response;
    expect(right.body).toBe(`${right.verbatim.trim()}\n`);
  });
});

describe('values that their own type forbids are repaired, each by an erratum with its line', () => {
  const element = (type: string, more = '') => `<xs:element minOccurs="0" name="A" type="${type}"${more}/>`;
  const restriction = (values: string) => `<xs:restriction base="xs:string">${values}</xs:restriction>`;
  const colours = restriction('<xs:enumeration value="Red"/><xs:enumeration value="Blue"/>');
  const types = `<xs:simpleType name="Colour">${colours}</xs:simpleType>
    <xs:simpleType name="Colours"><xs:list><xs:simpleType>${colours}</xs:simpleType></xs:list></xs:simpleType>
    <xs:complexType name="Numbers"><xs:sequence><xs:element maxOccurs="unbounded" name="int" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:complexType name="Thing"><xs:sequence><xs:element name="Id" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:complexType name="Ship"><xs:complexContent><xs:extension base="tns:Thing"><xs:sequence><xs:element name="Own" type="xs:boolean"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Pairs"><xs:annotation><xs:appinfo><IsDictionary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">true</IsDictionary></xs:appinfo></xs:annotation><xs:sequence><xs:element maxOccurs="unbounded" name="Pair"><xs:complexType><xs:sequence><xs:element name="Key" type="xs:string"/><xs:element name="Value" type="xs:double"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>`;

  function repaired(request: string, stated?: WsdlParts): readonly [text: string, errata: readonly string[]] {
    const page = soapPage({ request });
    const { contracts, documented } = extracted({ 'p.md': page, ...(stated ? { 'w.xml': wsdl(stated) } : {}) });
    const [contract] = contracts;
    const [pair] = documented.values();
    const [, inside = ''] = /<Fleet:SaveShip>\s*([^]*?)\s*<\/Fleet:SaveShip>/.exec(pair?.().request.body ?? '') ?? [];
    const line = page.split('\n').findIndex((one) => one.includes('<Fleet:SaveShip>')) + 2;
    const applied = contract?.errata.filter(({ source }) => source.line === line) ?? [];
    return [inside, applied.map(({ id }) => id)];
  }

  test.each([
    ['xs:duration', '<Fleet:A xsi:type="xsd:duration"></Fleet:A>', '<Fleet:A xsi:type="xsd:duration">PT0S</Fleet:A>'],
    ['xs:duration', '<Fleet:A/>', '<Fleet:A>PT0S</Fleet:A>'],
    ['xs:duration', '<Fleet:A xsi:type="xsd:duration" />', '<Fleet:A xsi:type="xsd:duration">PT0S</Fleet:A>'],
    [
      'xs:dateTime',
      '<Fleet:A xsi:type="xsd:dateTime"></Fleet:A>',
      '<Fleet:A xsi:type="xsd:dateTime">0001-01-01T00:00:00</Fleet:A>',
    ],
    ['xs:string', '<Fleet:A xsi:type="xsd:string"></Fleet:A>', '<Fleet:A xsi:type="xsd:string"></Fleet:A>'],
    ['xs:int', '<Fleet:A xsi:nil="true"></Fleet:A>', '<Fleet:A>0</Fleet:A>'],
    ['xs:int', '<Fleet:A xsi:nil="1" />', '<Fleet:A>0</Fleet:A>'],
    ['xs:int', '<Fleet:A xsi:nil="false">7</Fleet:A>', '<Fleet:A xsi:nil="false">7</Fleet:A>'],
    ['xs:boolean', '<Fleet:A xsi:nil="true"/>', '<Fleet:A>false</Fleet:A>'],
    ['tns:Colour', '<Fleet:A xsi:nil="true"/>', '<Fleet:A>Red</Fleet:A>'],
    ['tns:Colours', '<Fleet:A xsi:nil="true"/>', '<Fleet:A></Fleet:A>'],
    ['tns:Numbers', '<Fleet:A><Fleet:int xsi:nil="true"/></Fleet:A>', '<Fleet:A><Fleet:int>0</Fleet:int></Fleet:A>'],
    ['tns:Ship', '<Fleet:A><Fleet:Id xsi:nil="true"/></Fleet:A>', '<Fleet:A><Fleet:Id>0</Fleet:Id></Fleet:A>'],
    ['tns:Ship', '<Fleet:A><Fleet:Own xsi:nil="true"/></Fleet:A>', '<Fleet:A><Fleet:Own>false</Fleet:Own></Fleet:A>'],
    [
      'tns:Pairs',
      '<Fleet:A><Fleet:Pair><Fleet:Key/><Fleet:Value xsi:nil="true"/></Fleet:Pair></Fleet:A>',
      '<Fleet:A><Fleet:Pair><Fleet:Key/><Fleet:Value>0.0</Fleet:Value></Fleet:Pair></Fleet:A>',
    ],
  ])('%s: %s', (type, printed, expected) => {
    const [text, errata] = repaired(printed, { request: element(type), types });
    expect(text).toBe(expected);
    expect(errata.length).toBe(printed === expected ? 0 : 1);
  });

  test('a nil that is allowed stays', () => {
    const nil = '<Fleet:A xsi:nil="true"/>';
    expect(repaired(nil, { request: element('xs:string', ' nillable="true"') })).toEqual([nil, []]);
  });

  test('without a WSDL the sample’s own types tell, and nothing forbids a nil', () => {
    expect(repaired('<Fleet:A xsi:type="xsd:duration"></Fleet:A>')).toEqual([
      '<Fleet:A xsi:type="xsd:duration">PT0S</Fleet:A>',
      ['SOAP-EMPTY-VALUE'],
    ]);
    expect(repaired('<Fleet:A xsi:nil="true"/>')).toEqual(['<Fleet:A xsi:nil="true"/>', []]);
  });

  test('several on one page', () => {
    const two = '<Fleet:A><Fleet:int xsi:nil="true"/>\n<Fleet:int xsi:nil="true"/></Fleet:A>';
    expect(repaired(two, { request: element('tns:Numbers'), types })[0]).toBe(
      '<Fleet:A><Fleet:int>0</Fleet:int>\n<Fleet:int>0</Fleet:int></Fleet:A>',
    );
  });
});

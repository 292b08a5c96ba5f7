import { describe, expect, test } from 'vitest';
import type { SoapContract } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { soapPage, wsdl, type SoapPageParts, type WsdlParts } from '../testing/pages.ts';

const namespace = 'http://www.superoffice.net/ws/crm/NetServer/Services86';

function contractOf(parts: SoapPageParts = {}, stated?: WsdlParts): SoapContract {
  const { contracts, problems } = extracted({
    'page.md': soapPage(parts),
    ...(stated ? { 'w.xml': wsdl(stated) } : {}),
  });
  const [contract] = contracts;
  if (contract?.protocol !== 'soap') throw new Error(JSON.stringify(problems));
  return contract;
}

const ship = `<Fleet:Ship xsi:type="Fleet:Ship">
     <Fleet:Port xsi:type="xsd:int">0</Fleet:Port>
     <Fleet:Decks xsi:type="A:ArrayOfint">
      <A:int xsi:type="xsd:int">0</A:int>
     </Fleet:Decks>
     <Fleet:Colour xsi:type="Fleet:Colour">Red</Fleet:Colour>
    </Fleet:Ship>`;

describe('from the samples alone', () => {
  test('names, order and types by xsi:type; nothing of nillability', () => {
    const { contracts, types } = extracted({ 'page.md': soapPage({ request: ship }) });
    expect(contracts).toMatchObject([
      {
        id: 'Fleet.SaveShip/soap-Services86',
        path: '/Remote/Services86/Fleet.svc',
        soapAction: `${namespace}/Fleet/SaveShip`,
        input: { element: 'SaveShip', namespace, fields: [{ name: 'Ship', type: { kind: 'named', name: 'Ship' } }] },
        output: { element: 'SaveShipResponse', namespace, fields: [] },
        requestHeader: [{ name: 'ApplicationToken' }, { name: 'Credentials', type: { fields: [{ name: 'Ticket' }] } }],
      },
    ]);
    const pool = types.get('soap-Services86');
    expect([...(pool?.keys() ?? [])]).toEqual(['ArrayOfint', 'Ship']);
    expect(pool?.get('Ship')).toMatchObject({
      namespace,
      fields: [
        { name: 'Port', type: { scalar: 'int32' } },
        { name: 'Decks', type: { name: 'ArrayOfint' } },
        { name: 'Colour', type: { scalar: 'string' } },
      ],
    });
    expect(pool?.get('Ship')).not.toHaveProperty('fields.0.nullable');
    expect(pool?.get('ArrayOfint')).toMatchObject({ kind: 'array', item: { name: 'int' }, namespace: /Arrays$/ });
  });

  test('a dictionary is one by its key and value', () => {
    const cargo = `<Fleet:Cargo xsi:type="Fleet:Cargo"><Fleet:Pair><Fleet:Key xsi:type="xsd:string"></Fleet:Key><Fleet:Value xsi:type="xsd:int">0</Fleet:Value></Fleet:Pair></Fleet:Cargo>`;
    expect(
      extracted({ 'page.md': soapPage({ request: cargo }) })
        .types.get('soap-Services86')
        ?.get('Cargo'),
    ).toMatchObject({
      kind: 'map',
      entry: 'Pair',
      key: { name: 'Key' },
      value: { name: 'Value', type: { scalar: 'int32' } },
    });
  });
});

const restriction =
  '<xs:restriction base="xs:string"><xs:enumeration value="Red"/><xs:enumeration value="Blue"/></xs:restriction>';
const colour = `<xs:simpleType name="Colour">${restriction}</xs:simpleType>`;
const boats =
  '<xs:complexType name="Boats"><xs:sequence><xs:element maxOccurs="unbounded" name="string" type="xs:string"/></xs:sequence></xs:complexType>';

describe('from the WSDL', () => {
  test('with the page as the contract’s own source', () => {
    const contract = contractOf({}, {});
    expect(contract).toMatchObject({
      input: {
        fields: [{ name: 'Name', nullable: true, optional: true, source: { evidence: 'wsdl', page: 'w.xml' } }],
      },
      requestHeader: [{ name: 'ApplicationToken' }, { name: 'Credentials' }],
      responseHeader: [{ name: 'Succeeded' }],
      disputes: [],
      source: { evidence: 'sample', page: 'page.md', line: 6 },
    });
  });

  test('of the same version only', () => {
    expect(contractOf({}, { version: 'Services87' }).input.fields[0]?.source.evidence).toBe('sample');
  });

  test('in a page as in a file', () => {
    const page = `---\ntitle: Services86.FleetAgent WSDL\n---\n\n# Services86.FleetAgent WSDL\n\n\`\`\`xml\n${wsdl()}\`\`\`\n`;
    const { contracts } = extracted({ 'page.md': soapPage(), 'w.md': page });
    expect(contracts).toMatchObject([
      { input: { fields: [{ source: { evidence: 'wsdl', page: 'w.md', line: 15 } }] } },
    ]);
  });

  test.each<[string, SoapPageParts, WsdlParts, string, string]>([
    [
      'another order',
      { request: '<Fleet:A/><Fleet:B/>' },
      { request: '<xs:element name="B" type="xs:int"/><xs:element name="A" type="xs:int"/>' },
      'input/members',
      'B, A',
    ],
    [
      'another type',
      { request: '<Fleet:A xsi:type="xsd:string"/>' },
      { request: '<xs:element name="A" type="xs:int"/>' },
      'input.A/type',
      'int32',
    ],
    [
      'another namespace of a member',
      { request: '<A:Name>Ida</A:Name>' },
      {},
      'input.Name/namespace',
      'http://www.superoffice.net/ws/crm/NetServer/Services86',
    ],
    [
      'another namespace of a type',
      { request: '<Fleet:Name xsi:type="A:Colour">Red</Fleet:Name>' },
      { request: '<xs:element name="Name" type="tns:Colour"/>', types: colour },
      'input.Name/type',
      '{http://www.superoffice.net/ws/crm/NetServer/Services86}Colour',
    ],
    [
      'a name of an enumeration',
      { request: '<Fleet:Name xsi:type="Fleet:Colour">Green</Fleet:Name>' },
      { request: '<xs:element name="Name" type="tns:Colour"/>', types: colour },
      'input.Name/value',
      'Red, Blue',
    ],
    [
      'the element of an item',
      { request: '<Fleet:Name><Fleet:Boat/></Fleet:Name>' },
      { request: '<xs:element name="Name" type="tns:Boats"/>', types: boats },
      'input.Name[]/element',
      'string',
    ],
    [
      'an out-parameter',
      { response: '<Fleet:Length/><Fleet:Response/>' },
      { response: '<xs:element name="Response" type="xs:int"/><xs:element name="Length" type="xs:int"/>' },
      'output/members',
      'Response, Length',
    ],
    ['a part of the header', { token: 'OtherToken' }, {}, 'input header', 'ApplicationToken, Credentials'],
    ['a member more', { response: '<Fleet:Response xsi:type="xsd:int">0</Fleet:Response>' }, {}, 'output/members', ''],
  ])('the sample that disagrees in %s is the rejected side of a dispute', (_, page, stated, at, value) => {
    const disputes = contractOf(page, stated).disputes.filter((dispute) => dispute.at === at);
    expect(disputes).toMatchObject([
      {
        chosen: { value, source: { evidence: 'wsdl' } },
        rejected: { source: { evidence: 'sample', page: 'page.md' } },
      },
    ]);
  });
});

describe('errata', () => {
  test('name the lines of the namespace and of the credentials', () => {
    const lines = soapPage().split('\n');
    const of = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
    expect(contractOf().errata.map(({ id, source }) => [id, source.line])).toEqual([
      ['SOAP-12-NAMESPACE', of('xmlns:SOAP-ENV')],
      ['SOAP-OUTSIDE-HEADER', of('<Fleet:ApplicationToken>')],
      ['SOAP-12-NAMESPACE', lines.lastIndexOf('<SOAP-ENV:Envelope') + 2],
    ]);
  });

  test('are not applied where nothing is wrong', () => {
    expect(
      contractOf({ envelopeNamespace: 'http://schemas.xmlsoap.org/soap/envelope/' }).errata.map(({ id }) => id),
    ).toEqual(['SOAP-OUTSIDE-HEADER']);
  });
});

test('an envelope in the description is not the page’s own, where its language does not say so', () => {
  const example =
    '```\n<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><Other/></Body></Envelope>\n```';
  const { input, output } = contractOf({ text: `Does it.\n\n${example}` });
  expect([input.element, output.element]).toEqual(['SaveShip', 'SaveShipResponse']);
});

test('the length of the result follows the argument that the page names', () => {
  const text = '**Returns:** Things. Length of the array is equal to the number of dark ships.';
  const request = '<Fleet:Port/><Fleet:DarkShips/>';
  expect(contractOf({ text, request }).resultLength).toEqual({
    of: 'DarkShips',
    source: { evidence: 'sample', page: 'page.md', line: 12 },
  });
  expect(contractOf({ text: 'Things.', request }).resultLength).toBeUndefined();
});

describe('what is broken is a problem with its line', () => {
  const whole = soapPage();
  test.each<[string, string, string]>([
    ['an open fence', whole.slice(0, whole.lastIndexOf('```')), 'a fence that is closed'],
    ['no samples', whole.replace(/```xml[^]*?```/g, ''), 'a sample request'],
    ['one sample', whole.slice(0, whole.indexOf('## SaveShip Response')), 'a sample response'],
    ['XML that is not well-formed', whole.replace('</SOAP-ENV:Body>', ''), 'well-formed XML'],
    ['another root element', whole.replaceAll('SOAP-ENV:Envelope', 'SOAP-ENV:Other'), 'an Envelope'],
    ['an empty body', whole.replace(/<Fleet:SaveShip>[^]*?<\/Fleet:SaveShip>/, ''), 'a Body with an element'],
    ['another operation', whole.replace(/(<\/?Fleet:)SaveShip>/g, '$1SinkShip>'), 'the element "SaveShip"'],
    ['a DOCTYPE', whole.replace('<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE a>'), 'well-formed XML'],
  ])('%s', (_, text, expected) => {
    const { contracts, problems } = extracted({ 'page.md': text });
    expect(contracts).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'broken', page: 'page.md' }]);
    expect(problems[0]?.expected).toContain(expected);
  });

  test.each([
    ['the heading', whole.replace('# Services86 Fleet SaveShip', '# Ships')],
    ['the front matter', whole.replace(/^---[^]*?---\n/, '')],
  ])('a page that has lost its title in %s has it elsewhere', (_, text) => {
    expect(extracted({ 'page.md': text }).contracts).toMatchObject([{ id: 'Fleet.SaveShip/soap-Services86' }]);
  });

  test('a page without any title is another page', () => {
    const text = whole.replace('# Services86 Fleet SaveShip', '').replace(/^title:.*$/m, '');
    expect(extracted({ 'page.md': text }).problems).toMatchObject([{ kind: 'listed', page: 'page.md' }]);
  });

  test('the list of a service’s operations is no operation', () => {
    const page =
      '---\ntitle: Services86.FleetAgent SOAP\n---\n\n# Services86 Fleet SOAP\n\n* [SaveShip](SaveShip.md)\n';
    expect(extracted({ 'index.md': page }).problems).toMatchObject([{ kind: 'listed' }]);
  });

  test('a WSDL that cannot be read is a problem, and the sample stands for it', () => {
    const { contracts, problems } = extracted({ 'page.md': whole, 'w.xml': wsdl().slice(0, -20) });
    expect(contracts).toMatchObject([{ input: { source: { evidence: 'sample' } } }]);
    expect(problems).toMatchObject([{ kind: 'broken', page: 'w.xml' }]);
  });
});

describe('an operation of a WSDL', () => {
  const told = (pages: Readonly<Record<string, string>>) =>
    extracted(pages).problems.map(({ kind, rule, page, line }) => [kind, rule, page, line]);
  const service = wsdl();
  const line = service.split('\n').findIndex((text) => text.includes('<wsdl:operation name="SaveShip">')) + 1;

  test.each<[string, Readonly<Record<string, string>>, unknown[]]>([
    ['has a page', { 'page.md': soapPage(), 'w.xml': service }, []],
    ['has none', { 'w.xml': service }, [['listed', 'PAGE-NONE', 'w.xml', line]]],
    [
      'has one of another version only',
      { 'page.md': soapPage({ version: 'Services87' }), 'w.xml': service },
      [['listed', 'PAGE-NONE', 'w.xml', line]],
    ],
    [
      'has one that cannot be read',
      { 'page.md': soapPage().replace('<SOAP-ENV:Body>', '<SOAP-ENV:Bod>'), 'w.xml': service },
      [
        ['broken', 'SAMPLE-XML', 'page.md', 33],
        ['listed', 'PAGE-NONE', 'w.xml', line],
      ],
    ],
  ])('%s', (_, pages, problems) => {
    expect(told(pages)).toEqual(problems);
  });
});

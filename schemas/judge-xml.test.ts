import { describe, expect, test } from 'vitest';
import type { Field, TypeRef, Types } from '../specs/contract.ts';
import { judgeWrapper } from './judge-xml.ts';
import {
  arrayOf,
  carrier,
  element,
  named,
  pool,
  sampleSource,
  scalar,
  serviceNamespace,
  soapContract,
  soapTypes,
} from './testing/contracts.ts';
import { readXml, type XmlElement } from './xml.ts';

const declarations =
  'xmlns="http://www.superoffice.net/ws/crm/NetServer/Services86" xmlns:t="http://www.superoffice.net/ws/crm/NetServer/Services86" ' +
  'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema" ' +
  'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays" xmlns:s="http://schemas.microsoft.com/2003/10/Serialization/"';

function wrapper(content: string): XmlElement {
  const reading = readXml(`<DoResponse ${declarations}>${content}</DoResponse>`);
  if (!reading.ok) throw new Error(reading.error.message);
  return reading.root;
}

/** `level aspect at: expected / received`, places below the wrapper. */
function found(content: string, fields: readonly Field[], types: Types = soapTypes): readonly string[] {
  return judgeWrapper(wrapper(content), soapContract([], fields).output, types).findings.map(
    ({ aspect, at, expected, received, level }) =>
      `${level ?? 'own'} ${aspect} ${at.replace('Envelope/Body/DoResponse/', '')}: ${expected} / ${received}`,
  );
}

const one = (type: TypeRef, nullable = false): readonly Field[] => [element('A', type, nullable)];
const aspects = (content: string, type: TypeRef, nullable = false): readonly string[] =>
  found(`<A${content}`, one(type, nullable)).map((finding) => finding.split(' ')[1] ?? '');

describe('values', () => {
  test.each<[string, TypeRef, readonly string[], readonly string[]]>([
    ['string', scalar('string'), ['', ' x ', '5'], []],
    ['boolean', scalar('boolean'), ['true', 'false', '1', '0', ' true\n'], ['True', 'yes', '', '2']],
    [
      'int32',
      scalar('int32'),
      ['0', '-5', '+5', '007', ' 5 ', '2147483647'],
      ['', 'x', '1.0', '1e3', '5 5', '2147483648', '0x1'],
    ],
    ['int16', scalar('int16'), ['-32768', '32767'], ['-32769', '32768']],
    ['int64', scalar('int64'), ['9223372036854775807'], ['9223372036854775808']],
    ['uint8', scalar('uint8'), ['0', '255', '-0'], ['-1', '256']],
    [
      'double',
      scalar('double'),
      ['1', '1.5', '.5', '5.', '-1E+3', 'INF', '-INF', 'NaN'],
      ['', '1,5', 'inf', '+INF', 'Infinity', '1e'],
    ],
    ['decimal', scalar('decimal'), ['1', '+1.50', '.5'], ['1e3', 'INF', '']],
    [
      'date-time',
      scalar('date-time'),
      [
        '2024-02-29T11:10:26',
        '2009-10-14T11:10:26.9284251+02:00',
        '0001-01-01T00:00:00',
        '2023-01-01T24:00:00',
        '2023-01-01T00:00:00Z',
        ' 2023-01-01T00:00:00\n',
      ],
      [
        '2023-02-29T11:10:26',
        '2023-01-01',
        '2023-01-01T24:00:01',
        '2023-01-01T12:00',
        '0000-01-01T00:00:00',
        '01.02.2023',
        '',
      ],
    ],
    [
      'duration',
      scalar('duration'),
      ['PT15M', 'P1DT2H3M4.5S', '-PT1S', 'P0D'],
      ['00:15:00', '15', 'P', 'PT', 'P1Y', 'P1M', ''],
    ],
    [
      'base64',
      scalar('base64'),
      ['', 'AQ==', 'A Q = =', ' AQID\n'],
      ['AQ', 'AQ=', 'AR==', 'GIF89....File contents as raw bytes...'],
    ],
    [
      'guid',
      scalar('guid'),
      ['00000000-0000-0000-0000-000000000000'],
      ['', 'x', '{00000000-0000-0000-0000-000000000000}'],
    ],
    ['char', scalar('char'), ['65', '0', '65535'], ['A', '', '65536', '-1']],
    ['uri', scalar('uri'), ['', 'https://example.com/?a=b'], []],
    ['enum', named('Priority'), ['High'], ['high', ' High', 'Middle', '', '1']],
    [
      'flags',
      named('Rights'),
      ['', 'Select', 'Select Update', ' Select\n Delete '],
      ['select', 'Select, Update', 'Insert', '3'],
    ],
  ])('%s', (name, type, right, wrong) => {
    for (const text of right) expect([text, aspects(`>${text}</A>`, type)]).toEqual([text, []]);
    for (const text of wrong)
      expect([text, aspects(`>${text}</A>`, type)]).toEqual([
        text,
        [name === 'enum' || name === 'flags' ? name : 'value'],
      ]);
  });

  test('elements where text is promised are content', () => {
    expect(found('<A><B/></A>', one(scalar('int32')))).toEqual(['own content A: int32 / the element B']);
  });

  test('text where elements are promised is content, white space is not', () => {
    expect(found('<A>x</A>', one(named('Property')))[0]).toBe('own content A: elements only / "x"');
    expect(found('<A>\n <FieldType/> <FieldLength>1</FieldLength></A>', one(named('Property')))).toEqual([]);
    expect(found('<A>\n</A>', one(named('ArrayOfint')))).toEqual([]);
  });
});

describe('nil', () => {
  test.each<[string, string, TypeRef, boolean, readonly string[]]>([
    ['on a nillable member', ' i:nil="true"/>', scalar('string'), true, []],
    ['as 1', ' i:nil=" 1 "/>', named('ArrayOfint'), true, []],
    ['on a member that is not', ' i:nil="true"/>', scalar('int32'), false, ['nil']],
    ['with text', ' i:nil="true">x</A>', scalar('string'), true, ['nil']],
    ['with elements', ' i:nil="true"><a:int>1</a:int></A>', named('ArrayOfint'), true, ['nil']],
    ['false', ' i:nil="false">1</A>', scalar('int32'), true, []],
    ['of no boolean', ' i:nil="yes">1</A>', scalar('int32'), true, ['nil']],
  ])('%s', (_, content, type, nullable, expected) => {
    expect(aspects(content, type, nullable)).toEqual(expected);
  });

  test('is SHOULD where only the kind of type tells that it is not allowed', () => {
    const fields: readonly Field[] = [
      { name: 'A', type: scalar('int32'), source: sampleSource },
      { name: 'B', type: scalar('string'), source: sampleSource },
    ];
    expect(found('<A i:nil="true"/><B i:nil="true"/>', fields)).toEqual([
      'SHOULD nil A: a value, for the member is not nillable / xsi:nil',
    ]);
  });

  test('of a pair or a wrapper is wrong', () => {
    expect(found('<A><PropertyDictionaryKeyValuePair i:nil="true"/></A>', one(named('PropertyDictionary')))).toEqual([
      'own nil A/PropertyDictionaryKeyValuePair[1]: a value, for the member is not nillable / xsi:nil',
    ]);
    const reading = readXml(`<DoResponse ${declarations} i:nil="true"/>`);
    if (!reading.ok) throw new Error(reading.error.message);
    expect(judgeWrapper(reading.root, soapContract([], []).output, soapTypes).findings[0]?.at).toBe(
      'Envelope/Body/DoResponse',
    );
  });
});

describe('xsi:type', () => {
  test.each<[string, string, TypeRef, readonly string[]]>([
    ['of a built-in type', ' i:type="x:int">1</A>', scalar('int32'), []],
    ['of a type derived from it', ' i:type="x:short">1</A>', scalar('int32'), []],
    ['of a derived type that the value is not in', ' i:type="x:short">40000</A>', scalar('int32'), ['value']],
    ['of a wider type', ' i:type="x:long">1</A>', scalar('int32'), ['xsi-type']],
    ['of another type', ' i:type="x:string">1</A>', scalar('int32'), ['xsi-type']],
    ['of an unbound prefix', ' i:type="none:int">1</A>', scalar('int32'), ['xsi-type']],
    ['of nothing', ' i:type="">1</A>', scalar('int32'), ['xsi-type']],
    ["of Microsoft's duration", ' i:type="s:duration">PT1S</A>', scalar('duration'), []],
    ["of XML Schema's duration", ' i:type="x:duration">PT1S</A>', scalar('duration'), []],
    ['of the enum', ' i:type="t:Priority">High</A>', named('Priority'), []],
    ['of an enum in another namespace', ' i:type="a:Priority">High</A>', named('Priority'), ['xsi-type']],
    ['of an enum, for a string', ' i:type="t:Priority">High</A>', scalar('string'), []],
    ['of the array', ' i:type="a:ArrayOfint"/>', named('ArrayOfint'), []],
    ['of another array', ' i:type="t:ArrayOfNode"/>', named('ArrayOfint'), ['xsi-type']],
    ['of a carrier, without prefix', ' i:type="TableRight"><Mask/><Reason/></A>', named('TableRight'), []],
    [
      'of a carrier that is not derived',
      ' i:type="t:Property"><Mask/><Reason/></A>',
      named('TableRight'),
      ['xsi-type'],
    ],
    ['of a carrier that nobody knows', ' i:type="t:Nowhere"><Mask/><Reason/></A>', named('TableRight'), ['xsi-type']],
  ])('%s', (_, content, type, expected) => {
    expect(aspects(content, type)).toEqual(expected);
  });

  test('of a derived carrier brings its members', () => {
    const types: Types = new Map([
      ...soapTypes,
      ['Base', carrier('Base', [element('Id', scalar('int32'), false)])],
      ['More', carrier('More', [element('Colour', scalar('boolean'), false)], 'Base')],
    ]);
    const fields = one(named('Base'));
    expect(found('<A i:type="t:More"><Id>1</Id><Colour>x</Colour></A>', fields, types)).toEqual([
      'own value A/Colour: boolean / "x"',
    ]);
    expect(found('<A><Id>1</Id><Colour>x</Colour></A>', fields, types)).toEqual([
      `OBSERVE extra A/Colour: only documented elements / Colour in ${serviceNamespace}`,
    ]);
  });
});

describe('members', () => {
  const types: Types = new Map([
    ...soapTypes,
    [
      'Status',
      carrier(
        'Status',
        [
          element('Status', scalar('int32'), false),
          element('Text', scalar('string'), true),
          element('Id', scalar('int32'), false, false),
        ],
        'Carrier',
      ),
    ],
    ['ArrayOfStatus', arrayOf('ArrayOfStatus', element('Status', named('Status'), true), serviceNamespace)],
  ]);
  const fields = one(named('ArrayOfStatus'));
  const right = '<Status>1</Status><Text/><Id>2</Id>';
  const items = (...contents: readonly string[]): string =>
    `<A>${contents.map((content) => `<Status>${content}</Status>`).join('')}</A>`;

  test.each<[string, string, readonly string[]]>([
    ['all there', right, []],
    ['inherited ones first', `<TableRight i:nil="true"/><FieldProperties i:nil="true"/>${right}`, []],
    [
      'inherited ones last',
      `${right}<TableRight i:nil="true"/>`,
      ['own order A/Status[2]/TableRight: before Id / after Id'],
    ],
    [
      'in another order',
      '<Text/><Status>1</Status><Id>2</Id>',
      ['own order A/Status[2]/Status: before Text / after Text'],
    ],
    ['one twice', `${right}<Id>3</Id>`, ['own order A/Status[2]/Id[2]: Id once / Id again']],
    [
      'one missing that may be',
      '<Status>1</Status><Id>2</Id>',
      ['SHOULD missing A/Status[2]/Text: the element Text / none'],
    ],
    ['one missing that may not be', '<Status>1</Status><Text/>', ['own missing A/Status[2]/Id: the element Id / none']],
    [
      'one that nobody knows, in the middle',
      '<Status>1</Status><New><Deep/></New><Text/><Id>2</Id>',
      [`OBSERVE extra A/Status[2]/New: only documented elements / New in ${serviceNamespace}`],
    ],
    [
      'one in another case',
      '<Status>1</Status><text/><Id>2</Id>',
      [`own missing A/Status[2]/text: Text in ${serviceNamespace} / text in ${serviceNamespace}`],
    ],
    [
      'one in another namespace',
      '<Status>1</Status><a:Text/><Id>2</Id>',
      [
        `own namespace A/Status[2]/Text: Text in ${serviceNamespace} / Text in http://schemas.microsoft.com/2003/10/Serialization/Arrays`,
      ],
    ],
    [
      'one in no namespace',
      '<Status>1</Status><Text xmlns=""/><Id>2</Id>',
      [`own namespace A/Status[2]/Text: Text in ${serviceNamespace} / Text in no namespace`],
    ],
    [
      'an inherited one in another namespace',
      `<a:TableRight i:nil="true"/>${right}`,
      [
        `own namespace A/Status[2]/TableRight: TableRight in ${serviceNamespace} / TableRight in http://schemas.microsoft.com/2003/10/Serialization/Arrays`,
      ],
    ],
    [
      'one in another namespace beside the right one',
      `<Status>1</Status><Text/><a:Text/><Id>2</Id>`,
      [
        'OBSERVE extra A/Status[2]/Text: only documented elements / Text in http://schemas.microsoft.com/2003/10/Serialization/Arrays',
      ],
    ],
    [
      'a wrong one under a wrong namespace is judged, too',
      '<a:Status>x</a:Status><Text/><Id>2</Id>',
      [
        `own namespace A/Status[2]/Status: Status in ${serviceNamespace} / Status in http://schemas.microsoft.com/2003/10/Serialization/Arrays`,
        'own value A/Status[2]/Status: int32 / "x"',
      ],
    ],
    [
      'an attribute that nobody knows',
      '<Status odd="1">1</Status><Text/><Id>2</Id>',
      ['OBSERVE extra A/Status[2]/Status: no attribute that the contract does not know / odd'],
    ],
  ])('%s', (_, content, expected) => {
    expect(found(items(right, content), fields, types)).toEqual(expected);
  });

  test('of a contract that only a sample shows are SHOULD', () => {
    const sampled: readonly Field[] = [
      { name: 'A', type: scalar('int32'), source: sampleSource },
      { name: 'B', type: { kind: 'array', items: scalar('int32') }, source: sampleSource },
      { name: 'C', type: { kind: 'unknown' }, source: sampleSource },
    ];
    expect(found('<A>x</A><B><whatever>1</whatever><whatever>y</whatever></B><C><D>1</D></C>', sampled)).toEqual([
      'SHOULD value A: int32 / "x"',
      'SHOULD value B/whatever[2]: int32 / "y"',
    ]);
    expect(found('', sampled)).toEqual([
      'SHOULD missing A: the element A / none',
      'SHOULD missing B: the element B / none',
      'SHOULD missing C: the element C / none',
    ]);
  });
});

describe('arrays and dictionaries', () => {
  test.each<[string, string, TypeRef, readonly string[]]>([
    ['items', '<a:int>1</a:int><a:int>2</a:int>', named('ArrayOfint'), []],
    ['a wrong item', '<a:int>1</a:int><a:int>x</a:int>', named('ArrayOfint'), ['own value A/int[2]: int32 / "x"']],
    [
      'an item that is nil',
      '<a:int i:nil="true"/>',
      named('ArrayOfint'),
      ['own nil A/int[1]: a value, for the member is not nillable / xsi:nil'],
    ],
    [
      'items of another name',
      '<a:string>1</a:string>',
      named('ArrayOfint'),
      ['own item A/string[1]: only int / string in http://schemas.microsoft.com/2003/10/Serialization/Arrays'],
    ],
    [
      'items in another case',
      '<a:Int>1</a:Int>',
      named('ArrayOfint'),
      [
        'own item A/Int[1]: int in http://schemas.microsoft.com/2003/10/Serialization/Arrays / Int in http://schemas.microsoft.com/2003/10/Serialization/Arrays',
      ],
    ],
    [
      'items in the namespace of the service',
      '<int>1</int>',
      named('ArrayOfint'),
      [
        `own namespace A/int[1]: int in http://schemas.microsoft.com/2003/10/Serialization/Arrays / int in ${serviceNamespace}`,
      ],
    ],
    [
      'pairs',
      '<PropertyDictionaryKeyValuePair><Key>k</Key><Value i:nil="true"/></PropertyDictionaryKeyValuePair>',
      named('PropertyDictionary'),
      [],
    ],
    [
      'a pair without value',
      '<PropertyDictionaryKeyValuePair><Key>k</Key></PropertyDictionaryKeyValuePair>',
      named('PropertyDictionary'),
      ['own missing A/PropertyDictionaryKeyValuePair[1]/Value: the element Value / none'],
    ],
    [
      'a pair in the wrong order',
      '<PropertyDictionaryKeyValuePair><Value i:nil="true"/><Key>k</Key></PropertyDictionaryKeyValuePair>',
      named('PropertyDictionary'),
      ['own order A/PropertyDictionaryKeyValuePair[1]/Key: before Value / after Value'],
    ],
    [
      'pairs of another name',
      '<KeyValuePair/>',
      named('PropertyDictionary'),
      [`own entry A/KeyValuePair[1]: only PropertyDictionaryKeyValuePair / KeyValuePair in ${serviceNamespace}`],
    ],
    [
      'a key twice',
      '<PropertyDictionaryKeyValuePair><Key>k</Key><Value i:nil="true"/></PropertyDictionaryKeyValuePair>'.repeat(2),
      named('PropertyDictionary'),
      ['own entry A/PropertyDictionaryKeyValuePair[2]: each key once / "k"'],
    ],
  ])('%s', (_, content, type, expected) => {
    expect(found(`<A>${content}</A>`, one(type))).toEqual(expected);
  });
});

describe('evidence', () => {
  const fields = [element('Response', named('ArrayOfNode'), true), element('Length', scalar('int32'), false)];
  const node = (content: string): string => `<Node i:type="t:Node">${content}</Node>`;
  const report = judgeWrapper(
    wrapper(
      `<Response>${node('<FieldProperties><PropertyDictionaryKeyValuePair><Key>k</Key><Value><FieldLength>1</FieldLength></Value></PropertyDictionaryKeyValuePair></FieldProperties><Id>1</Id><Name i:nil="true"/>')}${node('<Id>2</Id><Ids/>')}</Response><Length>2</Length>`,
    ),
    soapContract([], fields).output,
    soapTypes,
  );

  test('counts values and nils by member, as on JSON', () => {
    expect(Object.fromEntries(report.evidence)).toEqual({
      output: { typed: 1, nulls: 0 },
      'output.Response': { typed: 1, nulls: 0 },
      'output.Response[]': { typed: 2, nulls: 0 },
      'output.Response[].FieldProperties': { typed: 1, nulls: 0 },
      'output.Response[].FieldProperties{}': { typed: 1, nulls: 0 },
      'output.Response[].FieldProperties{}.FieldLength': { typed: 1, nulls: 0 },
      'output.Response[].Id': { typed: 2, nulls: 0 },
      'output.Response[].Name': { typed: 0, nulls: 1 },
      'output.Response[].Ids': { typed: 1, nulls: 0 },
      'output.Length': { typed: 1, nulls: 0 },
    });
  });

  test('counts the places that each aspect saw', () => {
    expect(report.seen).toMatchObject({ 'xsi-type': 2, value: 5, nil: expect.any(Number), order: expect.any(Number) });
  });

  test('is none where anything goes, and none of names that nobody states', () => {
    const types = pool({ kind: 'enum', name: 'Nameless', values: [], source: sampleSource });
    const fields = [element('A', scalar('any'), false), element('B', named('Nameless'), false)];
    const { seen } = judgeWrapper(wrapper('<A>1</A><B>x</B>'), soapContract([], fields).output, types);
    // The wrapper and B may hold no other content.
    expect(seen).toMatchObject({ value: 0, content: 2 });
  });

  test('is nearly none in a void answer', () => {
    expect(judgeWrapper(wrapper(''), soapContract([], []).output, soapTypes).seen).toEqual({
      missing: 0,
      extra: 1,
      order: 0,
      namespace: 0,
      value: 0,
      nil: 1,
      'xsi-type': 0,
      content: 1,
      out: 0,
      enum: 0,
      flags: 0,
      item: 0,
      entry: 0,
    });
  });
});

test('types inside themselves are judged at every level, with one set of members', () => {
  const level = (content: string): string => `<Node><Children>${content}</Children></Node>`;
  const content = `<A>${level(level(level('<Node><Id>x</Id></Node>')))}</A>`;
  const report = judgeWrapper(wrapper(content), soapContract([], one(named('ArrayOfNode'))).output, soapTypes);
  expect(report.findings.filter((finding) => finding.aspect === 'value').map((finding) => finding.at)).toEqual([
    'Envelope/Body/DoResponse/A/Node[1]/Children/Node[1]/Children/Node[1]/Children/Node[1]/Id',
  ]);
  expect(report.evidence.get('output.A[].Children')).toEqual({ typed: 3, nulls: 0 });
});

test('an answer with a hundred thousand elements that nobody asked for is judged', () => {
  const fields = [element('A', scalar('int32'), false), element('B', scalar('int32'), false)];
  const { findings, seen } = judgeWrapper(
    wrapper(`${'<a/>'.repeat(100_000)}<C/>`),
    soapContract([], fields).output,
    soapTypes,
  );
  expect(findings.filter((finding) => finding.aspect === 'missing')).toHaveLength(2);
  expect(findings.filter((finding) => finding.aspect === 'extra')).toHaveLength(1000);
  expect(seen.extra).toBeGreaterThanOrEqual(100_000);
});

import { describe, expect, test } from 'vitest';
import type { Field, NamedType, Source, TypeRef, Types } from '../specs/contract.ts';
import { judgeJson } from './judge-json.ts';
import { body, member, named, pool, sampleSource, scalar, tableSource } from './testing/contracts.ts';

const noTypes: Types = pool();
const object = (...fields: readonly Field[]): TypeRef => ({ kind: 'object', fields });
const array = (items: TypeRef): TypeRef => ({ kind: 'array', items });
const map = (values: TypeRef): TypeRef => ({ kind: 'map', values });

/** `aspect at: expected / received` of each finding, with its level where it has one of its own. */
function found(value: unknown, type: TypeRef, types: Types = noTypes, source: Source = tableSource): readonly string[] {
  return judgeJson(value, body(type, source), types).findings.map(
    ({ aspect, at, expected, received, level }) => `${level ?? 'own'} ${aspect} ${at}: ${expected} / ${received}`,
  );
}

/** Aspects of the findings about a member of that type. */
function aspects(type: TypeRef, value: unknown, types: Types = noTypes): readonly string[] {
  return judgeJson({ A: value }, body(object(member('A', type))), types).findings.map((finding) => finding.aspect);
}

const enums: Types = pool(
  { kind: 'enum', name: 'Priority', values: ['Low', 'High'], source: tableSource },
  { kind: 'flags', name: 'Rights', values: ['Select', 'Update'], source: tableSource },
  { kind: 'enum', name: 'Nameless', values: [], source: tableSource },
);

describe('values that are right', () => {
  test.each<[string, TypeRef, readonly unknown[]]>([
    ['string', scalar('string'), ['', 'x', null]],
    ['boolean', scalar('boolean'), [true, false]],
    ['int32', scalar('int32'), [0, -0, 1e3, 2147483647, -2147483648]],
    ['int64', scalar('int64'), [4799999999, Number.MAX_SAFE_INTEGER, -(2 ** 63)]],
    ['uint8', scalar('uint8'), [0, 255]],
    ['double', scalar('double'), [1, 1.5, -1e300]],
    [
      'date-time',
      scalar('date-time'),
      [
        '2024-02-29T11:10:26',
        '2009-10-14T11:10:26.9284251+02:00',
        '2009-10-14T11:10:26.92842Z',
        '1999-03-06T11:10:26.1-05:30',
        '0001-01-01T00:00:00',
        '9999-12-31T23:59:59.9999999',
      ],
    ],
    [
      'duration',
      scalar('duration'),
      ['00:15:00', '23:59:59.9999999', '1.02:03:04', '-00:00:01', 'PT15M', 'P1DT2H', '-P1Y2M'],
    ],
    ['base64', scalar('base64'), ['', 'AQ==', 'AQI=', 'AQID', '+/+/', null]],
    ['guid', scalar('guid'), ['00000000-0000-0000-0000-000000000000', 'A0b1c2d3-0000-0000-0000-00000000000F']],
    ['char', scalar('char'), ['a', ' ']],
    ['uri', scalar('uri'), ['https://example.com', '', null]],
    ['any', scalar('any'), [1, 'x', null, [], {}]],
    ['enum', named('Priority'), ['Low', 'High']],
    ['an enum without known names', named('Nameless'), ['Whatever', '']],
    ['flags', named('Rights'), ['Select', 'Select, Update', 'Update,Select', '']],
    ['array', array(scalar('int32')), [[], [1, 2]]],
    ['map', map(scalar('int32')), [{}, { a: 1, __proto__x: 2 }]],
    ['carrier', object(), [{}, null]],
    ['unknown', { kind: 'unknown' }, [1, 'x', null, [], {}]],
    ['unknown object', { kind: 'unknown', shape: 'object' }, [{}, { a: 1 }, null]],
  ])('%s', (_, type, values) => {
    for (const value of values) expect([value, aspects(type, value, enums)]).toEqual([value, []]);
  });
});

describe('values that are wrong', () => {
  test.each<[string, TypeRef, readonly unknown[], string]>([
    ['string', scalar('string'), [1, true, {}, []], 'type'],
    ['boolean', scalar('boolean'), ['true', 1, 0, {}], 'type'],
    ['boolean', scalar('boolean'), [null], 'null'],
    ['int32', scalar('int32'), ['1', true, [], {}], 'type'],
    ['int32', scalar('int32'), [2147483648, -2147483649, 1.5, Infinity], 'range'],
    ['int32', scalar('int32'), [null], 'null'],
    ['int64', scalar('int64'), [1e19, -1e19, 0.5], 'int64'],
    ['uint8', scalar('uint8'), [-1, 256], 'range'],
    ['double', scalar('double'), ['1', 'NaN', true], 'type'],
    ['double', scalar('double'), [Infinity], 'type'],
    ['date-time', scalar('date-time'), [0, true, {}], 'type'],
    [
      'date-time',
      scalar('date-time'),
      [
        '2023-02-30T00:00:00',
        '2023-02-29T00:00:00',
        '1900-02-29T00:00:00',
        '2023-04-31T00:00:00',
        '2023-13-01T00:00:00',
        '2023-00-01T00:00:00',
        '2023-01-00T00:00:00',
        '2023-01-01T24:00:00',
        '2023-01-01T12:60:00',
        '2023-01-01T12:00:60',
        '2023-01-01',
        '2023-01-01 12:00:00',
        '2023-01-01T12:00',
        '2023-01-01T12:00:00.',
        '2023-01-01T12:00:00.12345678',
        '2023-01-01T12:00:00+0200',
        '2023-01-01T12:00:00+15:00',
        '2023-01-01T12:00:00z',
        '0000-01-01T00:00:00',
        '20230101T120000',
        '/Date(1234)/',
        '01.02.2023',
        '',
        ' 2023-01-01T12:00:00',
        '2023-01-01T12:00:00\n',
      ],
      'date-time',
    ],
    ['date-time', scalar('date-time'), [null], 'null'],
    [
      'duration',
      scalar('duration'),
      ['', '15', '15:00', '24:00:00', '00:60:00', 'PT', 'P', 'P1', 'PT1', '1.5H'],
      'duration',
    ],
    ['duration', scalar('duration'), [900], 'type'],
    [
      'base64',
      scalar('base64'),
      [
        'GIF89....File contents as raw bytes...',
        'AQ',
        'AQ=',
        'AQI',
        'A===',
        'AQ==AQ==',
        'AR==',
        'AQI-',
        'AQI_',
        'AQ ==',
        'AQID\n',
      ],
      'base64',
    ],
    ['base64', scalar('base64'), [[1, 2]], 'type'],
    ['guid', scalar('guid'), ['', 'x', '{00000000-0000-0000-0000-000000000000}'], 'type'],
    ['char', scalar('char'), ['', 'ab', '😀', 65], 'type'],
    ['enum', named('Priority'), ['low', 'HIGH', ''], 'enum'],
    ['enum', named('Priority'), ['Middle', '3'], 'unknown-name'],
    ['enum', named('Priority'), [1, true, {}], 'type'],
    ['enum', named('Priority'), [null], 'null'],
    ['flags', named('Rights'), ['select', 'Select, update', 'Select,', ','], 'enum'],
    ['flags', named('Rights'), ['Insert', 'Select, Insert', 'Select Update'], 'unknown-name'],
    ['flags', named('Rights'), [3, ['Select']], 'flags'],
    ['array', array(scalar('int32')), [{}, 'x', 1], 'type'],
    ['array', array(scalar('int32')), [null], 'null'],
    ['map', map(scalar('int32')), [[], 'x'], 'map'],
    ['map', map(scalar('int32')), [null], 'null'],
    ['carrier', object(), [[], 'x', 1, false], 'type'],
    ['unknown object', { kind: 'unknown', shape: 'object' }, [[], 'x'], 'type'],
  ])('%s %s', (_, type, values, aspect) => {
    for (const value of values) {
      const [first, ...more] = aspects(type, value, enums);
      expect([value, first, more.every((other) => other === aspect)]).toEqual([value, aspect, true]);
    }
  });
});

describe('members', () => {
  const type = object(
    member('Name', scalar('string')),
    member('HTMLBody', scalar('string')),
    member('Id', scalar('int32')),
  );

  test('that are all there, in any order, are right', () => {
    expect(found({ Id: 1, Name: 'x', HTMLBody: null }, type)).toEqual([]);
  });

  test('that are missing are found one by one', () => {
    expect(found({ Id: 1 }, type)).toEqual([
      'own missing body.Name: the member Name / none',
      'own missing body.HTMLBody: the member HTMLBody / none',
    ]);
  });

  test('that only the case of a name tells from a documented one are one finding, and their values are judged', () => {
    expect(found({ name: 'x', htmlBody: 5, Id: 1 }, type)).toEqual([
      'own name-case body.name: Name / name',
      'own name-case body.htmlBody: HTMLBody / htmlBody',
      'own type body.htmlBody: string / 5',
    ]);
  });

  test('that nobody documents are observed', () => {
    expect(found({ Name: 'x', HTMLBody: '', Id: 1, New: 1, name: 2 }, type)).toEqual([
      'OBSERVE extra body.New: only documented members / New',
      'OBSERVE extra body.name: only documented members / name',
    ]);
  });

  test('that every object has do not stand for documented ones', () => {
    const odd = object(member('constructor', scalar('string')), member('__proto__', scalar('int32')));
    expect(found({}, odd)).toEqual([
      'own missing body.constructor: the member constructor / none',
      'own missing body.__proto__: the member __proto__ / none',
    ]);
    expect(found(JSON.parse('{"constructor":"x","__proto__":1}'), odd)).toEqual([]);
    expect(found(JSON.parse('{"constructor":"x","__proto__":{}}'), odd)).toEqual([
      'own type body.__proto__: int32 / an object with 0 members',
    ]);
  });
});

describe('places and levels', () => {
  const address: NamedType = {
    kind: 'object',
    name: 'Address',
    fields: [member('EmailId', scalar('int32'), sampleSource)],
    base: 'Carrier',
    source: sampleSource,
  };
  const carrier: NamedType = {
    kind: 'object',
    name: 'Carrier',
    fields: [member('Right', scalar('string'), sampleSource)],
    source: sampleSource,
  };
  const types = pool(address, carrier);
  const message = object(
    member('To', array(named('Address'))),
    { ...member('Sent', scalar('date-time')), typeSource: sampleSource },
    member('Options', map(scalar('boolean'))),
  );

  test('name array items, members and keys, and say whose fact it is', () => {
    const value = [
      { To: [], Sent: '2024-01-01T00:00:00', Options: {} },
      { To: [{ EmailId: 1, Right: null }, { EmailId: '12' }], Sent: 'x', Options: { 'a b': 1, c: null } },
    ];
    expect(found(value, array(message), types)).toEqual([
      'SHOULD type body[1].To[1].EmailId: int32 / "12"',
      'SHOULD missing body[1].To[1].Right: the member Right / none',
      'SHOULD date-time body[1].Sent: yyyy-MM-ddTHH:mm:ss[.1-7 digits][Z|±hh:mm] / "x"',
      'own map body[1].Options["a b"]: boolean / 1',
      'own null body[1].Options.c: boolean / null',
    ]);
  });

  test('name the member of the contract and its source', () => {
    const [finding] = judgeJson(
      [{ To: [{ EmailId: 'x', Right: '' }], Sent: '2024-01-01T00:00:00', Options: {} }],
      body(array(message)),
      types,
    ).findings;
    expect(finding).toMatchObject({ member: 'output[].To[].EmailId', source: sampleSource });
  });

  test('begin where the caller says', () => {
    expect(judgeJson('x', body(scalar('int32')), noTypes, 'answer').findings[0]?.at).toBe('answer');
  });

  test('show at most 200 characters of what came', () => {
    expect(
      judgeJson({ A: 'x'.repeat(10_000) }, body(object(member('A', scalar('int32')))), noTypes).findings[0]?.received,
    ).toHaveLength(200);
  });
});

describe('the top level', () => {
  test.each<[string, TypeRef, unknown, readonly string[]]>([
    ['an object for an array', array(object()), {}, ['own top-level body: array / an object with 0 members']],
    [
      'an array for an object',
      object(member('A', scalar('string'))),
      [],
      ['own top-level body: object / an array of 0'],
    ],
    ['a string for a number', scalar('int32'), '5', ['own top-level body: number / "5"']],
    ['null for an array', array(object()), null, ['OBSERVE top-level body: array / null']],
    ['null for a carrier', object(member('A', scalar('string'))), null, []],
    ['null for a number', scalar('int32'), null, ['own null body: int32 / null']],
    ['a number out of range', scalar('int32'), 1e10, ['own range body: int32 / 10000000000']],
    ['a string', scalar('string'), 'x', []],
    ['anything', { kind: 'unknown' }, 7, []],
  ])('%s', (_, type, value, expected) => {
    expect(found(value, type)).toEqual(expected);
  });
});

describe('a table states the kind of a member whose type a twin states more exactly', () => {
  const table: Source = { evidence: 'table', page: 'page.md' };
  const twin: Source = { evidence: 'twin', page: 'other.md' };
  const refined = (type: TypeRef) => object({ name: 'A', type, source: table, typeSource: twin });

  test.each<[string, TypeRef, unknown, readonly string[]]>([
    ['no array', array(scalar('int32')), 'x', ['own type']],
    ['another item', array(scalar('int32')), ['x'], ['SHOULD item']],
    ['no object', map(scalar('int32')), [], ['own map']],
    ['another value of a map', map(scalar('int32')), { a: 'x' }, ['SHOULD map']],
    ['a number for a duration', scalar('duration'), 900, ['own type']],
    ['another duration', scalar('duration'), '15 minutes', ['SHOULD duration']],
    ['another guid', scalar('guid'), 'x', ['SHOULD type']],
    ['a number for an enum: its name in a table may be that of a carrier', named('Priority'), 3, ['SHOULD type']],
    ['a number for flags', named('Rights'), 3, ['SHOULD flags']],
  ])('%s', (_, type, value, expected) => {
    const { findings } = judgeJson({ A: value }, body(refined(type)), enums);
    expect(findings.map(({ level = 'own', aspect }) => `${level} ${aspect}`)).toEqual(expected);
  });
});

describe('the ends of an int64', () => {
  const type = object(member('A', scalar('int64')), member('B', array(scalar('uint64'))));
  const judged = (text: string): readonly string[] =>
    judgeJson(JSON.parse(text), body(type), noTypes, 'body', text).findings.map(
      (finding) => `${finding.aspect} ${finding.at}`,
    );

  test.each([
    ['{"A":9223372036854775807,"B":[18446744073709551615]}', []],
    ['{"A":-9223372036854775808,"B":[]}', []],
    ['{"A":9223372036854775808,"B":[18446744073709551616]}', ['int64 body.A', 'int64 body.B[0]']],
    ['{"A":-9223372036854775809,"B":[]}', ['int64 body.A']],
  ])('%s', (text, expected) => {
    expect(judged(text)).toEqual(expected);
  });

  test('are beyond what a value alone can tell', () => {
    expect(found(JSON.parse('{"A":9223372036854775808,"B":[]}'), type)).toEqual([]);
  });
});

describe('evidence', () => {
  const type = array(
    object(
      member('To', array(object(member('EmailId', scalar('int32')), member('Name', scalar('string'))))),
      member('Sent', scalar('date-time')),
      member('Right', { kind: 'unknown' }),
      member('Props', map(scalar('int32'))),
      member('Priority', named('Priority')),
    ),
  );
  const value = [
    {
      To: [
        { EmailId: 1, Name: null },
        { EmailId: 2, Name: 'x' },
      ],
      Sent: '2024-01-01T00:00:00',
      Right: null,
      Props: { a: 1 },
      Priority: 'High',
    },
    { To: [], Sent: '2024-01-01T00:00:00', Right: null, Props: {}, Priority: 'Low' },
  ];
  const report = judgeJson(value, body(type), enums);

  test('counts values and nulls by member', () => {
    expect(Object.fromEntries(report.evidence)).toEqual({
      output: { typed: 1, nulls: 0 },
      'output[]': { typed: 2, nulls: 0 },
      'output[].To': { typed: 2, nulls: 0 },
      'output[].To[]': { typed: 2, nulls: 0 },
      'output[].To[].EmailId': { typed: 2, nulls: 0 },
      'output[].To[].Name': { typed: 1, nulls: 1 },
      'output[].Sent': { typed: 2, nulls: 0 },
      'output[].Right': { typed: 0, nulls: 2 },
      'output[].Props': { typed: 2, nulls: 0 },
      'output[].Props{}': { typed: 1, nulls: 0 },
      'output[].Priority': { typed: 2, nulls: 0 },
    });
  });

  test('counts the places that each aspect saw', () => {
    expect(report.seen).toMatchObject({
      'top-level': 1,
      missing: 14,
      'name-case': 14,
      extra: 4,
      range: 3,
      'date-time': 2,
      duration: 0,
      base64: 0,
      enum: 2,
      'unknown-name': 2,
      // Four objects and two maps: what looks at the text finds it in those.
      duplicate: 6,
    });
  });

  test.each<[string, TypeRef, unknown]>([
    ['anything', scalar('any'), 1],
    ['of unknown type', { kind: 'unknown' }, { a: 1 }],
    ['null where anything goes', { kind: 'unknown' }, null],
  ])('has nothing to look at in a body that is %s', (_, anything, value) => {
    const { seen } = judgeJson(value, body(anything), enums);
    expect(Object.entries(seen).filter(([, places]) => places > 0)).toEqual([]);
  });

  test('has no names to look at in an enum of which nobody states them', () => {
    const { seen } = judgeJson({ A: 'Whatever' }, body(object(member('A', named('Nameless')))), enums);
    expect(seen).toMatchObject({ type: 1, enum: 0, 'unknown-name': 0 });
  });

  test('takes what a body is for its kind, and for no type beside that', () => {
    expect(judgeJson(1, body(scalar('int32')), enums).seen).toMatchObject({ 'top-level': 1, type: 0, range: 1 });
    expect(judgeJson('x', body(scalar('char')), enums).seen).toMatchObject({ 'top-level': 1, type: 1 });
  });

  test('is empty where the answer is', () => {
    const { seen } = judgeJson([], body(type), enums);
    expect(seen).toMatchObject({ 'top-level': 1, missing: 0, extra: 0, range: 0, 'date-time': 0, enum: 0 });
  });
});

describe('types inside themselves', () => {
  const types = pool({
    kind: 'object',
    name: 'Node',
    fields: [member('Id', scalar('int32')), member('Next', named('Node'))],
    source: tableSource,
  });
  const nested = (depth: number, innermost: unknown): unknown => {
    let value = innermost;
    for (let level = 0; level < depth; level += 1) value = { Id: level, Next: value };
    return value;
  };

  test('are judged at every level', () => {
    expect(found(nested(2, { Id: 'x', Next: null }), named('Node'), types)).toEqual([
      'own type body.Next.Next.Id: int32 / "x"',
    ]);
  });

  test('count as the same members', () => {
    expect(judgeJson(nested(3, null), body(named('Node')), types).evidence.get('output.Id')).toEqual({
      typed: 3,
      nulls: 0,
    });
  });

  test('are judged 200 levels deep and no further', () => {
    expect(found(nested(150, null), named('Node'), types)).toEqual([]);
    const { findings } = judgeJson(nested(100_000, null), body(named('Node')), types);
    expect(findings).toMatchObject([{ received: 'values that nest deeper than 200 levels', limit: true }]);
  });
});

test('an answer with a hundred thousand members that nobody asked for is judged', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => [`x${index}`, 1] as const);
  const type = object(member('A', scalar('int32')), member('B', scalar('int32')));
  const findings = judgeJson({ ...Object.fromEntries(names), a: 1 }, body(type), noTypes).findings;
  expect(findings.filter((finding) => finding.aspect !== 'extra').map((finding) => finding.aspect)).toEqual([
    'name-case',
    'missing',
  ]);
});

test('what could have been in an answer does not depend on the answers before it', () => {
  const expected = body(object(member('A', array(object(member('B', scalar('int32')))))));
  const unseen = (value: unknown): readonly string[] => judgeJson(value, expected, noTypes).unseen;
  const before = unseen({ A: null });
  expect(unseen({ A: [] })).toEqual(['output.A[]']);
  expect(unseen({ A: [{}] })).toEqual(['output.A[].B']);
  expect(unseen({ A: [{ B: 1 }] })).toEqual([]);
  expect(unseen({ A: null })).toEqual(before);
  expect(unseen({ A: [] })).toEqual(['output.A[]']);
});

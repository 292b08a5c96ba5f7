import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Field, TypeRef, Types } from '../specs/contract.ts';
import type { Json, JsonObject } from '../specs/json.ts';
import { decodeRequest, decodeResponse, encodeFault, encodeRequest, encodeResponse } from './soap.ts';
import { arbitraryMembers, arbitraryPool, xmlText } from './testing/arbitrary.ts';
import { element, named, sampleSource, scalar, soapContract, soapPool } from './testing/contracts.ts';
import { readXml, type XmlElement } from './xml.ts';

function rootOf(xml: string): XmlElement {
  const reading = readXml(xml);
  if (!reading.ok) throw new Error(`${reading.error.message} in ${xml}`);
  return reading.root;
}

function request(fields: readonly Field[], args: JsonObject, types: Types = soapPool): string {
  return encodeRequest(soapContract(fields, []), types, args, {});
}

function argsBack(fields: readonly Field[], xml: string, types: Types = soapPool): unknown {
  return decodeRequest(soapContract(fields, []), types, rootOf(xml));
}

/** The text between the wrapper's tags. */
function content(xml: string): string {
  return /<t:Do>(.*)<\/t:Do>/s.exec(xml)?.[1] ?? '';
}

const one = (type: TypeRef, nullable = true): readonly Field[] => [element('A', type, nullable)];

describe('a request', () => {
  test('is a SOAP 1.1 envelope with the credentials in its header', () => {
    const contract = soapContract([element('Plugin', scalar('string'), true)], []);
    const xml = encodeRequest(contract, soapPool, { Plugin: 'sms' }, { applicationToken: 'a&b', ticket: '7T:x==' });
    expect(xml).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n' +
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"' +
        ' xmlns:t="http://www.superoffice.net/ws/crm/NetServer/Services86"' +
        ' xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">' +
        '<s:Header><t:ApplicationToken>a&amp;b</t:ApplicationToken><t:Credentials><t:Ticket>7T:x==</t:Ticket></t:Credentials></s:Header>' +
        '<s:Body><t:Do><t:Plugin>sms</t:Plugin></t:Do></s:Body></s:Envelope>',
    );
  });

  test('leaves out a header part that the operation does not have', () => {
    const contract = { ...soapContract([], []), requestHeader: [element('ApplicationToken', scalar('string'), true)] };
    expect(encodeRequest(contract, soapPool, {}, { applicationToken: 'a', ticket: 't' })).not.toContain('Ticket');
  });

  test('gives its header and arguments back', () => {
    const contract = soapContract([element('Nodes', named('ArrayOfNode'), true)], []);
    const header = { applicationToken: 'a', ticket: '<t>' };
    const args = { Nodes: [{ Id: 1, Children: [{ Name: 'x' }, null] }] };
    const xml = encodeRequest(contract, soapPool, args, header);
    expect(decodeRequest(contract, soapPool, rootOf(xml))).toEqual({ header, args });
  });
});

describe('a value', () => {
  const cases: readonly [title: string, type: TypeRef, value: Json, xml: string][] = [
    ['a text that needs escaping', scalar('string'), '<a>&\r\n]]>', '<t:A>&lt;a&gt;&amp;&#xD;\n]]&gt;</t:A>'],
    ['an empty text', scalar('string'), '', '<t:A></t:A>'],
    ['null', scalar('string'), null, '<t:A i:nil="true"/>'],
    ['a boolean', scalar('boolean'), false, '<t:A>false</t:A>'],
    ['a 64-bit integer beyond a double', scalar('int64'), '9223372036854775807', '<t:A>9223372036854775807</t:A>'],
    ['a decimal without exponent', scalar('decimal'), 1e-7, '<t:A>0.0000001</t:A>'],
    ['a double with exponent', scalar('double'), 1e300, '<t:A>1e+300</t:A>'],
    ['a number that is not finite', scalar('double'), '-INF', '<t:A>-INF</t:A>'],
    [
      'a date-time with offset',
      scalar('date-time'),
      '2009-10-14T11:10:26.9284251+02:00',
      '<t:A>2009-10-14T11:10:26.9284251+02:00</t:A>',
    ],
    ['the empty date', scalar('date-time'), '0001-01-01T00:00:00', '<t:A>0001-01-01T00:00:00</t:A>'],
    ['a duration', scalar('duration'), '00:15:00', '<t:A>PT15M</t:A>'],
    ['a duration of days', scalar('duration'), '-1.02:03:04.5000000', '<t:A>-P1DT2H3M4.5S</t:A>'],
    ['bytes', scalar('base64'), 'AQI=', '<t:A>AQI=</t:A>'],
    ['a character', scalar('char'), 'A', '<t:A>65</t:A>'],
    ['an enum', named('Priority'), 'High', '<t:A>High</t:A>'],
    ['flags', named('Rights'), 'Select, Delete', '<t:A>Select Delete</t:A>'],
    ['no flags', named('Rights'), '', '<t:A></t:A>'],
    ['an empty array', named('ArrayOfint'), [], '<t:A/>'],
    ['an array of numbers', named('ArrayOfint'), [1, 2], '<t:A><a:int>1</a:int><a:int>2</a:int></t:A>'],
    [
      'an array with null',
      named('ArrayOfstring'),
      ['x', null],
      '<t:A><a:string>x</a:string><a:string i:nil="true"/></t:A>',
    ],
    ['an empty carrier', named('TableRight'), {}, '<t:A/>'],
    [
      'a dictionary',
      named('PropertyDictionary'),
      { __proto__x: null, a: { FieldLength: 3 } },
      '<t:A><t:PropertyDictionaryKeyValuePair><t:Key>__proto__x</t:Key><t:Value i:nil="true"/></t:PropertyDictionaryKeyValuePair>' +
        '<t:PropertyDictionaryKeyValuePair><t:Key>a</t:Key><t:Value><t:FieldLength>3</t:FieldLength></t:Value></t:PropertyDictionaryKeyValuePair></t:A>',
    ],
    [
      'inherited members first',
      named('Node'),
      { Id: 7, TableRight: { Mask: 'Select' } },
      '<t:A><t:TableRight><t:Mask>Select</t:Mask></t:TableRight><t:Id>7</t:Id></t:A>',
    ],
    [
      'a derived type, known by its members',
      named('Node'),
      { Id: 7, Colour: 'red' },
      '<t:A i:type="t:Leaf"><t:Id>7</t:Id><t:Colour>red</t:Colour></t:A>',
    ],
  ];

  test.each(cases)('is written: %s', (_, type, value, xml) => {
    expect(content(request(one(type), { A: value }))).toBe(xml);
  });

  test.each(cases)('is read back: %s', (_, type, value, xml) => {
    const fields = one(type);
    const whole = request(fields, { A: value });
    expect(content(whole)).toBe(xml);
    expect(argsBack(fields, whole)).toEqual({ header: {}, args: { A: value } });
  });

  const refused: readonly [title: string, fields: readonly Field[], value: Json, message: string][] = [
    ['null where it is not nillable', one(scalar('int32'), false), null, 'A: expected a value'],
    ['a string for a number', one(scalar('int32')), '1', 'A: expected int32, found "1"'],
    ['a number out of range', one(scalar('int32')), 2147483648, 'A: expected int32, found 2147483648'],
    ['a fraction for an integer', one(scalar('int32')), 1.5, 'A: expected int32, found 1.5'],
    ['a date that does not exist', one(scalar('date-time')), '2023-02-30T00:00:00', 'A: expected date-time'],
    ['a name that the enum lacks', one(named('Priority')), 'high', 'A: expected a name of Priority, found "high"'],
    [
      'a flag that the enum lacks',
      one(named('Rights')),
      'Select, Insert',
      'A: expected names of Rights, found "Insert"',
    ],
    ['an object for an array', one(named('ArrayOfint')), {}, 'A: expected an array'],
    ['an array for a carrier', one(named('Node')), [], 'A: expected an object'],
    [
      'a member that no type has',
      one(named('Node')),
      { Nope: 1 },
      'A: expected only members of the contract, found "Nope"',
    ],
    ['a character that XML cannot hold', one(scalar('string')), 'a\u0001', 'A: expected characters that XML can hold'],
    ['half a surrogate pair', one(scalar('string')), '\ud800', 'A: expected characters that XML can hold'],
    ['the place of an item', one(named('ArrayOfNode')), [{}, { Id: 'x' }], 'A[1].Id: expected int32'],
    [
      'the place of a pair',
      one(named('PropertyDictionary')),
      { k: { FieldLength: null } },
      'A["k"].FieldLength: expected a value',
    ],
  ];

  test.each(refused)('is refused: %s', (_, fields, value, message) => {
    expect(() => request(fields, { A: value })).toThrow(message);
  });

  test('is asked for where the contract says it must be there', () => {
    expect(() => request([element('A', scalar('string'), true, false)], {})).toThrow(
      'expected the member A, found none',
    );
  });

  test('is read by namespaces, whatever the prefixes', () => {
    const xml =
      '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>' +
      '<Do xmlns="http://www.superoffice.net/ws/crm/NetServer/Services86">' +
      '<A xmlns:t="urn:other"><t:int>9</t:int><q:int xmlns:q="http://schemas.microsoft.com/2003/10/Serialization/Arrays"> 1 </q:int></A>' +
      '</Do></Body></Envelope>';
    expect(argsBack(one(named('ArrayOfint')), xml)).toEqual({ header: {}, args: { A: [1] } });
  });

  test.each([
    [
      'a number',
      named('ArrayOfint'),
      '<t:A><a:int>x</a:int></t:A>',
      'Envelope/Body/Do/A/int[1]',
      'expected int32, found "x"',
    ],
    [
      'an enum',
      named('Priority'),
      '<t:A>Middle</t:A>',
      'Envelope/Body/Do/A',
      'expected a name of Priority, found "Middle"',
    ],
    ['nil', named('Priority'), '<t:A i:nil="1"/>', 'Envelope/Body/Do/A', 'xsi:nil on a member that is not nillable'],
    ['text for a carrier', named('Node'), '<t:A>x</t:A>', 'Envelope/Body/Do/A', 'expected elements, found text "x"'],
    [
      'another type',
      named('Node'),
      '<t:A i:type="t:Property"/>',
      'Envelope/Body/Do/A',
      'expected xsi:type Node or a type derived from it, found "t:Property"',
    ],
    [
      'a key twice',
      named('PropertyDictionary'),
      '<t:A><t:PropertyDictionaryKeyValuePair><t:Key>k</t:Key></t:PropertyDictionaryKeyValuePair>' +
        '<t:PropertyDictionaryKeyValuePair><t:Key>k</t:Key></t:PropertyDictionaryKeyValuePair></t:A>',
      'Envelope/Body/Do/A/PropertyDictionaryKeyValuePair[2]',
      'expected each key once, found "k" again',
    ],
  ])('is a problem when it is wrong: %s', (_, type, xml, at, problem) => {
    const whole = request(one(type, false), {}).replace('<t:Do/>', `<t:Do>${xml}</t:Do>`);
    expect(argsBack(one(type, false), whole)).toEqual({ problem, at });
  });
});

describe('a contract known from a sample only', () => {
  const from = (name: string, type: TypeRef): Field => ({ name, type, source: sampleSource });
  const fields = [
    from('Unknown', { kind: 'unknown' }),
    from('Names', { kind: 'array', items: scalar('string') }),
    from('Options', { kind: 'map', values: scalar('int32') }),
    from('Inner', { kind: 'object', fields: [from('Id', scalar('int32'))] }),
    from('Nothing', scalar('int32')),
  ];

  test('can be asked and read', () => {
    const args = {
      Unknown: { a: 'x', b: { c: '' } },
      Names: ['a', 'b'],
      Options: { one: 1, __proto__x: 2 },
      Inner: { Id: 3 },
      Nothing: null,
    };
    expect(argsBack(fields, request(fields, args))).toEqual({ header: {}, args });
  });
});

describe('xs:anyType', () => {
  test.each<[Json]>([[true], [1.5], ['text'], [''], [null], [{ a: [1, 'x'], b: false }]])('keeps %j', (value) => {
    const fields = one(scalar('any'));
    expect(argsBack(fields, request(fields, { A: value }))).toEqual({ header: {}, args: { A: value } });
  });
});

describe('an answer', () => {
  const contract = soapContract(
    [],
    [element('Response', named('ArrayOfNode'), true), element('Length', scalar('int32'), false)],
  );

  test('gives result, out-parameters and success back', () => {
    const result = { Response: [{ Id: 1 }], Length: 1 };
    const xml = encodeResponse(contract, soapPool, result, { succeeded: true });
    expect(decodeResponse(contract, soapPool, rootOf(xml))).toEqual({ header: { succeeded: true }, result });
  });

  test('gives an exception back', () => {
    const header = { succeeded: false, exception: { message: 'no <right>', type: 'SoSecurityException' } };
    const xml = encodeResponse(contract, soapPool, {}, header);
    expect(decodeResponse(contract, soapPool, rootOf(xml))).toEqual({ header, result: {} });
  });

  test('without a header says nothing of success', () => {
    const xml = encodeResponse(contract, soapPool, {}, { succeeded: true }).replace(/<s:Header>.*<\/s:Header>/, '');
    expect(decodeResponse(contract, soapPool, rootOf(xml))).toEqual({ header: {}, result: {} });
  });

  test.each([
    ['a fault', encodeFault('Server', 'out & gone'), 'a SOAP fault: out & gone', 'Envelope/Body/Fault'],
    [
      'SOAP 1.2',
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"/>',
      'expected Envelope of http://schemas.xmlsoap.org/soap/envelope/, found Envelope of http://www.w3.org/2003/05/soap-envelope',
      'Envelope',
    ],
    [
      'no body',
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>',
      'expected a Body, found none',
      'Envelope',
    ],
    [
      'another wrapper',
      encodeRequest(soapContract([], []), soapPool, {}, {}),
      'expected DoResponse of http://www.superoffice.net/ws/crm/NetServer/Services86, found Do of http://www.superoffice.net/ws/crm/NetServer/Services86',
      'Envelope/Body',
    ],
  ])('is a problem: %s', (_, xml, problem, at) => {
    expect(decodeResponse(contract, soapPool, rootOf(xml))).toEqual({ problem, at });
  });
});

describe('for any contract', () => {
  test('what is encoded decodes to the same value', () => {
    const asked = arbitraryPool.chain(({ types, fields }) =>
      arbitraryMembers(types, fields, 'xml').map((args) => ({ types, fields, args })),
    );
    fc.assert(
      fc.property(asked, ({ types, fields, args }) => {
        const contract = soapContract(fields, fields);
        const sent = encodeRequest(contract, types, args, {});
        expect(decodeRequest(contract, types, rootOf(sent))).toEqual({ header: {}, args });
        const answered = encodeResponse(contract, types, args, { succeeded: true });
        expect(decodeResponse(contract, types, rootOf(answered))).toEqual({
          header: { succeeded: true },
          result: args,
        });
      }),
      { numRuns: 300 },
    );
  });

  test('secrets and reasons of any text come through', () => {
    const contract = soapContract([], []);
    fc.assert(
      fc.property(xmlText, (text) => {
        const sent = encodeRequest(contract, soapPool, {}, { ticket: text });
        expect(decodeRequest(contract, soapPool, rootOf(sent))).toEqual({ header: { ticket: text }, args: {} });
        expect(decodeResponse(contract, soapPool, rootOf(encodeFault('Client', text)))).toMatchObject({
          problem: `a SOAP fault: ${text}`.slice(0, 216),
        });
      }),
    );
  });
});

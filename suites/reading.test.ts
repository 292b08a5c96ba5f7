import { describe, expect, test } from 'vitest';
import type { Contract } from '../specs/contract.ts';
import type { WireResponse } from './exchange.ts';
import { createReader, read } from './reading.ts';
import { corePlan } from './testing/run-core.ts';

const planned = (contract: string) => {
  const found = corePlan.planned.find((one) => one.contract.id === contract);
  if (found === undefined) throw new Error(`${contract} is not in the core set`);
  return found;
};
const { contract: sendEMails, types } = planned('EMail.SendEMails/rest-v1');
const { contract: sendMessages, types: soapTypes } = planned('Messaging.SendMessages/soap-Services86');

const answer = (body: string | Uint8Array, headers: WireResponse['headers'] = []): WireResponse => ({
  status: 200,
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
  surplus: new Uint8Array(),
});
const rest = (body: string | Uint8Array, headers?: WireResponse['headers'], contract: Contract = sendEMails) =>
  read(answer(body, headers), contract, types);
const soap = (body: string | Uint8Array, headers?: WireResponse['headers']) =>
  read(answer(body, headers), sendMessages, soapTypes);

describe('JSON', () => {
  test('is read once', () => {
    const reading = rest('[]');
    expect(reading.json()).toBe(reading.json());
    expect(reading.jsonShape()).toBe(reading.jsonShape());
  });

  test.each([
    ['nothing', '', 'body', 'nothing'],
    ['a text that ends too early', '[\n  1,', 'body:2:5', 'the text ends too early'],
    ['two texts', '[] []', 'body:1:4', 'expected the end of the text'],
    ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x5b, 0x5d]), 'body', 'EF BB BF'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xf8, 0x22]), 'body:1:2', 'not UTF-8'],
  ])('refuses %s, with its place', (_, body, at, received) => {
    const json = rest(body).json();
    expect(json.ok ? undefined : json.finding).toMatchObject({ at, received });
  });

  test('is not looked for in what is compressed', () => {
    const json = rest('[]', [['content-encoding', 'br']]).json();
    expect(json.ok ? undefined : json.finding).toMatchObject({ at: 'header content-encoding', received: 'br' });
  });

  test('is judged with the members that it has twice', () => {
    const findings = rest('[{"To":[],"To":[]}]').jsonShape()?.findings ?? [];
    expect(findings.filter(({ aspect }) => aspect === 'duplicate').map(({ at }) => at)).toEqual(['body[0].To']);
  });

  test('has no shape where no result is due', () => {
    const relay = planned('EMail.RelayMessage/rest-v1');
    expect(rest('null', [], relay.contract).jsonShape()).toBeUndefined();
  });
});

describe('what was read is let go of, and read again', () => {
  const valueOf = (reading: ReturnType<typeof read>): unknown => {
    const json = reading.json();
    return json.ok ? json.value : json.finding;
  };
  const long = `[${'[],'.repeat(100_000)}[]]`;

  test('where the answer is long', () => {
    const reading = rest(long);
    const value = valueOf(reading);
    expect(valueOf(reading)).toBe(value);
    reading.forget(256 * 1024);
    expect(valueOf(reading)).not.toBe(value);
    expect(valueOf(reading)).toEqual(value);
    expect(reading.jsonShape()?.findings).toEqual(rest(long).jsonShape()?.findings);
  });

  test.each([
    [3, false],
    [4, true],
    [5, true],
  ])('where it is longer than %i bytes and has 4: kept %s', (longerThan, isKept) => {
    const reading = rest('[[]]');
    const value = valueOf(reading);
    reading.forget(longerThan);
    expect(valueOf(reading) === value).toBe(isKept);
  });

  test('not where it is short: the next one may be the same', () => {
    const reading = rest('[[]]');
    const value = valueOf(reading);
    reading.forget(256 * 1024);
    expect(valueOf(reading)).toBe(value);
  });
});

describe('an envelope', () => {
  const service = 'http://www.superoffice.net/ws/crm/NetServer/Services86';
  const around = (content: string) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${service}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${content}</s:Envelope>`;

  test('is not there without a Body', () => {
    expect(soap(around('<s:Header/>')).envelope()).toBeUndefined();
  });

  test('is not there in the namespace of SOAP 1.2', () => {
    const text = around('<s:Body/>').replace(
      'http://schemas.xmlsoap.org/soap/envelope/',
      'http://www.w3.org/2003/05/soap-envelope',
    );
    expect(soap(text).envelope()).toBeUndefined();
  });

  test.each([
    ['<t:Succeeded>true</t:Succeeded>', 'true'],
    ['<Succeeded>true</Succeeded>', undefined],
    ['', undefined],
  ])('says of %j whether the call succeeded', (part, expected) => {
    const envelope = soap(around(`<s:Header>${part}</s:Header><s:Body/>`)).envelope();
    expect(envelope?.succeeded?.text).toBe(expected);
  });

  test.each([
    ['<t:ExceptionInfo i:nil="true"/>', false],
    ['<t:ExceptionInfo/>', false],
    ['<t:ExceptionInfo><t:Message i:nil="true"/><t:Source/></t:ExceptionInfo>', false],
    ['<t:ExceptionInfo><t:Message>No</t:Message></t:ExceptionInfo>', true],
    ['<t:ExceptionInfo><t:InnerException><t:Message>No</t:Message></t:InnerException></t:ExceptionInfo>', true],
  ])('says of %j whether there is an exception', (part, expected) => {
    const envelope = soap(around(`<s:Header>${part}</s:Header><s:Body/>`)).envelope();
    expect(envelope?.exception !== undefined).toBe(expected);
  });

  test.each([
    ['the response element', '<t:SendMessagesResponse/>', true],
    ['another element', '<t:SendMessagesResult/>', false],
    ['the element of another namespace', '<SendMessagesResponse/>', false],
    ['the element twice', '<t:SendMessagesResponse/><t:SendMessagesResponse/>', false],
    ['nothing', '', false],
  ])('with %s has a shape to judge: %s', (_, content, expected) => {
    expect(soap(around(`<s:Body>${content}</s:Body>`)).soapShape() !== undefined).toBe(expected);
  });

  test('has its header judged as it is, whatever the one before was', () => {
    const right = '<t:ExceptionInfo i:nil="true"/><t:Succeeded>true</t:Succeeded>';
    const wrong = '<t:ExceptionInfo i:nil="true"/><t:Succeeded>yes</t:Succeeded>';
    const judged = [right, right, wrong, wrong, right, `${right}<t:Succeeded>true</t:Succeeded>`, ''].map((parts) => {
      const header = soap(around(`<s:Header>${parts}</s:Header><s:Body/>`)).soapHeader();
      const found = header?.shape?.findings.filter(({ aspect }) => aspect !== 'missing');
      return [header?.count, found?.map(({ received }) => received)];
    });
    const again = ['Succeeded again'];
    expect(judged).toEqual([
      [2, []],
      [2, []],
      [2, ['"yes"']],
      [2, ['"yes"']],
      [2, []],
      [3, again],
      [0, undefined],
    ]);
  });

  test('in a charset that nobody reads is told, not thrown', () => {
    const xml = soap(around('<s:Body/>'), [['content-type', 'text/xml; charset=klingon']]).xml();
    expect(xml.ok ? undefined : xml.finding).toMatchObject({ at: 'body' });
  });
});

describe('one answer after the other', () => {
  const reader = createReader();
  const json = (body: string, headers: WireResponse['headers'] = []) =>
    reader(answer(body, headers), sendEMails, types);

  test('is read once as long as it is the same', () => {
    expect(json('[]')).toBe(json('[]'));
  });

  test.each<[string, string, WireResponse['headers']]>([
    ['other bytes', '[ ]', []],
    ['another coding', '[]', [['content-encoding', 'gzip']]],
    ['another media type', '[]', [['content-type', 'text/xml; charset=utf-16']]],
  ])('is read anew with %s', (_, body, headers) => {
    const before = json('[]');
    expect(json(body, headers)).not.toBe(before);
  });

  test('of another contract is read anew', () => {
    const before = json('[]');
    expect(reader(answer('[]'), { ...sendEMails }, types)).not.toBe(before);
  });
});

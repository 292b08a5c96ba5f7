import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../specs/catalogue.ts';
import type { Contract } from '../../specs/contract.ts';
import type { Json } from '../../specs/json.ts';
import { decodeRequest } from '../../schemas/soap.ts';
import { readXml } from '../../schemas/xml.ts';
import { planRun } from '../plan.ts';
import type { Planned } from '../plan.ts';
import { bindValues, referenceProblem, unboundIn } from './bind-values.ts';
import type { BoundValues } from './bind-values.ts';
import { readValues, valuesIn } from './read-values.ts';

const catalogue = openCatalogue();
const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('#schemas/values.schema.json'), 'utf8'),
);
const accepts = new Ajv2020({ strict: true }).compile(schema as object);

const secrets: Readonly<Record<string, string>> = { SMTP_PASSWORD: 'hunter22', PORT: '2525', WORD: 'many' };

/** As both doors bind them; the file is read as YAML. */
function bound(yaml: string): BoundValues {
  return bindValues(readValues('v.yaml', yaml), catalogue, (reference) => {
    const text = 'env' in reference ? secrets[reference.env] : undefined;
    if (text === undefined) throw referenceProblem(reference, 'not set');
    return text;
  });
}
const file = (lines: string): string => `format: soconform.values/1\nvalues:\n${lines.replace(/^/gm, '  ')}`;
const contract = (id: string): Contract => catalogue.contract(id);
const placesOf = (yaml: string, id: string): readonly Json[] =>
  bound(file(yaml))
    .for(contract(id))
    .map(({ place, value }) => [
      place.in === 'address'
        ? `?${place.name}`
        : place.steps.map((step) => (step.to === 'items' ? '[]' : step.name)).join('/'),
      value,
    ]);

describe('a file that is none, or says what no request has, is an error with its line', () => {
  test.each<[yaml: string, message: RegExp]>([
    ['format: soconform.values/1\nvalues:\n - [', /^v\.yaml:3: expected YAML or JSON, found /],
    ['', /^v\.yaml:1: expected format: soconform\.values\/1, found nothing$/],
    ['values: {}', /^v\.yaml:1: expected format: soconform\.values\/1, found another, or none$/],
    ['format: soconform.values/1', /^v\.yaml:1: expected values: a mapping, found none$/],
    ['format: soconform.values/1\nvalue: {}', /^v\.yaml:2: expected .*, found value; nearest: values$/],
    [file('EMail.SendEMails: 1'), /^v\.yaml:3: expected a key such as .*, found "EMail\.SendEMails"$/],
    [file('EMail.SendEMails/: 1'), /^v\.yaml:3: expected a key such as /],
    [file('a/b: 1\na/b: 2'), /^v\.yaml:4: expected YAML or JSON, found Map keys must be unique/],
    [
      file('EMail.SendMails/Emails: []'),
      /^v\.yaml:3: EMail\.SendMails\/Emails: expected an operation of the catalogue, found EMail\.SendMails; nearest: EMail\.SendEMails/,
    ],
    [file('Mail*.*/Emails: []'), /expected an operation of the catalogue, found Mail\*\.\*; nearest: /],
    [
      file('EMail.SendEMails/OutgoingConectionInfo: {}'),
      /expected a member of the request of EMail\.SendEMails, found OutgoingConectionInfo; nearest: OutgoingConnectionInfo/,
    ],
    [
      file('Contact.*/contactEntityIds: 1'),
      /of any of \d+ operations, found contactEntityIds; nearest: contactEntityId/,
    ],
    [file('EMail.SendEMails/Emails/To/MailId: 1'), /of EMail\.SendEMails, found MailId; nearest: EmailId$/],
    [file('Contact.GetContactEntity/contactEntityId/Id: 1'), /found Id$/],
  ])('%s', (yaml, message) => {
    expect(() => bound(yaml)).toThrow(message);
  });

  test.each<[yaml: string, id: string, message: RegExp]>([
    [
      'Contact.GetContactEntity/contactEntityId: "7"',
      'Contact.GetContactEntity/rest-v1',
      /expected int32 .*, found "7"$/,
    ],
    ['Contact.GetContactEntity/contactEntityId: 3000000000', 'Contact.GetContactEntity/rest-v1', /expected int32/],
    ['Contact.GetContactEntity/contactEntityId:', 'Contact.GetContactEntity/rest-v1', /expected int32 .*, found null$/],
    ['EMail.SendEMails/Emails: {}', 'EMail.SendEMails/rest-v1', /expected a list .*, found a mapping$/],
    [
      'EMail.SendEMails/Emails: [{ To: [{ EmailId: one }] }]',
      'EMail.SendEMails/rest-v1',
      /expected int32 at \[0\]\/To\[0\]\/EmailId \(EMail\.SendEMails\/rest-v1\), found "one"$/,
    ],
    [
      'EMail.SendEMails/Emails/Priority: Hi',
      'EMail.SendEMails/rest-v1',
      /expected EMailPriority: .*High.* found "Hi"$/,
    ],
    ['EMail.SendEMails/Emails/Sent: today', 'EMail.SendEMails/rest-v1', /expected yyyy-MM-ddTHH:mm:ss.*found "today"$/],
    [
      'EMail.SendEMails/OutgoingConnectionInfo: { ServerNam: x }',
      'EMail.SendEMails/rest-v1',
      /expected members of EMail\.SendEMails, found ServerNam; nearest: ServerName/,
    ],
    [
      'EMail.SendEMails/OutgoingConnectionInfo: { Password: hunter22 }',
      'EMail.SendEMails/rest-v1',
      /expected a reference to a secret, \{ env: NAME \} or \{ file: PATH \} at Password .*, found a text$/,
    ],
    [
      'EMail.SendEMails/OutgoingConnectionInfo/Password: { env: NOT_THERE }',
      'EMail.SendEMails/rest-v1',
      /expected a value that a reference names, found NOT_THERE not set$/,
    ],
    [
      'Contact.GetContactEntity/contactEntityId: { env: WORD }',
      'Contact.GetContactEntity/rest-v1',
      /expected int32 .*, found another value in WORD$/,
    ],
  ])('%s', (yaml, id, message) => {
    const values = bound(file(yaml));
    expect(() => values.for(contract(id))).toThrow(message);
    expect(() => values.for(contract(id))).toThrow(/^v\.yaml:3: /);
    expect(() => values.for(contract(id))).not.toThrow(/hunter22|many/);
  });
});

test.each<[yaml: string, id: string, places: Json]>([
  // One name serves both protocols, in any case of letters.
  ['contact.getcontactentity/CONTACTENTITYID: 7', 'Contact.GetContactEntity/rest-v1', [['?contactEntityId', 7]]],
  ['Contact.*/contactEntityId: 7', 'Contact.GetContactEntity/soap-Services86', [['ContactEntityId', 7]]],
  ['Contact.*/contactEntityId: 7', 'Contact.GetContact/rest-v1', []],
  // What destroys is given data by its name only.
  ['Contact.*/contactEntityId: 7', 'Contact.DeleteContactEntity/rest-v1', []],
  ['Contact.DeleteContactEntity/contactEntityId: 7', 'Contact.DeleteContactEntity/rest-v1', [['?ContactEntityId', 7]]],
  // Into carriers, and into each item of a list.
  ['EMail.SendEMails/emails/to/emailid: 7', 'EMail.SendEMails/rest-v1', [['Emails/[]/To/[]/EmailId', 7]]],
  // The names of the contract, in any case; a reference stands for its text.
  [
    'EMail.SendEMails/OutgoingConnectionInfo: { serverNAME: s, password: { env: SMTP_PASSWORD } }',
    'EMail.SendEMails/soap-Services86',
    [['OutgoingConnectionInfo', { ServerName: 's', Password: 'hunter22' }]],
  ],
  [
    'Contact.GetContactEntity/contactEntityId: { env: PORT }',
    'Contact.GetContactEntity/rest-v1',
    [['?contactEntityId', 2525]],
  ],
  ['EMail.SendEMails/SentItemsConnectionInfo: null', 'EMail.SendEMails/rest-v1', [['SentItemsConnectionInfo', null]]],
  // A REST body that is the only argument itself goes by the name that SOAP has for it, or by none.
  ['Contact.SaveContactEntity/ContactEntity/Name: A', 'Contact.SaveContactEntity/rest-v1', [['Name', 'A']]],
  ['Contact.SaveContactEntity/Name: A', 'Contact.SaveContactEntity/rest-v1', [['Name', 'A']]],
  ['Contact.SaveContactEntity/Name: A', 'Contact.SaveContactEntity/soap-Services86', [['ContactEntity/Name', 'A']]],
  ['Contact.SaveContactEntity/ContactEntity: { Name: A }', 'Contact.SaveContactEntity/rest-v1', [['', { Name: 'A' }]]],
  ['Associate.GetAssociateList/Body: [1, 2]', 'Associate.GetAssociateList/rest-v1', [['', [1, 2]]]],
  // A name counts more than a glob, of two globs the later one; a part of a value more than the whole.
  [
    'Contact.GetContactEntity/contactEntityId: 1\nContact.*/contactEntityId: 2\n"*/contactEntityId": 3',
    'Contact.GetContactEntity/rest-v1',
    [
      ['?contactEntityId', 2],
      ['?contactEntityId', 3],
      ['?contactEntityId', 1],
    ],
  ],
  [
    'EMail.SendEMails/OutgoingConnectionInfo/UserName: b\nEMail.SendEMails/OutgoingConnectionInfo: { UserName: a }',
    'EMail.SendEMails/rest-v1',
    [
      ['OutgoingConnectionInfo', { UserName: 'a' }],
      ['OutgoingConnectionInfo/UserName', 'b'],
    ],
  ],
])('%s: %s', (yaml, id, places) => {
  expect(placesOf(yaml, id)).toEqual(places);
  expect(accepts(parse(file(yaml)))).toBe(true);
});

test('secrets are those that references named, once they were read', () => {
  const values = bound(file('EMail.*/OutgoingConnectionInfo/Password: { env: SMTP_PASSWORD }'));
  expect(values.secrets()).toEqual([]);
  values.for(contract('EMail.SendEMails/rest-v1'));
  values.for(contract('EMail.SendEMails/soap-Services88'));
  expect(values.secrets()).toEqual(['hunter22']);
});

/** The arguments of a request, of either protocol. */
function argumentsOf({ case: { request }, contract: of, types }: Planned): Json {
  const query = new URL(request.path, 'http://host').searchParams;
  if (of.protocol === 'rest') return { ...Object.fromEntries(query), ...(JSON.parse(request.body ?? '{}') as object) };
  const read = readXml(request.body ?? '');
  const decoded = read.ok ? decodeRequest(of, types, read.root) : { problem: 'no XML', at: '' };
  if ('problem' in decoded) throw new Error(`${decoded.at}: ${decoded.problem}`);
  return decoded.args;
}

const lower = (value: Json): Json => JSON.parse(JSON.stringify(value).toLowerCase()) as Json;

test('every request of an operation holds them, and all else is as it was', () => {
  const values = valuesIn('options', {
    'EMail.SendEMails/OutgoingConnectionInfo': { ServerName: 'bound.example' },
    'EMail.SendEMails/Emails/To/ContactId': 4711,
  });
  const selection = { operations: ['EMail.SendEMails'] };
  const plain = planRun(catalogue, selection, { seed: 1 }).planned;
  const { planned } = planRun(catalogue, selection, { seed: 1, values: bindValues(values, catalogue, () => '') });
  expect(planned.map((one) => one.case.id)).toEqual(plain.map((one) => one.case.id));
  const asking = planned.filter((one) => one.case.asks === 'operation');
  expect(new Set(asking.map((one) => one.contract.id)).size).toBeGreaterThan(2);
  for (const [index, one] of planned.entries()) {
    if (one.case.asks !== 'operation') continue;
    const args = lower(argumentsOf(one)) as Record<string, Json>;
    expect(args['outgoingconnectioninfo'], one.case.id).toMatchObject({ servername: 'bound.example' });
    const emails = (args['emails'] ?? []) as readonly { to?: readonly { contactid?: number }[] | null }[];
    expect(new Set(emails.flatMap(({ to }) => (to ?? []).map(({ contactid }) => contactid)))).toEqual(
      new Set(emails.some(({ to }) => (to ?? []).length > 0) ? [4711] : []),
    );
    const before = plain[index];
    if (before === undefined) throw new Error('a case is missing');
    const others = (all: Record<string, Json>): string =>
      JSON.stringify({ ...all, outgoingconnectioninfo: null }).replace(/"contactid":-?\d+/g, '');
    expect(others(args), one.case.id).toBe(others(lower(argumentsOf(before)) as Record<string, Json>));
  }
});

test('a request that is wrong on purpose stays wrong in its one way', () => {
  const values = valuesIn('options', { 'Contact.GetContactEntity/contactEntityId': 4711 });
  const { planned } = planRun(
    catalogue,
    { operations: ['Contact.GetContactEntity'], versions: ['v1'], cases: ['*'] },
    { seed: 1, values: bindValues(values, catalogue, () => '') },
  );
  const pathOf = (name: string): string => planned.find((one) => one.case.name === name)?.case.request.path ?? '';
  expect([pathOf('generated-1'), pathOf('unknown-id'), pathOf('get')]).toEqual([
    '/api/v1/Agents/Contact/GetContactEntity?contactEntityId=4711',
    '/api/v1/Agents/Contact/GetContactEntity?contactEntityId=2100000000',
    '/api/v1/Agents/Contact/GetContactEntity',
  ]);
});

test.each<[id: string, keys: readonly string[], unbound: readonly string[]]>([
  ['Contact.GetContactEntity/rest-v1', [], ['Contact.GetContactEntity/contactEntityId']],
  ['Contact.GetContactEntity/rest-v1', ['Contact.GetContactEntity/contactEntityId'], []],
  ['Contact.SaveContactEntity/rest-v1', [], ['Contact.SaveContactEntity/ContactEntity']],
  ['TimeZone.GetBaseTimeZoneId/rest-v1', [], []],
])('%s with %j: what could be bound is %j', (id, keys, unbound) => {
  const values = bindValues(valuesIn('x', Object.fromEntries(keys.map((key) => [key, 1]))), catalogue, () => '');
  expect(unboundIn(contract(id), catalogue, values.for(contract(id)))).toEqual(unbound);
});

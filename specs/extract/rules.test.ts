import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../testing/extraction.ts';
import { effectOf, readEffectRules } from './effects.ts';
import { matches, readErrata } from './errata.ts';
import { resultLength } from './result-length.ts';

describe('the effect of an operation', () => {
  test.each([
    ['EMail.RelayMessage', 'send', 'override:email-send'],
    ['EMail.SendEMails', 'send', 'override:email-send'],
    ['Messaging.SendMessages', 'send', 'override:messaging-send'],
    ['Messaging.CreateMessage', 'write', 'override:messaging-write'],
    ['Messaging.SetDeliveryStatus', 'write', 'override:messaging-write'],
    ['Appointment.AcceptWithEmailConfirmation', 'send', 'override:appointment-confirmation'],
    ['Ticket.SendTicketMessages', 'send', 'override:ticket-notification'],
    ['Ticket.SaveTicketWithNotify', 'send', 'override:ticket-notification'],
    ['Ticket.ProcessTicketWhenRead', 'write', 'override:ticket-read-mark'],
    ['CRMScript.ExecuteScriptByName', 'send', 'override:script-execution'],
    ['Diagnostics.FlushCachesByName', 'admin', 'override:diagnostics-admin'],
    ['DatabaseTable.Upsert', 'admin', 'override:database-table'],
    ['Fleet.GetShip', 'read', 'name:read'],
    ['Fleet.CreateDefaultShip', 'read', 'name:create-default'],
    ['Fleet.IsAfloat', 'read', 'name:read'],
    ['Fleet.GetAndUpdateShip', 'write', 'name:and-more'],
    ['Fleet.SendShip', 'send', 'name:send'],
    ['Fleet.SaveShip', 'write', 'unknown'],
    ['Fleet.Getaway', 'write', 'unknown'],
    ['Fleet.Sink', 'write', 'unknown'],
    ['Fleet.GetOrRegisterShip', 'write', 'name:and-more'],
    // An "and" may join arguments as well as verbs.
    ['Fleet.GetShipsByPortAndYear', 'read', 'name:read'],
    ['Fleet.GetFromPortAndYear', 'read', 'name:read'],
    ['Fleet.GetShipsForPortAndDeleteThem', 'write', 'name:and-more'],
    ['Fleet.GetShipAndCrew', 'write', 'name:and-more'],
    ['Fleet.ValidateShip', 'read', 'name:read'],
    ['Fleet.ReadLog', 'read', 'name:read'],
    ['Fleet.ExecuteOrder', 'send', 'name:execute'],
    ['Person.ResolvePersonFromInfo', 'write', 'override:made-on-demand'],
    ['User.GetAccessToken', 'write', 'override:issued-credential'],
    ['User.SetPasswordFromName', 'admin', 'override:users'],
    ['User.SetUserPresenceStatus', 'write', 'unknown'],
    ['User.CreateDefaultUser', 'read', 'name:create-default'],
    ['User.CanChangePassword', 'read', 'name:read'],
    ['EMail.SyncEmailAccounts', 'send', 'override:email-send'],
    ['DatabaseTable.UpdateRow', 'admin', 'override:database-table'],
    ['UserDefinedFieldInfo.CreateDefaultUserDefinedFieldInfo', 'read', 'name:create-default'],
    ['Contact.PublishUdefLayout', 'admin', 'override:database-fields'],
  ])('%s is %s by %s', (name, effect, effectRule) => {
    const [agent = '', operation = ''] = name.split('.');
    expect(effectOf(rules.effects, { agent, operation, isVoid: false })).toEqual({ effect, effectRule });
  });

  test('what gives nothing back is no read', () => {
    const effect = (name: string) =>
      effectOf(rules.effects, { agent: 'Fleet', operation: name, isVoid: true }).effectRule;
    expect(['GetShip', 'CreateDefaultShip', 'SendShip', 'SaveShip'].map(effect)).toEqual([
      'void-is-no-read',
      'void-is-no-read',
      'name:send',
      'unknown',
    ]);
  });

  test('every rule has an id of its own and a reason', () => {
    const file = JSON.parse(readFileSync(new URL('../effects.json', import.meta.url), 'utf8')) as {
      readonly [list: string]: readonly { readonly id: string; readonly reason: string }[];
    };
    const all = [...(file['overrides'] ?? []), ...(file['rules'] ?? [])];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ reason }) => !reason.endsWith('.'))).toEqual([]);
  });

  test.each([
    [null],
    [{}],
    [{ format: 'soconform.effects/1', overrides: [], rules: [], void: { id: 'v', effect: 'harm' } }],
  ])('the file %j is refused', (file) => {
    expect(() => readEffectRules(file)).toThrow(/effects\.json: expected/);
  });
});

describe('errata', () => {
  test('an erratum matches when every part does', () => {
    const erratum = rules.errata['content-after-status'];
    expect(matches(erratum, { status: '204', content: 'null' })).toBe(true);
    expect(matches(erratum, { status: '200', content: 'null' })).toBe(false);
    expect(matches(erratum, { status: '204', content: '[null]' })).toBe(false);
    expect(matches(erratum, { status: '204' })).toBe(false);
    expect(matches(undefined, { status: '204', content: 'null' })).toBe(false);
  });

  test('all have an id and a reason', () => {
    const all = Object.values(rules.errata);
    expect(all.map(({ id }) => id).sort()).toEqual([
      'REST-BODY-SHOWN-NOWHERE',
      'REST-BYTES-PLACEHOLDER',
      'REST-CONTENT-AFTER-204',
      'REST-DICTIONARY-NAME',
      'REST-FALLBACK-TYPE-NAME',
      'REST-QUERY-LEFT-OUT',
      'SOAP-12-NAMESPACE',
      'SOAP-EMPTY-VALUE',
      'SOAP-ILLEGAL-NIL',
      'SOAP-OUTSIDE-HEADER',
    ]);
    expect(all.every(({ reason }) => reason.length > 20)).toBe(true);
  });

  test.each([[null], [{}], [{ format: 'soconform.errata/1', errata: [{ kind: 'other' }] }]])(
    'the file %j is refused',
    (file) => {
      expect(() => readErrata(file)).toThrow(/errata\.json: expected/);
    },
  );
});

describe('the argument that the length of a result follows', () => {
  test.each([
    [
      '**Returns:** Things. Length of the array is equal to the number of dark ships.',
      ['Port', 'DarkShips'],
      'DarkShips',
    ],
    ['The length of the list equals the number of ships', ['Ships'], 'Ships'],
    ['Length of the array is equal to the number of ships in port', ['Ships', 'ShipsInPort'], 'ShipsInPort'],
    ['Length of the array is equal to the number of sailors', ['Ships'], undefined],
    ['An array of ships', ['Ships'], undefined],
    ['The number of ships', ['Ships'], undefined],
  ])('%s', (text, names, of) => {
    const found = resultLength([{ text, line: 3 }], names, 'a.md', 'sample');
    expect(found?.of).toBe(of);
    if (of !== undefined) expect(found?.source).toEqual({ evidence: 'sample', page: 'a.md', line: 3 });
  });
});

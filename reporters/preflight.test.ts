import { expect, test } from 'vitest';
import { loginText, preflightRows } from './preflight.ts';
import type { RecordPreflight, RunRecord } from './record.ts';

const target = (auth: RunRecord['target']['auth'], preflight?: Partial<RecordPreflight>): RunRecord['target'] => ({
  url: 'https://host',
  name: 'host',
  auth,
  emulator: false,
  versions: [],
  ...(preflight && { preflight: { warnings: [], ...preflight } }),
});

test.each<[told: string, target: RunRecord['target']]>([
  ['no: no credential was given', target('none')],
  ['bearer', target('bearer')],
  ['bearer', target('bearer', {})],
  ['session, taken', target('session', { login: { outcome: 'taken' } })],
  ['basic, taken (associate 5)', target('basic', { login: { outcome: 'taken', associateId: 5 } })],
  [
    'ticket for a signed system token, taken (SystemAssociate, associate 5)',
    target('ticket', {
      login: { outcome: 'taken', by: 'system-user', associateId: 5, userType: 'SystemAssociate' },
    }),
  ],
  ['bearer for a refresh token, refused', target('bearer', { login: { outcome: 'refused', by: 'oauth' } })],
  ['ticket; the target did not say whether it takes it', target('ticket', { login: { outcome: 'unclear' } })],
])('a login is told as: %s', (told, of) => {
  expect(loginText(of)).toBe(told);
});

test.each<[rows: readonly (readonly string[])[], preflight?: Partial<RecordPreflight>]>([
  [[]],
  [[], { clockSeconds: 0 }],
  [[['clock', '300 s ahead']], { clockSeconds: 300 }],
  [[['clock', '3 s behind']], { clockSeconds: -3 }],
  [
    [
      ['tls', 'TLSv1.2, certificate until 2027-02-01'],
      ['tenant', 'Cust1: Running'],
    ],
    { tls: { protocol: 'TLSv1.2', validTo: '2027-02-01T10:00:00.000Z' }, tenant: { name: 'Cust1', state: 'Running' } },
  ],
])('what is known before the cases: %j', (rows, preflight) => {
  expect(preflightRows(target('none', preflight))).toEqual(rows);
});

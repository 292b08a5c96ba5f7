import { expect, test } from 'vitest';
import { applicationTokenPlaceholder, ticketPlaceholder } from '../../fixtures/case.ts';
import type { Case, CaseRequest } from '../../fixtures/case.ts';
import type { SentRequest } from '../exchange.ts';
import { readyRequest } from './auth.ts';
import type { Credentials } from './credentials.ts';

const base = 'https://host.example/Cust12345';
const envelope = `<h><ApplicationToken>${applicationTokenPlaceholder}</ApplicationToken><Ticket>${ticketPlaceholder}</Ticket></h>`;

function asked(request: Partial<CaseRequest>): Case {
  return {
    id: 'A.B/rest-v1/documented',
    contract: 'A.B/rest-v1',
    name: 'documented',
    origin: { kind: 'documented' },
    effect: 'read',
    asks: 'operation',
    request: { method: 'POST', path: '/api/v1/Agents/A/B', headers: {}, credentials: 'configured', ...request },
  };
}

function ready(protocol: 'rest' | 'soap', credentials: Credentials, request: Partial<CaseRequest> = {}): SentRequest {
  const made = readyRequest(asked(request), protocol, base, credentials);
  if (!('request' in made)) throw new Error(JSON.stringify(made));
  return made.request;
}

const basic = { user: 'ann', password: 'pä:ss' };
const all: Credentials = { basic, ticket: '7T:a&b<c>', bearer: '8A:x', appToken: '"app\'' };

test.each([
  ['bearer first', all, 'Bearer 8A:x'],
  ['then the ticket', { basic, ticket: '7T:y' }, 'SoTicket 7T:y'],
  ['then Basic, in UTF-8', { basic }, `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`],
  ['nothing when nothing is configured', {}, undefined],
] as const)('REST sends %s', (_name, credentials, authorization) => {
  expect(ready('rest', credentials).headers['authorization']).toBe(authorization);
});

test('REST sends the application token as a header', () => {
  expect(ready('rest', all).headers['so-apptoken']).toBe('"app\'');
  expect(ready('rest', { basic }).headers).not.toHaveProperty('so-apptoken');
});

test.each([
  [
    'the ticket, escaped',
    all,
    '<h><ApplicationToken>&quot;app&apos;</ApplicationToken><Ticket>7T:a&amp;b&lt;c&gt;</Ticket></h>',
    undefined,
  ],
  [
    'a bearer as a header where there is no ticket',
    { bearer: '8A:x' },
    '<h><ApplicationToken></ApplicationToken><Ticket></Ticket></h>',
    'Bearer 8A:x',
  ],
  [
    'nothing when nothing is configured',
    {},
    '<h><ApplicationToken></ApplicationToken><Ticket></Ticket></h>',
    undefined,
  ],
  [
    'a ticket with $ signs as it is',
    { ticket: "$&$'$1" },
    '<h><ApplicationToken></ApplicationToken><Ticket>$&amp;$&apos;$1</Ticket></h>',
    undefined,
  ],
] as const)('SOAP sends %s', (_name, credentials, body, authorization) => {
  const request = ready('soap', credentials, { body: envelope });
  expect(request.body).toBe(body);
  expect(request.headers['authorization']).toBe(authorization);
});

test('SOAP with a password only is blocked, and says what to set', () => {
  expect(readyRequest(asked({ body: envelope }), 'soap', base, { basic })).toEqual({
    blocked: expect.stringMatching(/set SOCONFORM_TICKET or SOCONFORM_BEARER/),
  });
});

test.each(['rest', 'soap'] as const)('a %s case without credentials sends none', (protocol) => {
  const request = ready(protocol, all, { credentials: 'none', body: envelope });
  expect(JSON.stringify(request)).not.toMatch(/7T:|8A:|app[^l]|authorization|@soconform/i);
  expect(ready('soap', { basic }, { credentials: 'none' }).url).toBe(`${base}/api/v1/Agents/A/B`);
});

test.each(['//evil.example/x', '@evil.example/x', '.evil.example/x', ':80/x', 'https://evil.example/'])(
  'the path %s stays on the target',
  (path) => {
    expect(new URL(ready('rest', all, { path }).url).origin).toBe('https://host.example');
  },
);

test('headers of the case stand, and ours say who asks', () => {
  const { headers } = ready('rest', {}, { headers: { 'content-type': 'application/json', accept: 'text/xml' } });
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'text/xml',
    'accept-encoding': 'identity',
  });
  expect(headers['user-agent']).toMatch(/^soconform\/\d/);
});

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ticketIn } from './system-ticket.ts';

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });
const keys = { keys: [jwkOf(own.publicKey, { use: 'sig', kid: 'a' })] };

const service = 'https://sod.superoffice.com';
const now = new Date('2026-11-20T12:00:00Z');
const seconds = now.getTime() / 1000;
const claim = (name: string) => `http://schemes.superoffice.net/identity/${name}`;
const right = {
  iss: service,
  aud: 'spn:my-app',
  // As the service writes it.
  iat: String(seconds),
  nbf: seconds,
  exp: seconds + 300,
  [claim('ctx')]: 'Cust12345',
  [claim('ticket')]: '7T:ticket',
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(
  claims: object,
  { key = own.privateKey, header = {} }: { key?: KeyObject; header?: object } = {},
): string {
  const text = `${part({ typ: 'JWT', alg: 'RS256', x5t: 'thumb', ...header })}.${part(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

const expected = { service, context: 'cust12345', clientId: 'my-app' };

describe('a token gives its ticket', () => {
  test.each<[title: string, token: string, jwks?: object, clientId?: undefined]>([
    ['signed by the service, its key not named', signed(right)],
    ['with the key named', signed(right, { header: { kid: 'a' } })],
    ['with the application as it is', signed({ ...right, aud: ['x', 'my-app'] })],
    ['from the service by its other name', signed({ ...right, iss: 'SuperOffice AS' })],
    ['that ended four minutes ago: clocks differ', signed({ ...right, exp: seconds - 240 })],
    ['that begins in four minutes', signed({ ...right, nbf: seconds + 240 })],
    ['whose times are texts', signed({ ...right, nbf: String(seconds), exp: String(seconds + 9) })],
    ['that names no tenant', signed({ ...right, [claim('ctx')]: undefined })],
    ['where the service has two keys', signed(right), { keys: [jwkOf(other.publicKey), jwkOf(own.publicKey)] }],
  ])('%s', async (_title, token, jwks = keys) => {
    expect(await ticketIn(token, { ...jwks }, expected, now)).toEqual({ ticket: '7T:ticket' });
  });

  test('for any application where ours is not known', async () => {
    expect(await ticketIn(signed({ ...right, aud: 'x' }), keys, { service, context: 'Cust12345' }, now)).toEqual({
      ticket: '7T:ticket',
    });
  });
});

describe('no ticket is taken from', () => {
  const [header = '', payload = '', signature = ''] = signed(right).split('.');
  const unsigned = `${part({ typ: 'JWT', alg: 'none' })}.${payload}.`;
  const publicPem = own.publicKey.export({ type: 'spki', format: 'pem' });
  const hmac = (secret: string | Buffer): string => {
    const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${payload}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const changed = part({ ...right, [claim('ticket')]: '7T:other' });

  test.each<[title: string, token: string, problem: RegExp, jwks?: object]>([
    ['a token that somebody else signed', signed(right, { key: other.privateKey }), /signature verification failed/],
    ['one that was changed', `${header}.${changed}.${signature}`, /signature verification failed/],
    ['one without a signature', `${header}.${payload}.`, /./],
    ['one that says it needs none', unsigned, /alg|algorithm/i],
    ['one that is signed with the public key as a password', hmac(publicPem), /alg|algorithm/i],
    [
      'one of two keys, by neither',
      signed(right, { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey }),
      /signature verification failed/,
      { keys: [jwkOf(other.publicKey), jwkOf(own.publicKey)] },
    ],
    ['one with a key that the service does not have', signed(right, { header: { kid: 'b' } }), /no applicable key/],
    ['one from another issuer', signed({ ...right, iss: 'https://evil.example' }), /its issuer is not https:/],
    ['one from an issuer that only begins like it', signed({ ...right, iss: `${service}.evil.example` }), /issuer/],
    ['one without issuer', signed({ ...right, iss: undefined }), /issuer/],
    ['one for another application', signed({ ...right, aud: 'spn:other' }), /for another application/],
    ['one for no application', signed({ ...right, aud: undefined }), /for another application/],
    ['one for another tenant', signed({ ...right, [claim('ctx')]: 'Cust99999' }), /for another tenant/],
    ['one that ended six minutes ago', signed({ ...right, exp: seconds - 360 }), /it held until 2026-11-20T11:54/],
    ['one that never ends', signed({ ...right, exp: undefined }), /until when/],
    ['one that begins in six minutes', signed({ ...right, nbf: seconds + 360 }), /does not hold before/],
    ['one without a ticket', signed({ ...right, [claim('ticket')]: undefined }), /has no claim/],
    ['one whose ticket would break a header', signed({ ...right, [claim('ticket')]: '7T:a\r\nX: y' }), /has no claim/],
    ['one whose payload is a list', signed([]), /no JSON object/],
    ['a text that is no token', 'hello', /./],
    ['a service whose keys are none', signed(right), /./, { keys: 'none' }],
    ['a service that answers something else', signed(right), /./, {}],
  ])('%s', async (_title, token, problem, jwks = keys) => {
    const got = await ticketIn(token, { ...jwks }, expected, now);
    expect(got).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(got)).not.toContain('7T:');
  });
});

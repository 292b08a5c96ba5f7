import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SoconformError } from '../../specs/error.ts';
import { authKind, secretsOf } from './credentials.ts';
import { readCredentials } from './read-credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'soconform-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('come from the environment, each on its own', () => {
  expect(readCredentials({})).toEqual({});
  expect(readCredentials({ SOCONFORM_TICKET: '', SOCONFORM_BEARER: undefined })).toEqual({});
  expect(
    readCredentials({
      SOCONFORM_USER: 'ann',
      SOCONFORM_PASSWORD: 'pä ss',
      SOCONFORM_TICKET: '7T:x',
      SOCONFORM_BEARER: '8A:y',
      SOCONFORM_APP_TOKEN: 'app',
    }),
  ).toEqual({ basic: { user: 'ann', password: 'pä ss' }, ticket: '7T:x', bearer: '8A:y', appToken: 'app' });
});

test('come from files, without the line break at the end', () => {
  const env = {
    SOCONFORM_TICKET_FILE: file('ticket', '7T:from-file\n'),
    SOCONFORM_BEARER_FILE: file('bearer', '8A:z\r\n'),
  };
  expect(readCredentials(env)).toEqual({ ticket: '7T:from-file', bearer: '8A:z' });
  expect(readCredentials({ ...env, SOCONFORM_TICKET: '7T:direct' }).ticket).toBe('7T:direct');
});

const wrong: readonly (readonly [name: string, env: Record<string, string>, message: RegExp])[] = [
  ['a user without password', { SOCONFORM_USER: 'ann' }, /SOCONFORM_USER is set and SOCONFORM_PASSWORD is not/],
  ['a password without user', { SOCONFORM_PASSWORD: 'p' }, /SOCONFORM_PASSWORD is set and SOCONFORM_USER is not/],
  [
    'a file that is not there',
    { SOCONFORM_TICKET_FILE: join(folder, 'none') },
    /SOCONFORM_TICKET_FILE: cannot read .*none \(ENOENT\)/,
  ],
  ['an empty file', { SOCONFORM_TICKET_FILE: file('empty', '\n') }, /SOCONFORM_TICKET_FILE: .*empty is empty/],
  ['two lines', { SOCONFORM_TICKET: '7T:a\r\nX: y' }, /SOCONFORM_TICKET: expected one line of text/],
  ['what no header can hold', { SOCONFORM_BEARER: '8A:→' }, /SOCONFORM_BEARER: expected one line of text/],
];
test.each(wrong)('%s is refused, and the value is not told', (_name, env, message) => {
  expect(() => readCredentials(env)).toThrow(SoconformError);
  expect(() => readCredentials(env)).toThrow(message);
  expect(() => readCredentials(env)).not.toThrow(/7T:a|8A:/);
});

const service = { SOCONFORM_LOGIN_SERVICE: 'https://sod.superoffice.com/', SOCONFORM_CLIENT_ID: 'app' };
const oauth = { ...service, SOCONFORM_REFRESH_TOKEN: 'refresh', SOCONFORM_CLIENT_SECRET: 'client' };
const systemUser = {
  ...service,
  SOCONFORM_CONTEXT: 'Cust1',
  SOCONFORM_SYSTEM_TOKEN: 'system',
  SOCONFORM_PRIVATE_KEY: '-----BEGIN-----\\nabcdefghijklmnop\\n-----END-----',
  SOCONFORM_APP_TOKEN: 'app',
};

test('come from a session of the web client: its cookies and the value that one of them holds', () => {
  const cookie = 'ASP.NET_SessionId=abc; XSRF-TOKEN=x1y2';
  expect(readCredentials({ SOCONFORM_COOKIE: cookie })).toEqual({ session: { cookie, xsrf: 'x1y2' } });
  const field = readCredentials({ SOCONFORM_COOKIE: 'ASP.NET_SessionId=abc', SOCONFORM_XSRF: 'of-field' });
  expect(field).toEqual({ session: { cookie: 'ASP.NET_SessionId=abc', xsrf: 'of-field' } });
  expect(secretsOf({ session: { cookie, xsrf: 'x1y2' } })).toEqual([cookie, 'x1y2', 'abc', 'x1y2']);
});

test('are obtained where a refresh token or a system token is given', () => {
  expect(readCredentials(oauth)).toEqual({
    flow: {
      kind: 'oauth',
      service: 'https://sod.superoffice.com',
      clientId: 'app',
      clientSecret: 'client',
      refreshToken: 'refresh',
    },
  });
  const { flow, appToken } = readCredentials(systemUser);
  expect([flow, appToken]).toEqual([
    {
      kind: 'system-user',
      service: 'https://sod.superoffice.com',
      context: 'Cust1',
      systemToken: 'system',
      privateKey: '-----BEGIN-----\nabcdefghijklmnop\n-----END-----',
      clientId: 'app',
    },
    'app',
  ]);
  expect(secretsOf({ ...(flow && { flow }) })).toContain('abcdefghijklmnop');
});

test('what is no secret comes from the config, and the environment wins', () => {
  const { SOCONFORM_REFRESH_TOKEN, SOCONFORM_CLIENT_SECRET } = oauth;
  const env = { SOCONFORM_REFRESH_TOKEN, SOCONFORM_CLIENT_SECRET };
  const login = { service: 'https://online.superoffice.com', clientId: 'of-config' };
  expect(readCredentials(env, { login }).flow).toMatchObject({ service: login.service, clientId: 'of-config' });
  expect(readCredentials({ ...env, ...service }, { login }).flow).toMatchObject({
    service: 'https://sod.superoffice.com',
    clientId: 'app',
  });
});

const without = (env: Readonly<Record<string, string>>, name: string) => ({ ...env, [name]: '' });
test.each<[title: string, env: Readonly<Record<string, string>>, message: RegExp]>([
  ['a value without cookies', { SOCONFORM_XSRF: 'x' }, /SOCONFORM_XSRF is set and SOCONFORM_COOKIE is not/],
  ['cookies without the value', { SOCONFORM_COOKIE: 'a=b' }, /no cookie XSRF-TOKEN: set SOCONFORM_XSRF/],
  ['no service', without(oauth, 'SOCONFORM_LOGIN_SERVICE'), /SOCONFORM_LOGIN_SERVICE \(login\.service/],
  ['no application', without(oauth, 'SOCONFORM_CLIENT_ID'), /SOCONFORM_CLIENT_ID \(login\.clientId/],
  [
    'no client secret',
    without(oauth, 'SOCONFORM_CLIENT_SECRET'),
    /SOCONFORM_REFRESH_TOKEN is set and SOCONFORM_CLIENT_SECRET/,
  ],
  [
    'no refresh token',
    without(oauth, 'SOCONFORM_REFRESH_TOKEN'),
    /SOCONFORM_CLIENT_SECRET is set and SOCONFORM_REFRESH_TOKEN/,
  ],
  ['no key', without(systemUser, 'SOCONFORM_PRIVATE_KEY'), /SOCONFORM_SYSTEM_TOKEN is set and SOCONFORM_PRIVATE_KEY/],
  ['no application token', without(systemUser, 'SOCONFORM_APP_TOKEN'), /and SOCONFORM_APP_TOKEN is not/],
  ['no tenant', without(systemUser, 'SOCONFORM_CONTEXT'), /SOCONFORM_CONTEXT \(login\.context/],
  ['two ways', { ...oauth, ...systemUser }, /are two ways to log in: set one/],
  ['a service without TLS', { ...oauth, SOCONFORM_LOGIN_SERVICE: 'http://sod.superoffice.com' }, /no secret is sent/],
  [
    'a service that only begins like this machine',
    { ...oauth, SOCONFORM_LOGIN_SERVICE: 'http://127.0.0.1.example.com' },
    /no secret is sent/,
  ],
  ['a service with a path', { ...oauth, SOCONFORM_LOGIN_SERVICE: 'https://h/login' }, /a path or query/],
  ['a service with a password', { ...oauth, SOCONFORM_LOGIN_SERVICE: 'https://a:geheim@h' }, /a user in it/],
  ['no address', { ...oauth, SOCONFORM_LOGIN_SERVICE: 'sod' }, /found "sod"/],
])('half a way to log in is refused: %s', (_title, env, message) => {
  expect(() => readCredentials(env)).toThrow(message);
  expect(() => readCredentials(env)).not.toThrow(/geheim|abcdefgh/);
});

test('REST takes bearer, else ticket, else Basic', () => {
  const basic = { user: 'ann', password: 'p' };
  expect([{}, { basic }, { basic, ticket: 't' }, { basic, ticket: 't', bearer: 'b' }].map(authKind)).toEqual([
    'none',
    'basic',
    'ticket',
    'bearer',
  ]);
});

test('secrets are all parts but the user, and the pair as Basic has it', () => {
  const secrets = secretsOf({ basic: { user: 'ann', password: 'hush' }, ticket: '7T:x', appToken: 'app' });
  expect(secrets).toEqual(['hush', Buffer.from('ann:hush').toString('base64'), '7T:x', 'app']);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SoconformError } from '../../specs/error.ts';
import { authKind, readCredentials, secretsOf } from './credentials.ts';

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

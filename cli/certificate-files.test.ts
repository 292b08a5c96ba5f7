import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPrivateKey } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { selfSigned } from '../suites/client/testing/certificate.ts';
import { authoritiesIn, identityIn } from './certificate-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-certificates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

const [one, other] = [selfSigned(), selfSigned()];
const locked = createPrivateKey(one.key).export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-128-cbc',
  passphrase: 'secret',
});
const files = { 'one.pem': one.cert, 'one.key': one.key, 'other.key': other.key, 'locked.key': locked, 'no.pem': 'no' };
for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);

test('certificates and keys are read as they stand', () => {
  expect(authoritiesIn(at('one.pem'))).toBe(one.cert);
  expect(identityIn({ cert: at('one.pem'), key: at('one.key') })).toEqual(one);
});

test.each<[files: readonly [cert: string, key: string], told: string]>([
  [['gone.pem', 'one.key'], 'network.cert: cannot read FOLDER/gone.pem (ENOENT)'],
  [['one.pem', 'gone.key'], 'network.key: cannot read FOLDER/gone.key (ENOENT)'],
  [['', 'one.key'], 'network.cert: cannot read FOLDER (EISDIR)'],
  [['no.pem', 'one.key'], 'network.cert: expected a certificate (PEM) in FOLDER/no.pem, found something else'],
  [['one.key', 'one.key'], 'network.cert: expected a certificate (PEM) in FOLDER/one.key, found something else'],
  [['one.pem', 'no.pem'], 'network.key: expected a key (PEM, without a passphrase) in FOLDER/no.pem'],
  [['one.pem', 'locked.key'], 'network.key: expected a key (PEM, without a passphrase) in FOLDER/locked.key'],
  [['one.pem', 'other.key'], 'network.key: expected the key of FOLDER/one.pem in FOLDER/other.key'],
])('%j is no pair', ([cert, key], told) => {
  const read = (): unknown => identityIn({ cert: at(cert), key: at(key) });
  expect(read).toThrow(told.replaceAll('FOLDER', folder));
});

test.each([
  ['gone.pem', 'network.ca: cannot read FOLDER/gone.pem (ENOENT)'],
  ['no.pem', 'network.ca: expected certificates (PEM) in FOLDER/no.pem'],
  ['one.key', 'network.ca: expected certificates (PEM) in FOLDER/one.key'],
])('%s holds no authority', (name, told) => {
  expect(() => authoritiesIn(at(name))).toThrow(told.replaceAll('FOLDER', folder));
});

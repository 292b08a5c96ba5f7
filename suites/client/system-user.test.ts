import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { readPrivateKey } from './private-key.ts';
import { signedToken } from './system-user.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = privateKey.export({ format: 'jwk' });
const base64 = (text = ''): string => Buffer.from(text, 'base64url').toString('base64');
const xml = `<RSAKeyValue><Modulus>${base64(jwk.n)}</Modulus><Exponent>${base64(jwk.e)}</Exponent><P>${base64(jwk.p)}</P><Q>${base64(jwk.q)}</Q><DP>${base64(jwk.dp)}</DP><DQ>${base64(jwk.dq)}</DQ><InverseQ>${base64(jwk.qi)}</InverseQ><D>${base64(jwk.d)}</D></RSAKeyValue>`;

test.each([
  ['PKCS#8', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['PKCS#1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['the XML of the vendor', xml],
  [
    'XML with a declaration and line breaks',
    `<?xml version="1.0"?>\n${xml.replace(/(?<=.)</g, '\n<').replaceAll('\n</', '</')}\n`,
  ],
])('a key as %s signs token and minute', (_name, key) => {
  const flow = {
    kind: 'system-user',
    service: 'https://x',
    context: 'C',
    systemToken: 'App-1.x',
    privateKey: key,
  } as const;
  const signed = signedToken(flow, new Date('2026-01-02T03:04:59.999Z')) ?? '';
  const [, text = '', signature = ''] = /^(.*)\.([^.]*)$/.exec(signed) ?? [];
  expect(text).toBe('App-1.x.202601020304');
  expect(verify('RSA-SHA256', Buffer.from(text), createPublicKey(privateKey), Buffer.from(signature, 'base64'))).toBe(
    true,
  );
});

test.each([
  ['nothing', ''],
  ['another text', 'hello'],
  ['a public key', createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()],
  [
    'a key of another kind',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ],
  ['XML without the private part', xml.replace(/<D>.*<\/D>/, '')],
  [
    'a key that is locked',
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
  ],
])('%s is no private key', (_name, text) => {
  expect(readPrivateKey(text)).toBeUndefined();
});

import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Members of an RSA key as the vendor's XML names them, and as JWK does. */
const members = {
  n: 'Modulus',
  e: 'Exponent',
  d: 'D',
  p: 'P',
  q: 'Q',
  dp: 'DP',
  dq: 'DQ',
  qi: 'InverseQ',
} as const;

/** Reads an RSA private key, PEM or `RSAKeyValue`; undefined for anything else, of which nothing is told. */
export function readPrivateKey(text: string): KeyObject | undefined {
  try {
    const key = /<RSAKeyValue\b/.test(text)
      ? createPrivateKey({ key: { kty: 'RSA', ...inJwk(text) }, format: 'jwk' })
      : createPrivateKey(text);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** OpenSSL takes a key without its private part for one; whoever signs with it learns that only then. */
function inJwk(xml: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).map(([member, element]) => {
      const [, content = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
      if (content.trim() === '') throw new Error(`no ${element}`);
      return [member, Buffer.from(content, 'base64').toString('base64url')];
    }),
  );
}

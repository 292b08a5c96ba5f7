import type { JSONWebKeySet } from 'jose';
import type { SystemUserFlow } from './flow.ts';
import { credentialIn } from './login-service.ts';

type Claims = Readonly<Record<string, unknown>>;

const claim = (name: string): string => `http://schemes.superoffice.net/identity/${name}`;
/** The usual leeway between two clocks, in seconds. */
const leeway = 300;

/** Whom a token has to be from and for. */
export type Expected = Pick<SystemUserFlow, 'service' | 'context' | 'clientId'>;

/**
 * The ticket in a token that this service signed for this tenant (and application, where that is known), and that still holds. Only RS256
 * is taken: what names another algorithm could be made by anybody who knows the public key.
 */
export async function ticketIn(
  token: string,
  keys: Readonly<Record<string, unknown>>,
  expected: Expected,
  now: Date,
): Promise<{ readonly ticket: string } | { readonly problem: string }> {
  let claims: Claims;
  try {
    claims = claimsIn(await verified(token, keys as unknown as JSONWebKeySet));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be read' };
  }
  const problem = problemOf(claims, expected, now.getTime() / 1000);
  if (problem !== undefined) return { problem };
  const ticket = credentialIn(claims[claim('ticket')]);
  return ticket === undefined ? { problem: `it has no claim ${claim('ticket')}` } : { ticket };
}

/** Tokens of this service name their key by a thumbprint, if at all: of several keys each is tried. */
async function verified(token: string, keys: JSONWebKeySet): Promise<Uint8Array> {
  const { compactVerify, createLocalJWKSet, errors } = await import('jose');
  const options = { algorithms: ['RS256'] };
  const keyFor = createLocalJWKSet(keys);
  try {
    return (await compactVerify(token, keyFor, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const payload = await compactVerify(token, key, options).then(
        (one) => one.payload,
        () => undefined,
      );
      if (payload !== undefined) return payload;
    }
    throw new Error('signature verification failed', { cause: error });
  }
}

function claimsIn(payload: Uint8Array): Claims {
  const value: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('its payload is no JSON object');
}

/** The service writes some times as texts, which jose's own reading of claims refuses; hence this one. */
function problemOf(claims: Claims, { service, context, clientId }: Expected, now: number): string | undefined {
  const { iss, aud, exp, nbf } = claims;
  if (iss !== service && iss !== 'SuperOffice AS') return `its issuer is not ${service}`;
  const audiences = Array.isArray(aud) ? (aud as readonly unknown[]) : [aud];
  if (clientId !== undefined && !audiences.some((one) => one === clientId || one === `spn:${clientId}`)) {
    return 'it is for another application';
  }
  const until = secondsOf(exp);
  if (until === undefined) return 'it does not say until when it holds';
  if (until + leeway < now) return `it held until ${new Date(until * 1000).toISOString()}`;
  const from = secondsOf(nbf);
  if (from !== undefined && from - leeway > now)
    return `it does not hold before ${new Date(from * 1000).toISOString()}`;
  const tenant = claims[claim('ctx')];
  if (typeof tenant === 'string' && tenant.toLowerCase() !== context.toLowerCase()) return 'it is for another tenant';
  return undefined;
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 0 && seconds < 8e12 ? seconds : undefined;
}

import { SoconformError } from '../../specs/error.ts';
import { isLoopback } from './loopback.ts';

/**
 * How the login service of SuperOffice Online gives out a login: an access token for a refresh token (OAuth), or a ticket for a
 * signed system token (system user). `service` is its origin, `https://sod.superoffice.com`: no other host gets these secrets.
 */
export type Flow = OAuthFlow | SystemUserFlow;

export interface OAuthFlow {
  readonly kind: 'oauth';
  readonly service: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export interface SystemUserFlow {
  readonly kind: 'system-user';
  readonly service: string;
  /** The tenant, `Cust12345`. */
  readonly context: string;
  readonly systemToken: string;
  /** RSA, as PEM or as the XML (`RSAKeyValue`) in which the vendor hands keys out. */
  readonly privateKey: string;
  /** Where it is known, the token that comes has to be for it. */
  readonly clientId?: string;
}

/** What is no secret of a flow; the config has it, and variables of the environment win over it. */
export interface LoginConfig {
  /** The origin of the login service. */
  readonly service?: string;
  /** The id of the application. */
  readonly clientId?: string;
  /** The tenant; unless told otherwise the last part of the target's path. */
  readonly context?: string;
}

/** Reads the address of the login service. Throws E_CREDENTIALS: secrets go over TLS, or stay on this machine. */
export function serviceOrigin(where: string, text: string): string {
  const problem = (found: string): SoconformError =>
    new SoconformError('E_CREDENTIALS', `${where}: expected an origin such as https://sod.superoffice.com, ${found}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw problem(`found ${JSON.stringify(text)}`);
  if (url.username !== '' || url.password !== '') throw problem('found a user in it');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw problem(`found ${url.protocol}//, over which no secret is sent to another host`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw problem(`found a path or query behind it (${url.pathname}${url.search === '' ? '' : '?…'})`);
  }
  return url.origin;
}

/** `Cust12345` of `https://sod.superoffice.com/Cust12345`: only Online has tenants in its addresses. */
export function tenantOf(url: string): string | undefined {
  return /\/(cust\d+)$/i.exec(new URL(url).pathname.replace(/\/+$/, ''))?.[1];
}

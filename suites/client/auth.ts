import { applicationTokenPlaceholder, runTagPlaceholder, ticketPlaceholder } from '../../fixtures/case.ts';
import type { Case } from '../../fixtures/case.ts';
import { mixedCase } from '../../fixtures/names.ts';
import type { Protocol } from '../../specs/contract.ts';
import { lately } from '../../specs/lately.ts';
import { whole } from '../../specs/whole.ts';
import type { SentRequest } from '../exchange.ts';
import type { Credentials } from './credentials.ts';
import { version } from './version.ts';

/** A request that is ready to go, or why there is no way to log in for it and what to do. */
export type Ready = { readonly request: SentRequest } | { readonly blocked: string } | { readonly skipped: string };

/**
 * Makes the request of a case complete: address, credentials, and the headers that every request has.
 *
 * `base` is the target's address without a slash at its end. Whatever the path of a case is, the request goes
 * to that origin, so credentials never reach another host. `tag`: of the run, for what it makes there.
 */
export function readyRequest(
  asked: Pick<Case, 'request'>,
  protocol: Protocol,
  base: string,
  credentials: Credentials,
  tag: string = runTagPlaceholder,
): Ready {
  const { request } = asked;
  const { method, path, body } = request;
  const url = `${base}${path.startsWith('/') ? '' : '/'}${path}`;
  const login = request.credentials === 'none' ? nothing : loginFor(protocol, credentials);
  if ('blocked' in login) return login;
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    // Answers are judged as they are on the wire.
    'accept-encoding': 'identity',
    ...request.headers,
    ...login.headers,
  };
  if (request.credentials === 'scheme-in-other-case') {
    const { authorization } = login.headers;
    if (authorization === undefined) return { skipped: 'without a login there is no scheme to write otherwise' };
    headers['authorization'] = inOtherCase(authorization);
  }
  if (body === undefined || !body.includes(inPlaceholders)) {
    return { request: whole<SentRequest>({ method, url, headers, body }) };
  }
  const filled = body.replace(placeholders, (placeholder) => {
    if (placeholder === runTagPlaceholder) return tag;
    return xmlText(placeholder === ticketPlaceholder ? login.ticket : login.appToken);
  });
  return { request: whole<SentRequest>({ method, url, headers, body: filled }) };
}

const userAgent = `soconform/${version}`;

/** `SoTicket 7T:x` → `sOtIcKeT 7T:x` */
function inOtherCase(authorization: string): string {
  const [scheme = '', ...rest] = authorization.split(' ');
  return [mixedCase(scheme), ...rest].join(' ');
}

/** What is in each of them: most bodies have none, and to look for one text takes a tenth of the time. */
const inPlaceholders = 'soconform';
const placeholders = new RegExp(`${ticketPlaceholder}|${applicationTokenPlaceholder}|${runTagPlaceholder}`, 'g');

interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** For the header of an envelope. */
  readonly ticket: string;
  readonly appToken: string;
}

const nothing: Login = { headers: {}, ticket: '', appToken: '' };

function loginFor(protocol: Protocol, credentials: Credentials): Login | { readonly blocked: string } {
  return protocol === 'rest' ? restLogin(credentials) : soapLogin(credentials);
}

/** Mostly all requests of a run carry the same. */
const restLogin = lately(4, ({ bearer, ticket, basic, session, appToken }: Credentials): Login => {
  const authorization =
    bearer !== undefined
      ? `Bearer ${bearer}`
      : ticket !== undefined
        ? `SoTicket ${ticket}`
        : basic !== undefined
          ? `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}`
          : undefined;
  const ofSession =
    authorization === undefined && session !== undefined
      ? { cookie: session.cookie, 'x-xsrf-token': session.xsrf }
      : undefined;
  return {
    ...nothing,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...ofSession,
      ...(appToken === undefined ? {} : { 'so-apptoken': appToken }),
    },
  };
});

/** Without any credentials SOAP is asked without a ticket, for a target that needs none. */
const soapLogin = lately(4, (credentials: Credentials): Login | { readonly blocked: string } => {
  const { bearer, ticket, basic, session, soapTicket, appToken = '' } = credentials;
  if (ticket !== undefined) return { headers: {}, ticket, appToken };
  if (bearer !== undefined) return { headers: { authorization: `Bearer ${bearer}` }, ticket: '', appToken };
  if (typeof soapTicket === 'string') return { headers: {}, ticket: soapTicket, appToken };
  if (basic === undefined && session === undefined) return { ...nothing, appToken };
  const found =
    soapTicket?.missing ?? `only ${basic === undefined ? 'a session is' : 'a user and password are'} configured`;
  return { blocked: `SOAP needs a ticket and ${found}: set SOCONFORM_TICKET or SOCONFORM_BEARER` };
});

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function xmlText(value: string): string {
  return value.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

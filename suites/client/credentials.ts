import { defaultCredentials } from '../../fixtures/emulator/credentials.ts';
import type { Flow } from './flow.ts';

/** What the configured login consists of. Each part is a secret, but for the user's name. */
export interface Credentials {
  readonly basic?: { readonly user: string; readonly password: string };
  /** `7T:...`, for REST as SoTicket and for SOAP in `Credentials/Ticket`. */
  readonly ticket?: string;
  /** `8A:Cust...`, an access token. */
  readonly bearer?: string;
  /** What a browser holds after somebody logged in to the web client. */
  readonly session?: Session;
  readonly appToken?: string;
  /** How a login is obtained where none of the above is there, and renewed when the target takes it no more. */
  readonly flow?: Flow;
  /** The ticket that SOAP got for the user and password; REST goes on with these. Or why there is none. */
  readonly soapTicket?: string | { readonly missing: string };
  /** What else must not be seen: values of variables that the config names, the password of a proxy. */
  readonly others?: readonly string[];
}

/** A session of the web client: its cookies as one header, and the value that goes with them in `X-XSRF-TOKEN`. */
export interface Session {
  /** `ASP.NET_SessionId=...; XSRF-TOKEN=...` */
  readonly cookie: string;
  readonly xsrf: string;
}

export type AuthKind = 'basic' | 'ticket' | 'bearer' | 'session' | 'none';

/** The login that REST uses: bearer, else ticket, else Basic, else a session. */
export function authKind({ bearer, ticket, basic, session, flow }: Credentials): AuthKind {
  if (bearer !== undefined || flow?.kind === 'oauth') return 'bearer';
  if (ticket !== undefined || flow?.kind === 'system-user') return 'ticket';
  if (basic !== undefined) return 'basic';
  return session === undefined ? 'none' : 'session';
}

/** Every text that must not be seen outside the process. */
export function secretsOf(credentials: Credentials): readonly string[] {
  const { basic, ticket, bearer, session, appToken, flow, soapTicket, others = [] } = credentials;
  const pair = basic === undefined ? undefined : Buffer.from(`${basic.user}:${basic.password}`).toString('base64');
  return [
    basic?.password,
    pair,
    ticket,
    bearer,
    appToken,
    typeof soapTicket === 'string' ? soapTicket : undefined,
    ...(session === undefined ? [] : secretsOfSession(session)),
    ...(flow === undefined ? [] : secretsOfFlow(flow)),
    ...others,
  ].filter((secret) => secret !== undefined);
}

function secretsOfSession({ cookie, xsrf }: Session): readonly string[] {
  const values = cookie.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
  return [cookie, xsrf, ...values].filter((value) => value !== '');
}

function secretsOfFlow(flow: Flow): readonly string[] {
  if (flow.kind === 'oauth') return [flow.clientSecret, flow.refreshToken];
  // Each line of the key by itself: whoever quotes a text of many lines breaks it otherwise.
  const lines = flow.privateKey.split(/\s*\n\s*/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
  return [flow.systemToken, flow.privateKey, ...lines];
}

/** The same login, and more that must not be seen. */
export function withSecrets(credentials: Credentials, others: readonly string[] = []): Credentials {
  return others.length === 0 ? credentials : { ...credentials, others: [...(credentials.others ?? []), ...others] };
}

/** What our own emulator accepts; it opens nothing else. */
export const emulatorCredentials: Credentials = {
  basic: { user: defaultCredentials.user, password: defaultCredentials.password },
  ticket: defaultCredentials.ticket,
  bearer: defaultCredentials.bearer,
  appToken: defaultCredentials.appToken,
};

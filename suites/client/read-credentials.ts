import { readFileSync } from 'node:fs';
import { SoconformError } from '../../specs/error.ts';
import type { CredentialPart } from '../config.ts';
import type { Credentials, Session } from './credentials.ts';
import { serviceOrigin } from './flow.ts';
import type { Flow, LoginConfig } from './flow.ts';

/** The variables that hold the parts of a login where the config names no others; each also as NAME_FILE, the path of a file. */
export const credentialVariables = {
  user: 'SOCONFORM_USER',
  password: 'SOCONFORM_PASSWORD',
  ticket: 'SOCONFORM_TICKET',
  bearer: 'SOCONFORM_BEARER',
  appToken: 'SOCONFORM_APP_TOKEN',
  cookie: 'SOCONFORM_COOKIE',
  xsrf: 'SOCONFORM_XSRF',
  refreshToken: 'SOCONFORM_REFRESH_TOKEN',
  clientSecret: 'SOCONFORM_CLIENT_SECRET',
  systemToken: 'SOCONFORM_SYSTEM_TOKEN',
  privateKey: 'SOCONFORM_PRIVATE_KEY',
} as const satisfies Readonly<Record<CredentialPart, string>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of other variables for parts of the login. */
export type CredentialNames = Readonly<Partial<Record<CredentialPart, string>>>;

export interface CredentialConfig {
  readonly names?: CredentialNames;
  /** Names of further variables whose values must not be seen. */
  readonly secrets?: readonly string[];
  readonly login?: LoginConfig;
}

/**
 * Reads the credentials; what is not set is absent. A variable that the config names has to be set. Throws E_CREDENTIALS for a
 * file that cannot be read, for half a login, and for a named variable that is not set.
 */
export function readCredentials(
  env: Environment,
  { names = {}, secrets = [], login = {} }: CredentialConfig = {},
): Credentials {
  const nameOf = (part: CredentialPart): string => names[part] ?? credentialVariables[part];
  const valueFor = (part: CredentialPart): string | undefined => {
    const name = names[part];
    return name === undefined ? valueOf(env, credentialVariables[part], part) : named(env, name, part);
  };
  const user = valueFor('user');
  const password = valueFor('password');
  if ((user === undefined) !== (password === undefined)) {
    const [set, missing]: [CredentialPart, CredentialPart] =
      user === undefined ? ['password', 'user'] : ['user', 'password'];
    throw problem(`${nameOf(set)} is set and ${nameOf(missing)} is not: set both, or neither`);
  }
  const ticket = valueFor('ticket');
  const bearer = valueFor('bearer');
  const appToken = valueFor('appToken');
  const session = sessionOf(valueFor('cookie'), valueFor('xsrf'), nameOf);
  const flow = flowOf(env, login, { valueFor, nameOf, appToken });
  const others = secrets.map((name) => named(env, name));
  return {
    ...(others.length === 0 ? {} : { others }),
    ...(user === undefined || password === undefined ? {} : { basic: { user, password } }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(bearer === undefined ? {} : { bearer }),
    ...(session && { session }),
    ...(appToken === undefined ? {} : { appToken }),
    ...(flow && { flow }),
  };
}

/** The value is in a cookie of its own as well; a page that holds it in a field has no such cookie. */
function sessionOf(
  cookie: string | undefined,
  xsrf: string | undefined,
  nameOf: (part: CredentialPart) => string,
): Session | undefined {
  if (cookie === undefined && xsrf === undefined) return undefined;
  if (cookie === undefined) {
    throw problem(
      `${nameOf('xsrf')} is set and ${nameOf('cookie')} is not: the value goes with the cookies of a session`,
    );
  }
  const value = xsrf ?? /(?:^|;)\s*XSRF-TOKEN=([^;]+)/i.exec(cookie)?.[1]?.trim();
  if (value !== undefined) return { cookie, xsrf: value };
  throw problem(`${nameOf('cookie')} has no cookie XSRF-TOKEN: set ${nameOf('xsrf')} to the value of the hidden field`);
}

interface Parts {
  readonly valueFor: (part: CredentialPart) => string | undefined;
  readonly nameOf: (part: CredentialPart) => string;
  readonly appToken: string | undefined;
}

function flowOf(env: Environment, config: LoginConfig, { valueFor, nameOf, appToken }: Parts): Flow | undefined {
  const refreshToken = valueFor('refreshToken');
  const clientSecret = valueFor('clientSecret');
  const systemToken = valueFor('systemToken');
  const privateKey = valueFor('privateKey');
  const begun = (['refreshToken', 'clientSecret', 'systemToken', 'privateKey'] as const).find(
    (_part, index) => [refreshToken, clientSecret, systemToken, privateKey][index] !== undefined,
  );
  if (begun === undefined) return undefined;
  if ((refreshToken ?? clientSecret) !== undefined && (systemToken ?? privateKey) !== undefined) {
    throw problem(`${nameOf('refreshToken')} and ${nameOf('systemToken')} are two ways to log in: set one`);
  }
  const needed = <T>(value: T | undefined, what: string): T => {
    if (value !== undefined) return value;
    throw problem(`${nameOf(begun)} is set and ${what} is not: a login is obtained with both`);
  };
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const told = set('SOCONFORM_LOGIN_SERVICE');
  const service = serviceOrigin(
    told === undefined ? 'login.service' : 'SOCONFORM_LOGIN_SERVICE',
    needed(told ?? config.service, 'SOCONFORM_LOGIN_SERVICE (login.service of the config)'),
  );
  const clientId = set('SOCONFORM_CLIENT_ID') ?? config.clientId;
  if ((refreshToken ?? clientSecret) !== undefined) {
    return {
      kind: 'oauth',
      service,
      clientId: needed(clientId, 'SOCONFORM_CLIENT_ID (login.clientId of the config)'),
      clientSecret: needed(clientSecret, nameOf('clientSecret')),
      refreshToken: needed(refreshToken, nameOf('refreshToken')),
    };
  }
  needed(appToken, nameOf('appToken'));
  return {
    kind: 'system-user',
    service,
    context: needed(set('SOCONFORM_CONTEXT') ?? config.context, 'SOCONFORM_CONTEXT (login.context of the config)'),
    systemToken: needed(systemToken, nameOf('systemToken')),
    privateKey: needed(privateKey, nameOf('privateKey')),
    ...(clientId === undefined ? {} : { clientId }),
  };
}

function named(env: Environment, name: string, part?: CredentialPart): string {
  const value = valueOf(env, name, part);
  if (value !== undefined) return value;
  throw problem(`${name} is not set, and the config names it: set it, or ${name}_FILE`);
}

function valueOf(env: Environment, name: string, part?: CredentialPart): string | undefined {
  const value = env[name];
  if (value !== undefined && value !== '') return checked(name, value, part);
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw problem(`${name}_FILE: cannot read ${file} (${why})`);
  }
  const content = text.replace(/\r?\n$/, '');
  if (content === '') throw problem(`${name}_FILE: ${file} is empty`);
  return checked(`${name}_FILE`, content, part);
}

/** A line break would end the header that the value stands in. The value itself is not told. */
function checked(where: string, value: string, part: CredentialPart | undefined): string {
  // A key stands in no header, and a pipeline may hold its lines as `\n`.
  if (part === 'privateKey') return value.replaceAll('\\n', '\n');
  const beyondAscii = part === 'user' || part === 'password' || /_(?:USER|PASSWORD)(?:_FILE)?$/.test(where);
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f || (code > 0x7f && !beyondAscii)) {
      throw problem(`${where}: expected one line of text, found a character that a header cannot hold`);
    }
  }
  return value;
}

function problem(message: string): SoconformError {
  return new SoconformError('E_CREDENTIALS', message);
}

import { readFileSync } from 'node:fs';
import { defaultCredentials } from '../../fixtures/emulator/credentials.ts';
import { SoconformError } from '../../specs/error.ts';

/** What the configured login consists of. Each part is a secret, but for the user's name. */
export interface Credentials {
  readonly basic?: { readonly user: string; readonly password: string };
  /** `7T:...`, for REST as SoTicket and for SOAP in `Credentials/Ticket`. */
  readonly ticket?: string;
  /** `8A:Cust...`, an access token. */
  readonly bearer?: string;
  readonly appToken?: string;
  /** What else must not be seen: values of variables that the config names, the password of a proxy. */
  readonly others?: readonly string[];
}

export type AuthKind = 'basic' | 'ticket' | 'bearer' | 'none';

/** The variables that credentials are read from; each also as NAME_FILE, the path of a file that holds the value. */
type Variable =
  'SOCONFORM_USER' | 'SOCONFORM_PASSWORD' | 'SOCONFORM_TICKET' | 'SOCONFORM_BEARER' | 'SOCONFORM_APP_TOKEN';

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of other variables for parts of the login. */
export type CredentialNames = Readonly<Partial<Record<'user' | 'password' | 'ticket' | 'bearer' | 'appToken', string>>>;

/**
 * Reads the credentials; what is not set is absent. A variable that the config names has to be set. Throws E_CREDENTIALS for a
 * file that cannot be read, for half a login, and for a named variable that is not set.
 */
export function readCredentials(
  env: Environment,
  names: CredentialNames = {},
  secrets: readonly string[] = [],
): Credentials {
  const part = (standard: Variable, name: string | undefined): string | undefined =>
    name === undefined ? valueOf(env, standard) : named(env, name);
  const userName = names.user ?? 'SOCONFORM_USER';
  const passwordName = names.password ?? 'SOCONFORM_PASSWORD';
  const user = part('SOCONFORM_USER', names.user);
  const password = part('SOCONFORM_PASSWORD', names.password);
  if ((user === undefined) !== (password === undefined)) {
    const [set, missing] = user === undefined ? [passwordName, userName] : [userName, passwordName];
    throw new SoconformError('E_CREDENTIALS', `${set} is set and ${missing} is not: set both, or neither`);
  }
  const ticket = part('SOCONFORM_TICKET', names.ticket);
  const bearer = part('SOCONFORM_BEARER', names.bearer);
  const appToken = part('SOCONFORM_APP_TOKEN', names.appToken);
  const others = secrets.map((name) => named(env, name));
  return {
    ...(others.length === 0 ? {} : { others }),
    ...(user === undefined || password === undefined ? {} : { basic: { user, password } }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(bearer === undefined ? {} : { bearer }),
    ...(appToken === undefined ? {} : { appToken }),
  };
}

function named(env: Environment, name: string): string {
  const value = valueOf(env, name);
  if (value !== undefined) return value;
  throw new SoconformError('E_CREDENTIALS', `${name} is not set, and the config names it: set it, or ${name}_FILE`);
}

function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name];
  if (value !== undefined && value !== '') return checked(name, value);
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SoconformError('E_CREDENTIALS', `${name}_FILE: cannot read ${file} (${why})`);
  }
  const content = text.replace(/\r?\n$/, '');
  if (content === '') throw new SoconformError('E_CREDENTIALS', `${name}_FILE: ${file} is empty`);
  return checked(`${name}_FILE`, content);
}

/** A line break would end the header that the value stands in. The value itself is not told. */
function checked(where: string, value: string): string {
  const beyondAscii = /_(?:USER|PASSWORD)(?:_FILE)?$/.test(where);
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f || (code > 0x7f && !beyondAscii)) {
      throw new SoconformError(
        'E_CREDENTIALS',
        `${where}: expected one line of text, found a character that a header cannot hold`,
      );
    }
  }
  return value;
}

/** The login that REST uses: bearer, else ticket, else Basic. */
export function authKind(credentials: Credentials): AuthKind {
  if (credentials.bearer !== undefined) return 'bearer';
  if (credentials.ticket !== undefined) return 'ticket';
  return credentials.basic === undefined ? 'none' : 'basic';
}

/** Every text that must not be seen outside the process. */
export function secretsOf(credentials: Credentials): readonly string[] {
  const { basic, ticket, bearer, appToken, others = [] } = credentials;
  const pair = basic === undefined ? undefined : Buffer.from(`${basic.user}:${basic.password}`).toString('base64');
  return [basic?.password, pair, ticket, bearer, appToken, ...others].filter((secret) => secret !== undefined);
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

import { Client as Connection, buildConnector } from 'undici';
import { SoconformError } from '../../specs/error.ts';
import { isLoopback } from './loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxySettings {
  /** False: none, also not the one of the environment. */
  readonly proxy?: string | false;
  readonly noProxy?: string;
}

/**
 * The proxy that a target is asked through: the one of the config, else HTTPS_PROXY or HTTP_PROXY by the scheme of the target, in small
 * letters first. Hosts of NO_PROXY and, for the proxy of the environment, this machine are asked without. Throws E_PROXY.
 */
export function proxyFor(target: string, { proxy, noProxy }: ProxySettings, environment: Environment): URL | undefined {
  if (proxy === false) return undefined;
  const url = new URL(target);
  const set = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const ofEnvironment = set(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const address = proxy ?? (isLoopback(url.hostname) ? undefined : ofEnvironment);
  if (address === undefined || isExcepted(url, noProxy ?? set('NO_PROXY') ?? '')) return undefined;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.hostname !== '') return parsed;
  // The address may hold a password: it is not told.
  const where = proxy === undefined ? 'HTTPS_PROXY or HTTP_PROXY' : 'network.proxy';
  throw new SoconformError('E_PROXY', `${where}: expected an address such as http://proxy:3128, found another text`);
}

/** `example.com` stands for its subdomains, too, as in curl; `*` for everything; a port may follow. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const { name = '', port: wanted } = /^(?<name>\[.*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry)?.groups ?? {};
      if (wanted !== undefined && wanted !== ownPort) return false;
      const domain = name.replace(/^\*?\./, '');
      return domain !== '' && (hostname === domain || hostname.endsWith(`.${domain}`));
    });
}

/** What of a proxy's address must not be seen. */
export function secretsOfProxy(proxy: URL | undefined): readonly string[] {
  if (proxy === undefined || proxy.password === '') return [];
  return [proxy.password, decodeURIComponent(proxy.password), basicOf(proxy)];
}

function basicOf({ username, password }: URL): string {
  return Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
}

/** Connects through a tunnel of the proxy (CONNECT), so that what is said in it is between us and the target. */
export function throughProxy(
  proxy: URL,
  { timeout, direct }: { readonly timeout: number; readonly direct: buildConnector.connector },
): buildConnector.connector {
  const toProxy = buildConnector({ timeout, allowH2: false, rejectUnauthorized: true });
  const login = proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${basicOf(proxy)}` };
  return (where, done) => {
    const port = where.port || (where.protocol === 'https:' ? '443' : '80');
    const host = where.hostname.includes(':') ? `[${where.hostname}]` : where.hostname;
    const authority = `${host}:${port}`;
    const connection = new Connection(proxy.origin, { connect: toProxy, headersTimeout: timeout });
    const failed = (why: string): void => {
      void connection.destroy();
      done(new Error(`the proxy ${proxy.origin} ${why}`), null);
    };
    connection.connect({ path: authority, headers: { host: authority, ...login } }, (error, tunnel) => {
      if (error !== null || tunnel === undefined || tunnel === null) {
        return failed(`gave no connection to ${authority}: ${error?.message ?? 'no reason is known'}`);
      }
      if (tunnel.statusCode !== 200) {
        tunnel.socket.on('error', () => {}).destroy();
        const hint = tunnel.statusCode === 407 ? ': put the user and password into its address' : '';
        return failed(`answered ${tunnel.statusCode} to CONNECT ${authority}${hint}`);
      }
      const socket = tunnel.socket as Parameters<typeof direct>[0]['httpSocket'];
      if (socket === undefined) return failed('gave no socket');
      if (where.protocol === 'https:') direct({ ...where, httpSocket: socket }, done);
      else done(null, socket);
    });
  };
}

import { rootCertificates } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { SoconformError } from '../specs/error.ts';
import { readCredentials } from '../suites/client/read-credentials.ts';
import type { Credentials } from '../suites/client/credentials.ts';
import { tenantOf } from '../suites/client/flow.ts';
import { isLoopback } from '../suites/client/loopback.ts';
import { proxyFor, secretsOfProxy } from '../suites/client/proxy.ts';
import type { ClientOptions } from '../suites/client/send.ts';
import { present } from '../suites/environment.ts';
import { authoritiesIn, identityIn } from './certificate-files.ts';
import type { RunSettings } from './run-settings.ts';

/** One attempt of this length; a target behind it is not there. */
const connectMs = 5_000;

/** A guest asks one thing at a time; on this machine eight; of its own emulator, which is undefined, so many that it never waits for a request. */
export function concurrencyFor(url: string | undefined): number {
  if (url === undefined) return 12;
  return isLoopback(new URL(url).hostname) ? 8 : 1;
}

/** How a target is connected to. Without an address it is the emulator of the run, which needs nothing of it. Throws E_PROXY, E_CONFIG. */
export function clientOptionsOf(
  url: string | undefined,
  { concurrency, deadlines, network }: RunSettings,
  environment: NodeJS.ProcessEnv,
): ClientOptions {
  const connections = concurrency ?? concurrencyFor(url);
  if (url === undefined) return { connections, connectMs };
  const proxy = proxyFor(url, network, environment);
  const { ca, cert, key, insecure } = network;
  return {
    connections,
    connectMs: deadlines.connect ?? connectMs,
    ...(deadlines.headers === undefined ? {} : { headersMs: deadlines.headers }),
    ...(deadlines.body === undefined ? {} : { bodyMs: deadlines.body }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca: [...rootCertificates, authoritiesIn(ca)] }),
    ...(cert === undefined || key === undefined ? {} : { identity: identityIn({ cert, key }) }),
    ...(insecure === true ? { insecure } : {}),
  };
}

/** The configured login, and what else must not be seen. */
export function credentialsOf(url: string, settings: RunSettings, environment: NodeJS.ProcessEnv): Credentials {
  const read = readCredentials(environment, {
    names: settings.credentials,
    secrets: settings.secrets,
    login: { ...present({ context: tenantOf(url) }), ...settings.login },
  });
  const ofProxy = secretsOfProxy(proxyFor(url, settings.network, environment));
  return ofProxy.length === 0 ? read : { ...read, others: [...(read.others ?? []), ...ofProxy] };
}

/** Tries again, a second later each time, while the target cannot be reached and the time is not over. */
export async function awaited<T>(seconds: number, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isAway = error instanceof SoconformError && error.exit === 3;
      if (!isAway || signal.aborted || performance.now() >= until) throw error;
    }
    await delay(Math.min(1000, Math.max(0, until - performance.now())), undefined, { signal }).catch(() => {});
  }
}

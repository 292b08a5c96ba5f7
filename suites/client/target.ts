import { SoconformError } from '../../specs/error.ts';
import { answered, header } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import type { Send } from './send.ts';
import { version } from './version.ts';

/** The server under test. */
export interface Target {
  /** Without a slash at its end; a base path (`/Cust12345`) is kept. */
  readonly url: string;
  /** An emulator that this run started, or that says it is one: it may be asked everything. */
  readonly emulator: boolean;
  /** An emulator without a memory: nothing is made there that would have to be removed. */
  readonly forgets?: true;
  /** The host name as the owner of the config typed it once more: what sends may be sent there. */
  readonly confirmHost?: string;
  /** Its certificate is not verified. */
  readonly insecure?: boolean;
}

/** What the first answer of a target says. */
export interface Reached extends Pick<Target, 'emulator' | 'forgets'> {
  /** How far its clock is ahead of ours. */
  readonly clockSeconds?: number;
}

/** Reads the address of a target. Throws E_TARGET for what is no plain http(s) address. */
export function targetUrl(text: string): string {
  const problem = (found: string): SoconformError =>
    new SoconformError('E_TARGET', `expected an address such as https://host/Cust12345, found ${found}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw problem(JSON.stringify(text));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw problem(`the scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') {
    throw problem('a user in it: set SOCONFORM_USER and SOCONFORM_PASSWORD in the environment instead');
  }
  if (url.search !== '' || url.hash !== '') throw problem(`a query or fragment in it (${url.search}${url.hash})`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * Asks the target once, without credentials, whether it is our emulator. Any answer will do, also none at all
 * after the connection: the run tells that case by case. Throws E_UNREACHABLE (exit 3) when there is no connection.
 */
export async function reachTarget(url: string, send: Send, deadlineMs = 10_000): Promise<Reached> {
  const request = {
    method: 'GET',
    url: `${url}/_emulator`,
    headers: { 'user-agent': `soconform/${version}`, accept: 'application/json', 'accept-encoding': 'identity' },
  };
  const { received } = await send(request, { tap: false, deadlineMs, graceMs: 0 });
  if (answered(received)) return { ...markerOf(received), ...clockOf(received, Date.now()) };
  if (received.stage === 'answer') return { emulator: false };
  throw new SoconformError('E_UNREACHABLE', `tried GET ${request.url}: ${received.reason}`, 3);
}

/** `Date` has whole seconds, and the answer was under way: a difference of two seconds is none. */
function clockOf(response: WireResponse, now: number): { readonly clockSeconds?: number } {
  const at = Date.parse(header(response, 'date') ?? '');
  if (Number.isNaN(at)) return {};
  const seconds = Math.round((at - now) / 1000);
  return { clockSeconds: Math.abs(seconds) <= 2 ? 0 : seconds };
}

function markerOf(response: WireResponse): Pick<Target, 'emulator' | 'forgets'> {
  if (response.status !== 200 || response.body.length > 4096) return { emulator: false };
  try {
    const marker: unknown = JSON.parse(Buffer.from(response.body).toString('utf8'));
    const isOurs =
      typeof marker === 'object' && marker !== null && 'emulator' in marker && marker.emulator === 'soconform';
    if (!isOurs) return { emulator: false };
    return { emulator: true, ...('keeps' in marker && marker.keeps === 'nothing' ? { forgets: true as const } : {}) };
  } catch {
    return { emulator: false };
  }
}

import { answered } from '../exchange.ts';
import type { SentRequest, WireResponse } from '../exchange.ts';
import { loginName } from './manners.ts';
import type { Send } from './send.ts';
import { version } from './version.ts';

/** What came of asking for a login. `secrets`: all that must not be seen from now on, whether it is used or not. */
export type Obtained =
  | {
      readonly kind: 'ticket' | 'bearer';
      readonly value: string;
      readonly secrets: readonly string[];
      readonly note?: string;
    }
  /** In one line, for people; it may quote what the service said. */
  | { readonly refused: string; readonly secrets: readonly string[] };

/** How the login service is asked. */
export interface LoginService {
  readonly send: Send;
  readonly deadlineMs: number;
  readonly now: () => Date;
}

const common = { 'user-agent': `soconform/${version}`, accept: 'application/json', 'accept-encoding': 'identity' };

export function postForm(url: string, form: Readonly<Record<string, string>>): SentRequest {
  const headers = { ...common, 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url, headers, body: new URLSearchParams(form).toString() };
}

export function postJson(url: string, value: Readonly<Record<string, string>>): SentRequest {
  return {
    method: 'POST',
    url,
    headers: { ...common, 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}

export function getJson(url: string): SentRequest {
  return { method: 'GET', url, headers: common };
}

/** Asks once; a redirect is not followed. What is no JSON object is told as a text. */
export async function askService(
  request: SentRequest,
  { send, deadlineMs }: LoginService,
): Promise<{ readonly status: number; readonly value: Readonly<Record<string, unknown>> } | string> {
  const { received } = await send(request, { tap: false, deadlineMs, graceMs: 0, name: loginName });
  const where = request.url.replace(/\?.*$/, '');
  if (!answered(received)) return `${where} cannot be asked: ${received.reason}`;
  const value = objectIn(received);
  return value === undefined
    ? `${where} answered ${received.status} without a JSON object`
    : { status: received.status, value };
}

function objectIn({ body }: WireResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const longest = 200;

/** A text of the answer, shortened; it is redacted before anybody sees it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim().replace(/\s+/g, ' ').slice(0, longest)
    : undefined;
}

/** A credential as it can stand in a header. */
export function credentialIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

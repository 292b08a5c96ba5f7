import { readyRequest } from './client/auth.ts';
import type { Credentials } from './client/credentials.ts';
import { loginName } from './client/manners.ts';
import type { Send } from './client/send.ts';
import { answered } from './exchange.ts';
import type { WireResponse } from './exchange.ts';

/** What the target says of a login; of its owner only what is nobody's name. */
export interface Probed {
  readonly outcome: 'taken' | 'refused' | 'unclear';
  /** 0: there was no answer. */
  readonly status: number;
  readonly associateId?: number;
  readonly userType?: string;
}

export interface Probing {
  readonly url: string;
  readonly send: Send;
  readonly deadlineMs: number;
}

const request = {
  method: 'GET',
  path: '/api/v1/User/currentPrincipal',
  headers: { accept: 'application/json' },
  credentials: 'configured',
} as const;

/** Asks who is logged in. A server without that address says nothing of the login, and neither does one that is in trouble. */
export async function probeLogin(credentials: Credentials, { url, send, deadlineMs }: Probing): Promise<Probed> {
  const ready = readyRequest({ request }, 'rest', url, credentials);
  if (!('request' in ready)) return { outcome: 'unclear', status: 0 };
  const { received } = await send(ready.request, { tap: false, deadlineMs, graceMs: 0, name: loginName });
  if (!answered(received)) return { outcome: 'unclear', status: 0 };
  const { status } = received;
  if (status === 401 || status === 403) return { outcome: 'refused', status };
  return status === 200 ? { outcome: 'taken', status, ...factsIn(received) } : { outcome: 'unclear', status };
}

/** A page of a proxy that asks for a password is answered 200 as well: only a principal takes the login. */
function factsIn({ body }: WireResponse): Partial<Probed> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return { outcome: 'unclear' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { outcome: 'unclear' };
  const { AssociateId: id, UserType: type } = value as Readonly<Record<string, unknown>>;
  return {
    ...(Number.isInteger(id) ? { associateId: Number(id) } : {}),
    ...(typeof type === 'string' && /^\w{1,40}$/.test(type) ? { userType: type } : {}),
  };
}

import { SoconformError } from '../../specs/error.ts';
import { answered } from '../exchange.ts';
import { tenantOf } from './flow.ts';
import type { Send } from './send.ts';
import { version } from './version.ts';

/** What Online tells everybody of a tenant. */
export interface Tenant {
  readonly name: string;
  /** `Running`, as the service writes it. */
  readonly state: string;
  /** Where it is said to live, when that is another host than the one that is asked. */
  readonly elsewhere?: string;
}

/**
 * Asks the state of the tenant, without credentials: `GET /api/state/Cust12345` at the host of the target. Undefined for a target that is
 * no tenant of Online, and where nothing is told. Throws E_TENANT (exit 3) when it does not run.
 */
export async function tenantState(url: string, send: Send, deadlineMs: number): Promise<Tenant | undefined> {
  const name = tenantOf(url);
  if (name === undefined) return undefined;
  const { origin, host } = new URL(url);
  const request = {
    method: 'GET',
    url: `${origin}/api/state/${name}`,
    headers: { 'user-agent': `soconform/${version}`, accept: 'application/json', 'accept-encoding': 'identity' },
  };
  const { received } = await send(request, { tap: false, deadlineMs, graceMs: 0 });
  if (!answered(received) || received.status !== 200) return undefined;
  const told = stateIn(received.body);
  if (told === undefined) return undefined;
  if (!told.isRunning) {
    const remedy = 'wait until it does; --wait-for SECONDS does so';
    throw new SoconformError('E_TENANT', `${name} does not run (its state: ${told.state}): ${remedy}`, 3);
  }
  const { endpoint } = told;
  return {
    name,
    state: told.state,
    ...(endpoint === undefined || endpoint.host === host ? {} : { elsewhere: endpoint.origin }),
  };
}

interface State {
  readonly state: string;
  readonly isRunning: boolean;
  readonly endpoint?: URL;
}

function stateIn(body: Uint8Array): State | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { State: state, IsRunning: isRunning, Endpoint: endpoint } = value as Readonly<Record<string, unknown>>;
  if (typeof isRunning !== 'boolean') return undefined;
  return {
    state: typeof state === 'string' && /^[\w ]{1,40}$/.test(state) ? state : 'not told',
    isRunning,
    ...(typeof endpoint === 'string' && URL.canParse(endpoint) ? { endpoint: new URL(endpoint) } : {}),
  };
}

import type { Send } from './send.ts';
import { reachTarget } from './target.ts';
import type { Reached } from './target.ts';
import { tenantState } from './tenant.ts';
import type { Tenant } from './tenant.ts';

/** What a target says before it is given a login. */
export interface MetTarget {
  readonly reached: Reached;
  readonly tenant?: Tenant;
}

/** Whether the target is there, and runs. Throws E_UNREACHABLE and E_TENANT (exit 3). */
export async function meetTarget(url: string, send: Send, deadlineMs: number): Promise<MetTarget> {
  const reached = await reachTarget(url, send, deadlineMs);
  const tenant = reached.emulator ? undefined : await tenantState(url, send, deadlineMs);
  return { reached, ...(tenant && { tenant }) };
}

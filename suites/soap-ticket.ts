import { readyRequest } from './client/auth.ts';
import type { Credentials } from './client/credentials.ts';
import { credentialIn } from './client/login-service.ts';
import { loginName } from './client/manners.ts';
import { answered } from './exchange.ts';
import type { Probing } from './login-probe.ts';
import type { Plan } from './plan.ts';
import { principalCall } from './so-principal.ts';

/** `refused`: user or password are wrong. `missing`: there is no ticket for another reason. */
export type SoapTicket = { readonly ticket: string } | { readonly refused: string } | { readonly missing: string };

/** A ticket for a user and password: `SoPrincipal.AuthenticateUsernamePassword`, which needs none. */
export async function authenticate(
  plan: Plan,
  generations: readonly string[],
  { basic, appToken }: Credentials,
  { url, send, deadlineMs }: Probing,
): Promise<SoapTicket> {
  if (basic === undefined) return { missing: 'there is no user and password to get one' };
  const call = principalCall(plan, generations, 'AuthenticateUsernamePassword', {
    UserName: basic.user,
    Password: basic.password,
  });
  if (call === undefined) return { missing: 'the catalogue has no SoPrincipal.AuthenticateUsernamePassword' };
  const ready = readyRequest({ request: call.request }, 'soap', url, appToken === undefined ? {} : { appToken });
  if (!('request' in ready)) return { missing: 'blocked' in ready ? ready.blocked : ready.skipped };
  const { received } = await send(ready.request, { tap: false, deadlineMs, graceMs: 0, name: loginName });
  if (!answered(received)) return { missing: `SoPrincipal got no answer: ${received.reason}` };
  if (received.status === 401 || received.status === 403) {
    return { refused: `SoPrincipal refused user and password (${received.status})` };
  }
  const succeeded = call.textIn(received, 'AuthenticationSucceeded')?.trim();
  if (received.status !== 200 || succeeded === undefined) {
    return { missing: `SoPrincipal answered ${received.status} without saying whether the login succeeded` };
  }
  if (succeeded !== 'true' && succeeded !== '1') return { refused: 'SoPrincipal refused user and password' };
  const ticket = credentialIn(call.textIn(received, 'Ticket')?.trim());
  return ticket === undefined ? { missing: 'SoPrincipal logged in and gave no ticket' } : { ticket };
}

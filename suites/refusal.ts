import type { Subject } from './check.ts';
import type { Refusal } from './live-login.ts';

export function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

/** Types of exceptions that speak of who is logged in; messages are in the language of the server. */
const ofLogin = /session|authenticat|credential/i;

/** How an answer to a request with a login refuses it; undefined when it does not, or when its agent is closed to this login anyway. */
export function refusalIn(
  { contract, response, reading }: Subject,
  restricted: ReadonlySet<string>,
): Refusal | undefined {
  const { status } = response;
  const isClosed = restricted.has(contract.agent);
  if (status === 403) return isClosed ? undefined : 'forbidden';
  if (status === 401) return isClosed ? 'forbidden' : 'unauthorized';
  if (contract.protocol !== 'soap') return undefined;
  const type = reading.envelope()?.exception?.children.find(({ name }) => /type$/i.test(name));
  return type !== undefined && ofLogin.test(type.text) ? 'unauthorized' : undefined;
}

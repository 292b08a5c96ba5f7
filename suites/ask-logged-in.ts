import type { Case } from '../fixtures/case.ts';
import type { Contract } from '../specs/contract.ts';
import type { Credentials } from './client/credentials.ts';
import type { Fate } from './judge.ts';
import type { LiveLogin } from './live-login.ts';
import { isRefusal, refusalIn } from './refusal.ts';

/** Sends a case with these credentials. `onAnswered` is told of the status before late bytes are waited for. */
export type AskWith = (credentials: Credentials, onAnswered: ((status: number) => void) | undefined) => Promise<Fate>;

export interface AskingLoggedIn {
  readonly case: Pick<Case, 'effect'>;
  readonly contract: Contract;
  readonly live: LiveLogin;
  /** Agents that are not open to everybody. */
  readonly restricted: ReadonlySet<string>;
}

/** Asks with a login that may have run out. When it was renewed, what only reads is sent once more, and nothing else is. */
export async function askLoggedIn(
  { case: asked, contract, live, restricted }: AskingLoggedIn,
  ask: AskWith,
  onAnswered: ((status: number) => void) | undefined,
): Promise<Fate> {
  for (let isAgain = false; ; isAgain = true) {
    const lost = live.lost(contract.protocol);
    if (lost !== undefined) return { kind: 'blocked', reason: lost };
    const carried = live.carried(contract.protocol);
    const fate = await ask(carried.credentials, (status) => {
      // What comes of a refusal is not known by its status, and of SOAP nothing is.
      if (isRefusal(status)) return;
      if (contract.protocol === 'rest') live.accepted(carried);
      onAnswered?.(status);
    });
    if (fate.kind !== 'answered') return fate;
    const refusal = refusalIn(fate.subject, restricted);
    if (refusal === undefined) {
      live.accepted(carried);
      return fate;
    }
    const after = await live.refused(carried, refusal);
    if (after === 'own') return fate;
    if (after === 'lost') return { kind: 'blocked', reason: live.lost(contract.protocol) ?? 'the login is lost' };
    if (asked.effect !== 'read') return { kind: 'blocked', reason: notAgain };
    if (isAgain) return { kind: 'blocked', reason: 'the login was renewed twice for it, and refused each time' };
  }
}

const notAgain =
  'the login ran out under it: it was renewed for what follows, and what does more than read is never sent twice';

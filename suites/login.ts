import { logsIn } from '../fixtures/case.ts';
import { faultOf } from './checks/soap-fault.ts';
import { authKind } from './client/credentials.ts';
import type { Credentials } from './client/credentials.ts';
import type { Planned } from './plan.ts';
import type { Envelope } from './reading.ts';

/** What came of a request. `refused`: 401 to the login that it carried; `unclear`: nothing is known of the login by it. */
export type Outcome = 'answered' | 'refused' | 'unclear' | 'no-answer';

/** Accounts lock: as many logins may be refused before one is taken. */
const mostRefused = 2;

/** Whether the target takes the configured login. Until that is known, few requests may carry it. */
export interface Login {
  /** `open`: not known, and one more request may carry it; `wait`: not known, and enough are out. */
  state(): 'taken' | 'refused' | 'open' | 'wait';
  /** A request went that carries it. */
  sent(): void;
  settle(outcome: Outcome): void;
}

export function createLogin(): Login {
  let out = 0;
  let refused = 0;
  let isTaken = false;
  return {
    state() {
      if (isTaken) return 'taken';
      if (refused >= mostRefused) return 'refused';
      return out + refused < mostRefused ? 'open' : 'wait';
    },
    sent() {
      out += 1;
    },
    settle(outcome) {
      out -= 1;
      if (outcome === 'answered') isTaken = true;
      if (outcome === 'refused') refused += 1;
    },
  };
}

/** Whether the request of a case carries the login. A SOAP service that asks for no ticket gets none. */
export function carriesLogin({ case: asked, contract }: Planned, credentials: Credentials): boolean {
  if (!logsIn(asked)) return false;
  if (contract.protocol === 'rest') return authKind(credentials) !== 'none';
  if (credentials.ticket === undefined) return credentials.bearer !== undefined;
  return contract.requestHeader.some(({ name }) => name === 'Credentials');
}

/**
 * What an answer says of the login that its request carried. Any but 401 takes it: 403 is said to good ones as well, where one may
 * not do everything. A refusal in an envelope can be one of the ticket as well as one of the arguments.
 */
export function answerToLogin(status: number, envelope: Envelope | undefined): Outcome {
  if (status === 401) return 'refused';
  const hasFailed = ['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '');
  return hasFailed || faultOf(envelope) !== undefined ? 'unclear' : 'answered';
}

/** Why nothing more is sent that carries the login, and what to do. `protocols` are those that refused it. */
export function refusal(protocols: ReadonlySet<string>, credentials: Credentials): string {
  const { bearer, ticket } = credentials;
  const ofRest = bearer !== undefined ? bearerVariable : ticket !== undefined ? ticketVariables : basicVariables;
  const ofSoap = ticket !== undefined ? ticketVariables : bearerVariable;
  const variables = [protocols.has('rest') ? ofRest : '', protocols.has('soap') ? ofSoap : ''].filter(Boolean);
  return `the target refused the login (401): check ${[...new Set(variables)].join(', ')}`;
}

const bearerVariable = 'SOCONFORM_BEARER';
const ticketVariables = 'SOCONFORM_TICKET and SOCONFORM_APP_TOKEN';
const basicVariables = 'SOCONFORM_USER and SOCONFORM_PASSWORD';

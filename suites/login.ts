import { logsIn } from '../fixtures/case.ts';
import type { Protocol } from '../specs/contract.ts';
import { faultOf } from './checks/soap-fault.ts';
import { authKind } from './client/credentials.ts';
import type { Credentials } from './client/credentials.ts';
import type { LiveLogin } from './live-login.ts';
import type { Planned } from './plan.ts';
import type { Envelope, Reading } from './reading.ts';

/** What came of a request. `refused`: 401 to the login that it carried; `unclear`: nothing is known of the login by it. */
export type Outcome = 'answered' | 'refused' | 'unclear' | 'no-answer';

/** Accounts lock: as many logins may be refused before one is taken. */
const mostRefused = 2;

/** Whether the target takes the configured login. Until that is known, few requests may carry it. */
export interface Login {
  /** `open`: not known, and one more request may carry it; `wait`: not known, and enough are out. */
  state(): 'taken' | 'refused' | 'open' | 'wait';
  /** Whether the request of a case carries it. */
  carries(planned: Planned): boolean;
  /** A request went that carries it. */
  sent(): void;
  settle(outcome: Outcome): void;
  /** What an answer says of it, where that is not known yet. */
  outcomeOf(planned: Planned, status: number, reading?: Reading): Outcome;
  /** Why nothing more is sent that carries it, and what to do. */
  refusal(): string;
}

/** `live`: of a login that can be renewed, and lost. */
export function createLogin(credentials: Credentials, live?: LiveLogin): Login {
  let out = 0;
  let refused = 0;
  let isTaken = live?.isTaken === true;
  const lost = (): string | undefined => live?.lost('rest');
  const refusedBy = new Set<Protocol>();
  const carries = (planned: Planned): boolean => carriesLogin(planned, credentials);
  return {
    state() {
      if (lost() !== undefined) return 'refused';
      if (isTaken) return 'taken';
      if (refused >= mostRefused) return 'refused';
      return out + refused < mostRefused ? 'open' : 'wait';
    },
    carries,
    sent() {
      out += 1;
    },
    settle(outcome) {
      out -= 1;
      if (outcome === 'answered') isTaken = true;
      if (outcome === 'refused') refused += 1;
    },
    outcomeOf(planned, status, reading) {
      if (isTaken || !carries(planned)) return 'answered';
      const { protocol } = planned.contract;
      // What is not there asks nobody for a login.
      if (status === 404) return 'unclear';
      // Any other status takes it: 403 is said to a good one as well, where it may not do everything.
      if (status === 401) {
        refusedBy.add(protocol);
        return 'refused';
      }
      return protocol === 'soap' && hasFailed(reading?.envelope()) ? 'unclear' : 'answered';
    },
    refusal() {
      const why = lost();
      if (why !== undefined) return why;
      const variables = [...refusedBy].map((protocol) => variablesOf(protocol, credentials));
      return `the target refused the login (401): check ${[...new Set(variables)].sort().join(', ')}`;
    },
  };
}

/** A SOAP service that asks for no ticket gets none. */
export function carriesLogin({ case: asked, contract }: Planned, credentials: Credentials): boolean {
  if (!logsIn(asked)) return false;
  if (contract.protocol === 'rest') return authKind(credentials) !== 'none';
  if (credentials.ticket === undefined && typeof credentials.soapTicket !== 'string')
    return credentials.bearer !== undefined;
  return contract.requestHeader.some(({ name }) => name === 'Credentials');
}

/** An envelope that says so may refuse the ticket as well as the arguments. */
function hasFailed(envelope: Envelope | undefined): boolean {
  return ['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '') || faultOf(envelope) !== undefined;
}

/** The variables that hold what a protocol logs in with. */
export function variablesOf(protocol: Protocol, { bearer, ticket, basic, session, flow }: Credentials): string {
  if (flow !== undefined) return flow.kind === 'oauth' ? 'SOCONFORM_REFRESH_TOKEN' : 'SOCONFORM_SYSTEM_TOKEN';
  const isBearer = bearer !== undefined && (protocol === 'rest' || ticket === undefined);
  if (isBearer) return 'SOCONFORM_BEARER';
  if (ticket !== undefined) return 'SOCONFORM_TICKET and SOCONFORM_APP_TOKEN';
  const isSession = basic === undefined && session !== undefined;
  return isSession ? 'SOCONFORM_COOKIE and SOCONFORM_XSRF' : 'SOCONFORM_USER and SOCONFORM_PASSWORD';
}

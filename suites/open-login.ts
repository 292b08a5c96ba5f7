import type { CaseId } from '../fixtures/case.ts';
import type { RecordPreflight } from '../reporters/record.ts';
import type { Effect } from '../specs/contract.ts';
import { authKind, emulatorCredentials, secretsOf } from './client/credentials.ts';
import type { Credentials } from './client/credentials.ts';
import type { LoginService, Obtained } from './client/login-service.ts';
import { oauthLogin } from './client/oauth.ts';
import type { Send } from './client/send.ts';
import { systemUserLogin } from './client/system-user.ts';
import type { Target } from './client/target.ts';
import { heldBack } from './held-back.ts';
import { liveLogin } from './live-login.ts';
import type { LiveLogin, Renewal } from './live-login.ts';
import { carriesLogin, variablesOf } from './login.ts';
import { probeLogin } from './login-probe.ts';
import type { Probed } from './login-probe.ts';
import type { Plan } from './plan.ts';
import { authenticate } from './soap-ticket.ts';
import { soapGenerations } from './so-principal.ts';

export interface LoginAsking {
  readonly target: Target;
  readonly credentials: Credentials;
  readonly send: Send;
  /** How the login service is asked, which is another host than the target; only asked for where the credentials have a flow. */
  readonly service: () => LoginService;
  readonly allow: Effect;
  readonly deadlineMs: number;
  readonly only?: ReadonlySet<CaseId>;
}

/** The login as it was before the first case. */
export interface OpenedLogin {
  readonly login: LiveLogin;
  /** Absent: no case carries one. */
  readonly found?: NonNullable<RecordPreflight['login']>;
  /** Why the target takes no login, and what to do: then nothing is to be sent. */
  readonly refused?: string;
  /** Grows when a login is renewed. */
  readonly warnings: readonly string[];
}

/** A target that is well answers this at once. */
const mostDeadlineMs = 10_000;

/**
 * Obtains a login where one has to be, and asks the target whether it takes it, so that a run with a wrong one ends after one request. Where
 * no case that will be sent carries a login, nothing is asked.
 */
export async function openLogin(plan: Plan, asking: LoginAsking): Promise<OpenedLogin> {
  const { target, credentials, send, allow, only } = asking;
  const probing = { url: target.url, send, deadlineMs: Math.min(asking.deadlineMs, mostDeadlineMs) };
  const known = new Set(secretsOf(credentials));
  const warnings: string[] = [];
  let secrets: readonly string[] = [...known];
  const learn = (more: readonly string[]): void => {
    const before = known.size;
    for (const secret of more) known.add(secret);
    if (known.size > before) secrets = [...known];
  };
  const obtain = obtaining(credentials, asking);
  const renew = async (current: Credentials): Promise<Renewal> => {
    const obtained = await obtain?.();
    if (obtained === undefined) return { refused: 'there is no way to renew it' };
    learn(obtained.secrets);
    if ('refused' in obtained) return { refused: obtained.refused };
    if (obtained.note !== undefined) warnings.push(obtained.note);
    learn(secretsOf({ [obtained.kind]: obtained.value }));
    return { credentials: { ...current, [obtained.kind]: obtained.value } };
  };
  const toSend = plan.planned.filter(
    ({ case: one }) => (only?.has(one.id) ?? true) && heldBack(one, target, allow) === undefined,
  );
  const generations = soapGenerations(toSend);
  const renewTicket = async (current: Credentials): Promise<Renewal> => {
    const ticket = await authenticate(plan, generations, current, probing);
    if ('refused' in ticket) return ticket;
    if ('missing' in ticket) return { refused: ticket.missing };
    learn([ticket.ticket]);
    return { credentials: { ...current, soapTicket: ticket.ticket } };
  };
  const opened = (now: Credentials, found: Probed | undefined, refused?: string): OpenedLogin => {
    const { flow } = credentials;
    return {
      login: liveLogin({
        credentials: now,
        secrets: () => secrets,
        isTaken: found?.outcome === 'taken',
        all: {
          // An address that once knew a login tells when it does so no more; of others an answer says nothing.
          ...(found?.outcome === 'taken'
            ? { probe: async (current: Credentials) => (await probeLogin(current, probing)).outcome }
            : {}),
          ...(obtain === undefined ? {} : { renew }),
        },
        soap: { renew: renewTicket },
      }),
      ...(found && {
        found: {
          outcome: refused === undefined ? found.outcome : 'refused',
          ...(flow && { by: flow.kind }),
          ...(found.associateId === undefined ? {} : { associateId: found.associateId }),
          ...(found.userType === undefined ? {} : { userType: found.userType }),
        },
      }),
      ...(refused === undefined ? {} : { refused }),
      warnings,
    };
  };

  const wants = authKind(credentials) !== 'none' && toSend.some((one) => carriesLogin(one, withFlow(credentials)));
  // What the emulator prints is taken by it.
  const isPrinted = target.emulator && credentials.ticket === emulatorCredentials.ticket;
  if (!wants || isPrinted) return opened(credentials, undefined);
  let current = credentials;
  if (obtain !== undefined && authorizes(credentials) === undefined) {
    const first = await renew(credentials);
    if ('refused' in first) return opened(credentials, { outcome: 'refused', status: 0 }, first.refused);
    current = first.credentials;
  }
  let probed = await probeLogin(current, probing);
  if (probed.outcome === 'refused' && obtain !== undefined && current === credentials) {
    const second = await renew(current);
    if ('refused' in second) return opened(current, probed, `${refusalOf(probed)}; ${second.refused}`);
    current = second.credentials;
    probed = await probeLogin(current, probing);
  }
  // 403 may be said to a good login that may not ask this.
  if (probed.outcome === 'refused' && probed.status === 403) probed = { ...probed, outcome: 'unclear' };
  if (probed.outcome === 'refused')
    return opened(current, probed, `${refusalOf(probed)}: check ${variablesOf('rest', credentials)}`);
  if (current.basic === undefined || current.ticket !== undefined || current.bearer !== undefined) {
    return opened(current, probed);
  }
  if (!toSend.some(({ contract }) => contract.protocol === 'soap')) return opened(current, probed);
  const ticket = await authenticate(plan, generations, current, probing);
  if ('refused' in ticket)
    return opened(current, probed, `${ticket.refused}: check SOCONFORM_USER and SOCONFORM_PASSWORD`);
  if ('ticket' in ticket) learn([ticket.ticket]);
  return opened({ ...current, soapTicket: 'ticket' in ticket ? ticket.ticket : ticket }, probed);
}

/** How the login service is asked once more; undefined where none is named. */
function obtaining(
  { flow, appToken = '' }: Credentials,
  { service }: LoginAsking,
): (() => Promise<Obtained>) | undefined {
  if (flow === undefined) return undefined;
  const ask = flow.kind === 'oauth' ? oauthLogin(flow) : systemUserLogin(flow, appToken);
  return () => ask(service());
}

/** What REST would carry now. */
function authorizes({ bearer, ticket, flow }: Credentials): string | undefined {
  return flow?.kind === 'oauth' ? bearer : ticket;
}

/** As if the login was obtained already. */
function withFlow(credentials: Credentials): Credentials {
  const { flow } = credentials;
  if (flow === undefined) return credentials.basic === undefined ? credentials : { ...credentials, soapTicket: '7T:' };
  return flow.kind === 'oauth' ? { ...credentials, bearer: '8A:' } : { ...credentials, ticket: '7T:' };
}

function refusalOf({ status }: Probed): string {
  return `the target refused the login (${status})`;
}

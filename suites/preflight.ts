import type { RecordPreflight } from '../reporters/record.ts';
import type { TlsFacts } from './client/send.ts';
import type { Reached } from './client/target.ts';
import type { Tenant } from './client/tenant.ts';
import type { OpenedLogin } from './open-login.ts';

/** What was found out of a target before the cases. */
export interface Found {
  readonly reached: Reached;
  readonly tls?: TlsFacts | undefined;
  readonly tenant?: Tenant | undefined;
  readonly opened: OpenedLogin;
  readonly now: Date;
}

/** Signed logins and tokens bear five minutes. */
const mostSeconds = 120;
const mostDays = 14;
const day = 86_400_000;

/** What stands of it in the record. */
export function preflightOf({ reached, tls, tenant, opened, now }: Found): RecordPreflight {
  const { clockSeconds } = reached;
  const { found, warnings: ofLogin } = opened;
  const before = [
    ...(clockSeconds === undefined ? [] : clockWarnings(clockSeconds)),
    ...(tls === undefined ? [] : certificateWarnings(tls, now)),
    ...(tenant?.elsewhere === undefined
      ? []
      : [`${tenant.name} is said to live at ${tenant.elsewhere}, and another host is asked`]),
  ];
  return {
    ...(clockSeconds === undefined ? {} : { clockSeconds }),
    ...(tls && { tls }),
    ...(tenant && { tenant: { name: tenant.name, state: tenant.state } }),
    ...(found && { login: found }),
    // A login that is renewed later may add to them.
    get warnings() {
      return [...before, ...ofLogin];
    },
  };
}

function clockWarnings(seconds: number): readonly string[] {
  if (Math.abs(seconds) <= mostSeconds) return [];
  const where = seconds > 0 ? 'ahead of' : 'behind';
  return [`the clock of the target is ${Math.abs(seconds)} s ${where} ours: signed logins and their expiry may fail`];
}

function certificateWarnings({ validTo }: TlsFacts, now: Date): readonly string[] {
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / day);
  if (days >= mostDays) return [];
  return [days < 0 ? 'the certificate has expired' : `the certificate ends in ${days} ${days === 1 ? 'day' : 'days'}`];
}

import type { RunRecord } from './record.ts';
import { printable } from './text.ts';

type Target = RunRecord['target'];

const obtained = { oauth: 'for a refresh token', 'system-user': 'for a signed system token' } as const;

/** How the run was logged in, in a few words; of the account only its number and its kind are known. */
export function loginText({ auth, preflight }: Target): string {
  if (auth === 'none') return 'no: no credential was given';
  const login = preflight?.login;
  if (login === undefined) return auth;
  const { outcome, by, associateId, userType } = login;
  const who = [userType, associateId === undefined ? undefined : `associate ${associateId}`].filter(Boolean).join(', ');
  const how = by === undefined ? auth : `${auth} ${obtained[by]}`;
  switch (outcome) {
    case 'taken':
      return `${how}, taken${who === '' ? '' : ` (${printable(who)})`}`;
    case 'refused':
      return `${how}, refused`;
    case 'unclear':
      return `${how}; the target did not say whether it takes it`;
  }
}

/** What else is known of the target before the cases, a name and a few words each. */
export function preflightRows({ preflight }: Target): readonly (readonly [name: string, value: string])[] {
  if (preflight === undefined) return [];
  const { tls, tenant, clockSeconds } = preflight;
  return [
    ...(tls === undefined
      ? []
      : [['tls', `${printable(tls.protocol)}, certificate until ${printable(tls.validTo.slice(0, 10))}`] as const]),
    ...(tenant === undefined ? [] : [['tenant', `${printable(tenant.name)}: ${printable(tenant.state)}`] as const]),
    ...(clockSeconds === undefined || clockSeconds === 0
      ? []
      : [['clock', `${Math.abs(clockSeconds)} s ${clockSeconds > 0 ? 'ahead' : 'behind'}`] as const]),
  ];
}

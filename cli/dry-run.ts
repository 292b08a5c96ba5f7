import { curlLine } from '../reporters/curl.ts';
import type { Effect } from '../specs/contract.ts';
import { readyRequest } from '../suites/client/auth.ts';
import type { Ready } from '../suites/client/auth.ts';
import type { Credentials } from '../suites/client/credentials.ts';
import { secretsOf } from '../suites/client/credentials.ts';
import type { Target } from '../suites/client/target.ts';
import type { Plan } from '../suites/plan.ts';
import { leftOut, withinBudget } from '../suites/budget.ts';
import { heldBack } from '../suites/held-back.ts';
import { createRedactor } from '../suites/redact.ts';
import { counted } from '../reporters/text.ts';

export interface DryRun {
  /** Absent: the emulator that a run would start. */
  readonly target?: Target;
  readonly credentials: Credentials;
  readonly allow: Effect;
  /** Requests at most. */
  readonly budget?: number;
}

const emulator: Target = { url: 'http://127.0.0.1:PORT', emulator: true };

/** Every request of a plan as it would be sent, with its effect; secrets are variables of the environment. */
export function dryRun(plan: Plan, { target = emulator, credentials, allow, budget }: DryRun): string {
  const redactor = createRedactor([...secretsOf(credentials), toObtain]);
  // What is obtained when the run begins is not there yet; its place is shown.
  const known = withObtained(credentials);
  const allowed = plan.planned.filter((one) => heldBack(one.case, target, allow) === undefined);
  const affordable = budget === undefined ? undefined : new Set(withinBudget(allowed, budget));
  let sent = 0;
  const texts = plan.planned.map((planned) => {
    const { case: one, contract } = planned;
    const ready = readyRequest(one, contract.protocol, target.url, known);
    const isLeftOut = affordable?.has(planned) === false;
    const why = heldBack(one, target, allow) ?? (isLeftOut && budget !== undefined ? leftOut(budget) : notReady(ready));
    if (why === undefined) sent += 1;
    const line = !('request' in ready) ? undefined : curlLine(redactor.exchange(ready.request, nothing).request);
    return `${one.id}  ${one.effect}${why === undefined ? '' : `  ${why}`}\n${line === undefined ? '' : `  ${line}\n`}`;
  });
  const held = plan.planned.length - sent;
  const where = target === emulator ? 'an emulator that the run starts' : target.url;
  // The emulator that a run starts is known; of any other target it is asked, without credentials.
  const before = target === emulator ? '' : `Before all others, without credentials: GET ${target.url}/_emulator\n`;
  return `${texts.join('')}${before}${counted(sent, 'request')} would be sent to ${where}, ${held} would not; nothing was sent.\n`;
}

function notReady(ready: Ready): string | undefined {
  if ('blocked' in ready) return `blocked: ${ready.blocked}`;
  return 'skipped' in ready ? `skipped: ${ready.skipped}` : undefined;
}

function withObtained(credentials: Credentials): Credentials {
  const { flow, basic, ticket, bearer } = credentials;
  if (flow?.kind === 'oauth') return { bearer: toObtain, ...credentials };
  if (flow?.kind === 'system-user') return { ticket: toObtain, ...credentials };
  return basic === undefined || ticket !== undefined || bearer !== undefined
    ? credentials
    : { ...credentials, soapTicket: toObtain };
}

const toObtain = '7T:obtained-when-the-run-begins';

const nothing = { stage: 'answer', reason: 'not sent' } as const;

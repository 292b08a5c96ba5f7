import type { CaseId, CaseRequest } from '../fixtures/case.ts';
import { discoveryRequests } from '../fixtures/discovery.ts';
import type { DiscoveryName } from '../fixtures/discovery.ts';
import type { RecordVersion } from '../reporters/record.ts';
import { isResource } from '../specs/contract.ts';
import type { Effect, Protocol } from '../specs/contract.ts';
import { readyRequest } from './client/auth.ts';
import type { Credentials } from './client/credentials.ts';
import type { Send } from './client/send.ts';
import type { Target } from './client/target.ts';
import { answered } from './exchange.ts';
import type { SentRequest, WireResponse } from './exchange.ts';
import { heldBack } from './held-back.ts';
import { readListing } from './listing.ts';
import type { Listing } from './listing.ts';
import type { Plan } from './plan.ts';
import { principalCall, soapGenerations } from './so-principal.ts';

/** What the target says of itself, asked once before the cases. */
export interface About {
  readonly versions: readonly RecordVersion[];
  readonly listing?: Listing;
  /** What was answered to the cases that ask for it, so that it is not asked again; without those that were not answered. */
  readonly answers: ReadonlyMap<DiscoveryName, AnswerAbout>;
}

export interface AnswerAbout {
  readonly sent: SentRequest;
  readonly received: WireResponse;
  readonly ms: number;
}

export interface AskingAbout {
  readonly target: Target;
  readonly credentials: Credentials;
  readonly send: Send;
  readonly allow: Effect;
  readonly deadlineMs: number;
  readonly only?: ReadonlySet<CaseId>;
  readonly signal?: AbortSignal;
}

/** A server that is well answers these at once. */
const mostDeadlineMs = 10_000;

/**
 * Asks which server this is, and what it offers: `GET /api`, `GET /api/v1` where REST is asked, and
 * `SoPrincipal.GetSystemInfo` where SOAP is. None has an effect or carries a login, and none is asked where no case will be;
 * a target that leaves one without an answer is asked no further. What is not known is told, and is never a failure.
 */
export async function askAbout(plan: Plan, asking: AskingAbout): Promise<About> {
  const { target, allow, only } = asking;
  const toSend = plan.planned.filter(
    ({ case: one }) => (only?.has(one.id) ?? true) && heldBack(one, target, allow) === undefined,
  );
  if (toSend.length === 0) return { versions: [], answers: new Map() };
  const isRest = toSend.some(({ contract }) => contract.protocol === 'rest' && !isResource(contract));
  const soap = soapGenerations(toSend);

  let silence: string | undefined;
  const answers = new Map<DiscoveryName, AnswerAbout>();
  const ask = async (
    request: CaseRequest,
    protocol: Protocol,
    name?: DiscoveryName,
  ): Promise<WireResponse | string> => {
    if (asking.signal?.aborted === true) return 'the run was interrupted';
    if (silence !== undefined) return silence;
    const ready = readyRequest({ request }, protocol, target.url, tokenOf(asking.credentials));
    if (!('request' in ready)) return 'blocked' in ready ? ready.blocked : ready.skipped;
    const deadlineMs = Math.min(asking.deadlineMs, mostDeadlineMs);
    const { received, ms } = await asking.send(ready.request, { tap: false, deadlineMs, graceMs: 0 });
    if (answered(received)) {
      if (name !== undefined) answers.set(name, { sent: ready.request, received, ms });
      return received;
    }
    silence = received.reason;
    return silence;
  };

  const about = (name: DiscoveryName) => ask(discoveryRequests[name], 'rest', name);
  const api = versionOfApi(await about('api'));
  const listing = isRest ? listingIn(await about('api-v1')) : undefined;
  const versions = soap.length === 0 ? [api] : [api, await systemInfo(plan, soap, ask)];
  return { versions, answers, ...(listing && { listing }) };
}

/** The application says which it is; nobody logs in. */
function tokenOf({ appToken }: Credentials): Credentials {
  return appToken === undefined ? {} : { appToken };
}

const fromApi = 'GET /api';

function versionOfApi(received: WireResponse | string): RecordVersion {
  const unknown = (why: string): RecordVersion => ({ from: fromApi, facts: {}, unknown: `/api ${why}` });
  if (typeof received === 'string') return unknown(`got no answer: ${received}`);
  if (received.status !== 200) return unknown(`answered ${received.status}`);
  const value = jsonOf(received);
  if (typeof value !== 'object' || value === null) return unknown('answered no JSON object');
  const names = ['NetServerVersion', 'NetServerAssembly', 'NetServerDate', 'NetServer'];
  const facts = factsOf(names, (name) => {
    const fact: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : undefined;
  });
  const version = facts['NetServerVersion'] ?? facts['NetServerAssembly'];
  return version === undefined ? unknown('names no version') : { from: fromApi, version, facts };
}

function listingIn(received: WireResponse | string): Listing | undefined {
  return typeof received === 'string' || received.status !== 200 ? undefined : readListing(jsonOf(received));
}

function jsonOf({ body }: WireResponse): unknown {
  try {
    return JSON.parse(
      Buffer.from(body)
        .toString('utf8')
        .replace(/^\u{FEFF}/u, ''),
    );
  } catch {
    return undefined;
  }
}

async function systemInfo(
  plan: Plan,
  generations: readonly string[],
  ask: (request: CaseRequest, protocol: Protocol) => Promise<WireResponse | string>,
): Promise<RecordVersion> {
  const call = principalCall(plan, generations, 'GetSystemInfo');
  const from = call?.id ?? 'SoPrincipal.GetSystemInfo';
  const unknown = (why: string): RecordVersion => ({ from, facts: {}, unknown: why });
  if (call === undefined) return unknown('the catalogue has no SoPrincipal.GetSystemInfo');
  const received = await ask(call.request, 'soap');
  if (typeof received === 'string') return unknown(`GetSystemInfo got no answer: ${received}`);
  if (received.status !== 200) return unknown(`GetSystemInfo answered ${received.status}`);
  const facts = factsOf(['AssemblyVersion', 'FileVersion', 'BuildLabel', 'BuildType'], (name) =>
    call.textIn(received, name),
  );
  const version = facts['AssemblyVersion'] ?? facts['FileVersion'];
  return version === undefined ? unknown('GetSystemInfo names no version') : { from, version, facts };
}

const longest = 200;

function factsOf(
  names: readonly string[],
  factOf: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const found = names.map((name): [string, string] => [name, (factOf(name) ?? '').trim().slice(0, longest)]);
  return Object.fromEntries(found.filter(([, fact]) => fact !== ''));
}

import type { CaseRequest } from '../../fixtures/case.ts';
import { applicationTokenPlaceholder, ticketPlaceholder } from '../../fixtures/case.ts';
import { keepingOf } from '../../fixtures/keeping.ts';
import type { Keeping } from '../../fixtures/keeping.ts';
import { encodeRequest } from '../../schemas/soap.ts';
import { isNil } from '../../schemas/xsi.ts';
import type { RecordCreated } from '../../reporters/record.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { generationOf, isResource } from '../../specs/contract.ts';
import type { Contract, Effect, Types } from '../../specs/contract.ts';
import { readyRequest } from '../client/auth.ts';
import type { Credentials } from '../client/credentials.ts';
import type { Send } from '../client/send.ts';
import type { Target } from '../client/target.ts';
import { answered } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import { heldBack } from '../held-back.ts';
import { read } from '../reading.ts';
import type { Reading } from '../reading.ts';
import { answerOf } from './making.ts';

export interface Removing {
  readonly catalogue: Catalogue;
  readonly target: Target;
  /** The login as it is at that moment. */
  readonly credentials: () => Credentials;
  /** The most that may be done to a target that is no emulator: removing is a call like any other. */
  readonly allow: Effect;
  readonly send: Send;
  readonly deadlineMs: number;
}

/** What became of an attempt. `refused`: the login was, and nobody should try further. */
export type Removal =
  | { readonly kind: 'removed'; readonly by: string }
  | { readonly kind: 'left'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A thing that a run made, and how it is known. */
export type Thing = Pick<RecordCreated, 'contract' | 'what'> & { readonly id: number };

/** Removes one after the other, the last first, and tells each; ends where the login is refused, for accounts lock. */
export async function removeAll<T extends Thing>(
  things: readonly T[],
  removing: Removing,
  tell: (thing: T, removal: Removal) => void,
  signal?: AbortSignal,
): Promise<void> {
  let over: string | undefined;
  for (const thing of things.toReversed()) {
    if (signal?.aborted === true) over ??= 'it was not tried: interrupted';
    const removal = over === undefined ? await removed(thing, removing) : ({ kind: 'left', reason: over } as const);
    tell(thing, removal);
    if (removal.kind === 'refused') over = removal.reason;
  }
}

/** The operation that deletes it, or why none may be called. */
export function removerOf(
  thing: Thing,
  { catalogue, target, allow }: Pick<Removing, 'catalogue' | 'target' | 'allow'>,
): { readonly contract: Contract; readonly argument: string } | { readonly none: string } {
  const found = siblingOf(thing, catalogue, 'delete');
  if (found === undefined) return { none: `no operation of the catalogue deletes ${thing.what} by its id` };
  const held = heldBack(found.contract, target, allow);
  return held === undefined ? found : { none: held };
}

/** Calls the operation that deletes it; where that is refused, asks whether it is gone already. */
async function removed(thing: Thing, removing: Removing): Promise<Removal> {
  const remover = removerOf(thing, removing);
  if ('none' in remover) return { kind: 'left', reason: remover.none };
  const { contract } = remover;
  const name = `${contract.agent}.${contract.operation}`;
  const sent = await call(contract, remover.argument, thing.id, removing);
  if (!('response' in sent)) return { kind: 'left', reason: `${name}: ${sent.reason}` };
  const { response, reading } = sent;
  const answer = answerOf(contract, response, reading);
  const isDone = contract.protocol === 'soap' ? reading.envelope() !== undefined : response.status < 300;
  if (answer.kind === 'made' && isDone) return { kind: 'removed', by: contract.id };
  if (response.status === 401) return { kind: 'refused', reason: `${name}: the target refused the login (401)` };
  if (await isGone(thing, removing)) return { kind: 'removed', by: contract.id };
  const how = response.status === 200 ? 'that it failed' : String(response.status);
  return { kind: 'left', reason: `${name} answered ${how}` };
}

/** Whether reading it gives nothing. Undefined ways of reading say no. */
async function isGone(thing: Thing, removing: Removing): Promise<boolean> {
  const reader = siblingOf(thing, removing.catalogue, 'get');
  if (reader === undefined || heldBack(reader.contract, removing.target, removing.allow) !== undefined) return false;
  const sent = await call(reader.contract, reader.argument, thing.id, removing);
  if (!('response' in sent) || sent.response.status !== 200) return false;
  if (reader.contract.protocol === 'rest') {
    const json = sent.reading.json();
    return json.ok && json.value === null;
  }
  const response = sent.reading.envelope()?.content[0]?.children.find(({ name }) => name === 'Response');
  return response !== undefined && isNil(response);
}

/** An operation on the same carriers: of the same generation if there is one, else of another. */
function siblingOf(
  { contract: id, what }: Pick<Thing, 'contract' | 'what'>,
  catalogue: Catalogue,
  kind: Keeping['what'],
): { readonly contract: Contract; readonly argument: string } | undefined {
  const own = catalogue.summaries.find((one) => one.id === id);
  if (own === undefined) return undefined;
  const begins = kind === 'get' ? 'Get' : 'Delete';
  const candidates = catalogue.summaries
    .filter((one) => one.agent === own.agent && one.operation.startsWith(begins) && !isResource(one))
    .sort((a, b) => distance(a) - distance(b) || (a.version < b.version ? 1 : -1));
  for (const { id: candidate } of candidates) {
    const contract = catalogue.contract(candidate);
    const keeping = keepingOf(contract, catalogue.types(generationOf(contract)));
    if (keeping?.what === kind && keeping.table === what) return { contract, argument: keeping.argument };
  }
  return undefined;

  function distance({ protocol, version }: { readonly protocol: string; readonly version: string }): number {
    if (own?.version === version) return 0;
    return protocol === 'rest' ? 1 : 2;
  }
}

async function call(
  contract: Contract,
  argument: string,
  id: number,
  { catalogue, target, credentials, send, deadlineMs }: Removing,
): Promise<{ readonly response: WireResponse; readonly reading: Reading } | { readonly reason: string }> {
  const types = catalogue.types(generationOf(contract));
  const request = requestOf(contract, types, argument, id);
  const ready = readyRequest({ request }, contract.protocol, target.url, credentials());
  if (!('request' in ready)) return { reason: 'blocked' in ready ? ready.blocked : ready.skipped };
  const { received } = await send(ready.request, { tap: false, deadlineMs, graceMs: 0, name: `${contract.id}/remove` });
  return answered(received)
    ? { response: received, reading: read(received, contract, types) }
    : { reason: received.reason };
}

function requestOf(contract: Contract, types: Types, argument: string, id: number): CaseRequest {
  const configured = { credentials: 'configured' } as const;
  if (contract.protocol === 'soap') {
    const parts = new Set(contract.requestHeader.map(({ name }) => name));
    const header = {
      ...(parts.has('ApplicationToken') ? { applicationToken: applicationTokenPlaceholder } : {}),
      ...(parts.has('Credentials') ? { ticket: ticketPlaceholder } : {}),
    };
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${contract.soapAction}"` };
    const body = encodeRequest(contract, types, { [argument]: id }, header);
    return { method: 'POST', path: contract.path, headers, body, ...configured };
  }
  const { method, path } = contract;
  const headers = { accept: 'application/json' };
  if (contract.query.some(({ name }) => name === argument)) {
    return { method, path: `${path}?${encodeURIComponent(argument)}=${id}`, headers, ...configured };
  }
  const body = JSON.stringify(argument === '' ? id : { [argument]: id });
  return {
    method,
    path,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body,
    ...configured,
  };
}

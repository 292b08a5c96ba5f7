import type { Case, Mutation } from '../fixtures/case.ts';
import { isDiscovery } from '../fixtures/discovery.ts';
import { generationOf, isResource, serviceOf } from '../specs/contract.ts';
import type { Contract, ContractId } from '../specs/contract.ts';
import { businessRefusal } from './business-refusal.ts';
import type { Subject } from './check.ts';
import { saysUnknownOperation } from './checks/unknown-operation.ts';
import type { Fate } from './judge.ts';
import { listedIn } from './listing.ts';
import type { Listing } from './listing.ts';
import type { Progress } from './progress.ts';
import { createRoom, letGo } from './room.ts';
import type { Room } from './room.ts';

/** A case and what became of it. */
type Settled = readonly [one: Progress, fate: Fate];

/** An operation that the target does not offer, and how that is known. */
interface Unsupported {
  readonly contract: ContractId;
  readonly reason: string;
  /** Whether the run was told that it must be there: then its cases are judged as they were answered. */
  readonly required: boolean;
}

/**
 * Tells operations that the target does not offer from those that it answers wrongly. An answer that could mean either is kept
 * until all others are there that bear on it, so that what comes out does not depend on which was quicker.
 */
export interface Offer {
  /** What can be judged now that a case has its fate: this one and others of its operation, or nothing yet. */
  take(one: Progress, fate: Fate): readonly Settled[];
  /** When no more answers will come. */
  end(): readonly Settled[];
  /** After the end, in the order of the plan. */
  unsupported(): readonly Unsupported[];
}

export interface OfferOptions {
  readonly listing?: Listing;
  readonly required: ReadonlySet<ContractId>;
  /** Agents that are not open to everybody: not available Online by default. */
  readonly restricted: ReadonlySet<string>;
  /** Decide as soon as an operation has all its answers: the run stops at the first failure. */
  readonly eager: boolean;
  /** For answers that wait; by default for 256 MB of them. */
  readonly room?: Room;
}

/**
 * What an answer says of its operation. `absent`: 404, or a fault that knows no such operation. `refused`: 401 or 403 from an agent
 * that is not open to everybody. `works`: its documented success. `present`: anything else. `silent`: nothing.
 */
type Sign = 'absent' | 'refused' | 'works' | 'present' | 'silent';

interface Operation {
  readonly contract: Contract;
  readonly service: Service;
  /** Cases whose fate is not known. */
  waiting: number;
  held: Settled[];
  isPresent: boolean;
  /** It gave its documented success: no further answer says more of it. */
  works: boolean;
  /** What the first answer said that kept it open. */
  status: number;
  isRefused: boolean;
}

/** The operations of one agent over one protocol and version. */
interface Service {
  readonly operations: Operation[];
  /** Cases whose fate is not known. */
  waiting: number;
  /** It has answered as documented. */
  works: boolean;
}

export function createOffer(
  cases: readonly Progress[],
  { listing, required, restricted, eager, room = createRoom() }: OfferOptions,
): Offer {
  const operations = operationsOf(cases);
  /** By generation, the agents that have answered as documented. */
  const agents = new Map<string, Set<string>>();
  const found = new Map<ContractId, Unsupported>();

  const doOthersWork = (contract: Contract): boolean =>
    [...(agents.get(generationOf(contract)) ?? [])].some((other) => other !== contract.agent);
  const whyAbsent = (operation: Operation): string | undefined => {
    const { contract, status, isRefused, service } = operation;
    const { agent, protocol } = contract;
    const listed = protocol === 'rest' ? listedIn(listing, agent, contract.operation) : 'silent';
    if (isRefused) {
      // An agent that answers one operation is open; a list of addresses does not know who may use them.
      if (service.works || !doOthersWork(contract)) return undefined;
      return `its agent, which is not open to everybody, answers ${status} where others answer`;
    }
    if (listed === 'offered') return undefined;
    if (listed === 'missing') return `/api/v1 does not list it, and it answers ${status}`;
    const isUnknown = protocol === 'soap' && status !== 404;
    if (service.works) {
      return isUnknown
        ? 'its service answers that it knows no such operation'
        : `it answers ${status} where its agent answers`;
    }
    if (!restricted.has(agent) || !doOthersWork(contract) || isUnknown) return undefined;
    return `its agent, which is not open to everybody, answers ${status} where others answer`;
  };
  /** Its answers, which wait no longer. */
  const released = (operation: Operation): readonly Settled[] => {
    const { held } = operation;
    operation.held = [];
    for (const [, fate] of held) room.leave(fate);
    return held;
  };
  const decide = (operation: Operation): readonly Settled[] => {
    const { contract } = operation;
    const held = released(operation);
    const why = operation.status === 0 || operation.isPresent ? undefined : whyAbsent(operation);
    if (why === undefined) {
      operation.isPresent = true;
      return held;
    }
    const isRequired = required.has(contract.id);
    found.set(contract.id, { contract: contract.id, reason: why, required: isRequired });
    if (isRequired) return held;
    const fate: Fate = { kind: 'skipped', reason: `unsupported: ${why}` };
    return held.map(([one]): Settled => [one, fate]);
  };
  /** What can be decided now that a service has all its answers: all but what is told by whether other agents answer. */
  const decided = ({ operations: all, waiting }: Service): readonly Settled[] =>
    waiting > 0
      ? []
      : all.flatMap((one) =>
          one.held.length > 0 && (!restricted.has(one.contract.agent) || doOthersWork(one.contract)) ? decide(one) : [],
        );
  const settled = (operation: Operation, one: Progress, fate: Fate): readonly Settled[] => {
    const { contract, service } = operation;
    operation.waiting -= 1;
    service.waiting -= 1;
    if (operation.works) return [[one, fate]];
    const sign = fate.kind === 'answered' ? signOf(fate.subject, { listing, restricted }) : 'silent';
    if (sign === 'works') {
      operation.works = true;
      service.works = true;
      const generation = generationOf(contract);
      agents.set(generation, (agents.get(generation) ?? new Set()).add(contract.agent));
    }
    if (sign === 'works' || sign === 'present') operation.isPresent = true;
    if (fate.kind === 'answered' && !operation.isPresent) {
      operation.held.push([one, room.enter(fate) ? fate : letGo(one)]);
      if (sign === 'absent' || sign === 'refused') {
        operation.status ||= fate.subject.response.status;
        operation.isRefused ||= sign === 'refused';
      }
      return eager && operation.waiting === 0 ? decide(operation) : [];
    }
    if (operation.isPresent) return [...released(operation), [one, fate]];
    return [[one, fate], ...(eager && operation.waiting === 0 ? decide(operation) : [])];
  };

  return {
    take(one, fate) {
      const operation = operations.get(one.planned.contract.id);
      // What a server says of itself is no answer of an operation.
      if (operation === undefined || isDiscovery(one.planned.case)) return [[one, fate]];
      const now = settled(operation, one, fate);
      const later = decided(operation.service);
      return later.length === 0 ? now : [...now, ...later];
    },
    end: () => [...operations.values()].filter(({ held }) => held.length > 0).flatMap(decide),
    unsupported: () => [...operations.keys()].flatMap((id) => found.get(id) ?? []),
  };
}

function operationsOf(cases: readonly Progress[]): ReadonlyMap<ContractId, Operation> {
  const operations = new Map<ContractId, Operation>();
  const services = new Map<string, Service>();
  for (const { planned } of cases) {
    if (isDiscovery(planned.case)) continue;
    const { contract } = planned;
    let operation = operations.get(contract.id);
    if (operation === undefined) {
      const name = serviceOf(contract);
      const service = services.get(name) ?? { operations: [], waiting: 0, works: false };
      services.set(name, service);
      operation = begun(contract, service);
      operations.set(contract.id, operation);
      service.operations.push(operation);
    }
    operation.waiting += 1;
    operation.service.waiting += 1;
  }
  return operations;
}

function begun(contract: Contract, service: Service): Operation {
  return { contract, service, waiting: 0, held: [], isPresent: false, works: false, status: 0, isRefused: false };
}

/** What the answers of a target are read with. */
interface Known {
  readonly listing: Listing | undefined;
  readonly restricted: ReadonlySet<string>;
}

function signOf(subject: Subject, known: Known): Sign {
  const { case: asked, contract, response, reading } = subject;
  // In a resource's address stands an id that nobody may have.
  if (isResource(contract)) return 'present';
  const missing = missingBy(response.status, contract, known);
  if (asked.asks === 'probe') return missing === undefined && isTelling(asked) ? 'present' : 'silent';
  // Only an operation that is there knows that an object is not.
  if (missing === 'absent' && businessRefusal(subject) !== undefined) return 'present';
  if (missing !== undefined) return missing;
  if (contract.protocol === 'soap') {
    const envelope = reading.envelope();
    if (saysUnknownOperation(envelope)) return 'absent';
    return envelope?.content[0]?.name === contract.output.element ? 'works' : 'present';
  }
  return contract.statuses.some(({ status }) => status === response.status) ? 'works' : 'present';
}

/** What a server that lists its operations answers to others, besides 404. */
const otherwiseAbsent: ReadonlySet<number> = new Set([405, 501]);

function missingBy(status: number, { agent, operation, protocol }: Contract, known: Known): Sign | undefined {
  if (status === 404) return 'absent';
  if (status === 401 || status === 403) return known.restricted.has(agent) ? 'refused' : undefined;
  if (protocol === 'soap' || !otherwiseAbsent.has(status)) return undefined;
  return listedIn(known.listing, agent, operation) === 'missing' ? 'absent' : undefined;
}

/**
 * Probes of the operation's own address with the configured login: what is not 404 there is said by something that stands there.
 * Others ask for something that does not exist, or are refused whatever the address is.
 */
const telling: ReadonlySet<Mutation> = new Set<Mutation>([
  'malformed-json',
  'container-for-scalar',
  'other-type',
  'out-of-range',
  'wrong-verb',
]);

function isTelling({ origin }: Case): boolean {
  return origin.kind === 'hostile' && telling.has(origin.mutation);
}

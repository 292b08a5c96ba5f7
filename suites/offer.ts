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
 * until all others are there, so that what comes out does not depend on which was quicker.
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
}

/**
 * What an answer says of its operation. `absent`: 404, or a fault that knows no such operation. `refused`: 401 or 403 from an agent
 * that is not open to everybody. `works`: its documented success. `present`: anything else. `silent`: nothing.
 */
type Sign = 'absent' | 'refused' | 'works' | 'present' | 'silent';

interface Operation {
  readonly contract: Contract;
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

export function createOffer(cases: readonly Progress[], { listing, required, restricted, eager }: OfferOptions): Offer {
  const operations = new Map<ContractId, Operation>();
  for (const { planned } of cases) {
    if (isDiscovery(planned.case)) continue;
    const { contract } = planned;
    const known = operations.get(contract.id);
    if (known !== undefined) known.waiting += 1;
    else operations.set(contract.id, begun(contract));
  }
  /** Services, and by generation their agents, that have answered as documented. */
  const working = new Set<string>();
  const agents = new Map<string, Set<string>>();
  const found = new Map<ContractId, Unsupported>();

  const whyAbsent = (operation: Operation): string | undefined => {
    const { contract, status, isRefused } = operation;
    const { agent, protocol } = contract;
    const listed = protocol === 'rest' ? listedIn(listing, agent, contract.operation) : 'silent';
    const serviceWorks = working.has(serviceOf(contract));
    const others = [...(agents.get(generationOf(contract)) ?? [])].filter((other) => other !== agent);
    if (isRefused) {
      // An agent that answers one operation is open; a list of addresses does not know who may use them.
      if (serviceWorks || others.length === 0) return undefined;
      return `its agent, which is not open to everybody, answers ${status} where others answer`;
    }
    if (listed === 'offered') return undefined;
    if (listed === 'missing') return `/api/v1 does not list it, and it answers ${status}`;
    const isUnknown = protocol === 'soap' && status !== 404;
    if (serviceWorks) {
      return isUnknown
        ? 'its service answers that it knows no such operation'
        : `it answers ${status} where its agent answers`;
    }
    if (!restricted.has(agent) || others.length === 0 || isUnknown) return undefined;
    return `its agent, which is not open to everybody, answers ${status} where others answer`;
  };
  const decide = (operation: Operation): readonly Settled[] => {
    const { contract, held } = operation;
    operation.held = [];
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

  return {
    take(one, fate) {
      const operation = operations.get(one.planned.contract.id);
      // What a server says of itself is no answer of an operation.
      if (operation === undefined || isDiscovery(one.planned.case)) return [[one, fate]];
      const { contract } = operation;
      operation.waiting -= 1;
      if (operation.works) return [[one, fate]];
      const sign = fate.kind === 'answered' ? signOf(fate.subject, { listing, restricted }) : 'silent';
      if (sign === 'works') {
        operation.works = true;
        working.add(serviceOf(contract));
        const generation = generationOf(contract);
        agents.set(generation, (agents.get(generation) ?? new Set()).add(contract.agent));
      }
      if (sign === 'works' || sign === 'present') operation.isPresent = true;
      if (fate.kind === 'answered' && !operation.isPresent) {
        operation.held.push([one, fate]);
        if (sign === 'absent' || sign === 'refused') {
          operation.status ||= fate.subject.response.status;
          operation.isRefused ||= sign === 'refused';
        }
        return eager && operation.waiting === 0 ? decide(operation) : [];
      }
      const others = operation.isPresent ? operation.held : [];
      if (operation.isPresent) operation.held = [];
      else if (eager && operation.waiting === 0) return [[one, fate], ...decide(operation)];
      return [...others, [one, fate]];
    },
    end: () => [...operations.values()].filter(({ held }) => held.length > 0).flatMap(decide),
    unsupported: () => [...operations.keys()].flatMap((id) => found.get(id) ?? []),
  };
}

function begun(contract: Contract): Operation {
  return { contract, waiting: 1, held: [], isPresent: false, works: false, status: 0, isRefused: false };
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

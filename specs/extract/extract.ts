import {
  contractId,
  type Contract,
  type DocumentedPair,
  type Generation,
  type NamedType,
  type SoapContract,
} from '../contract.ts';
import { restPair, soapPair } from './documented.ts';
import type { EffectRules } from './effects.ts';
import type { Errata } from './errata.ts';
import { fallbackNames, groupsOf } from './fallback-names.ts';
import { compare, observe, type Observed, type ResolveInclude, type SourceFile } from './observe.ts';
import { newestFirst, pools, type Pools } from './pools.ts';
import type { Problem } from './problem.ts';
import { reachableTypes } from './reachable.ts';
import { addressOf } from './rest-address.ts';
import { restContract } from './rest-contract.ts';
import { readRestPage } from './rest-page.ts';
import { agentTypes, resourceTypes, restTypes } from './rest-types.ts';
import { addShown } from './shown-types.ts';
import { soapContract, statedContract } from './soap-contract.ts';
import { envelopeReader } from './soap-envelope.ts';
import { readSoapPage } from './soap-page.ts';
import { inheritedFields, type Twin } from './twin.ts';

export type { ResolveInclude, SourceFile };

export interface Extraction {
  readonly contracts: readonly Contract[];
  readonly types: ReadonlyMap<Generation, ReadonlyMap<string, NamedType>>;
  /** By contract, but for those that a WSDL alone tells of; each made when it is asked for. */
  readonly documented: ReadonlyMap<string, () => DocumentedPair>;
  readonly problems: readonly Problem[];
}

export interface ExtractionRules {
  readonly effects: EffectRules;
  readonly errata: Errata;
}

type Take = (contract: Contract, pair?: () => DocumentedPair) => void;
type TypePools = Map<Generation, Map<string, NamedType>>;

/** Turns pages, WSDL and Swagger files into contracts. */
export function extractCatalogue(
  files: Iterable<SourceFile>,
  rules: ExtractionRules,
  include: ResolveInclude,
): Extraction {
  const problems: Problem[] = [];
  const observed = observe(files, include, problems);
  const pooled = pools(observed.wsdl, problems);
  const types: TypePools = new Map();
  const contracts = new Map<string, Contract>();
  const documented = new Map<string, () => DocumentedPair>();
  const take: Take = (contract, pair) => {
    const first = contracts.get(contract.id);
    if (first) problems.push(twice(contract, first));
    else {
      contracts.set(contract.id, contract);
      if (pair) documented.set(contract.id, pair);
    }
  };
  takeSoap(observed, pooled, rules, types, problems, take);
  takeStated(pooled, contracts, rules, problems, take);
  takeRest(observed, { pooled, soap: contracts.values() }, rules, types, problems, take);
  problems.push(...observed.others().map(other));
  const all = [...contracts.values()].sort((left, right) => compare(left.id, right.id));
  return {
    contracts: all,
    types: reachableTypes(all, types),
    documented,
    problems: problems.sort((left, right) => compare(left.page, right.page) || left.line - right.line),
  };
}

function takeSoap(
  { soap, includes }: Observed,
  pooled: Pools,
  { effects, errata }: ExtractionRules,
  types: TypePools,
  problems: Problem[],
  take: Take,
): void {
  for (const version of pooled.versions) types.set(`soap-${version}`, new Map(pooled.version(version)));
  const readEnvelope = envelopeReader();
  for (const { page: unread, keep } of soap) {
    const page = readSoapPage(unread, includes, readEnvelope);
    if ('expected' in page) {
      problems.push(page);
      continue;
    }
    const wsdl = pooled.service(page.version, page.agent);
    const { contract, types: shown, repairs } = soapContract(page, wsdl, effects, errata);
    addShown(poolOf(types, `soap-${page.version}`), shown);
    take(contract, soapPair(contract.id, page, repairs, errata, keep));
  }
}

/** What a WSDL has and no page that can be read is about; after the pages, which say more. */
function takeStated(
  pooled: Pools,
  contracts: ReadonlyMap<string, Contract>,
  { effects }: ExtractionRules,
  problems: Problem[],
  take: Take,
): void {
  for (const { page, agent, version, operations } of pooled.services()) {
    for (const [operation, stated] of operations) {
      if (contracts.has(contractId(agent, operation, `soap-${version}`))) continue;
      const { line = 1 } = stated.source;
      const misnamed = [agent, operation].find((name) => !word.test(name));
      if (misnamed === undefined) {
        take(statedContract({ agent, operation, version }, stated, effects));
        problems.push(pageless(page, line, `${agent}.${operation} of ${version}`));
      } else problems.push(notWord(page, line, misnamed));
    }
  }
}

/** Names of agents and operations, as the titles of pages have them too: files of a catalogue are called after them. */
const word = /^\w+$/;

function notWord(page: string, line: number, name: string): Problem {
  const expected = 'an agent and an operation named by letters, digits and underscores';
  return { kind: 'broken', rule: 'WSDL-DEFINITION', page, line, expected, found: JSON.stringify(name) };
}

function pageless(page: string, line: number, operation: string): Problem {
  const found = 'none that can be read; the contract is made of the WSDL alone';
  return { kind: 'listed', rule: 'PAGE-NONE', page, line, expected: `a page of ${operation}`, found };
}

function takeRest(
  { rest, bodyNames, swagger, includes }: Observed,
  { pooled, soap }: { readonly pooled: Pools; readonly soap: Iterable<Contract> },
  { effects, errata }: ExtractionRules,
  types: TypePools,
  problems: Problem[],
  take: Take,
): void {
  const fallbacks = fallbackNames(bodyNames, errata);
  const twinOf = twins(pooled, soap, types);
  const soapPools = newestFirst(types.keys()).flatMap((generation) => types.get(generation) ?? []);
  const known = agentTypes(soapPools);
  const inherited = inheritedFields(soapPools);
  const agents = restTypes(known, inherited, swagger);
  // A resource has no twin, so that nothing says that SOAP means the same type by any other name.
  const resources = restTypes(resourceTypes(known, inherited), inherited, swagger);
  for (const { page: unread, outline, keep } of rest) {
    const page = readRestPage(outline, includes);
    if ('expected' in page) {
      problems.push(page);
      continue;
    }
    const address = addressOf(page);
    const pool = address.isAgent ? agents : resources;
    const contract = restContract(page, address, {
      rules: effects,
      errata,
      twin: address.isAgent ? twinOf(address.agent, address.operation) : undefined,
      types: pool,
      fallbackNames: fallbacks.of(groupsOf(unread)),
    });
    if ('expected' in contract) {
      problems.push(contract);
      continue;
    }
    take(contract, restPair(contract, page, errata, keep));
    const generation: Generation = `rest-${address.version}`;
    if (!types.has(generation)) types.set(generation, new Map(pool.types));
  }
}

/** The operation in the newest WSDL that has it, else as the samples of the newest page show it. */
function twins(
  pooled: Pools,
  contracts: Iterable<Contract>,
  types: TypePools,
): (agent: string, operation: string) => Twin | undefined {
  const shown = new Map<string, SoapContract>();
  for (const contract of contracts) {
    if (contract.protocol !== 'soap' || contract.input.source.evidence !== 'sample') continue;
    const name = `${contract.agent}.${contract.operation}`;
    const known = shown.get(name);
    if (!known || newestFirst([known.version, contract.version])[0] === contract.version) shown.set(name, contract);
  }
  return (agent, operation) => {
    const stated = pooled.twin(agent, operation);
    const contract = stated ? undefined : shown.get(`${agent}.${operation}`);
    if (!contract) return stated;
    const { version } = contract;
    return { version, operation: contract, pool: types.get(`soap-${version}`) ?? new Map(), isShown: true };
  };
}

function other(page: string): Problem {
  const found = 'another page';
  return { kind: 'listed', rule: 'PAGE-OTHER', page, line: 1, expected: 'an operation or a WSDL', found };
}

function twice(contract: Contract, first: Contract): Problem {
  const { page, line = 1 } = contract.source;
  return {
    kind: 'listed',
    rule: 'PAGE-REPEATED',
    page,
    line,
    expected: 'one page for an operation',
    found: `${contract.id} a second time, after ${first.source.page}`,
  };
}

function poolOf(types: TypePools, generation: Generation): Map<string, NamedType> {
  const pool = types.get(generation) ?? new Map<string, NamedType>();
  types.set(generation, pool);
  return pool;
}

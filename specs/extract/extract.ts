import type { Contract, DocumentedPair, Generation, NamedType } from '../contract.ts';
import { restPair, soapPair } from './documented.ts';
import type { EffectRules } from './effects.ts';
import type { Errata } from './errata.ts';
import { readPage, type Fence, type Page } from './page.ts';
import { pools, type Pools } from './pools.ts';
import type { Problem } from './problem.ts';
import { reachableTypes } from './reachable.ts';
import { agentOperation, fallbackName, restContract } from './rest-contract.ts';
import { claimsRest, readRestPage, type RestPage } from './rest-page.ts';
import { soapContract } from './soap-contract.ts';
import { claimsSoap, readSoapPage } from './soap-page.ts';
import { restNamedType } from './twin.ts';
import { readWsdl, type Wsdl } from './wsdl.ts';

/** A file of the documentation: its path below the folder that is extracted, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Extraction {
  readonly contracts: readonly Contract[];
  readonly types: ReadonlyMap<Generation, ReadonlyMap<string, NamedType>>;
  /** By contract; each made when it is asked for. */
  readonly documented: ReadonlyMap<string, () => DocumentedPair>;
  readonly problems: readonly Problem[];
}

export interface ExtractionRules {
  readonly effects: EffectRules;
  readonly errata: Errata;
}

/** A file that a page includes; its path is below the folder that is extracted. */
export type ResolveInclude = (from: string, target: string) => SourceFile | undefined;

/** Turns pages and WSDL files into contracts. What a page is about is told by its content, never by its path. */
export function extractCatalogue(
  files: Iterable<SourceFile>,
  rules: ExtractionRules,
  include: ResolveInclude,
): Extraction {
  const problems: Problem[] = [];
  const observed = observe(files, include, problems);
  const pooled = pools(observed.wsdl, problems);
  const fallbackNames = new Set(observed.rest.flatMap((page) => fallbackName(page, rules.errata) ?? []));

  const contracts = new Map<string, Contract>();
  const documented = new Map<string, () => DocumentedPair>();
  const take = (contract: Contract, pair: () => DocumentedPair): void => {
    const first = contracts.get(contract.id);
    if (first) problems.push(twice(contract, first));
    else {
      contracts.set(contract.id, contract);
      documented.set(contract.id, pair);
    }
  };

  const types = new Map<Generation, Map<string, NamedType>>();
  for (const version of pooled.versions) types.set(`soap-${version}`, new Map(pooled.version(version)));
  for (const unread of observed.soap) {
    const page = readSoapPage(unread);
    if ('expected' in page) {
      problems.push(page);
      continue;
    }
    const wsdl = pooled.service(page.version, page.agent);
    const { contract, types: shown } = soapContract(page, wsdl, rules.effects, rules.errata);
    const pool = poolOf(types, `soap-${page.version}`);
    for (const [name, type] of shown) if (!pool.has(name)) pool.set(name, type);
    take(contract, soapPair(contract.id, page, rules.errata));
  }
  for (const page of observed.rest) {
    const address = agentOperation(page);
    if (!address) {
      problems.push(resource(page));
      continue;
    }
    const twin = pooled.twin(address.agent, address.operation);
    const contract = restContract(page, address, { rules: rules.effects, errata: rules.errata, twin, fallbackNames });
    if ('expected' in contract) problems.push(contract);
    else take(contract, restPair(contract.id, page, rules.errata));
  }
  const all = [...contracts.values()].sort((left, right) => compare(left.id, right.id));
  addRestTypes(types, all, pooled);
  return {
    contracts: all,
    types: reachableTypes(all, types),
    documented,
    problems: problems.sort((left, right) => compare(left.page, right.page) || left.line - right.line),
  };
}

interface Observed {
  readonly rest: readonly RestPage[];
  /** Read one by one, when the WSDL files are known: the trees of all samples at once would be the larger part of the memory. */
  readonly soap: readonly Page[];
  readonly wsdl: readonly Wsdl[];
}

function observe(files: Iterable<SourceFile>, include: ResolveInclude, problems: Problem[]): Observed {
  const rest: RestPage[] = [];
  const soap: Page[] = [];
  const wsdl: Wsdl[] = [];
  const included = new Set<string>();
  const unclaimed: string[] = [];
  const keep = <T extends object>(list: T[], read: T | Problem): void => {
    if ('expected' in read) problems.push(read);
    else list.push(read);
  };
  const includes = (from: string, target: string) => {
    const file = include(from, target);
    if (!file) return undefined;
    included.add(file.path);
    return { path: file.path, page: readPage(file.path, file.text) };
  };
  for (const file of files) {
    if (/^\uFEFF?\s*<\?xml|^\uFEFF?\s*<[\w:]*definitions\b/.test(file.text)) {
      keep(wsdl, readWsdl(file.path, file.text.replace(/^\uFEFF/, ''), 1));
      continue;
    }
    const page = readPage(file.path, file.text);
    const fence = wsdlFence(page);
    if (fence)
      keep(wsdl, fence.closed ? readWsdl(file.path, fence.text, fence.line + 1) : openFence(file.path, fence.line));
    else if (claimsSoap(page)) soap.push(page);
    else if (claimsRest(page)) keep(rest, readRestPage(page, includes));
    else unclaimed.push(file.path);
  }
  for (const page of unclaimed) {
    if (included.has(page)) continue;
    problems.push({ kind: 'listed', page, line: 1, expected: 'an operation or a WSDL', found: 'another page' });
  }
  // Contracts do not depend on the order in which the files came.
  soap.sort((left, right) => compare(left.path, right.path));
  for (const list of [rest, wsdl]) list.sort((left, right) => compare(left.page, right.page));
  return { rest, soap, wsdl };
}

function wsdlFence(page: Page): Fence | undefined {
  for (const block of page.blocks) {
    if (block.kind !== 'fence' || !block.info.startsWith('xml')) continue;
    if (/<(?:\w+:)?definitions\b/.test(block.text.slice(0, 2000))) return block;
  }
  return undefined;
}

function openFence(page: string, line: number): Problem {
  return { kind: 'broken', page, line, expected: 'a fence that is closed', found: 'the end of the page' };
}

function resource({ page, line, path }: RestPage): Problem {
  return { kind: 'listed', page, line, expected: 'an operation of an agent', found: `the resource "${path}"` };
}

function twice(contract: Contract, first: Contract): Problem {
  const { page, line = 1 } = contract.source;
  return {
    kind: 'listed',
    page,
    line,
    expected: 'one page for an operation',
    found: `${contract.id} a second time, after ${first.source.page}`,
  };
}

function poolOf(types: Map<Generation, Map<string, NamedType>>, generation: Generation): Map<string, NamedType> {
  const pool = types.get(generation) ?? new Map<string, NamedType>();
  types.set(generation, pool);
  return pool;
}

/** REST names its carriers as the newest generation given does. */
function addRestTypes(
  types: Map<Generation, Map<string, NamedType>>,
  contracts: readonly Contract[],
  pooled: Pools,
): void {
  for (const contract of contracts) {
    if (contract.protocol !== 'rest') continue;
    const pool = poolOf(types, `rest-${contract.version}`);
    if (pool.size > 0) continue;
    for (const version of pooled.versions) {
      const soap = pooled.version(version);
      for (const name of soap.keys()) {
        const type = pool.has(name) ? undefined : restNamedType(name, soap);
        if (type) pool.set(name, type);
      }
    }
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

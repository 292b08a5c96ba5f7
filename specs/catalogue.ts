import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import {
  generationOf,
  type Contract,
  type ContractId,
  type DocumentedPair,
  type Generation,
  type Types,
} from './contract.ts';
import { SoconformError } from './error.ts';
import { lately } from './lately.ts';
import { decodeContract, decodeContractsHead, decodeNamedType, decodePages, decodePair } from './store/decode.ts';
import { decodeNamespaces, decodeSummary } from './store/index-row.ts';
import {
  catalogueFiles,
  contractsFile,
  contractsFormat,
  documentedFile,
  documentedFormat,
  hashOf,
  indexFile,
  indexFormat,
  typesFile,
  typesFormat,
} from './store/files.ts';
import { summaryOf, type ContractSummary } from './store/summary.ts';
import { list, reader, type Reader } from './store/reader.ts';

export type { ContractSummary };

/** All contracts of a folder, read agent by agent on first use. All calls are synchronous. */
export interface Catalogue {
  /** The folder's own name, or a name given by the caller. */
  readonly name: string;
  /** SHA-256 over the files' content, first 16 hex digits: tells two catalogues apart in a record. */
  readonly hash: string;
  readonly summaries: readonly ContractSummary[];
  /** Throws `SoconformError` (E_CONTRACT) for an id that is not in the catalogue. */
  contract(id: ContractId): Contract;
  types(generation: Generation): Types;
  documented(id: ContractId): DocumentedPair | undefined;
}

/** The rules that extraction works with, as committed. */
export interface CommittedRules {
  readonly effects: unknown;
  readonly errata: unknown;
}

/**
 * The catalogue of a folder; without one, the committed catalogue. `agents`: of how many the contracts are kept, for
 * who goes from agent to agent and holds none; all, unless told otherwise.
 * Throws `SoconformError` (E_CATALOGUE) when the folder is no catalogue, is damaged, or has no contract.
 */
export function openCatalogue(dir?: string, { agents }: { readonly agents?: number } = {}): Catalogue {
  const folder = dir ?? dirname(createRequire(import.meta.url).resolve('#catalogue/catalogue.json'));
  const { text, read } = readJson(folder, indexFile);
  checkFormat(read, indexFormat);
  const pages = decodePages(read);
  const namespaces = decodeNamespaces(read);
  const summaries = read.member('contracts').each((summary) => decodeSummary(summary, pages, namespaces));
  if (summaries.length === 0) {
    throw new SoconformError('E_CATALOGUE', `${read.file}: expected contracts, found none; extract pages into it`);
  }
  const hashes = new Map(Object.entries(read.member('files').record()).map(([file, hash]) => [file, String(hash)]));
  const open = <T>(file: string, format: string, decode: (read: Reader) => T): T => {
    const stored = readJson(folder, file);
    const expected = hashes.get(file);
    const found = hashOf(stored.text);
    if (expected !== found) {
      throw new SoconformError(
        'E_CATALOGUE',
        `${stored.read.file}: expected content with hash ${expected ?? 'of the index'}, found ${found}; extract the catalogue again`,
      );
    }
    checkFormat(stored.read, format);
    return decode(stored.read);
  };
  const readContracts = (file: string): ReadonlyMap<ContractId, Contract> =>
    open(file, contractsFormat, (stored) => {
      const head = decodeContractsHead(stored);
      return byKey(
        list(stored.member('contracts')).map((one) => decodeContract(one, head)),
        (one) => one.id,
      );
    });
  const contracts = agents === undefined ? once(readContracts) : lately(agents, readContracts);
  // Pairs are many times as large as contracts, and asked for agent by agent.
  const documented = lately(8, (file: string) =>
    open(file, documentedFormat, (stored) => {
      const own = decodePages(stored);
      return byKey(
        list(stored.member('pairs')).map((one) => decodePair(one, own)),
        (one) => one.contract,
      );
    }),
  );
  const types = once((file: string) =>
    open(file, typesFormat, (stored) => {
      const own = decodePages(stored);
      return byKey(
        list(stored.member('types')).map((one) => decodeNamedType(one, own)),
        (one) => one.name,
      );
    }),
  );
  const ids = byKey(summaries, (summary) => summary.id);
  return {
    name: basename(resolve(folder)),
    hash: hashOf(text),
    summaries,
    contract: (id) => {
      const summary = ids.get(id);
      const contract = summary && contracts(contractsFile(generationOf(summary), summary.agent)).get(id);
      return contract ?? noContract(id, folder);
    },
    types: (generation) => (hashes.has(typesFile(generation)) ? types(typesFile(generation)) : new Map()),
    documented: (id) => {
      const summary = ids.get(id);
      const file = summary && documentedFile(generationOf(summary), summary.agent);
      return file !== undefined && hashes.has(file) ? documented(file).get(id) : undefined;
    },
  };
}

/** The parts of a catalogue of values. */
export interface CatalogueValues {
  readonly name: string;
  readonly contracts: readonly Contract[];
  readonly types: ReadonlyMap<Generation, Types>;
  readonly documented?: readonly DocumentedPair[];
}

/** A catalogue of values, for tests and for what was just extracted. */
export function catalogueOf({ name, contracts, types, documented = [] }: CatalogueValues): Catalogue {
  const byId = byKey(contracts, (contract) => contract.id);
  const pairs = byKey(documented, (pair) => pair.contract);
  const thunks = new Map(documented.map((pair) => [pair.contract, () => pair]));
  const hash = once((of: string) =>
    hashOf(of + [...catalogueFiles({ contracts, types, documented: thunks })].flat().join('\n')),
  );
  return {
    name,
    get hash() {
      return hash('');
    },
    summaries: [...contracts].sort((left, right) => (left.id < right.id ? -1 : 1)).map(summaryOf),
    contract: (id) => byId.get(id) ?? noContract(id, name),
    types: (generation) => types.get(generation) ?? new Map(),
    documented: (id) => pairs.get(id),
  };
}

/** `specs/effects.json` and `specs/errata.json`. */
export function committedRules(): CommittedRules {
  const { resolve: locate } = createRequire(import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(locate(`#specs/${name}`), 'utf8'));
  return { effects: read('effects.json'), errata: read('errata.json') };
}

function readJson(folder: string, name: string): { text: string; read: Reader } {
  const file = join(folder, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const found = error instanceof Error && 'code' in error ? String(error.code) : 'an unreadable file';
    throw new SoconformError(
      'E_CATALOGUE',
      `${file}: expected a file of a catalogue, found ${found}; make one with "soconform extract DOCS --out DIR"`,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    return { text, read: reader(file, value) };
  } catch {
    throw new SoconformError('E_CATALOGUE', `${file}: expected JSON, found other text; extract the catalogue again`);
  }
}

function checkFormat(read: Reader, format: string): void {
  const found = read.member('format');
  if (found.value !== format) found.wrong(`"${format}"`);
}

function noContract(id: string, folder: string): never {
  throw new SoconformError(
    'E_CONTRACT',
    `no contract "${id}" in the catalogue ${folder}; "soconform list contracts" names all`,
  );
}

function byKey<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, T> {
  return new Map(values.map((value) => [key(value), value]));
}

function once<K extends string, T>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

import { createHash } from 'node:crypto';
import { generationOf, type Contract, type DocumentedPair, type Generation, type NamedType } from '../contract.ts';
import { groupedBy } from '../grouped-by.ts';
import { encodeContract, encodeNamedType, encodePair, pageTable, tables } from './encode.ts';
import { encodeSummary } from './index-row.ts';
import { layoutBytes } from './layout.ts';
import { list, object, quote, type Piece } from './pieces.ts';

export const indexFile = 'catalogue.json';
export const indexFormat = 'soconform.catalogue/1';
export const contractsFormat = 'soconform.contracts/1';
export const typesFormat = 'soconform.types/1';
export const documentedFormat = 'soconform.documented/1';

export interface CatalogueParts {
  readonly contracts: readonly Contract[];
  readonly types: ReadonlyMap<Generation, ReadonlyMap<string, NamedType>>;
  /** By contract. */
  readonly documented: ReadonlyMap<string, () => DocumentedPair>;
}

export function contractsFile(generation: Generation, agent: string): string {
  return `${generation}/${agent}.json`;
}

export function typesFile(generation: Generation): string {
  return `${generation}/types.json`;
}

export function documentedFile(generation: Generation, agent: string): string {
  return `${generation}/${agent}.documented.json`;
}

export function hashOf(text: string): string {
  return hashOfBytes(text.replaceAll('\r\n', '\n'));
}

function hashOfBytes(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/**
 * All files of a catalogue, path below its folder and text, one at a time; the index comes last.
 * Same parts, same bytes.
 */
export function* catalogueFiles(parts: CatalogueParts): Iterable<readonly [path: string, text: string]> {
  for (const [path, bytes] of catalogueBytes(parts)) yield [path, bytes.toString('utf8')];
}

/** The same in UTF-8. The bytes of a file are valid until the next file is asked for. */
export function* catalogueBytes(parts: CatalogueParts): Iterable<readonly [path: string, bytes: Buffer]> {
  const contracts = [...parts.contracts].sort((left, right) => compare(left.id, right.id));
  const hashes = new Map<string, string>();
  const hashed = (path: string, bytes: Buffer): readonly [string, Buffer] => {
    hashes.set(path, hashOfBytes(bytes));
    return [path, bytes];
  };
  for (const [file, group] of groupedBy(contracts, fileOf)) {
    yield hashed(file, contractsText(group));
    const pairs = group.flatMap((contract) => parts.documented.get(contract.id)?.() ?? []);
    const [first] = group;
    if (first && pairs.length > 0) {
      yield hashed(documentedFile(generationOf(first), first.agent), documentedText(pairs));
    }
  }
  for (const [generation, types] of parts.types) {
    if (types.size > 0) yield hashed(typesFile(generation), typesText(generation, types));
  }
  yield [indexFile, indexText(contracts, hashes)];
}

function fileOf(contract: Contract): string {
  return contractsFile(generationOf(contract), contract.agent);
}

function contractsText(contracts: readonly Contract[]): Buffer {
  const [first] = contracts;
  if (!first) return Buffer.alloc(0);
  const shared = tables();
  const namespace = first.protocol === 'soap' ? first.namespace : '';
  const encoded = contracts.map((contract) => encodeContract(contract, shared, namespace));
  const { pages, headers, mediaTypes } = shared;
  const isSoap = first.protocol === 'soap';
  return layoutBytes(
    object({
      format: quote(contractsFormat),
      generation: quote(generationOf(first)),
      agent: quote(first.agent),
      namespace: isSoap ? quote(namespace) : undefined,
      pages: pages.list,
      headers: isSoap ? headers.list : undefined,
      mediaTypes: isSoap ? undefined : mediaTypes.list,
      contracts: list(encoded),
    }),
  );
}

function typesText(generation: Generation, types: ReadonlyMap<string, NamedType>): Buffer {
  const pages = pageTable();
  const sorted = [...types.values()].sort((left, right) => compare(left.name, right.name));
  const encoded = list(sorted.map((type) => encodeNamedType(type, pages)));
  return layoutBytes(
    object({ format: quote(typesFormat), generation: quote(generation), pages: pages.list, types: encoded }),
  );
}

function documentedText(pairs: readonly DocumentedPair[]): Buffer {
  const pages = pageTable();
  const encoded = list(pairs.map((pair) => encodePair(pair, pages)));
  return layoutBytes(object({ format: quote(documentedFormat), pages: pages.list, pairs: encoded }));
}

/** The index names every file with its hash: its own hash tells two catalogues apart, and a damaged file shows. */
function indexText(contracts: readonly Contract[], hashes: ReadonlyMap<string, string>): Buffer {
  const pages = pageTable();
  const namespaces: Record<string, string> = {};
  for (const contract of contracts) {
    if (contract.protocol === 'soap') namespaces[generationOf(contract)] ??= contract.namespace;
  }
  const summaries = list(contracts.map((contract) => encodeSummary(contract, namespaces, pages)));
  const files = [...hashes].sort(([left], [right]) => compare(left, right));
  return layoutBytes(
    object({
      format: quote(indexFormat),
      files: texts(files),
      namespaces: texts(Object.entries(namespaces)),
      pages: pages.list,
      contracts: summaries,
    }),
  );
}

function texts(members: readonly (readonly [string, string])[]): Piece {
  return object(Object.fromEntries(members.map(([name, text]) => [name, quote(text)])));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

import { createHash } from 'node:crypto';
import { generationOf, type Contract, type DocumentedPair, type Generation, type NamedType } from '../contract.ts';
import { encodeContract, encodeNamedType, encodePair, pageTable, tables } from './encode.ts';
import { encodeSummary } from './index-row.ts';
import { layoutBlocks } from './layout.ts';
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
  return hashOfBlocks([text.replaceAll('\r\n', '\n')]);
}

function hashOfBlocks(blocks: readonly string[]): string {
  const hash = createHash('sha256');
  for (const block of blocks) hash.update(block);
  return hash.digest('hex').slice(0, 16);
}

/**
 * All files of a catalogue, path below its folder and text, one at a time; the index comes last.
 * Same parts, same bytes.
 */
export function* catalogueFiles(parts: CatalogueParts): Iterable<readonly [path: string, text: string]> {
  for (const [path, blocks] of catalogueBlocks(parts)) yield [path, blocks.join('')];
}

/** The same, each text in blocks. */
export function* catalogueBlocks(parts: CatalogueParts): Iterable<readonly [path: string, text: readonly string[]]> {
  const contracts = [...parts.contracts].sort((left, right) => compare(left.id, right.id));
  const hashes = new Map<string, string>();
  const hashed = (path: string, text: readonly string[]): readonly [string, readonly string[]] => {
    hashes.set(path, hashOfBlocks(text));
    return [path, text];
  };
  for (const [file, group] of grouped(contracts)) {
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

function grouped(contracts: readonly Contract[]): Map<string, Contract[]> {
  const groups = new Map<string, Contract[]>();
  for (const contract of contracts) {
    const file = contractsFile(generationOf(contract), contract.agent);
    const group = groups.get(file);
    if (group) group.push(contract);
    else groups.set(file, [contract]);
  }
  return groups;
}

function contractsText(contracts: readonly Contract[]): readonly string[] {
  const [first] = contracts;
  if (!first) return [];
  const shared = tables();
  const namespace = first.protocol === 'soap' ? first.namespace : '';
  const encoded = contracts.map((contract) => encodeContract(contract, shared, namespace));
  const { pages, headers, mediaTypes } = shared;
  const isSoap = first.protocol === 'soap';
  return layoutBlocks(
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

function typesText(generation: Generation, types: ReadonlyMap<string, NamedType>): readonly string[] {
  const pages = pageTable();
  const sorted = [...types.values()].sort((left, right) => compare(left.name, right.name));
  const encoded = list(sorted.map((type) => encodeNamedType(type, pages)));
  return layoutBlocks(
    object({ format: quote(typesFormat), generation: quote(generation), pages: pages.list, types: encoded }),
  );
}

function documentedText(pairs: readonly DocumentedPair[]): readonly string[] {
  const pages = pageTable();
  const encoded = list(pairs.map((pair) => encodePair(pair, pages)));
  return layoutBlocks(object({ format: quote(documentedFormat), pages: pages.list, pairs: encoded }));
}

/** The index names every file with its hash: its own hash tells two catalogues apart, and a damaged file shows. */
function indexText(contracts: readonly Contract[], hashes: ReadonlyMap<string, string>): readonly string[] {
  const pages = pageTable();
  const namespaces: Record<string, string> = {};
  for (const contract of contracts) {
    if (contract.protocol === 'soap') namespaces[generationOf(contract)] ??= contract.namespace;
  }
  const summaries = list(contracts.map((contract) => encodeSummary(contract, namespaces, pages)));
  const files = [...hashes].sort(([left], [right]) => compare(left, right));
  return layoutBlocks(
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

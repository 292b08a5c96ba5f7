import { effects, generationOf, type Contract } from '../contract.ts';
import { sourceOf } from './decode.ts';
import { derived, unless, type Pages } from './encode.ts';
import { list, object, quote, type Piece } from './pieces.ts';
import { list as items, oneOf, type Reader } from './reader.ts';
import { summaryOf, type ContractSummary, type QuerySummary } from './summary.ts';

/**
 * Agent, operation and generation stand in the id; `POST`, `false`, no query, and what a SOAP contract's names tell
 * go without saying. `namespaces`: the usual one of each generation.
 */
export function encodeSummary(contract: Contract, namespaces: Readonly<Record<string, string>>, pages: Pages): Piece {
  const summary = summaryOf(contract);
  const { method, query, soapAction, namespace } = summary;
  const names = derived(contract, namespace ?? '');
  return object({
    id: quote(summary.id),
    path: contract.protocol === 'soap' ? unless(summary.path, names.path) : quote(summary.path),
    method: unless(method, 'POST'),
    query: query.length === 0 ? undefined : list(query.map(encodeParameter)),
    statuses: list(summary.statuses.map(String)),
    namespace: namespace === undefined ? undefined : unless(namespace, namespaces[generationOf(contract)] ?? ''),
    soapAction: soapAction === undefined ? undefined : unless(soapAction, names.soapAction),
    effect: quote(summary.effect),
    restricted: summary.restricted ? 'true' : undefined,
    void: summary.void ? 'true' : undefined,
    at: pages.place(summary.source),
  });
}

function encodeParameter({ name, required }: QuerySummary): Piece {
  return list(required ? [quote(name), 'true'] : [quote(name)]);
}

/** The usual XML namespace of each SOAP generation of an index. */
export function decodeNamespaces(index: Reader): ReadonlyMap<string, string> {
  return new Map(Object.entries(index.member('namespaces').record()).map(([of, uri]) => [of, String(uri)]));
}

/** There are thousands of rows: what is as expected is taken from the row, and a reader is made for what is not. */
export function decodeSummary(
  at: Reader,
  pages: readonly string[],
  namespaces: ReadonlyMap<string, string>,
): ContractSummary {
  const row = at.record();
  const text = (name: string): string => optionalText(at, row, name) ?? at.member(name).text();
  const id = text('id');
  const [, agent, operation, protocol, version] = /^([^./]+)\.([^/]+)\/(rest|soap)-([^/]+)$/.exec(id) ?? [];
  if (!agent || !operation || !protocol || !version) return at.member('id').wrong('an id such as "EMail.Send/rest-v1"');
  const { query, statuses } = row;
  const shared = {
    id,
    version,
    agent,
    operation,
    method: optionalText(at, row, 'method') ?? 'POST',
    query: query === undefined ? [] : at.member('query').items().map(querySummary),
    statuses: isNumbers(statuses) ? statuses : items(at.member('statuses')).map((status) => status.number()),
    effect: effects.find((effect) => effect === row['effect']) ?? oneOf(at.member('effect'), effects),
    restricted: row['restricted'] === true,
    void: row['void'] === true,
    source: sourceOf(at, pages),
  };
  // Added to what both have: copies of it would share no layout in memory.
  if (protocol === 'rest') return Object.assign(shared, { protocol: 'rest' as const, path: text('path') });
  const namespace = optionalText(at, row, 'namespace') ?? namespaces.get(`soap-${version}`) ?? '';
  const names = derived({ agent, operation, version }, namespace);
  return Object.assign(shared, {
    protocol: 'soap' as const,
    path: optionalText(at, row, 'path') ?? names.path,
    soapAction: optionalText(at, row, 'soapAction') ?? names.soapAction,
    namespace,
  });
}

function optionalText(at: Reader, row: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = row[name];
  return value === undefined || typeof value === 'string' ? value : at.member(name).text();
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function querySummary(at: Reader): QuerySummary {
  const [name, required] = at.items();
  return { name: name?.text() ?? at.wrong('a name'), required: required?.boolean() ?? false };
}

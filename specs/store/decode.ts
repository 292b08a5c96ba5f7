import {
  contractId,
  effects,
  scalars,
  type AppliedErratum,
  type Body,
  type Contract,
  type Dispute,
  type DocumentedMessage,
  type DocumentedPair,
  type Evidence,
  type Field,
  type Generation,
  type NamedType,
  type Protocol,
  type QueryParameter,
  type RestContract,
  type SoapContract,
  type Source,
  type Status,
  type TypeRef,
  type Wrapper,
} from '../contract.ts';
import { whole, type Whole } from '../whole.ts';
import { derived } from './encode.ts';
import { list, oneOf, optional, type Reader } from './reader.ts';

const evidences: readonly Evidence[] = ['erratum', 'wsdl', 'swagger', 'table', 'sample', 'twin'];
const protocols: readonly Protocol[] = ['rest', 'soap'];
const methods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'] as const;
const typeKinds = ['object', 'enum', 'flags', 'array', 'map'] as const;

/** Reads what `encode.ts` writes. `pages` is the file's own list of pages. */
export function decodePages(file: Reader): readonly string[] {
  return file.member('pages').texts();
}

/** Of the same place the same value: many facts stand on one line. */
const known = new WeakMap<readonly string[], Map<string, Source>>();

function source(at: Reader, pages: readonly string[]): Source {
  let places = known.get(pages);
  if (places === undefined) known.set(pages, (places = new Map()));
  const text = at.text();
  const before = places.get(text);
  if (before !== undefined) return before;
  const read = sourceIn(text, at, pages);
  places.set(text, read);
  return read;
}

/** What the member `at` says. */
export function sourceOf(parent: Reader, pages: readonly string[]): Source {
  return known.get(pages)?.get(parent.textOf('at')) ?? source(parent.member('at'), pages);
}

function sourceIn(text: string, at: Reader, pages: readonly string[]): Source {
  const match = /^(\w+) (\d+)(?::(\d+))?$/.exec(text);
  const evidence = evidences.find((candidate) => candidate === match?.[1]);
  const page = pages[Number(match?.[2])];
  if (!evidence || page === undefined) return at.wrong('a place such as "table 0:12"');
  return match?.[3] === undefined ? { evidence, page } : { evidence, page, line: Number(match[3]) };
}

/** Types that are told by a text, by that text. */
const told = new Map<string, TypeRef>();

/** What the member `type` says. */
function typeOf(parent: Reader, pages: readonly string[]): TypeRef {
  const text = parent.record()['type'];
  if (typeof text !== 'string') return type(parent.member('type'), pages);
  const known = told.get(text) ?? textType(text, parent.member('type'));
  told.set(text, known);
  return known;
}

function type(at: Reader, pages: readonly string[]): TypeRef {
  if (typeof at.value === 'string') return textType(at.value, at);
  const fields = at.find('fields');
  if (fields) return { kind: 'object', fields: list(fields).map((one) => field(one, pages)) };
  const items = at.find('items');
  if (items) return { kind: 'array', items: type(items, pages) };
  return { kind: 'map', values: type(at.member('values'), pages) };
}

const scalarTypes: ReadonlyMap<string, TypeRef> = new Map(
  scalars.map((scalar) => [scalar, { kind: 'scalar', scalar }]),
);

function textType(text: string, at: Reader): TypeRef {
  if (text === '?') return { kind: 'unknown' };
  if (text === '?object') return { kind: 'unknown', shape: 'object' };
  if (text.endsWith('[]')) return { kind: 'array', items: textType(text.slice(0, -2), at) };
  if (text.startsWith('{') && text.endsWith('}')) return { kind: 'map', values: textType(text.slice(1, -1), at) };
  if (text.startsWith('@')) return { kind: 'named', name: text.slice(1) };
  return scalarTypes.get(text) ?? at.wrong('a type such as "int32", "@Name" or "@Name[]"');
}

function field(at: Reader, pages: readonly string[]): Field {
  const typeAt = at.find('typeAt');
  return whole<Field>({
    name: at.textOf('name'),
    type: typeOf(at, pages),
    nullable: at.maybeBoolean('null'),
    optional: at.maybeBoolean('optional'),
    source: sourceOf(at, pages),
    typeSource: typeAt && source(typeAt, pages),
  });
}

export function decodeNamedType(at: Reader, pages: readonly string[]): NamedType {
  const name = at.textOf('name');
  const namespace = at.maybeText('namespace');
  const place = sourceOf(at, pages);
  const kind = oneOf(at.member('kind'), typeKinds);
  switch (kind) {
    case 'object':
      return whole<NamedType & { kind: 'object' }>({
        kind,
        name,
        namespace,
        base: at.maybeText('base'),
        fields: list(at.member('fields')).map((one) => field(one, pages)),
        source: place,
      });
    case 'enum':
    case 'flags': {
      const values = at.member('values').texts();
      return whole<NamedType & { kind: 'enum' | 'flags' }>({ kind, name, namespace, values, source: place });
    }
    case 'array':
      return { kind, name, namespace: namespace ?? '', item: field(at.member('item'), pages), source: place };
    case 'map':
      return {
        kind,
        name,
        namespace: namespace ?? '',
        entry: at.textOf('entry'),
        key: field(at.member('key'), pages),
        value: field(at.member('value'), pages),
        source: place,
      };
  }
}

export interface ContractsFile {
  readonly generation: Generation;
  readonly agent: string;
  readonly pages: readonly string[];
  readonly namespace: string;
  readonly headers: readonly (readonly Field[])[];
  readonly mediaTypes: readonly (readonly string[])[];
}

export function decodeContractsHead(file: Reader): ContractsFile {
  const pages = decodePages(file);
  const headers = list(file.find('headers'));
  const mediaTypes = list(file.find('mediaTypes'));
  return {
    generation: generation(file.member('generation')),
    agent: file.textOf('agent'),
    pages,
    namespace: file.maybeText('namespace') ?? '',
    headers: headers.map((fields) => list(fields).map((one) => field(one, pages))),
    mediaTypes: mediaTypes.map((types) => types.texts()),
  };
}

function generation(at: Reader): Generation {
  const [protocol, ...version] = at.text().split('-');
  const known = protocols.find((candidate) => candidate === protocol);
  return known ? `${known}-${version.join('-')}` : at.wrong('a generation such as "soap-Services86"');
}

export function decodeContract(at: Reader, file: ContractsFile): Contract {
  return file.generation.startsWith('soap-') ? soapContract(at, file) : restContract(at, file);
}

function soapContract(at: Reader, file: ContractsFile): SoapContract {
  const head = contractHead(at, file);
  const names = derived(head, file.namespace);
  // Added to `head`, not copied with it: copies share no layout in memory.
  return whole<SoapContract>(
    Object.assign(head, {
      protocol: 'soap' as const,
      path: at.maybeText('path') ?? names.path,
      soapAction: at.maybeText('soapAction') ?? names.soapAction,
      namespace: at.maybeText('namespace') ?? file.namespace,
      input: wrapper(at.member('input'), names.input, file),
      output: wrapper(at.member('output'), names.output, file),
      requestHeader: row(at.member('requestHeader'), file.headers),
      responseHeader: row(at.member('responseHeader'), file.headers),
    }),
  );
}

function restContract(at: Reader, file: ContractsFile): RestContract {
  const { pages } = file;
  const head = contractHead(at, file);
  const pathParameters = at.find('pathParameters');
  const others = at.find('otherStatuses');
  // Added to `head`, not copied with it: copies share no layout in memory.
  return whole<RestContract>(
    Object.assign(head, {
      protocol: 'rest' as const,
      path: at.textOf('path'),
      method: oneOf(at.member('method'), methods),
      statuses: statuses(at.member('statuses'), pages),
      otherStatuses: others && statuses(others, pages),
      query: list(at.member('query')).map((one) => query(one, pages)),
      pathParameters: pathParameters && list(pathParameters).map((one) => query(one, pages)),
      consumes: row(at.member('consumes'), file.mediaTypes),
      produces: row(at.member('produces'), file.mediaTypes),
      input: body(at.member('input'), pages),
      output: body(at.member('output'), pages),
    }),
  );
}

function statuses(at: Reader, pages: readonly string[]): readonly Status[] {
  return list(at).map((one) => ({ status: one.member('status').number(), source: sourceOf(one, pages) }));
}

/** What both protocols say of an operation, but for its path. */
type ContractHead = Whole<Omit<Contract, 'protocol' | 'path' | 'input' | 'output'>>;

function contractHead(at: Reader, file: ContractsFile): ContractHead {
  const { pages } = file;
  const placeOf = (name: string): Source | undefined => {
    const found = at.find(name);
    return found && source(found, pages);
  };
  const length = at.find('resultLength');
  const operation = at.textOf('operation');
  return {
    id: contractId(file.agent, operation, file.generation),
    agent: file.agent,
    operation,
    version: file.generation.slice(file.generation.indexOf('-') + 1),
    effect: oneOf(at.member('effect'), effects),
    effectRule: at.textOf('effectRule'),
    restricted: placeOf('restricted'),
    experimental: placeOf('experimental'),
    resultLength: length && { of: length.textOf('of'), source: sourceOf(length, pages) },
    disputes: list(at.find('disputes')).map((one) => dispute(one, pages)),
    errata: list(at.find('errata')).map((one) => erratum(one, pages)),
    source: sourceOf(at, pages),
  };
}

function row<T>(at: Reader, rows: readonly T[]): T {
  return rows[at.number()] ?? at.wrong(`a number below ${rows.length}`);
}

function body(at: Reader, pages: readonly string[]): 'nothing' | Body {
  if (at.value === 'nothing') return 'nothing';
  return { type: typeOf(at, pages), source: sourceOf(at, pages) };
}

function wrapper(at: Reader, element: string, file: ContractsFile): Wrapper {
  return {
    element: at.maybeText('element') ?? element,
    namespace: at.maybeText('namespace') ?? file.namespace,
    fields: list(at.member('fields')).map((one) => field(one, file.pages)),
    source: sourceOf(at, file.pages),
  };
}

function query(at: Reader, pages: readonly string[]): QueryParameter {
  const values = at.find('values');
  return {
    name: at.textOf('name'),
    type: typeOf(at, pages),
    required: at.member('required').boolean(),
    ...optional('values', values?.texts()),
    source: sourceOf(at, pages),
  };
}

function dispute(at: Reader, pages: readonly string[]): Dispute {
  const fact = (one: Reader) => ({ value: one.textOf('value'), source: sourceOf(one, pages) });
  return { at: at.textOf('place'), chosen: fact(at.member('chosen')), rejected: fact(at.member('rejected')) };
}

function erratum(at: Reader, pages: readonly string[]): AppliedErratum {
  return { id: at.textOf('id'), source: sourceOf(at, pages) };
}

export function decodePair(at: Reader, pages: readonly string[]): DocumentedPair {
  const message = (one: Reader): DocumentedMessage => {
    const content = one.find('body');
    const verbatim = one.member('verbatim').texts();
    return {
      source: sourceOf(one, pages),
      verbatim: verbatim.join('\n'),
      headers: list(one.member('headers')).map((header) => {
        const [name, value] = list(header);
        return [name?.text() ?? '', value?.text() ?? ''];
      }),
      ...optional('body', content && bodyLines(content, verbatim).join('\n')),
    };
  };
  return {
    contract: at.textOf('contract'),
    request: message(at.member('request')),
    response: message(at.member('response')),
  };
}

function bodyLines(at: Reader, verbatim: readonly string[]): string[] {
  return list(at).flatMap((part) => {
    if (typeof part.value === 'string') return [part.value];
    const [from, to] = list(part).map((one) => one.number());
    return from !== undefined && to !== undefined ? verbatim.slice(from - 1, to) : part.wrong('two line numbers');
  });
}

import type {
  AppliedErratum,
  Body,
  Contract,
  Dispute,
  DocumentedMessage,
  DocumentedPair,
  Field,
  NamedType,
  QueryParameter,
  SoapContract,
  Source,
  TypeRef,
  Wrapper,
} from '../contract.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * The form of a catalogue's files. Places are short: `"table 0:112"` is evidence, number of the page in the
 * file's own list, line. Types are texts: `int32`, `@EMailAddress` (named), `T[]`, `{T}` (map), `?` and `?object`
 * (unknown); a type with members in it is an object.
 */
export interface Pages {
  place(source: Source): string;
  readonly list: readonly string[];
}

export function pageTable(): Pages {
  const numbers = new Map<string, number>();
  return {
    place: ({ evidence, page, line }) => {
      const number = numbers.get(page) ?? numbers.size;
      numbers.set(page, number);
      return `${evidence} ${number}${line === undefined ? '' : `:${line}`}`;
    },
    get list() {
      return [...numbers.keys()];
    },
  };
}

function encodeType(type: TypeRef, pages: Pages): Json {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'named':
      return `@${type.name}`;
    case 'unknown':
      return type.shape ? `?${type.shape}` : '?';
    case 'array': {
      const items = encodeType(type.items, pages);
      return typeof items === 'string' ? `${items}[]` : { items };
    }
    case 'map': {
      const values = encodeType(type.values, pages);
      return typeof values === 'string' ? `{${values}}` : { values };
    }
    case 'object':
      return { fields: type.fields.map((field) => encodeField(field, pages)) };
  }
}

function encodeField(field: Field, pages: Pages): JsonObject {
  return {
    name: field.name,
    type: encodeType(field.type, pages),
    ...(field.nullable === undefined ? {} : { null: field.nullable }),
    ...(field.optional === undefined ? {} : { optional: field.optional }),
    at: pages.place(field.source),
    ...(field.typeSource ? { typeAt: pages.place(field.typeSource) } : {}),
  };
}

export function encodeNamedType(type: NamedType, pages: Pages): JsonObject {
  const namespace = type.namespace === undefined ? {} : { namespace: type.namespace };
  const head = { name: type.name, kind: type.kind, ...namespace, at: pages.place(type.source) };
  switch (type.kind) {
    case 'object': {
      const base = type.base === undefined ? {} : { base: type.base };
      return { ...head, ...base, fields: type.fields.map((field) => encodeField(field, pages)) };
    }
    case 'enum':
    case 'flags':
      return { ...head, values: type.values };
    case 'array':
      return { ...head, item: encodeField(type.item, pages) };
    case 'map':
      return { ...head, entry: type.entry, key: encodeField(type.key, pages), value: encodeField(type.value, pages) };
  }
}

/** What is the same for nearly all operations of a service stands once in its file, and is referred to by number. */
interface Table<T> {
  number(row: T): number;
  readonly list: readonly Json[];
}

function table<T>(encode: (row: T) => Json): Table<T> {
  const numbers = new Map<string, { number: number; row: Json }>();
  return {
    number: (row) => {
      const encoded = encode(row);
      const key = JSON.stringify(encoded);
      const known = numbers.get(key) ?? { number: numbers.size, row: encoded };
      numbers.set(key, known);
      return known.number;
    },
    get list() {
      return [...numbers.values()].map(({ row }) => row);
    },
  };
}

export interface Tables {
  readonly pages: Pages;
  readonly headers: Table<readonly Field[]>;
  readonly mediaTypes: Table<readonly string[]>;
}

export function tables(): Tables {
  const pages = pageTable();
  return {
    pages,
    headers: table((fields) => fields.map((field) => encodeField(field, pages))),
    mediaTypes: table((types) => types),
  };
}

/** What a SOAP contract says that follows from its names is left out, and read back from them. */
export function derived(contract: Pick<SoapContract, 'agent' | 'operation' | 'version'>, namespace: string) {
  return {
    path: `/Remote/${contract.version}/${contract.agent}.svc`,
    soapAction: `${namespace}/${contract.agent}/${contract.operation}`,
    input: contract.operation,
    output: `${contract.operation}Response`,
  };
}

/** `namespace`: that of the service, which stands at the top of the file. */
export function encodeContract(contract: Contract, shared: Tables, namespace: string): JsonObject {
  const { pages } = shared;
  const names = derived(contract, namespace);
  const isSoap = contract.protocol === 'soap';
  const head: JsonObject = {
    operation: contract.operation,
    at: pages.place(contract.source),
    ...(isSoap ? unless('path', contract.path, names.path) : { path: contract.path }),
    effect: contract.effect,
    effectRule: contract.effectRule,
    ...(contract.restricted ? { restricted: pages.place(contract.restricted) } : {}),
    ...(contract.experimental ? { experimental: pages.place(contract.experimental) } : {}),
    ...(contract.resultLength
      ? { resultLength: { of: contract.resultLength.of, at: pages.place(contract.resultLength.source) } }
      : {}),
  };
  const tail: JsonObject = {
    ...(contract.disputes.length > 0
      ? { disputes: contract.disputes.map((dispute) => encodeDispute(dispute, pages)) }
      : {}),
    ...(contract.errata.length > 0 ? { errata: contract.errata.map((applied) => encodeErratum(applied, pages)) } : {}),
  };
  if (contract.protocol === 'soap') {
    return {
      ...head,
      ...unless('soapAction', contract.soapAction, names.soapAction),
      ...unless('namespace', contract.namespace, namespace),
      input: encodeWrapper(contract.input, names.input, namespace, pages),
      output: encodeWrapper(contract.output, names.output, namespace, pages),
      requestHeader: shared.headers.number(contract.requestHeader),
      responseHeader: shared.headers.number(contract.responseHeader),
      ...tail,
    };
  }
  return {
    ...head,
    method: contract.method,
    statuses: contract.statuses.map(({ status, source }) => ({ status, at: pages.place(source) })),
    query: contract.query.map((parameter) => encodeQuery(parameter, pages)),
    ...(contract.pathParameters
      ? { pathParameters: contract.pathParameters.map((parameter) => encodeQuery(parameter, pages)) }
      : {}),
    consumes: shared.mediaTypes.number(contract.consumes),
    produces: shared.mediaTypes.number(contract.produces),
    input: encodeBody(contract.input, pages),
    output: encodeBody(contract.output, pages),
    ...tail,
  };
}

export function unless(name: string, value: string, expected: string): JsonObject {
  return value === expected ? {} : { [name]: value };
}

function encodeBody(body: 'nothing' | Body, pages: Pages): Json {
  return body === 'nothing' ? body : { type: encodeType(body.type, pages), at: pages.place(body.source) };
}

function encodeWrapper(wrapper: Wrapper, element: string, namespace: string, pages: Pages): Json {
  return {
    ...unless('element', wrapper.element, element),
    ...unless('namespace', wrapper.namespace, namespace),
    at: pages.place(wrapper.source),
    fields: wrapper.fields.map((field) => encodeField(field, pages)),
  };
}

function encodeQuery(parameter: QueryParameter, pages: Pages): Json {
  return {
    name: parameter.name,
    type: encodeType(parameter.type, pages),
    required: parameter.required,
    ...(parameter.values ? { values: parameter.values } : {}),
    at: pages.place(parameter.source),
  };
}

function encodeDispute({ at, chosen, rejected }: Dispute, pages: Pages): Json {
  const fact = (side: Dispute['chosen']) => ({ value: side.value, at: pages.place(side.source) });
  return { place: at, chosen: fact(chosen), rejected: fact(rejected) };
}

function encodeErratum({ id, source }: AppliedErratum, pages: Pages): Json {
  return { id, at: pages.place(source) };
}

export function encodePair(pair: DocumentedPair, pages: Pages): JsonObject {
  return {
    contract: pair.contract,
    request: encodeMessage(pair.request, pages),
    response: encodeMessage(pair.response, pages),
  };
}

/** The body as ranges of lines of the verbatim text, with the lines that differ in full. */
function encodeMessage(message: DocumentedMessage, pages: Pages): Json {
  const verbatim = message.verbatim.split('\n');
  return {
    at: pages.place(message.source),
    verbatim,
    headers: message.headers.map(([name, value]) => [name, value]),
    ...(message.body === undefined ? {} : { body: lineRanges(verbatim, message.body.split('\n')) }),
  };
}

function lineRanges(verbatim: readonly string[], body: readonly string[]): Json[] {
  const parts: (string | [number, number])[] = [];
  let next = 0;
  for (const line of body) {
    const found = verbatim.indexOf(line, next);
    const last = parts.at(-1);
    if (found < 0) parts.push(line);
    else if (found === next && typeof last === 'object' && last[1] === found) last[1] = found + 1;
    else parts.push([found + 1, found + 1]);
    if (found >= 0) next = found + 1;
  }
  return parts;
}

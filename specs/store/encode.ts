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
  Status,
  TypeRef,
  Wrapper,
} from '../contract.ts';
import { lineRanges } from './line-ranges.ts';
import { list, lines, object, quote, quoteName, widest, type Piece } from './pieces.ts';

/**
 * The form of a catalogue's files. Places are short: `"table 0:112"` is evidence, number of the page in the
 * file's own list, line. Types are texts: `int32`, `@EMailAddress` (named), `T[]`, `{T}` (map), `?` and `?object`
 * (unknown); a type with members in it is an object.
 */
export interface Pages {
  /** As JSON text. */
  place(source: Source): string;
  readonly list: Piece;
}

export function pageTable(): Pages {
  const numbers = new Map<string, number>();
  let last = { page: '', number: -1 };
  return {
    place: ({ evidence, page, line }) => {
      if (page !== last.page || last.number < 0) {
        last = { page, number: numbers.get(page) ?? numbers.size };
        numbers.set(page, last.number);
      }
      return line === undefined ? `"${evidence} ${last.number}"` : `"${evidence} ${last.number}:${line}"`;
    },
    get list() {
      return list([...numbers.keys()].map(quote));
    },
  };
}

function encodeType(type: TypeRef, pages: Pages): Piece {
  if (type.kind === 'scalar') return quoteName(type.scalar);
  if (type.kind === 'named') return `"@${quoteName(type.name).slice(1)}`;
  const text = typeText(type);
  if (text !== undefined) return quote(text);
  switch (type.kind) {
    case 'array':
      return object({ items: encodeType(type.items, pages) });
    case 'map':
      return object({ values: encodeType(type.values, pages) });
    case 'object':
      return object({ fields: encodeFields(type.fields, pages) });
    case 'unknown':
      return '';
  }
}

/** Undefined for a type with members in it. */
function typeText(type: TypeRef): string | undefined {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'named':
      return `@${type.name}`;
    case 'unknown':
      return type.shape ? `?${type.shape}` : '?';
    case 'array': {
      const items = typeText(type.items);
      return items === undefined ? undefined : `${items}[]`;
    }
    case 'map': {
      const values = typeText(type.values);
      return values === undefined ? undefined : `{${values}}`;
    }
    case 'object':
      return undefined;
  }
}

function encodeFields(fields: readonly Field[], pages: Pages): Piece {
  return list(fields.map((field) => encodeField(field, pages)));
}

/** Nine tenths of a catalogue are fields that fill one line: they are put together by hand. */
function encodeField(field: Field, pages: Pages): Piece {
  const { name, nullable, optional } = field;
  const type = encodeType(field.type, pages);
  const at = pages.place(field.source);
  const typeAt = field.typeSource && pages.place(field.typeSource);
  if (typeof type === 'string') {
    let text = `{"name": ${quoteName(name)}, "type": ${type}`;
    if (nullable !== undefined) text += nullable ? ', "null": true' : ', "null": false';
    if (optional !== undefined) text += optional ? ', "optional": true' : ', "optional": false';
    text += typeAt === undefined ? `, "at": ${at}}` : `, "at": ${at}, "typeAt": ${typeAt}}`;
    if (text.length <= widest) return text;
  }
  return object({ name: quote(name), type, null: flag(nullable), optional: flag(optional), at, typeAt });
}

function flag(value: boolean | undefined): Piece | undefined {
  return value === undefined ? undefined : String(value);
}

function quoted(text: string | undefined): Piece | undefined {
  return text === undefined ? undefined : quote(text);
}

export function encodeNamedType(type: NamedType, pages: Pages): Piece {
  const head = {
    name: quote(type.name),
    kind: quote(type.kind),
    namespace: quoted(type.namespace),
    at: pages.place(type.source),
  };
  switch (type.kind) {
    case 'object':
      return object({ ...head, base: quoted(type.base), fields: encodeFields(type.fields, pages) });
    case 'enum':
    case 'flags':
      return object({ ...head, values: list(type.values.map(quote)) });
    case 'array':
      return object({ ...head, item: encodeField(type.item, pages) });
    case 'map': {
      const key = encodeField(type.key, pages);
      return object({ ...head, entry: quote(type.entry), key, value: encodeField(type.value, pages) });
    }
  }
}

/** What is the same for nearly all operations of a service stands once in its file, and is referred to by number. */
interface Table<T> {
  /** As JSON text. */
  number(row: T): string;
  readonly list: Piece;
}

function table<T>(encode: (row: T) => Piece): Table<T> {
  const numbers = new Map<string, { readonly number: number; readonly row: Piece }>();
  const rows = new Map<T, string>();
  return {
    number: (row) => {
      const same = rows.get(row);
      if (same !== undefined) return same;
      const encoded = encode(row);
      const key = typeof encoded === 'string' ? encoded : JSON.stringify(encoded);
      const known = numbers.get(key) ?? { number: numbers.size, row: encoded };
      numbers.set(key, known);
      rows.set(row, String(known.number));
      return String(known.number);
    },
    get list() {
      return list([...numbers.values()].map(({ row }) => row));
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
    headers: table((fields) => encodeFields(fields, pages)),
    mediaTypes: table((types) => list(types.map(quote))),
  };
}

/** What a SOAP contract says that follows from its names is left out, and read back from them. */
export function derived(contract: Pick<SoapContract, 'agent' | 'operation' | 'version'>, namespace: string) {
  return {
    path: ['/Remote/', contract.version, '/', contract.agent, '.svc'].join(''),
    soapAction: [namespace, contract.agent, contract.operation].join('/'),
    input: contract.operation,
    output: `${contract.operation}Response`,
  };
}

/** `namespace`: that of the service, which stands at the top of the file. */
export function encodeContract(contract: Contract, shared: Tables, namespace: string): Piece {
  const { pages } = shared;
  const { restricted, experimental, resultLength, disputes, errata } = contract;
  const names = derived(contract, namespace);
  // The pages are numbered in the order of these calls, which is not everywhere that of the members.
  const at = pages.place(contract.source);
  const head = {
    restricted: restricted && pages.place(restricted),
    experimental: experimental && pages.place(experimental),
    resultLength: resultLength && object({ of: quote(resultLength.of), at: pages.place(resultLength.source) }),
  };
  const tail = {
    disputes: disputes.length > 0 ? list(disputes.map((dispute) => encodeDispute(dispute, pages))) : undefined,
    errata: errata.length > 0 ? list(errata.map((applied) => encodeErratum(applied, pages))) : undefined,
  };
  if (contract.protocol === 'soap') {
    return object({
      operation: quote(contract.operation),
      at,
      path: unless(contract.path, names.path),
      effect: quote(contract.effect),
      effectRule: quote(contract.effectRule),
      restricted: head.restricted,
      experimental: head.experimental,
      resultLength: head.resultLength,
      soapAction: unless(contract.soapAction, names.soapAction),
      namespace: unless(contract.namespace, namespace),
      input: encodeWrapper(contract.input, names.input, namespace, pages),
      output: encodeWrapper(contract.output, names.output, namespace, pages),
      requestHeader: shared.headers.number(contract.requestHeader),
      responseHeader: shared.headers.number(contract.responseHeader),
      disputes: tail.disputes,
      errata: tail.errata,
    });
  }
  const { pathParameters } = contract;
  const statuses = (all: readonly Status[]): Piece =>
    list(all.map(({ status, source }) => object({ status: String(status), at: pages.place(source) })));
  return object({
    operation: quote(contract.operation),
    at,
    path: quote(contract.path),
    effect: quote(contract.effect),
    effectRule: quote(contract.effectRule),
    restricted: head.restricted,
    experimental: head.experimental,
    resultLength: head.resultLength,
    method: quote(contract.method),
    statuses: statuses(contract.statuses),
    otherStatuses: contract.otherStatuses && statuses(contract.otherStatuses),
    query: list(contract.query.map((parameter) => encodeQuery(parameter, pages))),
    pathParameters: pathParameters && list(pathParameters.map((parameter) => encodeQuery(parameter, pages))),
    consumes: shared.mediaTypes.number(contract.consumes),
    produces: shared.mediaTypes.number(contract.produces),
    input: encodeBody(contract.input, pages),
    output: encodeBody(contract.output, pages),
    disputes: tail.disputes,
    errata: tail.errata,
  });
}

/** What follows from something else is left out. */
export function unless(value: string, expected: string): Piece | undefined {
  return value === expected ? undefined : quote(value);
}

function encodeBody(body: 'nothing' | Body, pages: Pages): Piece {
  if (body === 'nothing') return quote(body);
  return object({ type: encodeType(body.type, pages), at: pages.place(body.source) });
}

function encodeWrapper(wrapper: Wrapper, element: string, namespace: string, pages: Pages): Piece {
  return object({
    element: unless(wrapper.element, element),
    namespace: unless(wrapper.namespace, namespace),
    at: pages.place(wrapper.source),
    fields: encodeFields(wrapper.fields, pages),
  });
}

function encodeQuery(parameter: QueryParameter, pages: Pages): Piece {
  return object({
    name: quote(parameter.name),
    type: encodeType(parameter.type, pages),
    required: String(parameter.required),
    values: parameter.values && list(parameter.values.map(quote)),
    at: pages.place(parameter.source),
  });
}

function encodeDispute({ at, chosen, rejected }: Dispute, pages: Pages): Piece {
  const fact = (side: Dispute['chosen']) => object({ value: quote(side.value), at: pages.place(side.source) });
  return object({ place: quote(at), chosen: fact(chosen), rejected: fact(rejected) });
}

function encodeErratum({ id, source }: AppliedErratum, pages: Pages): Piece {
  return `{"id": ${quote(id)}, "at": ${pages.place(source)}}`;
}

export function encodePair(pair: DocumentedPair, pages: Pages): Piece {
  return object({
    contract: quote(pair.contract),
    request: encodeMessage(pair.request, pages),
    response: encodeMessage(pair.response, pages),
  });
}

/** The body as ranges of lines of the verbatim text, with the lines that differ in full. */
function encodeMessage({ source, verbatim, headers, body }: DocumentedMessage, pages: Pages): Piece {
  return object({
    at: pages.place(source),
    verbatim: lines(verbatim),
    headers: list(headers.map((header) => list(header.map(quote)))),
    body: body === undefined ? undefined : lineRanges(verbatim, body),
  });
}

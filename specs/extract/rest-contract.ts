import {
  contractId,
  type AppliedErratum,
  type Body,
  type Dispute,
  type QueryParameter,
  type RestContract,
  type Source,
} from '../contract.ts';
import { effectOf, type EffectRules } from './effects.ts';
import { matches, type Errata } from './errata.ts';
import type { Names } from './merge.ts';
import type { Problem } from './problem.ts';
import { pathParameters, type Address } from './rest-address.ts';
import { mergeBody, type OtherSource } from './rest-body.ts';
import { dictionaryErrata, fallbackErrata, printedErrata, type Samples } from './rest-errata.ts';
import { isSuccess, type RestPage } from './rest-page.ts';
import type { PlacedSample } from './rest-samples.ts';
import type { TableBody, TableMember } from './rest-sections.ts';
import type { RestTypes } from './rest-types.ts';
import { resultLength } from './result-length.ts';
import { readSample, type SampleValue } from './sample.ts';
import { shownNowhere } from './shown-nowhere.ts';
import type { SwaggerOperation } from './swagger.ts';
import { tableType } from './table-type.ts';
import { requestTwin, responseTwin, type Twin } from './twin.ts';

export interface RestContext {
  readonly rules: EffectRules;
  readonly errata: Errata;
  readonly twin: Twin | undefined;
  readonly types: RestTypes;
  /** Names that stand for types without a description on pages of this generation. */
  readonly fallbackNames: ReadonlySet<string>;
}

export function restContract(page: RestPage, address: Address, context: RestContext): RestContract | Problem {
  const { agent, operation, version } = address;
  const { errata, types } = context;
  const at = (line: number): Source => ({ evidence: 'table', page: page.page, line });
  const statuses = page.statuses.filter(({ status }) => isSuccess(status));
  const [status] = statuses;
  if (!status)
    return {
      kind: 'broken',
      rule: 'PAGE-TABLE',
      page: page.page,
      line: page.line,
      expected: 'a success status',
      found: 'none',
    };
  const isVoid = statuses.every((row) => row.status === 204);
  const samples = readSamples(page, isVoid);
  if ('expected' in samples) return samples;
  const swagger = types.swagger(page.method, page.path);
  const input = inputOf(page, samples.request, swagger, context);
  const output = isVoid ? nothing : outputOf(page, status.line, samples.response, swagger, context);
  const { body } = input;
  const names = body !== 'nothing' && body.type.kind === 'object' ? body.type.fields.map(({ name }) => name) : [];
  const length = resultLength(page.returns, names, page.page, 'table');
  const placeholders = pathParameters(page, parameter, (name) => swaggerParameter(swagger, name));

  const { effect, effectRule } = effectOf(context.rules, {
    agent,
    operation,
    isVoid,
    ...(address.isAgent ? {} : { method: page.method }),
  });
  const query = page.query.map((row) => typedParameter(parameter(row, at(row.line)), swagger));
  const contract: Writable<RestContract> = {
    protocol: 'rest',
    id: contractId(agent, operation, `rest-${version}`),
    agent,
    operation,
    version,
    path: page.path,
    effect,
    effectRule,
    method: method(page.method),
    query,
    consumes: page.consumes,
    produces: page.produces,
    input: body,
    output: output.body,
    statuses: statuses.map((row) => ({ status: row.status, source: at(row.line) })),
    disputes: [...input.disputes, ...output.disputes, ...(isVoid ? voidDisputes(page, status, errata) : [])],
    errata: [...printedErrata(page, { isVoid, query }, samples, errata), ...input.errata, ...output.errata],
    source: at(page.line),
  };
  // Put in afterwards, not spread: contracts are many, and those of one shape share its layout in memory.
  if (page.restrictedLine !== undefined) contract.restricted = at(page.restrictedLine);
  if (page.experimentalLine !== undefined) contract.experimental = at(page.experimentalLine);
  if (length) contract.resultLength = length;
  if (placeholders.length > 0) contract.pathParameters = placeholders;
  const others = page.statuses.filter(({ status: code }) => !isSuccess(code));
  if (others.length > 0) contract.otherStatuses = others.map((row) => ({ status: row.status, source: at(row.line) }));
  return contract;
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

interface Merged {
  readonly body: 'nothing' | Body;
  readonly disputes: readonly Dispute[];
  readonly errata: readonly AppliedErratum[];
}

const nothing: Merged = { body: 'nothing', disputes: [], errata: [] };

function inputOf(
  page: RestPage,
  sample: SampleValue | undefined,
  swagger: SwaggerOperation | undefined,
  context: RestContext,
): Merged {
  const table = page.requestBody ?? untitled(sample);
  if (!table) return nothing;
  const { twin, types } = context;
  const unshown = shownNowhere(page, context.errata);
  const shape = { names: table.members?.map(({ name }) => name) ?? [], isArray: sample?.kind === 'array' };
  const told = twin && requestTwin(twin, shape);
  const sources = ranked(twin, told, swagger?.input && types.other(swagger.input));
  const merged = mergeBody({
    side: 'request',
    page: page.page,
    table,
    ...sources,
    ...sampleEvidence(sample, page.request, context),
    ...(unshown?.recovered ? { recovered: unshown.recovered } : {}),
    names: namesOf(context),
  });
  const source: Source = { evidence: 'erratum', page: page.page, line: unshown?.erratum?.line ?? table.line };
  return {
    body: merged.body,
    disputes: [...merged.disputes, ...(unshown && merged.body.type.kind === 'unknown' ? [unshown.dispute] : [])],
    errata: [
      ...tableErrata(page, table, merged.body, sources.others, context),
      ...(unshown?.erratum ? [{ id: unshown.erratum.id, source }] : []),
    ],
  };
}

/** A page may have lost the title above the body that its sample prints; the four letters `null` are no body. */
function untitled(sample: SampleValue | undefined): TableBody | undefined {
  return sample && sample.kind !== 'null' ? { type: '', line: sample.line } : undefined;
}

function outputOf(
  page: RestPage,
  statusLine: number,
  sample: SampleValue | undefined,
  swagger: SwaggerOperation | undefined,
  context: RestContext,
): Merged {
  const { twin, types } = context;
  const told = twin && responseTwin(twin);
  const table = page.responseBody ?? { type: '', line: statusLine };
  const sources = ranked(twin, told, swagger?.output && types.other(swagger.output));
  const merged = mergeBody({
    side: 'response',
    page: page.page,
    table,
    ...sources,
    ...sampleEvidence(sample, page.response, context),
    names: namesOf(context),
  });
  return { ...merged, errata: tableErrata(page, table, merged.body, sources.others, context) };
}

function tableErrata(
  { page }: RestPage,
  table: TableBody,
  body: Body,
  others: readonly OtherSource[],
  { errata, fallbackNames }: RestContext,
): AppliedErratum[] {
  const types = others.map(({ fact }) => fact.type);
  // Another source may say that a body is of the type by whose name those without a description go.
  const isRight = types.some((type) => type.kind === 'named' && type.name === table.type);
  const isFallback = (name: string) => fallbackNames.has(name);
  return [
    ...dictionaryErrata(page, table, body, errata),
    ...fallbackErrata(page, isRight ? { ...table, type: '' } : table, body, isFallback, errata),
  ];
}

/** A twin with a WSDL says more than a sample, and one that has but a sample itself says less. */
function ranked(twin: Twin | undefined, told: OtherSource | undefined, swagger: OtherSource | undefined) {
  const isShown = twin?.isShown === true;
  return {
    others: [...(told && !isShown ? [told] : []), ...(swagger ? [swagger] : [])],
    ...(told && isShown ? { lesser: told } : {}),
  };
}

function sampleEvidence(sample: SampleValue | undefined, { page }: PlacedSample, { errata, types }: RestContext) {
  return {
    ...(sample ? { sample } : {}),
    sampleFacts: {
      at: (line: number): Source => ({ evidence: 'sample', page, line }),
      isBytes: (value: string) => matches(errata['bytes-placeholder'], { value }),
      inherited: types.inherited,
    },
  };
}

function namesOf({ fallbackNames, types, errata }: RestContext): Names {
  return {
    isFallback: (name) => fallbackNames.has(name),
    isForMaps: (name) => matches(errata['name-for-map'], { name }),
    isEnum: types.isEnum,
  };
}

/** What a void operation's sample prints as its body is not read. */
function readSamples(page: RestPage, isVoid: boolean): Samples | Problem {
  const request = bodySample(page.request, page.page);
  if (request && 'expected' in request) return request;
  const response = isVoid ? undefined : bodySample(page.response, page.page);
  if (response && 'expected' in response) return response;
  return { ...(request ? { request } : {}), ...(response ? { response } : {}) };
}

function bodySample(placed: PlacedSample, of: string): SampleValue | Problem | undefined {
  const { body } = placed.sample;
  if (!body) return undefined;
  const reading = readSample(body.text, body.line);
  if (reading.ok) return reading.value;
  return {
    kind: 'broken',
    rule: 'SAMPLE-JSON',
    page: placed.page,
    line: reading.line,
    expected: 'a sample in JSON',
    found: reading.message,
    ...(placed.includedAt === undefined ? {} : { of: { page: of, line: placed.includedAt } }),
  };
}

/** The status says that there is no content; an erratum knows the `null` that samples print all the same. */
function voidDisputes(page: RestPage, row: RestPage['statuses'][number], errata: Errata): Dispute[] {
  const { body } = page.response.sample;
  if (!body || matches(errata['content-after-status'], { status: String(row.status), content: body.text })) return [];
  const source: Source = { evidence: 'sample', page: page.response.page, line: body.line };
  const stated: Source = { evidence: 'table', page: page.page, line: row.line };
  return [{ at: 'output', chosen: { value: 'nothing', source: stated }, rejected: { value: 'a body', source } }];
}

function method(verb: string): RestContract['method'] {
  switch (verb) {
    case 'GET':
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return verb;
    default:
      return 'POST';
  }
}

/** Values stand in the type, `Enum: Slim, Wide`, or in the description. */
function parameter(row: TableMember, source: Source): QueryParameter {
  const enumType = /^Enum:\s*(.+)$/i.exec(row.type)?.[1];
  const values = (enumType ?? /\bEnum:\s*(.+)$/i.exec(row.text)?.[1])?.split(',').map((value) => value.trim());
  return {
    name: row.name,
    type: enumType === undefined ? tableType(row.type, 'fine').type : { kind: 'scalar', scalar: 'string' },
    required: /\*\*Required\*\*/i.test(row.text),
    ...(values ? { values } : {}),
    source,
  };
}

/** Where the page's cell is empty, Swagger's type. */
function typedParameter(stated: QueryParameter, swagger: SwaggerOperation | undefined): QueryParameter {
  const other = stated.type.kind === 'unknown' ? swaggerParameter(swagger, stated.name) : undefined;
  if (!other) return stated;
  return { ...stated, type: other.type, ...(other.values ? { values: other.values } : {}) };
}

function swaggerParameter(swagger: SwaggerOperation | undefined, name: string): QueryParameter | undefined {
  return swagger?.parameters.find((other) => other.name.toLowerCase() === name.toLowerCase());
}

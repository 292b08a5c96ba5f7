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
import type { TypeFact } from './merge.ts';
import type { Problem } from './problem.ts';
import { mergeBody, type BodyEvidence } from './rest-body.ts';
import type { PlacedSample, RestPage, TableBody, TableMember } from './rest-page.ts';
import { resultLength } from './result-length.ts';
import type { SampleFacts } from './sample-type.ts';
import { readSample, type SampleValue } from './sample.ts';
import { tableType, type TableSide } from './table-type.ts';
import { carrierFields, restType, twinSource, type Twin } from './twin.ts';

export interface RestContext {
  readonly rules: EffectRules;
  readonly errata: Errata;
  readonly twin: Twin | undefined;
  /** Names that stand for types without a description, found under a 204 of this extraction. */
  readonly fallbackNames: ReadonlySet<string>;
}

const agentPath = /^\/api\/(v\d+)\/Agents\/([^/?]+)\/([^/?]+)$/;

/** The parts of an agent operation's address; undefined for a resource. */
export function agentOperation(page: RestPage): { version: string; agent: string; operation: string } | undefined {
  const [, version, agent, operation] = agentPath.exec(page.path) ?? [];
  return version && agent && operation ? { version, agent, operation } : undefined;
}

/** The name that a page of a void operation prints as the type of its body, where there is no body. */
export function fallbackName(page: RestPage, errata: Errata): string | undefined {
  const status = successStatus(page);
  const erratum = errata['type-under-status'];
  const name = page.responseBody?.type;
  return name && /^[A-Z]/.test(name) && status && matches(erratum, { status: String(status.status) })
    ? name
    : undefined;
}

export function restContract(
  page: RestPage,
  address: { version: string; agent: string; operation: string },
  context: RestContext,
): RestContract | Problem {
  const { agent, operation, version } = address;
  const { errata, twin } = context;
  const applied: AppliedErratum[] = [];
  const disputes: Dispute[] = [];
  const at = (line: number): Source => ({ evidence: 'table', page: page.page, line });
  const note = (id: string, place: string, line: number) =>
    applied.push({ id, source: { evidence: 'erratum', page: place, line } });

  const status = successStatus(page);
  if (!status) return { kind: 'broken', page: page.page, line: page.line, expected: 'a success status', found: 'none' };
  const request = bodySample(page.request);
  if (request && 'expected' in request) return request;
  const isEmpty = matches(errata['content-after-status'], {
    status: String(status.status),
    content: page.response.sample.body?.text ?? '',
  });
  const response = isEmpty ? undefined : bodySample(page.response);
  if (response && 'expected' in response) return response;
  if (isEmpty) note(errata['content-after-status']?.id ?? '', page.response.page, page.response.sample.body?.line ?? 0);
  const fallback = fallbackName(page, errata);
  if (fallback) note(errata['type-under-status']?.id ?? '', page.page, page.responseBody?.line ?? 0);

  const facts = (place: string): SampleFacts => ({
    at: (line) => ({ evidence: 'sample', page: place, line }),
    isBytes: (value) => matches(errata['bytes-placeholder'], { value }),
  });
  const merge = (
    side: TableSide,
    table: TableBody,
    sample: SampleValue | undefined,
    place: string,
    fact?: TypeFact,
  ): Body => {
    const evidence: BodyEvidence = {
      side,
      page: page.page,
      table,
      ...(sample ? { sample } : {}),
      sampleFacts: facts(place),
      ...(fact && twin ? { twin: { fact, pool: twin.pool } } : {}),
      isFallbackName: (name) => context.fallbackNames.has(name),
    };
    const merged = mergeBody(evidence);
    disputes.push(...merged.disputes);
    return merged.body;
  };

  for (const line of request ? bytesLines(request, errata) : [])
    note(errata['bytes-placeholder']?.id ?? '', page.request.page, line);
  for (const line of response ? bytesLines(response, errata) : [])
    note(errata['bytes-placeholder']?.id ?? '', page.response.page, line);
  const input: 'nothing' | Body = page.requestBody
    ? merge('request', page.requestBody, request, page.request.page, requestTwin(page, request, twin))
    : 'nothing';
  const isVoid = status.status === 204;
  const stated = page.responseBody ?? { type: '', line: status.line };
  const output = isVoid ? 'nothing' : merge('response', stated, response, page.response.page, responseTwin(twin));
  const names = input !== 'nothing' && input.type.kind === 'object' ? input.type.fields.map(({ name }) => name) : [];
  const length = resultLength(page.returns, names, page.page, 'table');

  return {
    protocol: 'rest',
    id: contractId(agent, operation, `rest-${version}`),
    agent,
    operation,
    version,
    path: page.path,
    ...effectOf(context.rules, { agent, operation, isVoid }),
    ...(page.restrictedLine === undefined ? {} : { restricted: at(page.restrictedLine) }),
    ...(page.experimentalLine === undefined ? {} : { experimental: at(page.experimentalLine) }),
    ...(length ? { resultLength: length } : {}),
    method: method(page.method),
    query: page.query.map((parameter) => queryParameter(parameter, at(parameter.line))),
    consumes: page.consumes,
    produces: page.produces,
    input,
    output,
    statuses: page.statuses
      .filter((row) => row.status < 300)
      .map((row) => ({ status: row.status, source: at(row.line) })),
    disputes,
    errata: applied,
    source: at(page.line),
  };
}

function successStatus(page: RestPage): { status: number; line: number } | undefined {
  return page.statuses.find(({ status }) => status >= 200 && status < 300);
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

function bodySample(placed: PlacedSample): SampleValue | Problem | undefined {
  const { body } = placed.sample;
  if (!body) return undefined;
  const reading = readSample(body.text, body.line);
  if (reading.ok) return reading.value;
  return {
    kind: 'broken',
    page: placed.page,
    line: reading.line,
    expected: 'a sample in JSON',
    found: reading.message,
  };
}

function bytesLines(value: SampleValue, errata: Errata): number[] {
  switch (value.kind) {
    case 'string':
      return matches(errata['bytes-placeholder'], { value: value.value }) ? [value.line] : [];
    case 'array':
      return value.items.flatMap((item) => bytesLines(item, errata));
    case 'object':
      return value.members.flatMap((member) => bytesLines(member.value, errata));
    case 'null':
    case 'boolean':
    case 'number':
      return [];
  }
}

/**
 * The twin's arguments as one type: the wrapper itself, or its only argument where the page's body is that
 * argument and not an object around it.
 */
function requestTwin(page: RestPage, sample: SampleValue | undefined, twin: Twin | undefined): TypeFact | undefined {
  if (!twin) return undefined;
  const { input } = twin.operation;
  const wrapper: TypeFact = {
    type: { kind: 'object', fields: input.fields },
    source: twinSource(input.source),
  };
  const [only, ...more] = input.fields;
  if (!only || more.length > 0) return wrapper;
  const type = restType(only.type, twin.pool);
  const bare: TypeFact = {
    type,
    source: twinSource(only.source),
    ...(only.nullable === undefined ? {} : { nullable: only.nullable }),
  };
  const names = page.requestBody?.members?.map(({ name }) => name) ?? [];
  if (sample?.kind === 'array' || names.length === 0) return bare;
  if (names.includes(only.name)) return wrapper;
  const carrier = type.kind === 'named' ? carrierFields(type.name, twin.pool) : [];
  return names.some((name) => carrier.some((field) => field.name === name)) ? bare : wrapper;
}

/** The one result of a SOAP operation; with out-parameters there is no single type to compare with. */
function responseTwin(twin: Twin | undefined): TypeFact | undefined {
  const [only, ...more] = twin?.operation.output.fields ?? [];
  if (!twin || !only || more.length > 0) return undefined;
  return {
    type: restType(only.type, twin.pool),
    source: twinSource(only.source),
    ...(only.nullable === undefined ? {} : { nullable: only.nullable }),
  };
}

function queryParameter(parameter: TableMember, source: Source): QueryParameter {
  const values = /\bEnum:\s*(.+)$/i
    .exec(parameter.text)?.[1]
    ?.split(',')
    .map((value) => value.trim());
  return {
    name: parameter.name,
    type: tableType(parameter.type, 'response').type,
    required: /\*\*Required\*\*/i.test(parameter.text),
    ...(values ? { values } : {}),
    source,
  };
}

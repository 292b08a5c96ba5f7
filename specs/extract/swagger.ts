import type { NamedType, QueryParameter } from '../contract.ts';
import type { TypeFact } from './merge.ts';
import type { Problem } from './problem.ts';
import { isSuccess } from './rest-page.ts';
import { readSample, type SampleValue } from './sample.ts';
import { member, swaggerSchemas, textOf, textsOf, type Schemas } from './swagger-type.ts';

/** What a Swagger 2.0 file says. It is the pages' own source: types, formats and enumerations, no nullability. */
export interface Swagger {
  readonly page: string;
  /** By `operationKey`. */
  readonly operations: ReadonlyMap<string, SwaggerOperation>;
  /** By full name: `SuperOffice.CRM.Services.Associate`. */
  readonly types: ReadonlyMap<string, NamedType>;
}

export interface SwaggerOperation {
  readonly input?: TypeFact;
  readonly output?: TypeFact;
  /** Of the path and of the query. */
  readonly parameters: readonly QueryParameter[];
}

/** Letters of any case and placeholders of any name lead to one operation. */
export function operationKey(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`.toLowerCase();
}

/** Whether a file says of itself that it is a Swagger file. */
export function claimsSwagger(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  // With sorted names the version comes after all paths.
  return /"swagger"\s*:/.test(text.slice(0, 4000)) || /"swagger"\s*:\s*"2\.0"/.test(text);
}

/** `problems` gets what of a readable file cannot be understood. */
export function readSwagger(page: string, text: string, problems: Problem[]): Swagger | Problem {
  const reading = readSample(text.replace(/^\uFEFF/, ''), 1);
  if (!reading.ok) {
    return {
      kind: 'broken',
      rule: 'SWAGGER-FILE',
      page,
      line: reading.line,
      expected: 'a Swagger file in JSON',
      found: reading.message,
    };
  }
  const { value: root } = reading;
  const version = member(root, 'swagger');
  if (textOf(version) !== '2.0') {
    const found = version?.kind === 'string' ? `"${version.value}"` : 'another value';
    return { kind: 'listed', rule: 'PAGE-OTHER', page, line: version?.line ?? 1, expected: 'Swagger "2.0"', found };
  }
  const schemas = swaggerSchemas(page, member(root, 'definitions'), problems);
  const operations = new Map<string, SwaggerOperation>();
  const base = (textOf(member(root, 'basePath')) ?? '').replace(/\/$/, '');
  for (const [path, item] of membersOf(member(root, 'paths'))) {
    const shared = itemsOf(member(item, 'parameters'));
    for (const [method, operation] of membersOf(item)) {
      if (!methods.has(method)) continue;
      const parameters = [...shared, ...itemsOf(member(operation, 'parameters'))];
      operations.set(operationKey(method, base + path), readOperation(operation, parameters, root, schemas));
    }
  }
  return { page, operations, types: schemas.types };
}

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'patch']);

function readOperation(
  operation: SampleValue,
  given: readonly SampleValue[],
  root: SampleValue,
  schemas: Schemas,
): SwaggerOperation {
  const owner = textOf(member(operation, 'operationId')) ?? 'Operation';
  const all = given.map((parameter) => referred(parameter, root));
  const body = all.find((parameter) => textOf(member(parameter, 'in')) === 'body');
  const input = factOf(member(body, 'schema'), `${owner}Request`, schemas);
  const answer = membersOf(member(operation, 'responses')).find(([status]) => isSuccess(Number(status)))?.[1];
  const output = factOf(member(answer && referred(answer, root), 'schema'), `${owner}Response`, schemas);
  return {
    ...(input ? { input } : {}),
    ...(output ? { output } : {}),
    parameters: all.flatMap((parameter) => addressParameter(parameter, owner, schemas)),
  };
}

function factOf(schema: SampleValue | undefined, owner: string, schemas: Schemas): TypeFact | undefined {
  return schema && { type: schemas.typeOf(schema, owner), source: schemas.at(schema) };
}

function addressParameter(parameter: SampleValue, owner: string, schemas: Schemas): QueryParameter[] {
  const place = textOf(member(parameter, 'in'));
  const name = textOf(member(parameter, 'name'));
  if (name === undefined || (place !== 'query' && place !== 'path')) return [];
  const required = member(parameter, 'required');
  const values = textsOf(member(parameter, 'enum'));
  return [
    {
      name,
      type: values.length > 0 ? { kind: 'scalar', scalar: 'string' } : schemas.typeOf(parameter, `${owner}${name}`),
      required: required?.kind === 'boolean' && required.value,
      ...(values.length > 0 ? { values } : {}),
      source: schemas.at(parameter),
    },
  ];
}

/** Parameters and answers may stand once at the top of the file. */
function referred(value: SampleValue, root: SampleValue): SampleValue {
  const [, group, name] = /^#\/(parameters|responses)\/(.+)$/.exec(textOf(member(value, '$ref')) ?? '') ?? [];
  return (group !== undefined && name !== undefined && member(member(root, group), name)) || value;
}

function membersOf(value: SampleValue | undefined): readonly (readonly [string, SampleValue])[] {
  return value?.kind === 'object' ? value.members.map((one) => [one.name, one.value] as const) : [];
}

function itemsOf(value: SampleValue | undefined): readonly SampleValue[] {
  return value?.kind === 'array' ? value.items : [];
}

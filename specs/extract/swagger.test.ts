import { describe, expect, test } from 'vitest';
import type { Field, NamedType, TypeRef } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, wsdl, type RestPageParts } from '../testing/pages.ts';
import { typeName } from './merge.ts';
import type { Problem } from './problem.ts';
import { readSwagger, type Swagger } from './swagger.ts';

const head = { swagger: '2.0', info: { title: 'Fleet', version: 'v1' } };
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

interface Parts {
  readonly definitions?: Readonly<Record<string, unknown>> | undefined;
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

const swaggerText = (parts: Parts): string => JSON.stringify({ ...head, paths: {}, ...parts }, null, 2);

function read(parts: Parts): { swagger: Swagger; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const swagger = readSwagger('s.json', swaggerText(parts), problems);
  if ('expected' in swagger) throw new Error(swagger.found);
  return { swagger, problems };
}

const path = '/api/v1/Agents/Fleet/SaveShip';
const answering = (schema: unknown, parameters: readonly unknown[] = []) => ({
  [path]: { post: { operationId: 'Fleet_SaveShip', parameters, responses: { 200: { description: 'OK', schema } } } },
});

function outputOf(schema: unknown, definitions: Parts['definitions'] = {}): TypeRef | undefined {
  return read({ paths: answering(schema), definitions }).swagger.operations.get(`post ${path.toLowerCase()}`)?.output
    ?.type;
}

function told(type: TypeRef | undefined): string {
  if (type?.kind === 'object')
    return `{ ${type.fields.map((field) => `${field.name} ${told(field.type)}`).join(', ')} }`;
  return type ? typeName(type) : 'none';
}

describe('types and formats', () => {
  test.each<[unknown, string]>([
    [{ type: 'integer', format: 'int32' }, 'int32'],
    [{ type: 'integer', format: 'int64' }, 'int64'],
    [{ type: 'integer' }, 'int32'],
    [{ type: 'number' }, 'double'],
    [{ type: 'number', format: 'double' }, 'double'],
    [{ type: 'number', format: 'float' }, 'float'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'date-time'],
    [{ type: 'string', format: 'byte' }, 'base64'],
    [{ type: 'string', format: 'uuid' }, 'guid'],
    [{ type: 'string', format: 'time-span' }, 'duration'],
    [{ type: 'string', format: 'constructor' }, 'string'],
    [{ type: 'array', items: { type: 'integer', format: 'int32' } }, 'int32[]'],
    [{ type: 'array', items: ref('N.Ship') }, 'N.Ship[]'],
    [{ type: 'array' }, 'unknown[]'],
    [{ type: 'object' }, 'object'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, '{string}'],
    [{ type: 'object', additionalProperties: ref('N.Ship') }, '{N.Ship}'],
    [{ type: 'object', properties: { Name: { type: 'string' } } }, '{ Name string }'],
    [ref('N.Ship'), 'N.Ship'],
    [ref('N.Ships'), 'N.Ship[]'],
    [ref('N.Colour'), 'N.Colour'],
    [ref('N.Any'), 'object'],
    [{ type: 'file' }, 'unknown'],
    [{ type: 5 }, 'unknown'],
    [{}, 'unknown'],
    [7, 'unknown'],
  ])('%j', (schema, expected) => {
    const definitions = {
      'N.Ship': { type: 'object', properties: { Name: { type: 'string' }, Next: ref('N.Ship') } },
      'N.Ships': { type: 'array', items: ref('N.Ship') },
      'N.Colour': { type: 'string', enum: ['Red', 'Blue'] },
      'N.Any': { type: 'object' },
    };
    expect(told(outputOf(schema, definitions))).toBe(expected);
  });
});

describe('definitions', () => {
  const fieldsOf = (type: NamedType | undefined): readonly Field[] => (type?.kind === 'object' ? type.fields : []);

  test('members of what is extended come first', () => {
    const { swagger } = read({
      definitions: {
        Boat: {
          allOf: [ref('Thing'), { properties: { Name: { type: 'string' } } }],
          properties: { Oars: { type: 'integer' } },
        },
        Thing: { type: 'object', properties: { Id: { type: 'integer' } } },
      },
    });
    expect(fieldsOf(swagger.types.get('Boat')).map(({ name }) => name)).toEqual(['Id', 'Name', 'Oars']);
  });

  test('an enumeration that stands inline is named by carrier and member', () => {
    const colour = { type: 'string', enum: ['Red', 'Blue'] };
    const { swagger } = read({
      definitions: { 'N.Ship': { properties: { Colour: colour, Flags: { type: 'array', items: colour } } } },
    });
    expect(fieldsOf(swagger.types.get('N.Ship')).map(({ type }) => typeName(type))).toEqual([
      'N.ShipColour',
      'N.ShipFlags[]',
    ]);
    expect(swagger.types.get('N.ShipColour')).toMatchObject({ kind: 'enum', values: ['Red', 'Blue'] });
  });

  test('every member has the line that it stands on', () => {
    const { swagger } = read({ definitions: { Ship: { properties: { Name: { type: 'string' } } } } });
    const lines = swaggerText({ definitions: { Ship: { properties: { Name: { type: 'string' } } } } }).split('\n');
    const [name] = fieldsOf(swagger.types.get('Ship'));
    expect(lines[(name?.source.line ?? 0) - 1]).toContain('"Name"');
    expect(name?.source).toMatchObject({ evidence: 'swagger', page: 's.json' });
  });

  test.each<[string, unknown, Parts['definitions']]>([
    ['is not there', ref('Nothing'), {}],
    ['is no definition', { $ref: 'other.json#/Ship' }, {}],
    ['refers to itself', ref('A'), { A: ref('B'), B: ref('A') }],
    ['is a list of itself', ref('A'), { A: { type: 'array', items: ref('A') } }],
  ])('what %s is a problem with its line, and an unknown type', (_, schema, definitions) => {
    const { swagger, problems } = read({
      paths: answering({ type: 'object', properties: { A: schema } }),
      definitions,
    });
    const output = [...swagger.operations.values()][0]?.output?.type;
    expect(told(output)).toMatch(/unknown/);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({ kind: 'broken', page: 's.json', expected: 'a definition of this file' });
  });
});

describe('operations', () => {
  const parameter = { name: 'shipId', in: 'query', required: true, type: 'integer', format: 'int32' };

  test('body, answer and parameters, those of the path and shared ones too', () => {
    const { swagger } = read({
      basePath: '/api/',
      parameters: { mode: { name: 'mode', in: 'query', type: 'string', enum: ['Slim', 'Wide'] } },
      responses: { ship: { description: 'OK', schema: { type: 'string' } } },
      paths: {
        '/v1/Fleet/{fleetId}': {
          parameters: [{ name: 'fleetId', in: 'path', required: true, type: 'integer' }],
          put: {
            parameters: [
              { $ref: '#/parameters/mode' },
              { name: 'Accept-Language', in: 'header', type: 'string' },
              { name: 'ship', in: 'body', schema: { type: 'boolean' } },
            ],
            responses: { 404: { schema: { type: 'integer' } }, 200: { $ref: '#/responses/ship' } },
          },
        },
      },
    });
    expect(swagger.operations.get('put /api/v1/fleet/{}')).toMatchObject({
      input: { type: { scalar: 'boolean' } },
      output: { type: { scalar: 'string' } },
      parameters: [
        { name: 'fleetId', required: true, type: { scalar: 'int32' } },
        { name: 'mode', required: false, values: ['Slim', 'Wide'] },
      ],
    });
  });

  test('a page gets from Swagger what it leaves open, and nothing else', () => {
    const table =
      '| Property Name | Type | Description |\n|---|---|---|\n| Name | string | |\n| Hull | Hull | |\n| Crew |  | |\n| Sank | bool | |\n';
    const text = restPage({
      operation: 'Fleet/{fleetId}',
      frontMatter: 'uid: v1Fleet_Get',
      verb: 'GET',
      query: '| shipId |  | Which |',
      response: table,
      sampleResponse: '{"Name": "Ida", "Hull": null, "Crew": null, "Sank": false}',
    });
    const { contracts, types } = extracted({
      'page.md': text,
      'v1.json': swaggerText({
        definitions: {
          'N.Ship': {
            properties: {
              Name: { type: 'string' },
              Hull: ref('N.Hull'),
              Crew: { type: 'array', items: { type: 'string' } },
              Sank: { type: 'integer' },
              New: { type: 'string' },
            },
            required: ['Name', 'Hull'],
          },
          'N.Hull': { properties: { Kind: { type: 'string', enum: ['Wood', 'Steel'] } } },
          'N.Unused': { properties: { Kind: { type: 'string' } } },
        },
        paths: {
          '/api/v1/Fleet/{id}': {
            get: {
              parameters: [{ name: 'id', in: 'path', required: true, type: 'integer' }, parameter],
              responses: { 200: { schema: ref('N.Ship') } },
            },
          },
        },
      }),
    });
    const [contract] = contracts;
    const output = contract?.protocol === 'rest' && contract.output !== 'nothing' ? contract.output.type : undefined;
    expect(told(output)).toBe('{ Name string, Hull Hull, Crew string[], Sank boolean }');
    expect(contract).toMatchObject({
      query: [{ name: 'shipId', required: false, type: { scalar: 'int32' }, source: { evidence: 'table' } }],
      pathParameters: [{ name: 'fleetId', required: true, type: { kind: 'unknown' } }],
      disputes: [{ at: 'output.Sank/type', chosen: { value: 'boolean' }, rejected: { value: 'int32' } }],
    });
    expect(output?.kind === 'object' && output.fields.some(({ nullable }) => nullable !== undefined)).toBe(false);
    const pool = types.get('rest-v1-resources');
    expect([...(pool?.keys() ?? [])]).toEqual(['Hull', 'HullKind']);
    expect(pool?.get('HullKind')).toMatchObject({ kind: 'enum', values: ['Wood', 'Steel'] });
  });

  describe('beside a twin', () => {
    const twin = wsdl({
      response: '<xs:element minOccurs="0" name="Response" nillable="true" type="tns:Ship" />',
      types: `<xs:complexType name="Ship"><xs:sequence><xs:element minOccurs="0" name="Name" nillable="true" type="tns:Colour"/></xs:sequence></xs:complexType>
<xs:simpleType name="Colour"><xs:list><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="Red"/><xs:enumeration value="Blue"/></xs:restriction></xs:simpleType></xs:list></xs:simpleType>`,
    });
    const colour = { type: 'string', enum: ['Blue', 'Red'] };
    const swagger = swaggerText({
      paths: answering(ref('N.Ship')),
      definitions: { 'N.Ship': { properties: { Name: colour, Second: colour, Next: ref('N.Ship') } } },
    });
    const parts: RestPageParts = {
      response:
        '| Property Name | Type | |\n|---|---|---|\n| Name | string | |\n| Second | string | |\n| Next | Ship | |\n',
      sampleResponse: '{"Name": "Red", "Second": "Red", "Next": null}',
    };

    test('the twin comes first, Swagger where it is silent; types of one name are one type', () => {
      const { contracts, types } = extracted({ 'p.md': restPage(parts), 't.xml': twin, 's.json': swagger });
      const [contract] = contracts;
      const output = contract?.protocol === 'rest' && contract.output !== 'nothing' ? contract.output.type : undefined;
      expect(told(output)).toBe('{ Name Colour, Second Colour, Next Ship }');
      expect(output?.kind === 'object' && output.fields.map(({ typeSource }) => typeSource?.evidence)).toEqual([
        'twin',
        'swagger',
        'swagger',
      ]);
      // Swagger cannot tell flags from other enumerations.
      expect(types.get('rest-v1')?.get('Colour')?.kind).toBe('flags');
      expect(contract?.disputes).toEqual([]);
    });
  });
});

describe('files', () => {
  test.each<[string, string, Partial<Problem>]>([
    ['cut off', swaggerText({}).slice(0, -20), { kind: 'broken', expected: 'a Swagger file in JSON' }],
    ['of another version', '{"swagger": "1.2"}', { kind: 'listed', expected: 'Swagger "2.0"', found: '"1.2"' }],
    ['with a version that is none', '{\n"swagger": 2}', { kind: 'listed', line: 2, found: 'another value' }],
  ])('%s', (_, text, problem) => {
    expect(extracted({ 's.json': text }).problems).toMatchObject([{ page: 's.json', ...problem }]);
  });

  test('with its version at the end', () => {
    const { swagger: version, ...parts } = head;
    const text = JSON.stringify({
      ...parts,
      host: 'h'.repeat(5000),
      paths: answering({ type: 'integer' }),
      swagger: version,
    });
    const page = restPage({ responseBody: '', response: '', sampleResponse: '' });
    const { contracts } = extracted({ 's.json': text, 'a.md': page });
    expect(contracts).toMatchObject([{ output: { type: { kind: 'scalar', scalar: 'int32' } } }]);
  });

  test('with a byte order mark', () => {
    expect(extracted({ 's.json': `\uFEFF${swaggerText({})}` }).problems).toEqual([]);
  });

  test.each(['{"name": "settings"}', '{', '[]', ''])('%j is no Swagger file, and no page', (text) => {
    expect(extracted({ 's.json': text }).problems).toEqual([]);
  });

  test.each([
    { paths: 5 },
    { paths: { '/x': 5 } },
    { paths: { '/x': { get: 5 } } },
    { definitions: [] },
    { paths: { '/x': { get: { parameters: {}, responses: [] } } } },
  ])('%j is read without an error', (parts) => {
    expect(read(parts as Parts).problems).toEqual([]);
  });
});

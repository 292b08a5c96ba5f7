import { describe, expect, test } from 'vitest';
import type { RestContract } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, type RestPageParts } from '../testing/pages.ts';
import { typeName } from './merge.ts';

function contractOf(text: string, more: Readonly<Record<string, string>> = {}): RestContract {
  const { contracts, problems } = extracted({ 'page.md': text, ...more });
  const [contract] = contracts;
  if (contract?.protocol !== 'rest')
    throw new Error(problems.map((problem) => `${problem.line}: ${problem.expected}, ${problem.found}`).join('\n'));
  return contract;
}

function outputOf(parts: RestPageParts): string {
  const { output } = contractOf(restPage(parts));
  if (output === 'nothing') return output;
  const type = output.type.kind === 'array' ? output.type.items : output.type;
  const members =
    type.kind === 'object' ? `: ${type.fields.map((field) => `${field.name} ${typeName(field.type)}`).join(', ')}` : '';
  return typeName(output.type) + members;
}

test('a page becomes a contract with the place of every fact', () => {
  const text = restPage({ query: '| shipId | int32 | **Required** The ship |\n| kind | string | Enum: Sail, Steam |' });
  const line = (part: string) => text.split('\n').findIndex((one) => one.includes(part)) + 1;
  const at = (part: string) => ({ evidence: 'table', page: 'page.md', line: line(part) });
  expect(contractOf(text)).toMatchObject({
    id: 'Fleet.SaveShip/rest-v1',
    agent: 'Fleet',
    operation: 'SaveShip',
    version: 'v1',
    method: 'POST',
    path: '/api/v1/Agents/Fleet/SaveShip',
    effect: 'write',
    statuses: [{ status: 200, source: at('| 200 |') }],
    query: [
      { name: 'shipId', required: true, type: { scalar: 'int32' }, source: at('| shipId |') },
      { name: 'kind', required: false, values: ['Sail', 'Steam'] },
    ],
    consumes: ['application/json'],
    produces: ['application/json', 'text/xml'],
    disputes: [],
    errata: [{ id: 'REST-QUERY-LEFT-OUT' }],
    source: at('POST /api/v1/Agents/Fleet/SaveShip'),
  });
});

test.each([
  ['| shipId | int32 | **Required** The ship |', '', ['REST-QUERY-LEFT-OUT']],
  ['| shipId | int32 | **Required** The ship |', '?shipId=1', []],
  ['| shipId | int32 | **Required** The ship |', '?$select=name&ShipID=1', []],
  ['| shipId | int32 | **Required** The ship |', '?ship=1', ['REST-QUERY-LEFT-OUT']],
  ['| shipId | int32 | The ship |', '', []],
])('a sample request that leaves out what is required has an erratum: %s %s', (query, given, ids) => {
  const text = restPage({ query });
  const sample = text.lastIndexOf('POST /api/v1/Agents/Fleet/SaveShip');
  const end = text.indexOf('\n', sample);
  const { errata } = contractOf(text.slice(0, end) + given + text.slice(end));
  const line = text.slice(0, sample).split('\n').length;
  expect(errata).toEqual(ids.map((id) => ({ id, source: { evidence: 'erratum', page: 'page.md', line } })));
});

test.each([
  ['What it becomes: string or object.', { kind: 'unknown' }],
  ['An object or a string.', { kind: 'unknown' }],
  ['What it becomes.', { kind: 'unknown', shape: 'object' }],
])('a member called an object is one unless its description knows better: %s', (text, type) => {
  const request = `| Property Name | Type | Description |\n|---|---|---|\n| Value | Object | ${text} |\n`;
  const { input } = contractOf(restPage({ request, sampleRequest: '{ "Value": {} }' }));
  const [field] = input === 'nothing' || input.type.kind !== 'object' ? [] : input.type.fields;
  expect(field?.type).toEqual(type);
});

test('examples in the description are not the page’s own, where their language does not say so', () => {
  const before = [
    '```\nGET /api/v1/Other/Thing\n```',
    '```\nPOST /api/v1/Other/Thing\nAccept: text/plain\n\n{ "Other": 1 }\n```',
    '```\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\n{ "Other": 1 }\n```',
  ].join('\n\n');
  const facts = (contract: RestContract): string =>
    JSON.stringify(contract, (key, value: unknown) => (/source$/i.test(key) ? undefined : value));
  expect(facts(contractOf(restPage({ before })))).toEqual(facts(contractOf(restPage())));
});

describe('marks in the description', () => {
  test.each([
    ['## Online Restricted: ## The agent is not there.', 'restricted'],
    ['<para /><b>Online Restricted:</b> The agent is not there.', 'restricted'],
    ['## Experimental: ## May change.', 'experimental'],
  ] as const)('%s', (before, mark) => {
    const contract = contractOf(restPage({ before }));
    expect(contract[mark]).toMatchObject({ page: 'page.md', line: 12 });
    expect(contract[mark === 'restricted' ? 'experimental' : 'restricted']).toBeUndefined();
  });
});

describe('layouts of the generations', () => {
  test('a sample may lack the empty line above its body', () => {
    const page = restPage();
    const tight = page.replace(/\n\n(?=\{\n)/g, '\n');
    expect(tight.length).toBe(page.length - 2);
    const pairOf = (text: string) => {
      const pair = extracted({ 'a.md': text }).documented.get('Fleet.SaveShip/rest-v1')?.();
      return [pair?.request.body, pair?.request.headers, pair?.response.body, pair?.response.headers];
    };
    expect(pairOf(tight)).toEqual(pairOf(page));
  });

  const table = '| Property Name | Type |  Description |\n|---|---|---|\n| Name | string | |\n';
  test.each<[string, RestPageParts, string]>([
    ['a title without a type', {}, 'object: Name string'],
    [
      'a title with a type',
      { responseTitle: '## Response:Ship', responseBody: '### Response body: Ship' },
      'object: Name string',
    ],
    [
      'a body title that is plain text',
      {
        responseTitle: '## Response: array',
        responseBody: 'Response body: array',
        sampleResponse: '[\n{"Name": "a"}\n]',
      },
      'object[]: Name string',
    ],
    ['a body title of another level', { responseBody: '## Response body: Ship' }, 'object: Name string'],
    ['a body title in plain text with other spaces', { responseBody: 'Response body:   Ship' }, 'object: Name string'],
    ['an empty type', { response: table.replace('string', '') }, 'object: Name string'],
    [
      'an array of carriers',
      { responseBody: '### Response body: array', sampleResponse: '[{"Name": "a"}]' },
      'object[]: Name string',
    ],
    ['a scalar', { responseBody: '### Response body: int32', response: '', sampleResponse: '312' }, 'int32'],
    [
      'an array of scalars',
      { responseBody: '### Response body: array', response: '', sampleResponse: '[1, 2]' },
      'int32[]',
    ],
    [
      'a dictionary',
      { responseBody: '### Response body: object', response: '', sampleResponse: '{"fieldName": {"A": 1}}' },
      '{object}',
    ],
    [
      'bytes',
      {
        responseBody: '### Response body: byte',
        response: '',
        sampleResponse: '"GIF89....File contents as raw bytes..."',
      },
      'base64',
    ],
  ])('%s', (_, parts, expected) => {
    expect(outputOf(parts)).toBe(expected);
  });

  test('samples in files of their own', () => {
    const whole = restPage();
    const [page = '', request = '', response = ''] = whole.split(/## Sample \w+\n\n/);
    const included = contractOf(`${page}## Sample request\n\n[!include[r](r.md)]\n\n[!include[a](a.md)]\n`, {
      'r.md': request.trim(),
      'a.md': response,
    });
    expect({ ...included, source: 0 }).toEqual({ ...contractOf(whole), source: 0 });
  });

  test('samples without titles', () => {
    expect(contractOf(restPage().replace(/## Sample \w+\n/g, ''))).toEqual({ ...contractOf(restPage()) });
  });

  test('`DEL` in the title: the operation line says the verb', () => {
    const text = restPage({ verb: 'DELETE' }).replace('# DELETE', '# DEL');
    expect(contractOf(text).method).toBe('DELETE');
  });
});

describe('a void operation', () => {
  const parts: RestPageParts = {
    status: '204',
    accept: '',
    responseBody: '### Response body: TableRight',
    response: '',
    sampleResponse: 'null',
  };

  test('has no output, and says which errata made it so', () => {
    const contract = contractOf(restPage(parts));
    expect(contract).toMatchObject({ output: 'nothing', produces: [] });
    expect(contract.errata.map(({ id }) => id)).toEqual(['REST-CONTENT-AFTER-204', 'REST-FALLBACK-TYPE-NAME']);
  });

  test('names the type that stands for types without a description, on all pages', () => {
    const other = restPage({
      operation: 'Agents/Fleet/GetShip',
      response:
        '| Property Name | Type |  Description |\n|---|---|---|\n| Cargo | Nameless | |\n| Nameless | Nameless | |\n',
      sampleResponse: '{\n"Cargo": "a", "Nameless": "b"}',
    });
    const disputes = (name: string) => {
      const pages = { 'a.md': restPage({ ...parts, responseBody: `### Response body: ${name}` }), 'b.md': other };
      return extracted(pages).contracts.flatMap((contract) => contract.disputes.map(({ at }) => at));
    };
    expect(disputes('Nameless')).toEqual(['output.Nameless/type']);
    expect(disputes('Another')).toEqual(['output.Cargo/type', 'output.Nameless/type']);
  });
});

describe('what is broken is a problem with its line, and no contract', () => {
  const whole = restPage();
  const line = (part: string) => whole.split('\n').findIndex((one) => one.includes(part)) + 1;
  test.each<[string, string, number, string]>([
    ['an open fence', whole.slice(0, -3), line('```http_'), 'a fence that is closed'],
    ['no sample answer', whole.replace(/## Sample response[^]*/, ''), 0, 'a sample response'],
    ['no sample request', whole.replace(/```http![^]*?```/, ''), 0, 'a sample request'],
    [
      'no statuses',
      whole.replace('| Response | Description |', '| Result | Description |'),
      0,
      'a table of response statuses',
    ],
    ['a status that is none', whole.replace('| 200 |', '| yes |'), line('| 200 |'), 'a status'],
    ['no success', whole.replace('| 200 |', '| 404 |'), line('| Response |'), 'a success status'],
    [
      'no request headers',
      whole.replace(/## Request Headers[^]*?(?=## Request Body)/, ''),
      0,
      'a table under "Request Headers"',
    ],
    ['no operation line', whole.replace(/```http\nPOST [^\n]*\n```\n/g, ''), 1, 'an operation line'],
    [
      'no operation line but an example of its query',
      whole.replace(/```http\nPOST [^\n]*\n```\n/, ''),
      1,
      'an operation line',
    ],
    [
      'a sample that is no JSON',
      whole.replace('"Ida"\n}\n```\n\n##', '"Ida",\n}\n```\n\n##'),
      line('"Ida"') + 1,
      'a sample in JSON',
    ],
    [
      'an include that is not there',
      `${whole}\n[!include[x](../none.md)]`,
      whole.split('\n').length + 1,
      'the included file',
    ],
    ['a page cut off after its title', whole.slice(0, whole.indexOf('```http')), 1, 'an operation line'],
  ])('%s', (_, text, at, expected) => {
    const { contracts, problems } = extracted({ 'page.md': text });
    expect(contracts).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'broken', page: 'page.md' }]);
    expect(problems[0]?.expected).toContain(expected);
    if (at > 0) expect(problems[0]?.line).toBe(at);
  });

  test('a page of another kind is listed and not broken', () => {
    expect(extracted({ 'index.md': '---\ntitle: Fleet\n---\n\n```http\n/api/v1/Fleet\n```\n' }).problems).toMatchObject(
      [{ kind: 'listed', page: 'index.md' }],
    );
  });

  test('an operation that two pages describe is taken from the first', () => {
    const { contracts, problems } = extracted({ 'b.md': whole, 'a.md': whole });
    expect(contracts).toMatchObject([{ source: { page: 'a.md' } }]);
    expect(problems).toMatchObject([{ kind: 'listed', page: 'b.md' }]);
  });
});

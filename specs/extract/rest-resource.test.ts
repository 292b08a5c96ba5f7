import { describe, expect, test } from 'vitest';
import type { RestContract } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, type RestPageParts } from '../testing/pages.ts';
import { addressOf } from './rest-address.ts';

function contractOf(parts: RestPageParts): RestContract {
  const { contracts, problems } = extracted({ 'page.md': restPage(parts) });
  const [contract] = contracts;
  if (contract?.protocol !== 'rest') throw new Error(JSON.stringify(problems));
  return contract;
}

const pathTable = `| Path Part | Type | Description |
|-----------|------|-------------|
| size | Enum: Small, Large | How large **Required** |
| harbourId | int32 | Where **Required** |
`;

test('a resource is a contract of a generation of its own', () => {
  const contract = contractOf({
    verb: 'PUT',
    operation: 'Harbour/{harbourId}/Ships/{size}',
    frontMatter: 'uid: v1HarbourEntity_PutShips',
    before: pathTable,
    query: '| $mode | Enum: Slim, Wide | How much |\n| shipId | int32 | **Required** Which |',
  });
  expect(contract).toMatchObject({
    id: 'Harbour.PutShips/rest-v1-resources',
    agent: 'Harbour',
    operation: 'PutShips',
    version: 'v1-resources',
    method: 'PUT',
    path: '/api/v1/Harbour/{harbourId}/Ships/{size}',
    effect: 'write',
    effectRule: 'method:put',
    query: [
      { name: '$mode', required: false, type: { kind: 'scalar', scalar: 'string' }, values: ['Slim', 'Wide'] },
      { name: 'shipId', required: true, type: { scalar: 'int32' } },
    ],
    pathParameters: [
      { name: 'harbourId', required: true, type: { scalar: 'int32' }, source: { line: 15 } },
      { name: 'size', required: true, type: { scalar: 'string' }, values: ['Small', 'Large'], source: { line: 14 } },
    ],
  });
});

test('the operation line is the authority: verb and names of the title are short forms', () => {
  const text = restPage({ verb: 'DELETE', operation: 'Harbour/{harbourId}', frontMatter: 'uid: v1Harbour_Delete' });
  const titled = text.replace('# DELETE Harbour/{harbourId}', '# DEL Harbour/{id}');
  const [contract] = extracted({ 'page.md': titled }).contracts;
  expect(contract).toMatchObject({ method: 'DELETE', path: '/api/v1/Harbour/{harbourId}' });
  // Nothing says of what type it is.
  expect(contract).toMatchObject({ pathParameters: [{ name: 'harbourId', type: { kind: 'unknown' } }] });
});

test('an agent’s operation has no parameters in its path', () => {
  expect(contractOf({})).not.toHaveProperty('pathParameters');
});

describe('the names of a resource', () => {
  test.each<[uid: string | undefined, path: string, expected: string, page?: string]>([
    ['v1ContactEntity_GetAll', 'Contact', 'Contact.GetAll'],
    ['v1Batch_StartBatchJob', 'BatchTask', 'Batch.StartBatchJob'],
    ['v1ContactEntity_SaveImage_POST', 'Contact/{contactId}/Image', 'Contact.SaveImage_POST'],
    ['v1ListEntity_GetListEntity', 'List/{id}', 'List.GetListEntity'],
    ['v1BusinessList_GetAll', 'List/Business/Items', 'List_Business.GetAll'],
    ['v1WebPanelEntityList_GetAll', 'List/WebPanel/Items', 'List_WebPanel.GetAll'],
    ['v1ListItemEntity_GetAll', 'List/{id}/Items', 'List_Item.GetAll'],
    ['v1MDOList_GetMDOList', 'MDOList/{name}', 'List_MDO.GetMDOList'],
    [undefined, 'Contact', 'Contact.GET'],
    [undefined, 'Contact', 'Contact.GetAll', 'docs/v1ContactEntity_GetAll.md'],
    ['v1ContactEntity_GetAll', 'Contact', 'Contact.GetAll', 'docs/v1Other_Name.md'],
    [undefined, 'Contact/{contactId}/Image', 'Contact.GET_contactId_Image'],
    ['contact-image', 'Contact/{contactId}/Image', 'Contact.GET_contactId_Image'],
  ])('%s of %s: %s', (uid, path, expected, page = 'page.md') => {
    const { version, agent, operation, isAgent } = addressOf({
      page,
      method: 'GET',
      path: `/api/v1/${path}`,
      ...(uid === undefined ? {} : { uid }),
    });
    expect([`${agent}.${operation}`, version, isAgent]).toEqual([expected, 'v1-resources', false]);
  });
});

describe('what a resource does is told by its verb', () => {
  test.each([
    ['GET', 'v1Harbour_Anything', 'read'],
    ['PUT', 'v1Harbour_GetShips', 'write'],
    ['PATCH', 'v1Harbour_GetShips', 'write'],
    ['DELETE', 'v1Harbour_GetShips', 'write'],
    ['POST', 'v1Harbour_GetShips', 'read'],
    ['POST', 'v1Harbour_SendShips', 'send'],
    ['POST', 'v1Harbour_Anything', 'write'],
  ])('%s %s: %s', (verb, uid, effect) => {
    expect(contractOf({ verb, operation: 'Harbour', frontMatter: `uid: ${uid}` }).effect).toBe(effect);
  });
});

describe('a body that neither table nor sample shows', () => {
  const unshown = (title: string, sentence: string): RestPageParts => ({
    operation: 'Agents/Fleet/GetShipList',
    requestTitle: title,
    request: sentence,
    sampleRequest: '',
  });

  test.each([
    ['## Request Body: shipIds ', 'The primary keys. '],
    ['Request Body: shipIds', 'The primary keys.'],
    ['## Request Body: shipIds', 'Ids of the ships'],
  ])('%s, %s: keys are int32', (title, sentence) => {
    const contract = contractOf(unshown(title, sentence));
    expect(contract.input).toMatchObject({
      type: { kind: 'array', items: { kind: 'scalar', scalar: 'int32' } },
      source: { evidence: 'erratum' },
    });
    expect(contract.errata).toMatchObject([{ id: 'REST-BODY-SHOWN-NOWHERE' }]);
    expect(contract.disputes).toEqual([]);
  });

  test.each([
    ['## Request Body: shipIds', ''],
    ['## Request Body: shipNames', 'Names of the ships'],
    ['## Request Body: image binary', 'A picture'],
  ])('%s, %s: unknown, and said so', (title, sentence) => {
    const contract = contractOf(unshown(title, sentence));
    expect(contract.input).toMatchObject({ type: { kind: 'unknown' } });
    expect(contract.errata).toEqual([]);
    expect(contract.disputes).toMatchObject([
      {
        at: 'input/type',
        chosen: { value: 'unknown', source: { evidence: 'table' } },
        rejected: { value: 'nothing', source: { evidence: 'sample' } },
      },
    ]);
  });

  test('no heading and no sample is no body', () => {
    expect(contractOf({ requestTitle: '', request: '', sampleRequest: '' }).input).toBe('nothing');
    expect(contractOf({ requestTitle: '', request: '', sampleRequest: 'null' }).input).toBe('nothing');
  });
});

describe('table and sample list the same members', () => {
  test.each([
    ['{"Name": "a", "Crew": 3}', 'output.Crew', 'not listed', 'shown'],
    ['{"Crew": 3}', 'output.Name', 'listed', 'not shown'],
  ])('%s', (sampleResponse, at, chosen, rejected) => {
    const { disputes } = contractOf({ sampleResponse });
    expect(disputes).toContainEqual({
      at,
      chosen: { value: chosen, source: expect.objectContaining({ evidence: 'table' }) },
      rejected: { value: rejected, source: expect.objectContaining({ evidence: 'sample' }) },
    });
  });

  test.each(['null', '{}'])('%s says nothing of members', (sampleResponse) => {
    expect(contractOf({ sampleResponse }).disputes).toEqual([]);
  });
});

test('a dictionary is titled `object`; the table then lists the members of its values', () => {
  const { output, disputes } = contractOf({
    responseTitle: '## Response:object',
    responseBody: '### Response body: object',
    sampleResponse: '{"fieldName": {"Name": "a"}}',
  });
  expect(output).toMatchObject({
    type: { kind: 'map', values: { kind: 'object', fields: [{ name: 'Name', type: { scalar: 'string' } }] } },
  });
  expect(disputes).toEqual([]);
});

test('a body that a sample of a void operation prints is a dispute', () => {
  const { output, disputes } = contractOf({ status: '204', accept: '', sampleResponse: '{"Name": "a"}' });
  expect(output).toBe('nothing');
  expect(disputes).toMatchObject([{ at: 'output', chosen: { value: 'nothing' }, rejected: { value: 'a body' } }]);
});

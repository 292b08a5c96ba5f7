import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { body, element, member, named, scalar, soapContract, soapPool } from '../schemas/testing/contracts.ts';
import { fileOf, schemasOfWsdl, xsdValidator } from '../schemas/testing/libxml2.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Contract, Generation, RestContract, Types } from '../specs/contract.ts';
import { catalogueFiles } from '../specs/store/files.ts';
import { filesOfIndex, openFolder } from './replace-folder.ts';
import { schemaFolderFiles } from './schema-files.ts';
import { soconform } from './testing/command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'schemas-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folder = '';
let out = '';
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'case-'));
  out = join(folder, 'made', 'schemas');
});

/** All files below a folder with their content. */
function tree(root: string): Record<string, string> {
  if (!existsSync(root)) return {};
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? [[path.slice(root.length + 1), readFileSync(path, 'utf8')] as const] : [];
  });
  return Object.fromEntries(found.sort(([left], [right]) => (left < right ? -1 : 1)));
}

const source = { evidence: 'table', page: 'page.md', line: 1 } as const;
const rest: RestContract = {
  protocol: 'rest',
  id: 'Fleet.GetShip/rest-v1',
  agent: 'Fleet',
  operation: 'GetShip',
  version: 'v1',
  path: '/api/v1/Agents/Fleet/GetShip',
  effect: 'read',
  effectRule: 'test',
  disputes: [],
  errata: [],
  source,
  method: 'POST',
  query: [],
  consumes: ['application/json'],
  produces: ['application/json'],
  input: 'nothing',
  output: body({ kind: 'array', items: named('Ship') }),
  statuses: [{ status: 200, source }],
};
const restTypes: Types = new Map([
  [
    'Ship',
    {
      kind: 'object',
      name: 'Ship',
      fields: [member('Length', scalar('int64')), member('Next', named('Ship'))],
      source,
    },
  ],
]);
const soap = soapContract([element('Nodes', named('ArrayOfNode'), true)], [element('Response', scalar('guid'), false)]);

/** A catalogue with a resource, a void operation and a body that no source states. */
const contracts: readonly Contract[] = [
  rest,
  { ...rest, id: 'Fleet.Sink/rest-v1', operation: 'Sink', output: 'nothing', statuses: [{ status: 204, source }] },
  {
    ...rest,
    id: 'Fleet.Guess/rest-v1',
    operation: 'Guess',
    input: body({ kind: 'unknown' }),
    output: body(scalar('any')),
  },
  {
    ...rest,
    id: 'Ship.GetAll/rest-v1-resources',
    agent: 'Ship',
    operation: 'GetAll',
    version: 'v1-resources',
    method: 'GET',
    path: '/api/v1/Ship/{id}',
    query: [{ name: '$filter', type: scalar('string'), required: false, source }],
  },
  soap,
];
const types: ReadonlyMap<Generation, Types> = new Map([
  ['rest-v1', restTypes],
  ['rest-v1-resources', restTypes],
  ['soap-Services86', soapPool],
]);

const anyFolder = { what: 'any folder', index: 'catalogue.json', filesOf: filesOfIndex('soconform.catalogue/1') };

function catalogue(of: readonly Contract[] = contracts): string {
  const dir = join(folder, 'catalogue');
  openFolder(dir, anyFolder).replace(catalogueFiles({ contracts: of, types, documented: new Map() }));
  return dir;
}

describe('schemas of a whole catalogue', () => {
  test('are one file for each body and two for each service, resources apart', async () => {
    const ended = await soconform(['schemas', '--catalogue', catalogue(), '--out', out]);
    expect(ended).toEqual({ code: 0, stdout: `8 schemas of 5 contracts written to ${out}\n`, stderr: '' });
    expect(Object.keys(tree(out))).toEqual([
      'rest-v1-resources/Ship/GetAll.response.schema.json',
      'rest-v1/Fleet/GetShip.response.schema.json',
      'rest-v1/Fleet/Guess.request.schema.json',
      'rest-v1/Fleet/Guess.response.schema.json',
      'schemas.json',
      ...['-Arrays.xsd', '-Serialization.xsd', '.wsdl', '.xsd'].map((end) => `soap-Services86/${soap.agent}${end}`),
    ]);
  });

  test('stand where list says that the contracts are', async () => {
    const dir = catalogue();
    await soconform(['schemas', '--catalogue', dir, '--out', out]);
    const { stdout } = await soconform(['list', 'contracts', '--json', '--catalogue', dir]);
    const listed = JSON.parse(stdout) as { agent: string; operation: string; path: string; void: boolean }[];
    const resource = listed.find(({ path }) => path === '/api/v1/Ship/{id}');
    expect(resource).toMatchObject({
      id: 'Ship.GetAll/rest-v1-resources',
      method: 'GET',
      query: [{ name: '$filter', required: false }],
    });
    expect(
      existsSync(join(out, `rest-v1-resources/${resource?.agent}/${resource?.operation}.response.schema.json`)),
    ).toBe(true);
  });

  test('of what no source states is the empty schema', async () => {
    await soconform(['schemas', '--catalogue', catalogue(), '--out', out]);
    expect(tree(out)['rest-v1/Fleet/Guess.request.schema.json']).toBe('{}\n');
    expect(tree(out)['rest-v1/Fleet/Guess.response.schema.json']).toBe('{}\n');
  });

  test('have the ends of 64 bits to the last digit', async () => {
    await soconform(['schemas', '--catalogue', catalogue(), '--out', out]);
    const text = tree(out)['rest-v1/Fleet/GetShip.response.schema.json'] ?? '';
    expect(text).toContain('"minimum": -9223372036854775808, "maximum": 9223372036854775807');
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(text) as object);
    expect(validate([{ Length: 2 ** 40, Next: { Length: 1, Next: null } }])).toBe(true);
    expect(validate([{ Length: 2 ** 70, Next: null }])).toBe(false);
  });

  test('are the same again, byte for byte, and nothing of another selection is left', async () => {
    const dir = catalogue();
    await soconform(['schemas', '--catalogue', dir, '--out', out]);
    const before = tree(out);
    await soconform(['schemas', '--catalogue', dir, '--out', out, '--protocol', 'soap']);
    expect(Object.keys(tree(out)).filter((path) => path.startsWith('rest'))).toEqual([]);
    await soconform(['schemas', '--catalogue', dir, '--out', out]);
    expect(tree(out)).toEqual(before);
    expect(readdirSync(dirname(out))).toEqual(['schemas']);
  });
});

describe('the folder is replaced whole or not at all', () => {
  test.each<[string, () => void, string]>([
    ['somebody’s work', () => writeFileSync(join(out, 'notes.txt'), 'mine'), 'a folder without schemas.json'],
    ['another schemas.json', () => writeFileSync(join(out, 'schemas.json'), '{}'), 'another schemas.json'],
  ])('%s is never replaced', async (_, make, found) => {
    mkdirSync(out, { recursive: true });
    make();
    const before = tree(folder);
    const { code, stderr } = await soconform(['schemas', '--set', 'core', '--out', out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(found)]);
    expect(tree(folder)).toEqual(before);
  });

  test('schemas with somebody’s work among them are never replaced', async () => {
    await soconform(['schemas', '--set', 'core', '--out', out]);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    const { code, stderr } = await soconform(['schemas', '--set', 'core', '--out', out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('"notes.txt" in it')]);
  });

  test('a name that would lead out of the folder ends it, and nothing was written', async () => {
    const dir = catalogue([rest]);
    await soconform(['schemas', '--catalogue', dir, '--out', out]);
    const before = tree(dirname(out));
    const odd = catalogue([{ ...rest, id: 'Fleet....x/rest-v1', operation: '...x' }, rest]);
    const { code, stderr } = await soconform(['schemas', '--catalogue', odd, '--out', out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected a name that a file can have')]);
    expect(tree(dirname(out))).toEqual(before);
  });

  test.each(['../up', 'a\\b', '.hidden', 'a:b', 'a\u0000b', ''])('no file is called %j', (operation) => {
    const made = (): unknown => [...schemaFolderFiles([{ ...rest, operation }], () => restTypes)];
    expect(made).toThrow('expected a name that a file can have');
  });

  test('a filter that matches nothing writes nothing', async () => {
    const { code } = await soconform(['schemas', '--agent', 'Nobody', '--out', out]);
    expect([code, existsSync(dirname(out))]).toEqual([2, false]);
  });
});

describe('the committed schemas of the core set', () => {
  const committed = tree(resolve(import.meta.dirname, '../schemas/derived'));

  test('are what soconform schemas makes, byte for byte', async () => {
    expect((await soconform(['schemas', '--set', 'core', '--out', out])).code).toBe(0);
    expect(tree(out)).toEqual(committed);
  });

  const schemas = Object.entries(committed).filter(([path]) => path.endsWith('.schema.json'));
  test.each(schemas)('%s compiles by stock ajv and refers to nothing outside', (_, text) => {
    new Ajv2020({ strict: true }).compile(JSON.parse(text) as object);
    expect((text.match(/"\$ref": "[^#]/g) ?? []).length).toBe(0);
    expect(text).not.toContain('"$id"');
  });

  const services = Object.keys(committed).filter((path) => path.endsWith('.wsdl'));
  test.each(services)('%s and its XSD are loaded by libxml2', (path) => {
    const folderOf = dirname(path);
    const files = Object.entries(committed).flatMap(([file, text]) =>
      dirname(file) === folderOf && file.endsWith('.xsd') ? [[file.slice(folderOf.length + 1), text] as const] : [],
    );
    const main = path.slice(folderOf.length + 1).replace('.wsdl', '.xsd');
    xsdValidator(Object.fromEntries(files), main);
    const namespace = openCatalogue().summaries.find(({ version }) => folderOf === `soap-${version}`)?.namespace ?? '';
    xsdValidator(schemasOfWsdl(committed[path] ?? ''), fileOf(namespace));
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import { respond } from '../fixtures/emulator/respond.ts';
import { casesOf } from '../fixtures/generate.ts';
import { ticketPlaceholder } from '../fixtures/case.ts';
import { fileOf, schemasOfWsdl, xsdValidator } from '../schemas/testing/libxml2.ts';
import { differences, wsdlShape } from '../schemas/testing/wsdl-shape.ts';
import { catalogueOf, type Catalogue } from '../specs/catalogue.ts';
import { generationOf, type Contract } from '../specs/contract.ts';
import { extractCatalogue } from '../specs/extract/extract.ts';
import { rules } from '../specs/testing/extraction.ts';
import { archive, reference } from '../specs/testing/reference.ts';
import { readDocs } from './read-docs.ts';
import { schemaFolderFiles } from './schema-files.ts';

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

let folder = '';
let catalogue: Catalogue;
let contracts: readonly Contract[] = [];
let files: ReadonlyMap<string, string> = new Map();

beforeAll(() => {
  if (!('folder' in reference)) return;
  folder = archive(reference.folder);
  const docs = readDocs([folder]);
  const extraction = extractCatalogue(docs.files, rules, docs.include);
  ({ contracts } = extraction);
  catalogue = catalogueOf({ name: 'archive', contracts, types: extraction.types });
  files = new Map(schemaFolderFiles(contracts, catalogue.types));
}, 180_000);

/** Bodies that the emulator answers to the generated cases of a contract. */
function answers(contract: Contract): readonly string[] {
  const { user, password, ticket } = defaultCredentials;
  const authorization = `Basic ${btoa(`${user}:${password}`)}`;
  const cases = casesOf(contract, catalogue.types(generationOf(contract)), { seed: 1 });
  return cases.flatMap(({ asks, name, request }) => {
    if (asks !== 'operation' || !/^generated|^arrays/.test(name)) return [];
    const body = new TextEncoder().encode(request.body?.replace(ticketPlaceholder, ticket) ?? '');
    const headers = { ...request.headers, authorization };
    const { body: answer } = respond(catalogue, { ...request, url: request.path, headers, body });
    return [new TextDecoder().decode(answer)];
  });
}

/** Every so many-th, from the first on: all of them would take a minute. */
function sampled<T>(all: readonly T[], step: number): readonly T[] {
  return all.filter((_, index) => index % step === 0);
}

/** `soap-Services86/EMail`. */
function services(): readonly string[] {
  return [...files.keys()].flatMap((path) => (path.endsWith('.wsdl') ? [path.slice(0, -'.wsdl'.length)] : []));
}

function contractsOf(service: string): readonly Contract[] {
  return contracts.filter((contract) => `${generationOf(contract)}/${contract.agent}` === service);
}

describe.skipIf(absent)('the schemas of the whole archive', () => {
  test('every body has a file, and nothing else has', () => {
    const expected = contracts.flatMap((contract) => {
      if (contract.protocol === 'soap') return [];
      const stem = `${generationOf(contract)}/${contract.agent}/${contract.operation}`;
      return [
        ...(contract.input === 'nothing' ? [] : [`${stem}.request.schema.json`]),
        ...(contract.output === 'nothing' ? [] : [`${stem}.response.schema.json`]),
      ];
    });
    expect([...files.keys()].filter((path) => path.endsWith('.schema.json')).sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(2000);
  });

  /** The published WSDL of each service, from its page. */
  function published(service: string): string {
    const [generation = '', agent = ''] = service.split('/');
    const version = generation.slice('soap-'.length);
    const page = join(folder, 'docs/en/api/reference/soap', version, `${version}-${agent}.md`);
    const text = readFileSync(page, 'utf8');
    return text.slice(text.indexOf('<?xml'), text.lastIndexOf('>') + 1);
  }

  test('each WSDL says what the published one says, message by message and type by type', () => {
    const found = services().flatMap((service) => {
      const made = wsdlShape(files.get(`${service}.wsdl`) ?? '');
      return differences(wsdlShape(published(service)), made).map(
        (line) => `${service} ${line.replace(/, made [^]*/, '')}`,
      );
    });
    // An operation with a page by hand, which is in no WSDL.
    const namespace = 'http://www.superoffice.net/ws/crm/NetServer/Services88';
    expect(found.sort()).toEqual(
      [
        `binding operation TrainCategorizer`,
        `element {${namespace}}TrainCategorizer`,
        `element {${namespace}}TrainCategorizerResponse`,
        `message TrainCategorizerRequest`,
        `message TrainCategorizerRequest_Headers`,
        `message TrainCategorizerResponse`,
        `portType operation TrainCategorizer`,
      ].map((key) => `soap-Services88/AI ${key}: published not`),
    );
    expect(services().length).toBe(150);
  });

  test('libxml2 loads every XSD and WSDL, and accepts what the emulator answers', { timeout: 180_000 }, () => {
    let asked = 0;
    for (const service of services()) {
      const [generation = '', agent = ''] = service.split('/');
      const own = [...files].flatMap(([path, text]) =>
        path.startsWith(`${generation}/${agent}`) && path.endsWith('.xsd')
          ? [[path.slice(generation.length + 1), text]]
          : [],
      );
      const xsd = xsdValidator(Object.fromEntries(own) as Record<string, string>, `${agent}.xsd`);
      const [first] = contractsOf(service);
      const namespace = first?.protocol === 'soap' ? first.namespace : '';
      const wsdl = xsdValidator(schemasOfWsdl(files.get(`${service}.wsdl`) ?? ''), fileOf(namespace));
      for (const contract of sampled(contractsOf(service), 7)) {
        for (const envelope of answers(contract)) {
          asked += 1;
          expect([contract.id, xsd(envelope), wsdl(envelope)]).toEqual([contract.id, [], []]);
        }
      }
    }
    expect(asked).toBeGreaterThan(500);
  });

  const validator = (path: string): ReturnType<Ajv2020['compile']> =>
    new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(files.get(path) ?? '') as object);

  test('stock ajv compiles them and accepts what the emulator answers', { timeout: 180_000 }, () => {
    let asked = 0;
    const rest = contracts.filter((contract) => contract.protocol === 'rest' && contract.output !== 'nothing');
    for (const contract of sampled(rest, 7)) {
      const validate = validator(
        `${generationOf(contract)}/${contract.agent}/${contract.operation}.response.schema.json`,
      );
      for (const answer of answers(contract)) {
        asked += 1;
        expect([contract.id, validate(JSON.parse(answer)), validate.errors]).toEqual([contract.id, true, null]);
      }
    }
    expect(asked).toBeGreaterThan(300);
  });
});

/** Answers that the vendor's client was tested with, recorded from servers of several ages. */
const recorded = recordings();
if ('absent' in recorded) process.stderr.write(`skipped: ${recorded.absent}\n`);

function recordings(): { readonly folder: string } | { readonly absent: string } {
  const roots = createRequire(import.meta.url).resolve.paths('@superoffice/webapi') ?? [];
  const found = roots.map((root) => join(root, '@superoffice/webapi/__tests__')).find((path) => existsSync(path));
  return found === undefined
    ? { absent: 'no @superoffice/webapi in node_modules, whose tests have recorded answers' }
    : { folder: found };
}

describe.skipIf(absent !== undefined || 'absent' in recorded)('answers of real servers', () => {
  test.each([
    [/^Person210.*\.json$/, 'Person/GetPersonEntity'],
    [/^Appointment63.*\.json$/, 'Appointment/GetAppointmentEntity'],
    [/^DocumentGetTemplateStream\.json$/, 'Document/GetTemplateStream'],
  ])('%s are right by the schema of %s', (names, operation) => {
    const root = 'folder' in recorded ? recorded.folder : '';
    const validate = new Ajv2020({ strict: true }).compile(
      JSON.parse(files.get(`rest-v1/${operation}.response.schema.json`) ?? '') as object,
    );
    const found = readdirSync(root).filter((name) => names.test(name));
    expect(found).not.toEqual([]);
    for (const name of found) {
      const answer: unknown = JSON.parse(readFileSync(join(root, name), 'utf8'));
      expect([name, validate(answer), validate.errors]).toEqual([name, true, null]);
    }
  });

  test.each([
    ['ContactDefault.json', 'Contact/CreateDefaultContactEntity'],
    ['ContactEntity.json', 'Contact/GetContactEntity'],
    ['TableRights.json', 'Appointment/GetPersonAppointmentsByType'],
  ])(
    '%s, cut short or of an older server, lacks members and has nothing wrong by the schema of %s',
    (name, operation) => {
      const root = 'folder' in recorded ? recorded.folder : '';
      const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
        JSON.parse(files.get(`rest-v1/${operation}.response.schema.json`) ?? '') as object,
      );
      expect(validate(JSON.parse(readFileSync(join(root, name), 'utf8')))).toBe(false);
      const lacking = /^must have required property|^must be null$|^must match a schema in anyOf$/;
      expect(validate.errors?.map(({ message }) => message).filter((message) => !lacking.test(message ?? ''))).toEqual(
        [],
      );
    },
  );
});

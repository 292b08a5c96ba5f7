import { describe, expect, test } from 'vitest';
import type { SoapContract } from '../contract.ts';
import { extracted, rules } from '../testing/extraction.ts';
import { soapPage, wsdl } from '../testing/pages.ts';
import { archive, archivedFiles, reference } from '../testing/reference.ts';
import { extractCatalogue, type Extraction } from './extract.ts';

/** An operation that a WSDL has and no page that can be read is about. */

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

const service = wsdl();
const line = service.split('\n').findIndex((text) => text.includes('<wsdl:operation name="SaveShip">')) + 1;

function soapContracts({ contracts }: Extraction): SoapContract[] {
  return contracts.filter((contract) => contract.protocol === 'soap');
}

const ofPages = new Set(['source', 'disputes', 'errata', 'resultLength', 'restricted', 'experimental']);

/** What a WSDL says, without what only a page can. */
function statedPart(contract: SoapContract): object {
  return Object.fromEntries(Object.entries(contract).filter(([member]) => !ofPages.has(member)));
}

test('is a contract of the WSDL alone, with the WSDL as its source', () => {
  const { contracts, documented } = extracted({ 'w.wsdl': service });
  expect(contracts).toMatchObject([
    {
      id: 'Fleet.SaveShip/soap-Services86',
      path: '/Remote/Services86/Fleet.svc',
      effect: 'write',
      input: { fields: [{ name: 'Name' }] },
      output: { fields: [] },
      requestHeader: [{ name: 'ApplicationToken' }, { name: 'Credentials' }],
      responseHeader: [{ name: 'Succeeded' }],
      disputes: [],
      errata: [],
      source: { evidence: 'wsdl', page: 'w.wsdl', line },
    },
  ]);
  expect(documented.size).toBe(0);
});

test('is the same contract as with a page, in the same layout, but for what pages say', () => {
  const pages = { 'page.md': soapPage(), 'w.wsdl': service };
  const [[paged], [alone]] = [soapContracts(extracted(pages)), soapContracts(extracted({ 'w.wsdl': service }))];
  if (!paged || !alone) throw new Error('no contract');
  expect(Object.keys(alone)).toEqual(Object.keys(paged));
  expect(statedPart(alone)).toEqual(statedPart(paged));
  expect(paged.source.evidence).toBe('sample');
});

test('brings its types', () => {
  const request = '<xs:element name="Hue" type="tns:Colour" />';
  const types =
    '<xs:simpleType name="Colour"><xs:restriction base="xs:string"><xs:enumeration value="Red"/></xs:restriction></xs:simpleType>';
  const { types: pools } = extracted({ 'w.wsdl': wsdl({ request, types }) });
  expect(pools.get('soap-Services86')?.get('Colour')).toMatchObject({ kind: 'enum', values: ['Red'] });
});

const page = soapPage();

describe('a page that cannot be read leaves the contract of the WSDL, and is told', () => {
  test.each<[string, string]>([
    ['cut in its request', page.slice(0, page.indexOf('</Fleet:SaveShip>'))],
    ['cut after its request', page.slice(0, page.indexOf('## SaveShip Response'))],
    ['not well-formed', page.replace('</SOAP-ENV:Body>', '')],
    ['with a sample of another operation', page.replace(/(<\/?Fleet:)SaveShip>/g, '$1SinkShip>')],
  ])('%s', (_, text) => {
    const { contracts, documented, problems } = extracted({ 'page.md': text, 'w.wsdl': service });
    expect(contracts).toEqual(extracted({ 'w.wsdl': service }).contracts);
    expect(documented.size).toBe(0);
    expect(problems).toMatchObject([
      { kind: 'broken', page: 'page.md' },
      { kind: 'listed', rule: 'PAGE-NONE', page: 'w.wsdl', line },
    ]);
  });
});

test('beside a page of another version is a contract of its own', () => {
  const { contracts } = extracted({ 'page.md': soapPage({ version: 'Services87' }), 'w.wsdl': service });
  expect(contracts.map(({ id, source }) => [id, source.page])).toEqual([
    ['Fleet.SaveShip/soap-Services86', 'w.wsdl'],
    ['Fleet.SaveShip/soap-Services87', 'page.md'],
  ]);
});

describe('a name that is no word is no contract: files are called after it', () => {
  const address = /<soap:address [^>]*>/;
  test.each<[string, string, string]>([
    ['of an operation', service.replaceAll('operation name="SaveShip"', 'operation name="../Ship"'), '"../Ship"'],
    [
      'of an agent without an address',
      service
        .replace(address, '')
        .replace('portType name="Fleet"', 'portType name="../Fleet"')
        .replace('type="tns:Fleet"', 'type="tns:../Fleet"'),
      '"../Fleet"',
    ],
  ])('%s', (_, text, found) => {
    const { contracts, problems } = extracted({ 'w.wsdl': text });
    expect(contracts).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'broken', rule: 'WSDL-DEFINITION', page: 'w.wsdl', line, found }]);
  });
});

describe.skipIf(absent)('the published services', () => {
  const read = (wanted: (path: string) => boolean): Extraction => {
    const root = 'folder' in reference ? archive(reference.folder) : '';
    const files = [...archivedFiles(root, ['docs/en/api/reference/soap/'])].filter(({ path }) => wanted(path));
    return extractCatalogue(files, rules, () => undefined);
  };

  test('by their WSDL alone are what they are with their pages', { timeout: 180_000 }, () => {
    const paged = read(() => true);
    const alone = read((path) => /\/Services\d+-\w+\.md$/.test(path));
    // One operation is in no WSDL: its contract is made of its samples.
    const stated = soapContracts(paged).filter(({ input }) => input.source.evidence === 'wsdl');
    expect(soapContracts(alone).length).toBe(4153);
    const told = new Map(stated.map((contract) => [contract.id, JSON.stringify(statedPart(contract))]));
    const others = soapContracts(alone).filter((one) => told.get(one.id) !== JSON.stringify(statedPart(one)));
    expect(others.map(({ id }) => id)).toEqual([]);
    expect(told.size).toBe(4153);
    expect(alone.documented.size).toBe(0);
    expect(new Set(alone.problems.map(({ kind, rule }) => `${kind} ${rule}`))).toEqual(new Set(['listed PAGE-NONE']));
    for (const [generation, types] of alone.types) expect([...types]).toEqual([...(paged.types.get(generation) ?? [])]);
  });
});

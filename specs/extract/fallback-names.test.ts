import { describe, expect, test } from 'vitest';
import { extracted } from '../testing/extraction.ts';
import { restPage, wsdl, type RestPageParts } from '../testing/pages.ts';
import { typeName } from './merge.ts';

const voidPage = (name: string, parts: RestPageParts = {}): string =>
  restPage({
    operation: 'Agents/Fleet/SinkShip',
    status: '204',
    accept: '',
    responseBody: `### Response body: ${name}`,
    response: '',
    sampleResponse: 'null',
    ...parts,
  });

const members = (...names: string[]): string =>
  `| Property Name | Type |  Description |\n|---|---|---|\n${names.map((name) => `| A${name} | ${name} | |\n`).join('')}`;

const shownPage = (parts: RestPageParts = {}): string =>
  restPage({ response: members('Rope', 'Sail'), sampleResponse: '{"ARope": null, "ASail": null}', ...parts });

/** The types of the members `ARope` and `ASail` on the page `shown.md`. */
function typesWith(pages: Readonly<Record<string, string>>): readonly string[] {
  const { contracts } = extracted(pages);
  const shown = contracts.find(({ source }) => source.page === 'shown.md');
  const type = shown?.protocol === 'rest' && shown.output !== 'nothing' ? shown.output.type : undefined;
  return type?.kind === 'object' ? type.fields.map((field) => typeName(field.type)) : [];
}

const generated = 'uid: v1FleetAgent_SaveShip\ngenerated: true';

describe('the name under a 204 stands for types without a description, on the pages generated with it', () => {
  test('without such a page a name is at least an object', () => {
    expect(typesWith({ 'shown.md': shownPage() })).toEqual(['object', 'object']);
  });

  test.each([
    ['on the same form of page', 'Rope', {}, {}, ['unknown', 'object']],
    ['of another name', 'Sail', {}, {}, ['object', 'unknown']],
    [
      'on another form of page, when there is no nearer one',
      'Rope',
      { frontMatter: generated },
      {},
      ['unknown', 'object'],
    ],
    ['of a resource', 'Rope', { operation: 'Fleet', frontMatter: 'uid: v1Fleet_Sink' }, {}, ['object', 'object']],
  ] as const)('%s', (_, name, parts, shown, expected) => {
    expect(typesWith({ 'void.md': voidPage(name, parts), 'shown.md': shownPage(shown) })).toEqual(expected);
  });

  test('two generations in one folder are not mixed up', () => {
    const old = voidPage('Rope');
    const recent = voidPage('Sail', { operation: 'Agents/Fleet/Scuttle', frontMatter: generated });
    const pages = { 'a.md': old, 'b.md': recent };
    expect(typesWith({ ...pages, 'shown.md': shownPage() })).toEqual(['unknown', 'object']);
    expect(typesWith({ ...pages, 'shown.md': shownPage({ frontMatter: generated }) })).toEqual(['object', 'unknown']);
  });

  test('a void page that cannot be read says it all the same', () => {
    const broken = voidPage('Rope').replace(/## Sample request[^]*/, '');
    const { problems } = extracted({ 'void.md': broken });
    expect(problems).toMatchObject([{ kind: 'broken' }]);
    expect(typesWith({ 'void.md': broken, 'shown.md': shownPage() })).toEqual(['unknown', 'object']);
  });
});

describe('every place where such a name is printed is an erratum', () => {
  const response = members('Rope', 'Sail').replace('| ARope |', '| Rope |').replace('| ASail |', '| Line |');
  const shown = (name: string): string =>
    shownPage({
      response: response.replace('| Line | Sail |', '| Line | Rope |'),
      responseBody: `### Response body: ${name}`,
      sampleResponse: '{"Rope": null, "Line": null}',
    });
  const lineOf = (page: string, part: string): number => page.split('\n').findIndex((line) => line.includes(part)) + 1;

  function linesWith(page: string, others: Readonly<Record<string, string>> = {}): readonly (number | undefined)[] {
    const { contracts } = extracted({ 'void.md': voidPage('Rope'), 'shown.md': page, ...others });
    const contract = contracts.find(({ source }) => source.page === 'shown.md');
    return (contract?.errata ?? []).flatMap(({ id, source }) =>
      id === 'REST-FALLBACK-TYPE-NAME' ? [source.line] : [],
    );
  }

  test('in the title of a body and in the rows of its table, but for the member of that very name', () => {
    const page = shown('Rope');
    expect(linesWith(page)).toEqual([lineOf(page, 'body: Rope'), lineOf(page, '| Line |')]);
  });

  test('a body of another name is none', () => {
    const page = shown('Sail');
    expect(linesWith(page)).toEqual([lineOf(page, '| Line |')]);
  });

  test('what the WSDL gives that type is right', () => {
    const page = shown('Rope');
    const rope = `<xs:complexType name="Rope"><xs:sequence>
      <xs:element minOccurs="0" name="Rope" nillable="true" type="tns:Rope"/>
      <xs:element minOccurs="0" name="Line" nillable="true" type="tns:Rope"/>
    </xs:sequence></xs:complexType>`;
    const response = '<xs:element minOccurs="0" name="Response" nillable="true" type="tns:Rope"/>';
    expect(linesWith(page, { 'wsdl.xml': wsdl({ response, types: rope }) })).toEqual([]);
  });
});

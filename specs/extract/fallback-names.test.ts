import { describe, expect, test } from 'vitest';
import { extracted } from '../testing/extraction.ts';
import { restPage, type RestPageParts } from '../testing/pages.ts';
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

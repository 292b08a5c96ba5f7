import { describe, expect, test } from 'vitest';
import type { NamedType } from '../contract.ts';
import { rules } from '../testing/extraction.ts';
import { archive, archivedFiles, reference } from '../testing/reference.ts';
import { extractCatalogue, type Extraction, type SourceFile } from './extract.ts';

/** Published pages in the layouts of other generations: the same facts give the same contracts. */

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

const root = 'docs/en/api/reference';
const agents = [
  'Appointment',
  'Contact',
  'CRMScript',
  'DatabaseTable',
  'Document',
  'EMail',
  'List',
  'Sale',
  'TimeZone',
  'User',
];
const files: readonly SourceFile[] =
  'folder' in reference
    ? [
        ...archivedFiles(archive(reference.folder), [
          `${root}/restful/rest/`,
          ...agents.map((agent) => `${root}/restful/agent/${agent}_Agent/`),
          ...agents.map((agent) => `${root}/soap/Services88/${agent}/`),
          ...agents.map((agent) => `${root}/soap/Services88/Services88-${agent}.md`),
        ]),
      ]
    : [];
const rest = files.filter(({ path }) => path.includes('/restful/'));
const soap = files.filter(({ path }) => path.includes('/soap/'));

function extract(pages: readonly SourceFile[]): Extraction {
  const byPath = new Map(pages.map((file) => [file.path, file]));
  return extractCatalogue(pages, rules, (_, target) => byPath.get(target));
}

const places = new Set(['source', 'typeSource', 'errata', 'page', 'line']);

/** All facts but where they stand. */
function facts({ contracts, types }: Extraction): Map<string, string> {
  const told = (value: unknown): string =>
    JSON.stringify(value, (key, member: unknown) => (places.has(key) ? undefined : member));
  const pooled = (pool: ReadonlyMap<string, NamedType>) => [...pool.values()].map((type) => told(type)).join('\n');
  return new Map([
    ...contracts.map((contract) => [contract.id, told(contract)] as const),
    ...[...types].map(([generation, pool]) => [generation, pooled(pool)] as const),
  ]);
}

/** A few ids with both sides: enough to see what it is, and not thousands of lines. */
function differing(plain: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly unknown[] {
  const ids = [...plain.keys()].filter((id) => other.get(id) !== plain.get(id));
  return ids.slice(0, 3).map((id) => [`${id}, one of ${ids.length}`, plain.get(id), other.get(id)]);
}

type Layout = (file: SourceFile) => readonly SourceFile[];

const edited =
  (edit: (text: string) => string): Layout =>
  ({ path, text }) => [{ path, text: edit(text) }];

/** Each fence that begins like this in a file of its own, which the page includes. */
const included =
  (opening: RegExp, count: number): Layout =>
  ({ path, text }) => {
    const parts: SourceFile[] = [];
    const page = text.replace(/^```(\w+[!_]?)\n[^]*?^```$/gm, (fence, info: string) => {
      if (!opening.test(info) || /^```\w+[!_]?\n[A-Z]+ \/\S+\n```$/.test(fence)) return fence;
      const name = `samples/${parts.length}/${path}`;
      parts.push({ path: name, text: fence });
      return `[!include[sample](${name})]`;
    });
    return parts.length === count ? [{ path, text: page }, ...parts] : [{ path, text }];
  };

/** A table's rows between the title that a pattern finds and the next heading, with other words for types. */
const vocabulary = (title: RegExp, words: Readonly<Record<string, string>>): Layout =>
  edited((text) => {
    const at = text.search(title);
    if (at < 0) return text;
    const end = text.indexOf('\n## ', at + 4);
    const section = text
      .slice(at, end)
      .replace(/^(\| [^|]+ \| )([\w-]+)( \|)/gm, (row, before: string, word: string, after: string) =>
        Object.hasOwn(words, word) ? `${before}${words[word]}${after}` : row,
      );
    return text.slice(0, at) + section + text.slice(end);
  });

/** The cells of tables of names, types and descriptions in another order. */
const columns = (order: (name: string, type: string, text: string) => readonly string[]): Layout =>
  edited((text) =>
    text.replace(/^\| (?:Parameter|Property) Name \| Type \|.*\n(?:\|.*\n)+/gm, (table) =>
      table.replace(/^\|([^|\n]*)\|([^|\n]*)\|(.*?)\|? *$/gm, (_, name: string, type: string, rest: string) =>
        ['', ...order(name, type, rest), ''].join('|'),
      ),
    ),
  );

/** The cell of a row; that of the header and the line below it stay. */
const marked = (cell: string, before: string, after: string): string =>
  /^ *(?:Type|[-:]*) *$/.test(cell) ? cell : ` ${before}${cell.trim()}${after} `;

const both: readonly (readonly [string, Layout])[] = [
  ['closed titles', edited((text) => text.replace(/^(#+) (.*)$/gm, '$1 $2 $1'))],
  ['titles with ids', edited((text) => text.replace(/^(#+ .*)$/gm, '$1 {#some-id}'))],
  ['titles with anchors', edited((text) => text.replace(/^(#+) (.*)$/gm, '$1 <a id="x"></a>$2'))],
  [
    'comments',
    edited((text) =>
      text.replace(/^(?=## )/gm, '<!-- | Property Name | Type |\n|---|---|\n| q | String | -->\n\n<!-- # x -->\n'),
    ),
  ],
  ['no languages of fences', edited((text) => text.replace(/^```(?:http[!_]?|xml)$/gm, '```'))],
  ['line ends of Windows', edited((text) => text.replaceAll('\n', '\r\n'))],
  ['a byte order mark', edited((text) => `\uFEFF${text}`)],
  ['more blank lines', edited((text) => text.replace(/^(?=#|\[WSDL)/gm, '\n\n').replace(/(```\n)(?=\n)/g, '$1\n\n'))],
  ['a newline at the end', edited((text) => `${text}\n\n`)],
  ['blanks at the ends of titles', edited((text) => text.replace(/^(#.*)$/gm, '$1  '))],
  ['another key in the front matter', edited((text) => text.replace(/^---\n/, '---\nauthor: nobody\n'))],
];

const restLayouts: readonly (readonly [string, Layout])[] = [
  ...both,
  ['no first bars in tables', edited((text) => text.replace(/^\| ?(?=[^|\n]+\|)/gm, ''))],
  ['languages of fences in capitals', edited((text) => text.replace(/^```http/gm, '```HTTP'))],
  ['samples in files of their own', included(/^http[!_]/, 2)],
  [
    '`generated` and `content_type`',
    edited((text) => text.replace('\n---\n', '\ngenerated: true\ncontent_type: reference\n---\n')),
  ],
  ['titles of bodies as plain text', edited((text) => text.replace(/^#+ ((?:Request|Response) Body:.*)$/gim, '$1'))],
  [
    'all titles as plain text',
    edited((text) =>
      text.replace(/^#+ ((?:Re\w+ Body|Response|Query \w+ Param\w+|Request Headers|Sample \w+)\b.*)$/gim, '$1'),
    ),
  ],
  [
    'titles of another level',
    edited((text) => text.replace(/^##+ ((?:Re\w+ Body|Response|Query|Sample).*)$/gim, '#### $1')),
  ],
  [
    'no titles of parameters, headers and samples',
    edited((text) => text.replace(/^## (?:Query \w+ Param\w+|Request Headers|Sample \w+)$/gim, '')),
  ],
  ['no spaces after colons', edited((text) => text.replace(/^(#+ \w+ ?\w*:) */gm, '$1'))],
  ['two spaces after colons', edited((text) => text.replace(/^(#+ \w+ ?\w*:) */gm, '$1  '))],
  [
    'request words in small letters',
    vocabulary(/^## Request Body/m, {
      String: 'string',
      Integer: 'integer',
      Boolean: 'boolean',
      Array: 'array',
      Object: 'object',
      Number: 'number',
    }),
  ],
  [
    'request words of answers',
    vocabulary(/^## Request Body/m, {
      String: 'string',
      Integer: 'int32',
      Boolean: 'bool',
      Array: 'array',
      Object: 'object',
      Number: 'double',
    }),
  ],
  [
    'answer words of requests',
    vocabulary(/^## Response/m, {
      string: 'String',
      int32: 'Integer',
      bool: 'Boolean',
      array: 'Array',
      object: 'Object',
      double: 'Number',
      'date-time': 'String',
      byte: 'String',
    }),
  ],
  ['types behind the descriptions', columns((name, type, rest) => [name, rest, type])],
  ['types before the names', columns((name, type, rest) => [type, name, rest])],
  ['types as code', columns((name, type, rest) => [name, marked(type, '`', '`'), rest])],
  ['types as links', columns((name, type, rest) => [name, marked(type, '[', '](x.md)'), rest])],
  ['titles of bodies in bold', edited((text) => text.replace(/^#+ ((?:Request|Response) Body:.*)$/gim, '**$1**'))],
  [
    'no titles of the bodies of requests that have a table',
    edited((text) => text.replace(/^## Request Body:.*\n(?=(?:(?!#).*\n)*\| Property Name)/gim, '')),
  ],
  ['a title without the word of the body', edited((text) => text.replace(/^(## Response:).*$/gm, '$1'))],
];

const soapLayouts: readonly (readonly [string, Layout])[] = [
  ...both,
  ['samples in files of their own', included(/^xml$/, 2)],
  ['no link to the WSDL', edited((text) => text.replace(/^\[WSDL file.*$/gm, ''))],
  ['no titles of samples', edited((text) => text.replace(/^## \w+ (?:Request|Response)$/gm, ''))],
  [
    'sentences of the description',
    edited((text) => text.replace(/^(## \w+)$/m, '$1\n\nDoes it.\n\n* **id:** Which.\n\n**Returns:** What it is.')),
  ],
  [
    '`Generated` and no `uid`',
    edited((text) => text.replace(/^generated: 1$/m, 'Generated: true').replace(/^uid:.*\n/m, '')),
  ],
  ['the word SOAP in the title', edited((text) => text.replace(/^(# Services\d+ \w+ \w+)$/m, '$1 SOAP'))],
  [
    'other numbers of prefixes',
    edited((text) => (/definitions/.test(text) ? text : text.replace(/NetServerServices88(\d+)/g, 'ns$1x'))),
  ],
];

describe.skipIf(absent)('REST pages', () => {
  const twins = files.filter(({ path }) => /Services88-\w+\.md$/.test(path));

  describe.each([
    ['with twins', twins],
    ['alone', []],
  ] as const)('%s', (_, more) => {
    const plain = facts(extract([...rest, ...more]));

    test('there are some', () => {
      expect(plain.size).toBeGreaterThan(500);
    });

    test.each(restLayouts)('%s', (__, layout) => {
      const pages = rest.flatMap(layout);
      expect(pages.filter(({ text }, index) => text !== rest[index]?.text).length).toBeGreaterThan(50);
      const other = facts(extract([...pages, ...more]));
      expect([...other.keys()]).toEqual([...plain.keys()]);
      expect(differing(plain, other)).toEqual([]);
    });
  });
});

describe.skipIf(absent)('SOAP pages', () => {
  const wsdl = soap.filter(({ path }) => /Services88-\w+\.md$/.test(path));
  const operations = soap.filter((file) => !wsdl.includes(file));

  describe.each([
    ['with WSDL pages', wsdl],
    ['alone', []],
  ] as const)('%s', (_, more) => {
    const plain = facts(extract([...operations, ...more]));

    test.each(soapLayouts)('%s', (__, layout) => {
      const other = facts(extract([...operations.flatMap(layout), ...more.flatMap(layout)]));
      expect(differing(plain, other)).toEqual([]);
      expect(other.size).toBe(plain.size);
    });
  });

  test('WSDL pages and raw files are the same', () => {
    const raw = wsdl.map(({ path, text }) => ({
      path: path.replace(/md$/, 'xml'),
      text: text.slice(text.indexOf('<?xml'), text.lastIndexOf('```')),
    }));
    expect(differing(facts(extract(soap)), facts(extract([...operations, ...raw])))).toEqual([]);
  });
});

describe.skipIf(absent)('what lies beside a page does not change it', () => {
  const plain = facts(extract(files));

  test('folders of other names, in another order', () => {
    const moved = files.map(({ path, text }) => ({ path: [...path].toReversed().join(''), text }));
    expect(differing(plain, facts(extract(moved)))).toEqual([]);
  });

  test('a second copy of every page, with other folders', () => {
    const copies = files.map(({ path, text }) => ({ path: `a/${path}`, text }));
    const { problems, ...extraction } = extract([...files, ...copies]);
    expect(differing(plain, facts({ problems, ...extraction }))).toEqual([]);
    expect(problems.filter(({ kind }) => kind === 'broken')).toEqual([]);
  });

  test('broken copies that come first', () => {
    const broken = files.flatMap(({ path, text }) =>
      /Services88-\w+\.md$/.test(path) ? [] : [{ path: `a/${path}`, text: text.slice(0, text.length / 2) }],
    );
    expect(differing(plain, facts(extract([...broken, ...files])))).toEqual([]);
  });
});

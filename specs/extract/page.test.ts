import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage, type Block } from './page.ts';

function blocks(text: string): readonly Block[] {
  return readPage('a.md', text).blocks;
}

describe('reads one line as one block', () => {
  test.each<[string, Block]>([
    ['# Title', { kind: 'heading', level: 1, text: 'Title', line: 1 }],
    ['###   Deep  ', { kind: 'heading', level: 3, text: 'Deep', line: 1 }],
    ['## A: ## B', { kind: 'heading', level: 2, text: 'A: ## B', line: 1 }],
    ['#hashtag', { kind: 'text', text: '#hashtag', line: 1 }],
    ['####### seven', { kind: 'text', text: '####### seven', line: 1 }],
    ['Response body: array', { kind: 'text', text: 'Response body: array', line: 1 }],
    ['[!include[sample](../a/b.md)]', { kind: 'include', target: '../a/b.md', line: 1 }],
    ['* [!include[sample](b.md)]', { kind: 'include', target: 'b.md', line: 1 }],
    ['[!include[sample](b.md "A sample")]', { kind: 'include', target: 'b.md', line: 1 }],
    ['[!include[sample](<a b.md>)]', { kind: 'include', target: 'a b.md', line: 1 }],
    ['See [!include[sample](b.md)]', { kind: 'text', text: 'See [!include[sample](b.md)]', line: 1 }],
    ['[!INCLUDE [sample](b.md)]', { kind: 'include', target: 'b.md', line: 1 }],
    ['[include](b.md)', { kind: 'text', text: '[include](b.md)', line: 1 }],
    ['``', { kind: 'text', text: '``', line: 1 }],
    ['```inline``` code', { kind: 'text', text: '```inline``` code', line: 1 }],
  ])('%s', (text, block) => {
    expect(blocks(text)).toEqual([block]);
  });
});

describe('fences', () => {
  test('keeps the text and the line of the opening fence', () => {
    expect(blocks('a\n\n```http!\nPOST /\n\n# no title\n```\nb')).toEqual([
      { kind: 'text', text: 'a', line: 1 },
      { kind: 'fence', info: 'http!', text: 'POST /\n\n# no title', at: 12, line: 3, closed: true },
      { kind: 'text', text: 'b', line: 8 },
    ]);
  });

  test('says when the page ends inside one', () => {
    expect(blocks('```xml\n<a/>')).toEqual([
      { kind: 'fence', info: 'xml', text: '<a/>', at: 7, line: 1, closed: false },
    ]);
  });

  test('is closed by a fence at least as long and of the same kind only', () => {
    expect(blocks('````\n```\n~~~~\n`````')).toEqual([
      { kind: 'fence', info: '', text: '```\n~~~~', at: 5, line: 1, closed: true },
    ]);
  });

  test('is of a language in any case of letters', () => {
    expect(blocks('```HTTP!\nPOST /\n```')).toMatchObject([{ info: 'http!', text: 'POST /' }]);
  });

  test('ends at the last line without a line end', () => {
    expect(blocks('```\n1\n```')).toMatchObject([{ text: '1', closed: true }]);
  });
});

describe('tables', () => {
  test('gives rows with their lines, and leaves out the delimiter row', () => {
    expect(blocks('| Name | Type |\n|---|:-:|\n| A | int |\n| B |  |')).toEqual([
      {
        kind: 'table',
        header: ['Name', 'Type'],
        rows: [
          { cells: ['A', 'int'], line: 3 },
          { cells: ['B', ''], line: 4 },
        ],
        line: 1,
      },
    ]);
  });

  test.each<[string, readonly string[]]>([
    ['| A | b \\| c |', ['A', 'b | c']],
    ['|A|b|', ['A', 'b']],
    ['| A | b', ['A', 'b']],
    ['| A | b | c | d |', ['A', 'b', 'c', 'd']],
    ['| A | one\ntwo |', ['A', 'one two']],
    ['| A | one\n\ntwo |', ['A', 'one  two']],
  ])('reads the row %j', (row, cells) => {
    expect(blocks(`| X | Y |\n|--|--|\n${row}`)).toMatchObject([{ rows: [{ cells }] }]);
  });

  test.each([
    ['a row', '| X | Y |\n|--|--|\na | b |\n| c | d |'],
    ['the row of dashes', '| X | Y |\n--|--|\n| a | b |\n| c | d |'],
    ['all rows', 'X | Y |\n--|--|\na | b |\nc | d |'],
    ['all rows, without the last bar as well,', 'X | Y\n--|--\na | b\nc | d'],
  ])('%s may lack the first bar', (_, text) => {
    expect(blocks(text)).toMatchObject([
      {
        header: ['X', 'Y'],
        rows: [
          { cells: ['a', 'b'], line: 3 },
          { cells: ['c', 'd'], line: 4 },
        ],
      },
    ]);
  });

  test.each(['# a | b', '```a|b'])('%s above a row of dashes is no header', (line) => {
    expect(blocks(`${line}\n--|--`)[0]?.kind).toBe(line.startsWith('#') ? 'heading' : 'fence');
  });

  test('a bar in prose makes no table', () => {
    expect(blocks('a | b\n---\nc | d')).toMatchObject([{ kind: 'text' }, { kind: 'text' }, { kind: 'text' }]);
  });

  test('a row that goes on ends before the next row, title or fence', () => {
    expect(blocks('| X |\n|--|\n| one\n# Title')).toMatchObject([
      { kind: 'table', rows: [{ cells: ['one'] }] },
      { kind: 'heading', line: 4 },
    ]);
  });
});

describe('front matter', () => {
  test('gives its entries, and lines count from the top of the file', () => {
    const page = readPage('a.md', '---\ntitle: POST a: b\ngenerated: 1\n---\n# A');
    expect([...page.frontMatter]).toEqual([
      ['title', 'POST a: b'],
      ['generated', '1'],
    ]);
    expect(page.blocks).toEqual([{ kind: 'heading', level: 1, text: 'A', line: 5 }]);
  });

  test.each(['v1_A', '"v1_A"', "'v1_A'"])('%s is a value with or without quotes', (value) => {
    expect(readPage('a.md', `---\nuid: ${value}\n---\n`).frontMatter.get('uid')).toBe('v1_A');
  });

  test('that is not closed is text', () => {
    expect(readPage('a.md', '---\ntitle: A').frontMatter.size).toBe(0);
  });
});

describe('a title', () => {
  test.each([
    ['# A ##', 'A'],
    ['# A#', 'A#'],
    ['# ##', ''],
    ['# A {#an-id}', 'A'],
    ['# GET Contact/{id}', 'GET Contact/{id}'],
    ['# <a id="x"></a> <a name="y"></a>A', 'A'],
    ['# A {.b} #', 'A {.b}'],
  ])('%s', (line, text) => {
    expect(blocks(line)).toMatchObject([{ kind: 'heading', text }]);
  });

  // A pattern that looks from every place on takes minutes for such a line.
  test.each([
    ['blanks', `# A${' '.repeat(200_000)}x #`],
    ['number signs', `# A ${'#'.repeat(200_000)}x}`],
    ['anchors', `# ${'<a id="x">'.repeat(20_000)}`],
    ['braces', `# ${'{#'.repeat(100_000)}`],
  ])('of many %s is read', (_, line) => {
    expect(blocks(line)).toHaveLength(1);
  });
});

test('a comment is passed over, to the end of its last line', () => {
  const text = ['# A', '<!-- # B', '| a |', '--> # C', '# D', '<!-- # E --> # F', '# G', '<!-- # H'];
  expect(blocks(text.join('\n'))).toMatchObject([
    { text: 'A', line: 1 },
    { text: 'D', line: 5 },
    { text: 'G', line: 7 },
  ]);
});

test.each(['\r\n', '\r', '\n'])('lines may end with %j', (end) => {
  const text = ['---', 'title: A', '---', '# A', '```', '1', '', '2', '```', '| a |', '|--|', '| b |'];
  expect(readPage('a.md', text.join(end))).toEqual(readPage('a.md', text.join('\n')));
});

test('a byte order mark is no text', () => {
  expect(readPage('a.md', '\uFEFF# A').blocks).toEqual(blocks('# A'));
});

test('any text is a page, and its blocks stand in the order of their lines', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('```', '---', '| a |', '|--', '# T', '[!include[a](b)]', '~~~'));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n');
      const numbers = blocks(text).map((block) => block.line);
      expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
      expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import { plainText } from './markdown.ts';

const paint = { bold: (text: string): string => `*${text}*`, dim: (text: string): string => text };
const shown = (markdown: string, width = 40): string => plainText(markdown, { width, paint });

test('front matter is a list of facts', () => {
  expect(shown('---\nid: A-B\ntitle: "It is: so"\n---\n\nText.\n')).toBe('id       A-B\ntitle    It is: so\n\nText.\n');
});

test('a heading that repeats a fact is left out', () => {
  expect(shown('---\nid: A-B\n---\n\n# A-B\n\n# Other\n')).toBe('id       A-B\n\n*Other*\n');
});

test.each([
  ['a heading', '## What it `wants`\n\nText', '*What it `wants`*\n\nText\n'],
  ['a paragraph is joined', 'one\ntwo', 'one two\n'],
  ['links and emphasis', 'See [RFC 9110](https://x/y) **now**, <https://z/>', 'See RFC 9110 now, https://z/\n'],
  ['code keeps its marks', 'Send `[a](b)` and `**c**`', 'Send `[a](b)` and `**c**`\n'],
  ['a list', '- one\n  and more\n- two', '- one and more\n- two\n'],
  [
    'a code block',
    'x:\n```http\nHTTP/1.1 204\n\n# no heading\n```\ny',
    'x:\n    HTTP/1.1 204\n\n    # no heading\ny\n',
  ],
  ['a table', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n| 1 | 2 |\n'],
  ['line ends of Windows', 'one\r\n\r\ntwo\r\n', 'one\n\ntwo\n'],
])('%s', (_, markdown, text) => {
  expect(shown(markdown)).toBe(text);
});

describe('the width', () => {
  test('holds for paragraphs and list items', () => {
    expect(shown('- one two three four five six seven eight', 20)).toBe(
      '- one two three four\n  five six seven\n  eight\n',
    );
  });

  test('does not hold for code', () => {
    expect(shown('```\none two three four five six\n```', 10)).toBe('    one two three four five six\n');
  });
});

import { expect, test } from 'vitest';
import { partKeeper, textKeeper, textOf } from './kept-text.ts';

test.each(['plain text', 'Ære være 😀', '', 'x'.repeat(3 << 20)])('gives back what was put aside: %.20s', (text) => {
  const keep = textKeeper();
  const [before, kept, after] = ['one', text, 'two'].map(keep);
  expect([before, kept, after].map((one) => one && textOf(one))).toEqual(['one', text, 'two']);
});

test.each(['before <a>inside</a> after', 'før <a>inside</a> etter'])('gives back a part of the page: %s', (text) => {
  const keep = textKeeper();
  const part = { page: 'p.md', verbatim: '<a>inside</a>', at: text.indexOf('<a>') };
  expect(textOf(partKeeper('p.md', keep(text), keep)(part))).toBe('<a>inside</a>');
});

test('a part of another file is put aside by itself', () => {
  const keep = textKeeper();
  const part = { page: 'sample.md', verbatim: '<a/>', at: 3 };
  expect(textOf(partKeeper('p.md', keep('0123456789'), keep)(part))).toBe('<a/>');
});

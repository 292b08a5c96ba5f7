import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checks } from './index.ts';

const folder = new URL('../../docs/checks/', import.meta.url);
const sections = ['What it wants', 'Why', 'An answer that passes', 'An answer that fails', 'How to mend it'];

/** Front matter of plain or quoted values, and the text below it. */
function readPage(id: string) {
  const text = readFileSync(new URL(`${id}.md`, folder), 'utf8');
  const [, front = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  const facts = front.split('\n').map((line) => {
    const [, name = '', value = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
    return [name, value.startsWith('"') ? String(JSON.parse(value)) : value] as const;
  });
  return { facts: Object.fromEntries(facts), body };
}

test('every check has a page, and every page a check', () => {
  expect(readdirSync(folder).toSorted()).toEqual(checks.map(({ id }) => `${id}.md`).toSorted());
});

describe.each(checks.map(({ id, title, level, source }) => ({ id, title, level, source })))(
  'the page of $id',
  (check) => {
    const { facts, body } = readPage(check.id);

    test('says id, title, level and source as the check does', () => {
      expect(facts).toEqual(check);
    });

    test('has its sections, none of them empty', () => {
      const [, ...parts] = body.split(/^## /m);
      expect(parts.map((part) => part.split('\n')[0])).toEqual(sections);
      expect(parts.filter((part) => part.split('\n').slice(1).join('').trim() === '')).toEqual([]);
    });

    test('shows an answer that passes and one that fails', () => {
      const [, , , passes = '', fails = ''] = body.split(/^## /m);
      expect(passes).toMatch(/^```/m);
      expect(fails).toMatch(/^```/m);
    });

    test('links to pages that are there', () => {
      const links = [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
      expect(links.filter((target) => !checks.some(({ id }) => `${id}.md` === target))).toEqual([]);
    });
  },
);

import { expect, test } from 'vitest';
import { pageNames } from './page-names.ts';

test('a page is called by the shortest end of its path that no other has', () => {
  const pages = [
    'soap/Services86/EMail/Send.md',
    'soap/Services88/EMail/Send.md',
    'rest/Send.md',
    'rest/ReSend.md',
    'Send.md',
  ];
  const names = pageNames({ all: pages.map((page) => ({ source: { page } })) });
  expect(pages.map((page) => names.get(page))).toEqual([
    'Services86/EMail/Send.md',
    'Services88/EMail/Send.md',
    'rest/Send.md',
    'ReSend.md',
    'Send.md',
  ]);
});

test('no page, no name', () => {
  expect(pageNames({ page: 3, other: null, list: [{}] }).size).toBe(0);
});

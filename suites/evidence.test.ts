import { expect, test } from 'vitest';
import { createEvidenceBook } from './evidence.ts';

const typed = { typed: 1, nulls: 0 };
const seen = (...members: string[]) => new Map(members.map((member) => [member, typed]));

test.each<[string, string[][], string[]]>([
  [
    'the same members again',
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a 2', 'b 2'],
  ],
  ['gaps', [['a', 'b', 'c'], ['c'], ['a', 'c']], ['a 2', 'b 1', 'c 3']],
  [
    'a member that comes later',
    [
      ['a', 'c'],
      ['a', 'b', 'c'],
    ],
    ['a 2', 'b 1', 'c 2'],
  ],
  ['members at the end', [['a'], ['a', 'b', 'c'], ['b', 'c']], ['a 2', 'b 2', 'c 2']],
  [
    'another order',
    [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ],
    ['a 2', 'b 2', 'c 2'],
  ],
  ['nothing at first', [[], ['a'], []], ['a 1']],
])('counts each member by itself: %s', (_, answers, counts) => {
  const book = createEvidenceBook();
  for (const members of answers) book.add('X.Y/rest-v1', seen(...members));
  expect(book.entries().map(([name, { typed: count }]) => `${name.split(' ')[1]} ${count}`)).toEqual(counts);
});

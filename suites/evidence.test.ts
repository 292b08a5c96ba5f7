import { expect, test } from 'vitest';
import { createEvidenceBook, evidenceShare } from './evidence.ts';

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

test('tells what had a value from what was null, in empty arrays only, or never there', () => {
  const book = createEvidenceBook();
  book.add('X.Y/rest-v1', seen('output'), ['output.Never', 'output.List[]', 'output.Later']);
  book.add(
    'X.Y/rest-v1',
    new Map([
      ['output', typed],
      ['output.Null', { typed: 0, nulls: 2 }],
    ]),
    ['output.Never'],
  );
  book.add('X.Y/rest-v1', seen('output', 'output.Later'), ['output.Never', 'output.Map{}']);
  const told = Object.fromEntries(book.entries().map(([name, { seen: how }]) => [name.split(' ')[1], how]));
  expect(told).toEqual({
    output: 'typed',
    'output.Never': 'never',
    'output.List[]': 'only-empty',
    'output.Map{}': 'only-empty',
    'output.Null': 'only-null',
    'output.Later': 'typed',
  });
  expect(evidenceShare({ evidence: Object.fromEntries(book.entries()) })).toMatchObject({ members: 6, typed: 2 });
});

test('of no members all had a value', () => {
  expect(evidenceShare({ evidence: {} }).percent).toBe(100);
});

test('counts what it tells, without telling it', () => {
  const book = createEvidenceBook();
  book.add(
    'A',
    new Map([
      ['a', { typed: 1, nulls: 1 }],
      ['b', { typed: 0, nulls: 2 }],
    ]),
    ['c', 'd[]', 'e{}'],
  );
  book.add('B', new Map([['a', { typed: 0, nulls: 0 }]]));
  expect(book.counts()).toEqual({ typed: 1, onlyNull: 1, onlyEmpty: 2, never: 2 });
  const entries = Object.fromEntries(book.entries());
  expect(evidenceShare({ evidence: entries })).toEqual(evidenceShare({ evidence: {}, members: book.counts() }));
});

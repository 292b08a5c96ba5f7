import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEvidenceBook, evidenceShare } from './evidence.ts';
import type { SeenMembers } from './evidence.ts';

/** What a report tells whose slots are these members, in a layout of its own or in that of another report. */
function told(
  members: Readonly<Record<string, readonly [typed: number, nulls: number]>>,
  layout: object = {},
  findings: readonly string[] = [],
): SeenMembers {
  return {
    layout,
    findings,
    eachMember(tell) {
      for (const [id, [member, [typed, nulls]]] of Object.entries(members).entries())
        tell({ id, member }, typed, nulls);
    },
  };
}

const seen = (...members: string[]): SeenMembers => told(Object.fromEntries(members.map((member) => [member, [1, 0]])));

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
  const never = [0, 0] as const;
  const there = [1, 0] as const;
  const answers = [
    { output: there, 'output.Never': never, 'output.List[]': never, 'output.Later': never },
    { output: there, 'output.Null': [0, 2] as const, 'output.Never': never },
    { output: there, 'output.Later': there, 'output.Never': never, 'output.Map{}': never },
  ];
  for (const answer of answers) book.add('X.Y/rest-v1', told(answer));
  const found = Object.fromEntries(book.entries().map(([name, { seen: how }]) => [name.split(' ')[1], how]));
  expect(found).toEqual({
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
  book.add('A', told({ a: [1, 1], b: [0, 2], c: [0, 0], 'd[]': [0, 0], 'e{}': [0, 0] }));
  book.add('B', told({ a: [0, 0] }));
  expect(book.counts()).toEqual({ typed: 1, onlyNull: 1, onlyEmpty: 2, never: 2 });
  const entries = Object.fromEntries(book.entries());
  expect(evidenceShare({ evidence: entries })).toEqual(evidenceShare({ evidence: {}, members: book.counts() }));
});

test('finds the slots of one layout again, and tells those of another one by their names', () => {
  const layout = {};
  const book = createEvidenceBook();
  book.add('A', told({ a: [1, 0], b: [1, 0] }, layout));
  book.add('A', told({ a: [2, 1], b: [0, 4] }, layout));
  book.add('A', told({ b: [1, 0], c: [1, 0], a: [1, 0] }));
  expect(book.entries().map(([name, { typed, nulls }]) => `${name}: ${typed}, ${nulls}`)).toEqual([
    'A a: 4, 1',
    'A b: 2, 4',
    'A c: 1, 0',
  ]);
});

test('answers of many contracts in any order, the same ones again among them, count as if each were added by itself', () => {
  const layouts = Array.from({ length: 3 }, () => ({}));
  const counted = fc.tuple(fc.nat(3), fc.nat(3));
  const findings = fc.array(fc.constant('wrong'), { maxLength: 1 });
  const anAnswer = fc
    .tuple(fc.constantFrom(...layouts), counted, counted, findings)
    .map(([layout, a, b, wrong]) => told({ a, b }, layout, wrong));
  const someAnswers = fc.array(anAnswer, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(someAnswers, fc.array(fc.tuple(fc.nat(40), fc.nat(3)), { maxLength: 200 }), (answers, added) => {
      const book = createEvidenceBook();
      const expected = new Map<string, [typed: number, nulls: number]>();
      for (const [contract, index] of added) {
        const answer = answers[index % answers.length];
        if (answer === undefined) continue;
        book.add(`C${contract}`, answer);
        answer.eachMember(({ member }, typed, nulls) => {
          const name = `C${contract} ${member}`;
          const [before, empty] = expected.get(name) ?? [0, 0];
          expected.set(name, [before + typed, empty + nulls]);
        });
      }
      const found = book
        .entries()
        .map(([name, { typed, nulls }]): [string, [number, number]] => [name, [typed, nulls]]);
      expect(new Map(found)).toEqual(expected);
      // What was told once is told again, and once.
      expect(book.entries()).toEqual(book.entries());
    }),
  );
});

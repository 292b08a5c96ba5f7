import { assert, constant, constantFrom, property, shuffledSubarray, tuple, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { member } from '../testing/versions.ts';
import { moved, placeOf } from './order.ts';

test.each([
  ['ABCD', 'ABCD', ''],
  ['ABCD', 'DABC', 'D'],
  ['ABCD', 'BCDA', 'A'],
  ['ABCD', 'BADC', 'AC'],
  ['AB', 'BA', 'A'],
  ['', '', ''],
])('from %s to %s only %s has moved', (before, after, expected) => {
  expect([...moved([...before], [...after])].toSorted().join('')).toBe(expected);
});

/** The letters that stand before what they stood before, in as large a set as there is: tried one by one. */
function fewest(before: string, after: string): number {
  const letters = [...before];
  let least = letters.length;
  for (let mask = 0; mask < 2 ** letters.length; mask += 1) {
    const out = new Set(letters.filter((_, index) => (mask >> index) % 2 === 1));
    const left = (text: string): string => [...text].filter((letter) => !out.has(letter)).join('');
    if (left(before) === left(after)) least = Math.min(least, out.size);
  }
  return least;
}

test('without what has moved both orders are the same, and less would not do', () => {
  const orders = uniqueArray(constantFrom(...'ABCDEFG'), { maxLength: 7 }).chain((letters) =>
    tuple(constant(letters), shuffledSubarray(letters, { minLength: letters.length })),
  );
  assert(
    property(orders, ([before, after]) => {
      const out = new Set(moved(before, after));
      const left = (order: readonly string[]): readonly string[] => order.filter((letter) => !out.has(letter));
      expect(left(before)).toEqual(left(after));
      expect(out.size).toBe(fewest(before.join(''), after.join('')));
    }),
  );
});

test('the place of a new member is told by the next one that was there before', () => {
  const [first, second, third] = [member('A'), member('B'), member('C')] as const;
  const all = [first, second, third];
  expect(placeOf(first, all, [third])).toBe('before C');
  expect(placeOf(third, all, [first])).toBeUndefined();
});

import { expect, test } from 'vitest';
import { lately } from './lately.ts';

test('remembers the last few, makes the others again, and tells of each that it forgets', () => {
  const made: string[] = [];
  const forgotten: string[] = [];
  const of = lately(
    2,
    (key: string) => {
      made.push(key);
      return key.toUpperCase();
    },
    (value) => forgotten.push(value),
  );
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(of)).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
  expect(forgotten).toEqual(['A', 'B']);
});

import { describe, expect, test } from 'vitest';
import { list, whole } from './options.ts';

describe('a list', () => {
  test.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    [' a , b ,', ['a', 'b']],
    ['EMail.{Send,Relay}*,Messaging.*', ['EMail.{Send,Relay}*', 'Messaging.*']],
  ])('%j is %j', (text, names) => {
    expect(list(text)).toEqual(names);
  });

  test('grows with each time it is given', () => {
    expect(list('c', list('a,b'))).toEqual(['a', 'b', 'c']);
  });

  test.each(['', ',', ' '])('%j is no list', (text) => {
    expect(() => list(text)).toThrow('Expected a name');
  });
});

describe('a whole number from 1 to 256', () => {
  test.each([
    ['1', 1],
    ['256', 256],
    ['007', 7],
  ])('%s is %i', (text, number) => {
    expect(whole(1, 256)(text)).toBe(number);
  });

  test.each(['0', '257', '-1', '1.5', '1e2', '0x10', '', ' 1', 'NaN', '99999999999999999999'])('is not %j', (text) => {
    expect(() => whole(1, 256)(text)).toThrow('Expected a whole number from 1 to 256.');
  });
});

import { expect, test } from 'vitest';
import { coloured, columns, widthOf } from './output.ts';

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  [false, { CI: 'true' }, false],
])('a stream with isTTY %s and %j is coloured: %s', (isTTY, environment, expected) => {
  expect(coloured({ isTTY }, environment)).toBe(expected);
});

test.each([
  [undefined, 80],
  [100, 100],
  [20, 60],
  [300, 120],
])('%s columns are %i', (given, width) => {
  expect(widthOf(given === undefined ? {} : { columns: given })).toBe(width);
});

test('columns are as wide as their widest cell and leave nothing at the end of a line', () => {
  expect(
    columns([
      ['a', 'bcd', ''],
      ['efg', 'h', 'i'],
    ]),
  ).toBe('a    bcd\nefg  h    i\n');
});

import { describe, expect, test } from 'vitest';
import { coloured, columns, progressOn, widthOf } from './output.ts';

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
  [0, 80],
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

describe('progress', () => {
  const watched = (isTTY: boolean, environment: Readonly<Record<string, string>> = {}): readonly string[] => {
    const written: string[] = [];
    const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) };
    let time = 1000;
    const progress = progressOn(stream, 3, environment, () => time);
    progress.step('EMail.SendEMails/rest-v1/documented');
    time += 10;
    progress.step('too soon');
    time += 100;
    progress.step('x'.repeat(200));
    progress.end();
    return written;
  };

  test('is one line on a terminal, written again and taken away', () => {
    expect(watched(true)).toEqual([
      '\r\u001b[K1/3  EMail.SendEMails/rest-v1/documented',
      `\r\u001b[K3/3  ${'x'.repeat(74)}`,
      '\r\u001b[K',
    ]);
  });

  test.each<[isTTY: boolean, environment: Readonly<Record<string, string>>]>([
    [false, {}],
    [true, { TERM: 'dumb' }],
  ])('is nothing with isTTY %s and %j', (isTTY, environment) => {
    expect(watched(isTTY, environment)).toEqual([]);
  });
});

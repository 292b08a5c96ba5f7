import { describe, expect, test } from 'vitest';
import { diffWith, sampleDiff, unchangedDiff } from '../testing/sample-diff.ts';
import { diffReporters } from './index.ts';
import { diffTerminal } from './terminal.ts';

const ending = { code: 1, sentence: '2 breaking changes, 4 compatible.' };
const plain = (record: typeof sampleDiff): string => diffTerminal(record, { colour: false, width: 80, ending });

describe('on a terminal', () => {
  test('a comparison', () => {
    expect(plain(sampleDiff)).toMatchSnapshot();
  });

  test('two sides that say the same', () => {
    expect(diffTerminal(unchangedDiff, { colour: false, width: 80 })).toMatchSnapshot();
  });

  test.each([60, 80, 120])('no line is longer than %i columns', (width) => {
    const lines = diffTerminal(sampleDiff, { colour: false, width, ending }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  test('colour changes nothing but the colour', () => {
    const coloured = diffTerminal(sampleDiff, { colour: true, width: 80, ending });
    expect(coloured).toContain('\u001b[31m');
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain(sampleDiff));
  });

  test('text of a page cannot steer the terminal', () => {
    const hostile = 'a\u001b[2Jb\u202e\nc';
    const text = plain(diffWith({ at: hostile, type: hostile, after: { value: hostile }, operations: [hostile] }));
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('a\\u001b[2Jb\\u202e\\nc');
  });

  test('a mark that came or went is its own place', () => {
    expect(plain(diffWith({ at: 'restricted', after: { value: 'restricted' } }))).toContain('\n  restricted\n');
  });

  test('many entries of a kind are counted and not listed', () => {
    const [comparison] = sampleDiff.comparisons;
    const [first] = comparison?.changes ?? [];
    if (comparison === undefined || first === undefined) throw new Error('the sample has no change');
    const changes = Array.from({ length: 45 }, (_, index) => ({ ...first, type: `T${index}`, at: `T${index}.A` }));
    const text = plain({ ...sampleDiff, comparisons: [{ ...comparison, changes }] });
    expect(text).toContain('  T39\n');
    expect(text).not.toContain('  T40\n');
    expect(text).toContain('  and 5 more; --json has them all\n');
  });
});

describe('as Markdown', () => {
  test('a comparison', () => {
    expect(diffReporters.markdown(sampleDiff)).toMatchSnapshot();
  });

  test('two sides that say the same', () => {
    expect(diffReporters.markdown(unchangedDiff)).toMatchSnapshot();
  });

  test.each([
    ['a bar', 'a|b', '`a\\|b`'],
    ['ticks', 'a``b', '```a``b```'],
    ['a tick at the end', 'a`', '`` a` ``'],
    ['a new line', 'a\nb', '`a\\nb`'],
  ])('%s in a name stays in its cell', (_, at, cell) => {
    expect(diffReporters.markdown(diffWith({ at }))).toContain(`| ${cell} |`);
  });

  test('text of a page is no markup', () => {
    const text = diffReporters.markdown(diffWith({ after: { value: '<img src=x> [a](b) **c** | d' } }));
    expect(text).toContain('\\<img src=x\\> \\[a\\]\\(b\\) \\*\\*c\\*\\* \\| d');
  });
});

test('as JSON it is the record itself', () => {
  expect(JSON.parse(diffReporters.json(sampleDiff))).toEqual(sampleDiff);
});

import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJournal } from './journal.ts';
import type { JournalLine } from './journal.ts';

const run = (tag: string): JournalLine => ({
  kind: 'run',
  format: 'soconform.journal/1',
  tag,
  target: 'http://host',
  startedAt: '2026-01-02T03:04:05.000Z',
});
const intent = (id: string): JournalLine => ({ kind: 'intent', case: id, contract: 'C', what: 'Contact/Contact' });
const made = (id: string, key: number): JournalLine => ({ kind: 'made', case: id, key: 'ContactId', id: key });
const text = (...lines: readonly JournalLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const read = (...lines: readonly JournalLine[]) =>
  readJournal('j', text(...lines)).map(({ tag, created }) => [
    tag,
    ...created.map(({ case: id, state, id: key }) => [id, state, ...(key === undefined ? [] : [key])]),
  ]);

describe('a journal says what is there', () => {
  test.each<[title: string, lines: readonly JournalLine[], told: unknown]>([
    ['of a run that made nothing', [run('a')], [['a']]],
    ['where an answer never came', [run('a'), intent('1')], [['a', ['1', 'unknown']]]],
    ['where the target refused', [run('a'), intent('1'), { kind: 'nothing', case: '1' }], [['a']]],
    ['where it was made', [run('a'), intent('1'), made('1', 7)], [['a', ['1', 'left', 7]]]],
    [
      'where it was removed',
      [run('a'), intent('1'), made('1', 7), { kind: 'removed', case: '1' }],
      [['a', ['1', 'removed', 7]]],
    ],
    [
      'where it was removed at the second attempt',
      [
        run('a'),
        intent('1'),
        made('1', 7),
        { kind: 'left', case: '1', reason: 'r' },
        run('a'),
        { kind: 'removed', case: '1' },
      ],
      [['a', ['1', 'removed', 7]]],
    ],
    [
      'of two runs, each by its own cases',
      [run('a'), intent('1'), made('1', 7), run('b'), intent('1'), run('a'), { kind: 'removed', case: '1' }],
      [
        ['b', ['1', 'unknown']],
        ['a', ['1', 'removed', 7]],
      ],
    ],
  ])('%s', (_title, lines, told) => {
    expect(read(...lines)).toEqual(told);
  });
});

test('a journal that is cut off anywhere tells no less than its whole lines, and nothing that they do not say', () => {
  const lines = [
    run('a'),
    intent('1'),
    made('1', 7),
    intent('2'),
    made('2', 8),
    { kind: 'removed', case: '2' } as const,
  ];
  const whole = text(...lines);
  assert(
    property(integer({ min: 0, max: whole.length }), (length) => {
      const cut = whole.slice(0, length);
      const complete = lines.slice(0, cut.split('\n').length - 1);
      expect(readJournal('j', cut)).toEqual(readJournal('j', text(...complete)));
      // Another run that goes on in the same file is read all the same.
      const next = `${cut}${cut === '' || cut.endsWith('\n') ? '' : '\n'}${text(run('b'), intent('9'))}`;
      expect(readJournal('j', next).at(-1)).toMatchObject({ tag: 'b', created: [{ case: '9' }] });
    }),
  );
});

test.each([
  ['a line before any run', text(intent('1')), /j:1: expected the line of a run first/],
  ['a line in the middle that is no JSON', `${text(run('a'))}oh\n${text(intent('1'))}`, /j:2: .*found no JSON/],
  ['a line of a kind that there is not', `${text(run('a'))}{"kind":"x"}\n`, /j:2: .*something else/],
  ['another format', text(run('a')).replace('/1"', '/2"'), /j:1: expected the format/],
])('%s is an error that names it', (_title, content, message) => {
  expect(() => readJournal('j', content)).toThrow(message);
});

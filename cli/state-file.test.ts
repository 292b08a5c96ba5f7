import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readState, stateWriter, writeState, type State } from './state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'soconform-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

const state: State = {
  store: {
    tables: {
      'Contact/Contact': {
        next: 5,
        carriers: [
          [4, { Name: 'é' }],
          [3, null],
        ],
      },
    },
  },
  outbox: [],
};

test('what is written is read again, and nothing else is left in the folder', () => {
  const file = join(folder, 'state.json');
  expect(readState(file)).toEqual({ store: { tables: {} }, outbox: [] });
  writeState(file, state);
  expect(readState(file)).toMatchObject(state);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test.each([
  ['half a file', '{"format":"soconform.state/1","store":{"tab'],
  ['another format', '{"format":"soconform.run/1"}'],
  ['no tables', '{"format":"soconform.state/1","outbox":[]}'],
  ['a table that is none', '{"format":"soconform.state/1","store":{"tables":{"a":null}},"outbox":[]}'],
  ['a list', '[]'],
  ['nothing', ''],
])('%s is refused with its name, and stays as it is', (_, text) => {
  const file = join(folder, 'other.json');
  writeFileSync(file, text);
  expect(() => readState(file)).toThrow(/other\.json: expected .*--state/);
  expect(readFileSync(file, 'utf8')).toBe(text);
  rmSync(file);
});

test('a place that cannot be written is told, and leaves nothing behind', () => {
  expect(() => writeState(join(folder, 'nowhere', 'state.json'), state)).toThrow(/nowhere.*ENOENT/);
  const told: unknown[] = [];
  const writer = stateWriter(
    join(folder, 'nowhere', 'state.json'),
    () => state,
    (error) => told.push(error),
  );
  writer.changed();
  writer.flush();
  writer.flush();
  expect(told).toHaveLength(1);
});

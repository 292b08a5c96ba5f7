import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { readSample, type SampleValue } from './sample.ts';

function plain(value: SampleValue): Json {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return value.value;
    case 'number':
      return Number(value.text);
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.members.map((member) => [member.name, plain(member.value)]));
  }
}

function accepted(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(3), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent);
      const reading = readSample(text, 1);
      expect(reading.ok && plain(reading.value)).toEqual(JSON.parse(text));
    }),
  );
});

test('refuses what JSON.parse refuses', () => {
  const spoiled = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\u0001', '\\', 'tru', '01', '1.', '//', "'"))
    .map(
      ([json, at, insert]) => json.slice(0, at % (json.length + 1)) + insert + json.slice((at % (json.length + 1)) + 1),
    );
  fc.assert(
    fc.property(spoiled, (text) => {
      expect(readSample(text, 1).ok).toBe(accepted(text));
    }),
  );
});

test('knows the line of every value', () => {
  const reading = readSample('{\n  "A": [\n    1,\n    "x"\n  ],\n  "B": null\n}', 10);
  expect(reading).toMatchObject({
    ok: true,
    value: {
      line: 10,
      members: [
        { name: 'A', line: 11, value: { items: [{ line: 12 }, { line: 13 }] } },
        { name: 'B', line: 15 },
      ],
    },
  });
});

describe('says where it is wrong', () => {
  test.each([
    ['', 5, 'the end where a value belongs'],
    ['{\n "A": 1,\n}', 7, '"}" where a member name belongs'],
    ['[1\n 2]', 6, '"2]" where "," or "]" belongs'],
    ['{} x', 5, 'more text after the JSON value'],
    ['['.repeat(1000), 5, 'nest deeper'],
  ])('%j', (text, line, message) => {
    const reading = readSample(text, 5);
    expect(reading).toMatchObject({ ok: false, line });
    expect(reading.ok ? '' : reading.message).toContain(message);
  });
});

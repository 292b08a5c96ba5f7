import { expect, test } from 'vitest';
import { json } from './json.ts';
import type { RunRecord } from './record.ts';
import { hostileRecord } from './testing/hostile.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { emptyRecord, greenRecord } from './testing/shapes.ts';

test.each<[name: string, record: RunRecord]>([
  ['of every outcome', sampleRecord],
  ['with hostile answers', hostileRecord(sampleRecord)],
  ['that is green', greenRecord],
  ['in which nothing was asked', emptyRecord],
  ['without any case', { ...emptyRecord, cases: [], contracts: [], notAsked: [], evidence: {} }],
])('a record %s is what a reader gets back', (_, record) => {
  expect(JSON.parse(json(record))).toEqual(JSON.parse(JSON.stringify(record)));
});

test('each case, contract and member is a line', () => {
  const lines = json(sampleRecord).split('\n');
  for (const one of sampleRecord.cases) expect(lines.some((line) => line.startsWith(`{"id":"${one.id}",`))).toBe(true);
  for (const name of Object.keys(sampleRecord.evidence)) {
    expect(lines.some((line) => line.startsWith(`${JSON.stringify(name)}:{`))).toBe(true);
  }
});

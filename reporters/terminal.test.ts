import { describe, expect, test } from 'vitest';
import type { RecordCase, RecordVerdict, RunRecord } from './record.ts';
import { terminal } from './terminal.ts';
import { sampleRecord, summaryOf } from './testing/sample-record.ts';

const plain = { colour: false, width: 80 } as const;
const ending = { code: 1, sentence: 'a MUST failed.' } as const;

function recordOf(cases: readonly RecordCase[], rest: Partial<RunRecord> = {}): RunRecord {
  return { ...sampleRecord, notAsked: [], cases, summary: summaryOf(cases, 1), ...rest };
}

function failing(contract: string, name: string, received: string, at = 'body.Size'): RecordCase {
  const verdict: RecordVerdict = {
    check: 'REST-TYPE',
    outcome: 'fail',
    level: 'MUST',
    seen: 1,
    blame: 'target',
    findings: [{ at, expected: 'int32', received, level: 'MUST' }],
  };
  const operation = contract.split('/')[0] ?? '';
  return {
    id: `${contract}/${name}`,
    contract,
    operation,
    protocol: 'rest',
    version: 'v1',
    origin: 'documented',
    effect: 'read',
    ms: 1,
    sent: true,
    verdicts: [verdict],
  };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

test('the whole report', () => {
  expect(terminal(sampleRecord, { ...plain, ending })).toMatchSnapshot();
});

test('colours are the only difference', () => {
  const coloured = terminal(sampleRecord, { ...plain, colour: true, ending });
  expect(coloured).toContain('\u001b[31m');
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(terminal(sampleRecord, { ...plain, ending }));
});

test('no control character of an answer reaches the terminal', () => {
  expect(terminal(sampleRecord, plain)).not.toMatch(/[^\P{Cc}\n]/u);
});

test.each([80, 100, 120])('no line but curl lines and addresses is wider than %i', (width) => {
  const wide = terminal(sampleRecord, { colour: false, width, ending })
    .split('\n')
    .filter((line) => line.length > width && !line.includes('curl '));
  expect(wide).toEqual([]);
});

test('a failure that lies on a dispute blames the documentation', () => {
  const one = failing('A.B/rest-v1', 'a', '"x"');
  const disputed = {
    ...one,
    verdicts: one.verdicts.map((verdict) => ({ ...verdict, blame: 'documentation' as const })),
  };
  expect(terminal(recordOf([disputed]), plain)).toContain('blame: the documentation');
  expect(terminal(recordOf([one]), plain)).not.toContain('blame:');
});

describe('the same finding', () => {
  test('on eight cases is printed once, with the cases', () => {
    const names = Array.from({ length: 8 }, (_, index) => `case-${index}`);
    const text = terminal(recordOf(names.map((name) => failing('A.B/rest-v1', name, `"${name}"`))), plain);
    expect(count(text, 'expected  int32')).toBe(1);
    expect(names.every((name) => text.includes(name))).toBe(true);
  });

  test('at another index is the same', () => {
    const cases = [0, 1, 2].map((index) => failing('A.B/rest-v1', `case-${index}`, '"1"', `body[${index}].Size`));
    expect(count(terminal(recordOf(cases), plain), 'expected  int32')).toBe(1);
  });

  test('on several operations is printed once, with the operations', () => {
    const cases = ['A.B', 'A.C', 'B.A'].map((operation) => failing(`${operation}/rest-v1`, 'documented', 'null'));
    const text = terminal(recordOf(cases), plain);
    expect(count(text, 'expected  int32')).toBe(1);
    expect(text).toContain('B.A/rest-v1: documented');
  });

  test('with another status is another', () => {
    const cases = ['200', '500'].map((status) => failing('A.B/rest-v1', `case-${status}`, status, 'status'));
    const text = terminal(recordOf(cases), plain);
    expect(count(text, 'expected  int32')).toBe(2);
    expect(text).toContain('(in 1 of 2 cases)');
  });
});

test('a flood of failures is cut off and counted', () => {
  const cases = Array.from({ length: 300 }, (_, index) =>
    failing(`A.B${index}/rest-v1`, 'documented', '"1"', `body.M${index}`),
  );
  const text = terminal(recordOf(cases), plain);
  expect(text).toContain('and on 260 more contracts');
  expect(text.split('\n').length).toBeLessThan(350);
});

test('with many operations the matrix has a row an agent', () => {
  const cases = Array.from({ length: 60 }, (_, index) => failing(`A.B${index}/rest-v1`, 'documented', '"1"'));
  const contracts = cases.map((one) => ({
    id: one.contract,
    operation: one.operation,
    protocol: 'rest' as const,
    version: 'v1',
    effect: 'read',
    source: { evidence: 'table', page: 'p.md' },
  }));
  expect(terminal(recordOf(cases, { contracts }), plain)).toMatch(/^A +rest-v1 +· +60 /m);
});

test('an operation with a long name has a line of its own', () => {
  const operation = 'DatabaseTable.GetConfigurationFieldsForEverything';
  const contract = {
    ...sampleRecord.contracts[0],
    id: `${operation}/rest-v1`,
    operation,
  } as RunRecord['contracts'][number];
  const text = terminal(recordOf([failing(contract.id, 'documented', '1')], { contracts: [contract] }), plain);
  expect(text).toMatch(new RegExp(`^${operation}\n +rest-v1 +· +1 `, 'm'));
});

describe('what is not in a green run is said', () => {
  test('a run that was cut off', () => {
    expect(terminal({ ...sampleRecord, complete: false }, plain)).toContain('The run was cut off');
  });

  test('a run that asked nothing', () => {
    const held = sampleRecord.cases.filter((one) => !one.sent);
    expect(terminal(recordOf(held), plain)).toContain('Nothing was asked');
  });

  test('members that no answer had a value of', () => {
    expect(terminal(sampleRecord, plain)).toContain('  evidence   1 of 1 member had a value\n');
    const members = { typed: 1204, onlyNull: 80, onlyEmpty: 0, never: 3 };
    expect(terminal({ ...sampleRecord, members }, plain)).toContain(
      '  evidence   1,204 of 1,287 members had a value, 80 only null, 3 never seen\n',
    );
  });

  test('passes without evidence', () => {
    expect(terminal(sampleRecord, plain)).toContain('4 verdicts of 18 saw nothing to judge');
  });
});

import { expect, test } from 'vitest';
import { coverageText, uncovered } from './coverage.ts';
import { headlines } from './headline.ts';
import { reporters } from './index.ts';
import type { RecordAnswer, RecordCase, RunRecord } from './record.ts';
import { greenEnding, greenRecord } from './testing/shapes.ts';

type Given = readonly [status: number, gave: RecordAnswer['gave'], protocol?: 'rest' | 'soap'];

const [model] = greenRecord.cases;

/** A record of so many answers, each of an operation of its own. */
function recordOf(given: readonly Given[], rest: Partial<RunRecord> = {}): RunRecord {
  const cases = given.map(([status, gave, protocol = 'rest'], index): RecordCase => {
    if (model === undefined) throw new Error('the sample has no case');
    const contract = `A.Op${index}/${protocol}-v1`;
    return { ...model, id: `${contract}/documented`, contract, protocol, version: 'v1', answer: { status, gave } };
  });
  const contracts = cases.map(({ contract, protocol }) => ({
    ...greenRecord.contracts[0],
    id: contract,
    operation: contract.split('/')[0] ?? '',
    protocol,
    version: 'v1',
    effect: 'read',
    source: { evidence: 'table', page: 'a.md' },
  }));
  const covered = given.filter(([, gave]) => gave !== 'no-result').length;
  const summary = { ...greenRecord.summary, operations: cases.length, cases: cases.length, covered };
  return { ...greenRecord, cases, contracts, summary, notAsked: [], unsupported: [], ...rest };
}

const times = (count: number, given: Given): readonly Given[] => Array.from({ length: count }, () => given);
const value: Given = [200, 'value'];

test.each<[name: string, given: readonly Given[], said: readonly RegExp[]]>([
  ['values', times(4, value), []],
  ['half of them 401', [...times(2, [401, 'no-result']), ...times(2, value)], []],
  [
    'mostly 401',
    [...times(3, [401, 'no-result']), ...times(2, value)],
    [/^3 of 5 answers were 401, so that little could be judged\. Is the login still good/],
  ],
  [
    '401 and 403',
    [[401, 'no-result'], [403, 'no-result'], value],
    [/^2 of 3 answers were 401 or 403, so that little could be judged\./],
  ],
  ['half of them 404', [...times(2, [404, 'no-result']), ...times(2, value)], []],
  ['mostly 404', [...times(3, [404, 'no-result']), value], [/^3 of 4 answers were 404: the target does not have most/]],
  ['all 404', times(3, [404, 'no-result']), [/^Every operation was answered 404: is the address right\?/]],
  [
    'one protocol 404',
    [...times(3, [404, 'no-result', 'soap']), ...times(3, value)],
    [/^All 3 operations of soap-v1 were answered 404, others were not/],
  ],
  ['half of the results empty', [...times(2, [200, 'empty']), ...times(2, value)], []],
  [
    'mostly empty, beside much that has no result',
    [...times(2, [200, 'empty']), value, ...times(9, [204, 'done'])],
    [/^2 of 3 results were empty \(null, an empty list, or members that are all null\): what passed saw little\./],
  ],
  ['one empty', [[200, 'empty']], [/^1 of 1 result was empty/]],
  ['nothing', [], []],
])('of %s the head says what to know', (_name, given, said) => {
  const lines = headlines(recordOf(given));
  expect(lines).toHaveLength(said.length);
  for (const [index, line] of lines.entries()) expect(line).toMatch(said[index] ?? /never/);
});

test('without a credential the remedy is to give one', () => {
  const target = { ...greenRecord.target, auth: 'none' as const };
  expect(headlines(recordOf([[401, 'no-result']], { target }))[0]).toMatch(
    /No credential was given: set SOCONFORM_TICKET/,
  );
});

test('a login that was refused is told before all that was not asked for it', () => {
  const stopped = { kind: 'login', reason: 'the target refused the login (401): check SOCONFORM_TICKET' } as const;
  expect(headlines(recordOf([[401, 'no-result']], { stopped }))).toEqual([
    'The target could not be logged in to, so that little was asked: the target refused the login (401): check SOCONFORM_TICKET.',
  ]);
});

test('probes, which are refused on purpose, do not count', () => {
  const record = recordOf([value, ...times(3, [401, 'no-result'])]);
  const cases = record.cases.map((one, index) => (index === 0 ? one : { ...one, origin: 'hostile:no-credential' }));
  expect(headlines({ ...record, cases })).toEqual([]);
});

test('every report says it but the badge and those that are the record itself', () => {
  const record = recordOf([...times(2, [200, 'empty']), value]);
  const silent = Object.entries(reporters).filter(
    ([, tell]) =>
      !tell(record, { strict: false, ending: greenEnding }).replace(/\s+/g, ' ').includes('2 of 3 results were empty'),
  );
  expect(silent.map(([kind]) => kind)).toEqual(['json', 'ndjson', 'badge']);
});

test('what is not covered has its reason, told apart by where it comes from', () => {
  const record = recordOf([value, [204, 'done'], [200, 'empty'], [400, 'no-result'], [404, 'no-result'], value]);
  const ids = record.contracts.map(({ id }) => id);
  const cases = record.cases.map((one, index) => {
    const { answer, ...unasked } = one;
    return index === 5 ? unasked : { ...unasked, ...(answer && { answer }) };
  });
  const told = uncovered({
    ...record,
    cases,
    unsupported: [{ contract: ids[4] ?? '', reason: 'answered 404', required: false }],
    notAsked: [{ contract: ids[5] ?? '', reason: 'held back' }],
  });
  expect(told).toEqual([
    { contract: ids[3], reason: 'answered, and not with its result (status 400)', why: 'asked' },
    { contract: ids[4], reason: 'answered 404', why: 'not offered' },
    { contract: ids[5], reason: 'held back', why: 'not asked' },
  ]);
  expect(coverageText(recordOf([...times(2, value), [500, 'no-result']]))).toBe(
    '2 of 3 operations gave a result (66.7 %)',
  );
});

import { expect, test } from 'vitest';
import { dataToBind } from './bind.ts';
import type { RecordVerdict, RunRecord } from './record.ts';
import { terminal } from './terminal.ts';
import { sampleRecord } from './testing/sample-record.ts';

const [pattern] = sampleRecord.cases;

/** A record whose cases wait for data, each `effect key...`. */
function waiting(...cases: readonly string[]): RunRecord {
  if (pattern === undefined) throw new Error('the sample has no case');
  return {
    ...sampleRecord,
    cases: cases.map((text, index) => {
      const [effect = '', ...bind] = text.split(' ');
      const verdict: RecordVerdict = {
        check: 'REST-STATUS',
        outcome: 'blocked',
        level: 'MUST',
        findings: [],
        seen: 0,
        reason: `bind ${bind.join(', ')}: the target refused made-up data (400, SoNotFoundException: ${index} not found)`,
        bind,
      };
      return { ...pattern, id: `${pattern.id}-${index}`, effect, verdicts: [verdict] };
    }),
  };
}

test.each<[why: string, cases: readonly string[], keys: readonly string[]]>([
  ['one key for all cases of an operation', ['read A.Get/aId', 'read A.Get/aId'], ['A.Get/aId']],
  ['one for both protocols', ['read A.Get/aId', 'read A.Get/AId'], ['A.Get/aId']],
  [
    'a glob for a name of one agent',
    ['read A.Get/Name', 'read A.Find/Name', 'read B.Get/Name'],
    ['A.*/Name', 'B.Get/Name'],
  ],
  ['a wider one for an id', ['read A.Get/PersonId', 'read B.Get/personId'], ['*/PersonId']],
  ['none for what is called Id everywhere', ['read A.Get/Id', 'read B.Get/Id'], ['A.Get/Id', 'B.Get/Id']],
  [
    'none for what writes',
    ['read A.Get/aId', 'write A.Delete/aId', 'write A.Move/aId'],
    ['A.Get/aId', 'A.Delete/aId', 'A.Move/aId'],
  ],
  ['each of several', ['read A.Get/aId A.Get/Key'], ['A.Get/aId', 'A.Get/Key']],
])('%s', (_, cases, keys) => {
  const found = dataToBind(waiting(...cases));
  expect([found.cases, found.keys.map(({ key }) => key)]).toEqual([cases.length, keys]);
});

test('a known block waits for nothing', () => {
  const record = waiting('read A.Get/aId');
  const cases = record.cases.map((one) => ({
    ...one,
    verdicts: one.verdicts.map((verdict): RecordVerdict => ({ ...verdict, outcome: 'known' })),
  }));
  expect(dataToBind({ ...record, cases })).toEqual({ cases: 0, keys: [] });
});

test('the terminal shows a file that can be copied, and says it in no other place', () => {
  const text = terminal(waiting('read A.Get/PersonId', 'read B.Get/PersonId'), { colour: false, width: 80 });
  expect(text).toContain(
    [
      'Blocked: in 2 cases the target refused made-up data. Bind these in --values',
      '  format: soconform.values/1',
      '  values:',
      "    '*/PersonId':  # 2 operations; 400, SoNotFoundException: 0 not found",
    ].join('\n'),
  );
  expect(text).not.toContain('could not be judged');
});

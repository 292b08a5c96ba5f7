import { describe, expect, test } from 'vitest';
import type { RecordExchange, RunRecord } from '../../reporters/record.ts';
import { compareRuns } from './compare-runs.ts';
import { recordOf } from './testing/records.ts';
import type { Short } from './testing/records.ts';

function compared(before: RunRecord, after: RunRecord) {
  return compareRuns({ file: 'a.json', record: before }, { file: 'b.json', record: after });
}

const fails: Short = ['REST-TYPE', 'fail'];
const passes: Short = ['REST-TYPE', 'pass'];

describe('a verdict', () => {
  test.each<[before: readonly Short[], after: readonly Short[], kinds: readonly string[], stillRed: number]>([
    [[passes], [fails], ['regression'], 0],
    [[['REST-TYPE', 'observed']], [fails], ['regression'], 0],
    [[['REST-TYPE', 'skipped']], [fails], ['new'], 0],
    [[], [fails], ['new'], 0],
    [[passes], [['REST-TYPE', 'blocked']], ['regression'], 0],
    [[passes], [['REST-TYPE', 'blocked', [], { blockedBy: 'REST-JSON' }]], [], 0],
    [[fails], [passes], ['fixed'], 0],
    [[['REST-TYPE', 'blocked']], [passes], ['fixed'], 0],
    [[['REST-TYPE', 'known', ['body'], { known: { was: 'fail', deviations: [0] } }]], [passes], ['fixed'], 0],
    [[fails], [['REST-TYPE', 'known', ['body'], { known: { was: 'fail', deviations: [0] } }]], [], 1],
    [[fails], [fails], [], 1],
    [[passes], [], ['gone'], 0],
    [[fails], [['REST-TYPE', 'skipped']], ['gone'], 0],
    [[passes], [['REST-TYPE', 'pass', [], { seen: 0 }]], ['evidence-lost'], 0],
    [[passes], [passes], [], 0],
  ])('%j and then %j is %j', (before, after, kinds, stillRed) => {
    const { verdicts, summary } = compared(recordOf({ documented: before }), recordOf({ documented: after }));
    expect([verdicts.map(({ kind }) => kind), summary.stillRed]).toEqual([kinds, stillRed]);
  });

  test('that is red tells its findings, and one that is fixed those that it had', () => {
    const at = (record: RunRecord, other: RunRecord) => compared(record, other).verdicts[0]?.findings[0]?.at;
    const red = recordOf({ documented: [['REST-TYPE', 'fail', ['body.Size']]] });
    const right = recordOf({ documented: [passes] });
    expect([at(right, red), at(red, right)]).toEqual(['body.Size', 'body.Size']);
  });
});

function answered(body: string, { type = 'application/json', status = 200 } = {}): RunRecord {
  const exchange: RecordExchange = {
    request: { method: 'POST', url: 'http://h/', headers: {} },
    response: { status, headers: body === '' ? [] : [['content-type', type]], body },
  };
  const record = recordOf({ documented: [passes] });
  return { ...record, cases: record.cases.map((one) => ({ ...one, exchange })) };
}

describe('the shape of an answer', () => {
  test.each<[before: string, after: string, changes: readonly string[]]>([
    ['{"A":1}', '{"A":2}', []],
    ['{"A":1}', '{"A":"1"}', ['breaking body.A: integer → string']],
    ['{"A":1}', '{"A":1.5}', ['breaking body.A: integer → number']],
    ['{"A":1.5}', '{"A":1}', []],
    ['{"A":1}', '{"A":null}', []],
    ['{"A":null}', '{"A":"x"}', []],
    ['{"A":1,"B":2}', '{"A":1}', ['breaking body.B: integer → absent']],
    ['{"A":1}', '{"A":1,"B":2}', ['compatible body.B: absent → integer']],
    ['[{"A":1}]', '[]', []],
    ['[]', '[{"A":1}]', []],
    ['{"A":{"B":1}}', '{"A":null}', []],
    ['{"A":{"B":1}}', '{"A":[]}', ['breaking body.A: object → array']],
    ['[{"A":1},{"A":"x"}]', '[{"A":"x"}]', []],
    ['{"A":1}', '[1]', ['breaking body: object → array']],
  ])('%s and then %s: %j', (before, after, changes) => {
    const { drift } = compared(answered(before), answered(after));
    expect(drift.map((one) => `${one.impact} ${one.at}: ${one.before} → ${one.after}`)).toEqual(changes);
  });

  test.each<[before: string, after: string, changes: readonly string[]]>([
    ['<a xmlns="n"><b>1</b></a>', '<p:a xmlns:p="n"><p:b>2</p:b></p:a>', []],
    ['<a><b>1</b></a>', '<a><c>1</c></a>', ['breaking a/b: text → absent', 'compatible a/c: absent → text']],
    ['<a><b><c/></b></a>', '<a><b/></a>', []],
    ['<a><b><c/></b></a>', '<a><b>text</b></a>', ['breaking a/b: element → text']],
  ])('%s and then %s: %j', (before, after, changes) => {
    const xml = { type: 'text/xml' };
    const { drift } = compared(answered(before, xml), answered(after, xml));
    expect(drift.map((one) => `${one.impact} ${one.at}: ${one.before} → ${one.after}`)).toEqual(changes);
  });

  test('also differs by status and media type', () => {
    const { drift } = compared(answered('{}'), answered('{}', { status: 500, type: 'text/json' }));
    expect(drift.map(({ at }) => at)).toEqual(['content-type', 'status']);
  });

  test('that has other values only is counted, and one that nobody kept as well', () => {
    expect(compared(answered('{"A":1}'), answered('{"A":2}')).summary).toMatchObject({ compared: 1, dataOnly: 1 });
    const { summary } = compared(answered('{"A":1}'), recordOf({ documented: [passes] }));
    expect(summary).toMatchObject({ compared: 0, notCompared: 1 });
    expect(compared(answered('{"A":1'), answered('{"A":1}')).summary).toMatchObject({ compared: 0, notCompared: 1 });
  });
});

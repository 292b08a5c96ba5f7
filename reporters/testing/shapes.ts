import type { RecordCase, RunRecord } from '../record.ts';
import type { Ending } from '../telling.ts';
import { sampleRecord, summaryOf } from './sample-record.ts';

/** A run in which nothing was sent. */
export const emptyRecord: RunRecord = recordWith({
  cases: sampleRecord.cases.map((one) => ({
    ...one,
    sent: false,
    ms: 0,
    verdicts: one.verdicts.map(({ check, level }) => ({
      check,
      level,
      outcome: 'skipped',
      findings: [],
      seen: 0,
      reason: 'its effect is send and --allow is read',
    })),
  })),
  notAsked: sampleRecord.contracts.map(({ id }) => ({
    contract: id,
    reason: 'its effect is send and --allow is read',
  })),
  evidence: {},
});

export const emptyEnding: Ending = { code: 5, sentence: 'nothing was asked: no operation was sent to the target.' };

/** A run in which all that was asked passed. */
export const greenRecord: RunRecord = recordWith({
  cases: sampleRecord.cases.map((one) => {
    const rest: RecordCase & { exchange?: unknown } = { ...one };
    delete rest.exchange;
    const verdicts = one.verdicts.map(
      ({ check, level }) => ({ check, level, outcome: 'pass', findings: [], seen: 1 }) as const,
    );
    return { ...rest, sent: true, verdicts };
  }),
  notAsked: [],
});

export const greenEnding: Ending = { code: 0, sentence: 'the target conforms in 3 operations: 35 verdicts passed.' };

export const redEnding: Ending = { code: 4, sentence: 'the suite itself broke: 1 verdict could not be reached.' };

/** The sample with other members, and a summary that counts them. */
function recordWith(members: Partial<RunRecord>): RunRecord {
  const record = { ...sampleRecord, ...members };
  return { ...record, summary: summaryOf(record.cases, record.contracts.length) };
}

/** A record of many cases, all of which fail in one check. */
export function largeRecord(count: number): RunRecord {
  const [first] = sampleRecord.cases;
  const [contract] = sampleRecord.contracts;
  if (first === undefined || contract === undefined) throw new Error('the sample record is empty');
  const contracts = Array.from({ length: Math.ceil(count / 5) }, (_, index) => {
    const operation = `Agent${index % 48}.Operation${index}`;
    return { ...contract, id: `${operation}/rest-v1`, operation };
  });
  const cases = Array.from({ length: count }, (_, index) => {
    const own = contracts[Math.floor(index / 5)] ?? contract;
    const id = `${own.id}/generated-${index % 5}`;
    return {
      ...first,
      id,
      contract: own.id,
      operation: own.operation,
      verdicts: first.verdicts.map((verdict) => ({
        ...verdict,
        findings: verdict.findings.map((one) => ({ ...one, at: `body[0].Member${index}` })),
      })),
    };
  });
  return recordWith({ cases, contracts, notAsked: [] });
}

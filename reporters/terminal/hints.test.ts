import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import type { RecordCase, RunRecord } from '../record.ts';
import { sampleRecord } from '../testing/sample-record.ts';
import { hintLines } from './hints.ts';

const page = { paint: createColors(false), width: 200 };

/** A case of that generation whose answer had that status. */
function answered(generation: string, status: number, more: Partial<RecordCase> = {}): RecordCase {
  const [protocol, version = ''] = generation.split('-');
  const check = protocol === 'soap' ? 'SOAP-STATUS' : 'REST-STATUS';
  const received = status === 404 ? '404: Not found' : String(status);
  const finding = { at: 'status', expected: '200', received, level: 'MUST' } as const;
  return {
    id: `A.B/${generation}/generated-1`,
    contract: `A.B/${generation}`,
    operation: 'A.B',
    protocol: protocol === 'soap' ? 'soap' : 'rest',
    version,
    origin: 'generated(1)',
    effect: 'read',
    ms: 1,
    sent: true,
    verdicts: [
      { check: 'HTTP-ANSWERED', outcome: 'pass', level: 'MUST', findings: [], seen: 1 },
      status === 200
        ? { check, outcome: 'pass', level: 'MUST', findings: [], seen: 1 }
        : { check, outcome: 'fail', level: 'MUST', findings: [finding], seen: 1 },
    ],
    ...more,
  };
}

const hints = (cases: readonly RecordCase[], url = 'https://host/Cust1'): string => {
  const record: RunRecord = { ...sampleRecord, target: { ...sampleRecord.target, url }, cases };
  return hintLines(record, page).join(' ').trim();
};

test.each<[title: string, cases: readonly RecordCase[], url: string, hint: RegExp]>([
  [
    'all was answered 404',
    [answered('rest-v1', 404), answered('soap-Services86', 404)],
    'https://h/C',
    /before \/api\/v1/,
  ],
  ['the address has /api/v1 in it', [answered('rest-v1', 404)], 'https://h/C/api/v1', /give https:\/\/h\/C instead/],
  [
    'one generation was answered 404',
    [answered('rest-v1', 200), answered('soap-Services86', 404)],
    'https://h',
    /^All 1 operation of soap-Services86/,
  ],
])('is told when %s', (_, cases, url, hint) => {
  expect(hints(cases, url)).toMatch(hint);
});

test.each<[title: string, cases: readonly RecordCase[]]>([
  ['nothing was asked', [answered('rest-v1', 404, { sent: false })]],
  ['another operation was answered', [answered('rest-v1', 404), answered('rest-v1', 200)]],
  ['another status was answered', [answered('rest-v1', 500)]],
  ['only a probe was answered 404', [answered('rest-v1', 404, { origin: 'hostile(unknown-operation)' })]],
])('is not told when %s', (_, cases) => {
  expect(hints(cases)).toBe('');
});

import { figuresOf } from './figures.ts';
import { headlines } from './headline.ts';
import type { RecordCase, RecordVerdict, RunRecord } from './record.ts';
import { standingOf, toleranceOf } from './telling.ts';
import type { Telling, Tolerance } from './telling.ts';
import { besideTarget, counted, printable } from './text.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'other';

interface Test {
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly suite?: readonly string[];
  readonly rawStatus?: string;
  readonly message?: string;
  readonly tags?: readonly string[];
}

const findingLimit = 5;

/**
 * Common Test Report Format (https://ctrf.io): a test a verdict, `rawStatus` its outcome. What could not be judged has
 * failed; an observation, what is known and a failed SHOULD
 * that does not count are `other`.
 */
export function ctrf(record: RunRecord, telling: Telling): string {
  const isTolerated = toleranceOf(record, telling);
  const judged = record.cases.flatMap((one) =>
    one.verdicts.map((verdict, index) => testOf(one, verdict, index, isTolerated)),
  );
  const tests = [...judged, ...runProblem(record, telling, judged)];
  const count = (status: Status): number => tests.filter((test) => test.status === status).length;
  const [start, stop] = [Date.parse(record.startedAt), Date.parse(record.finishedAt)];
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: record.finishedAt,
    generatedBy: 'soconform',
    results: {
      tool: { name: record.tool.name, version: record.tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        suites: new Set(record.cases.map((one) => one.contract)).size,
        start,
        stop,
        duration: Math.max(0, stop - start),
        extra: {
          ...figuresOf(record),
          exit: telling.ending.code,
          ending: printable(telling.ending.sentence),
          headlines: headlines(record),
        },
      },
      tests,
      environment: { testEnvironment: printable(record.target.url) + besideTarget(record.target) },
    },
  };
  return `${JSON.stringify(report)}\n`;
}

function testOf(one: RecordCase, verdict: RecordVerdict, index: number, isTolerated: Tolerance): Test {
  const name = one.id.startsWith(`${one.contract}/`) ? one.id.slice(one.contract.length + 1) : one.id;
  const status = statusOf(verdict, isTolerated(one.contract, verdict));
  const message = messageOf(verdict);
  return {
    name: printable(`${name}: ${verdict.check}`),
    status,
    // A case is asked once: its time stands with the first of its verdicts.
    duration: index === 0 ? Math.round(one.ms) : 0,
    suite: [printable(one.contract)],
    rawStatus: verdict.outcome,
    ...(message === '' ? {} : { message: printable(message) }),
    ...(verdict.outcome === 'fail' ? { tags: [verdict.level] } : {}),
  };
}

function statusOf({ outcome }: RecordVerdict, isTolerated: boolean): Status {
  switch (outcome) {
    case 'pass':
      return 'passed';
    case 'skipped':
      return 'skipped';
    case 'observed':
    case 'known':
      return 'other';
    case 'fail':
    case 'blocked':
    case 'broken':
      return isTolerated ? 'other' : 'failed';
  }
}

function messageOf({ outcome, findings, reason = '', seen }: RecordVerdict): string {
  if (outcome === 'pass') return seen === 0 ? 'passed without evidence: it saw nothing to judge' : '';
  const shown = findings
    .slice(0, findingLimit)
    .map(
      ({ at, expected, received, repair }) =>
        `${at}: expected ${expected}, received ${received}${repair === undefined ? '' : `, repair: ${repair}`}`,
    );
  const rest = findings.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${counted(rest, 'more finding')}`] : []), reason]
    .filter((text) => text !== '')
    .join('; ');
}

/** Whoever counts tests sees a run fail that says nothing of the target, or that something else has failed. */
function runProblem(record: RunRecord, { ending }: Telling, tests: readonly Test[]): readonly Test[] {
  const standing = standingOf(record, ending);
  if (standing === 'green' || (standing === 'red' && tests.some(({ status }) => status === 'failed'))) return [];
  const message = record.complete ? ending.sentence : `the run was cut off: ${ending.sentence}`;
  return [{ name: 'the run', status: 'failed', duration: 0, message: printable(message) }];
}

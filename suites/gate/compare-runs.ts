import type { Outcome, RecordCase, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import type { RunDiffRecord, RunSide, VerdictChange, VerdictChangeKind } from '../../reporters/run-diff-record.ts';
import { version } from '../client/version.ts';
import { changedBesides, wasRed } from './baseline.ts';
import type { BaselineFile } from './baseline.ts';
import { driftBetween } from './drift.ts';

/** How the answers of two runs differ: two runs of one target, or of staging and an emulator. */
export function compareRuns(before: BaselineFile, after: BaselineFile): RunDiffRecord {
  const verdicts = verdictChanges(before.record, after.record);
  const drift = driftBetween(before.record, after.record);
  const count = (kind: VerdictChangeKind): number => verdicts.changes.filter((one) => one.kind === kind).length;
  const impact = (which: string): number => drift.changes.filter((one) => one.impact === which).length;
  return {
    format: 'soconform.run-diff/1',
    tool: { name: 'soconform', version },
    before: sideOf(before),
    after: sideOf(after),
    changed: changedBesides(before.record, after.record),
    summary: {
      regression: count('regression'),
      new: count('new'),
      fixed: count('fixed'),
      gone: count('gone'),
      evidenceLost: count('evidence-lost'),
      stillRed: verdicts.stillRed,
      breakingDrift: impact('breaking'),
      compatibleDrift: impact('compatible'),
      compared: drift.compared,
      dataOnly: drift.dataOnly,
      notCompared: drift.notCompared,
    },
    verdicts: verdicts.changes,
    drift: drift.changes,
  };
}

function sideOf({ file, record }: BaselineFile): RunSide {
  const { target, startedAt, tool, catalogue, cases } = record;
  return {
    file,
    target: target.url,
    startedAt,
    suite: tool.version,
    catalogue: catalogue.hash,
    cases: cases.length,
  };
}

function verdictChanges(
  before: RunRecord,
  after: RunRecord,
): { readonly changes: readonly VerdictChange[]; readonly stillRed: number } {
  const was = new Map(before.cases.map((one) => [one.id, one]));
  const is = new Map(after.cases.map((one) => [one.id, one]));
  const changes: VerdictChange[] = [];
  let stillRed = 0;
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    for (const [check, [then, now]] of pairs(was.get(id), is.get(id))) {
      const kind = kindOf(then, now);
      if (kind === 'same') continue;
      if (kind === 'still-red') stillRed += 1;
      else changes.push(changeOf(kind, id, check, then, now));
    }
  }
  const rank = (kind: VerdictChangeKind): number => kinds.indexOf(kind);
  return { changes: changes.sort((left, right) => rank(left.kind) - rank(right.kind)), stillRed };
}

/** The worst first. */
const kinds: readonly VerdictChangeKind[] = ['regression', 'new', 'evidence-lost', 'gone', 'fixed'];

type Pair = readonly [before: RecordVerdict | undefined, after: RecordVerdict | undefined];

function pairs(before: RecordCase | undefined, after: RecordCase | undefined): ReadonlyMap<string, Pair> {
  const found = new Map<string, Pair>();
  for (const verdict of before?.verdicts ?? []) found.set(verdict.check, [verdict, undefined]);
  for (const verdict of after?.verdicts ?? []) found.set(verdict.check, [found.get(verdict.check)?.[0], verdict]);
  return found;
}

const judging: ReadonlySet<Outcome> = new Set(['pass', 'fail', 'known', 'observed', 'broken']);

/** What a failed check blocks goes with that failure and is no change of its own. */
function kindOf(
  before: RecordVerdict | undefined,
  after: RecordVerdict | undefined,
): VerdictChangeKind | 'same' | 'still-red' {
  const red = { before: before !== undefined && wasRed(before), after: after !== undefined && wasRed(after) };
  const judged = { before: isJudged(before), after: isJudged(after) };
  if (red.after) {
    if (red.before) return 'still-red';
    return judged.before ? 'regression' : 'new';
  }
  if (after?.outcome === 'blocked') return 'same';
  if (red.before && judged.after) return 'fixed';
  if ((judged.before || red.before) && !judged.after) return 'gone';
  const isLost = before?.outcome === 'pass' && before.seen > 0 && after?.outcome === 'pass' && after.seen === 0;
  return isLost ? 'evidence-lost' : 'same';
}

function isJudged(verdict: RecordVerdict | undefined): boolean {
  return verdict !== undefined && judging.has(verdict.outcome);
}

function changeOf(
  kind: VerdictChangeKind,
  id: string,
  check: string,
  before: RecordVerdict | undefined,
  after: RecordVerdict | undefined,
): VerdictChange {
  const red = kind === 'fixed' || kind === 'gone' ? before : after;
  return {
    kind,
    case: id,
    check,
    level: red?.level ?? 'MUST',
    ...(before === undefined ? {} : { before: before.outcome }),
    ...(after === undefined ? {} : { after: after.outcome }),
    findings: red?.findings ?? [],
  };
}

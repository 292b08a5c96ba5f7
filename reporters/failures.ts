import type { Blame, RecordCase, RecordFinding, RecordLevel, RunRecord } from './record.ts';
import { groupedBy } from './text.ts';
import { told } from './told.ts';
import type { Told } from './told.ts';

type RecordCheck = RunRecord['checks'][number];

/** A finding that stands for all like it: the same place but for indices, the same expectation, the same kind of value. */
export interface FindingGroup {
  readonly finding: RecordFinding;
  /** The cases in which it was found, at least one. */
  readonly cases: readonly RecordCase[];
}

/** What one check found on one contract, or on several that have exactly the same findings. */
export interface FailureBlock {
  readonly contracts: readonly string[];
  readonly cases: readonly RecordCase[];
  readonly level: RecordLevel;
  /** `documentation` when that is to blame in all cases. */
  readonly blame: Blame;
  readonly findings: readonly FindingGroup[];
}

/** All that one check found, by contract. */
export interface CheckGroup {
  readonly check: RecordCheck;
  readonly level: RecordLevel;
  readonly blocks: readonly FailureBlock[];
}

const rank: Readonly<Record<RecordLevel, number>> = { MUST: 0, SHOULD: 1, OBSERVE: 2 };

/**
 * The verdicts of one outcome, check by check, the highest level first, so that what holds for eight cases is told once.
 */
export function groupsOf(record: RunRecord, outcome: 'fail' | 'observed'): readonly CheckGroup[] {
  const byCheck = groupedBy(told(record, outcome), (hit) => hit.verdict.check);
  return [...byCheck]
    .map(([id, found]): CheckGroup => {
      const blocks = blocksOf(found);
      return { check: checkOf(record, id, found), level: highest(blocks.map((block) => block.level)), blocks };
    })
    .sort((a, b) => rank[a.level] - rank[b.level] || orderOf(record, a) - orderOf(record, b));
}

function checkOf(record: RunRecord, id: string, hits: readonly Told[]): RecordCheck {
  const level = hits[0]?.verdict.level ?? 'MUST';
  return record.checks.find((check) => check.id === id) ?? { id, title: id, level, source: '' };
}

function orderOf(record: RunRecord, group: CheckGroup): number {
  return record.checks.findIndex((check) => check.id === group.check.id);
}

function highest(levels: readonly RecordLevel[]): RecordLevel {
  return levels.reduce((high, level) => (rank[level] < rank[high] ? level : high), 'OBSERVE');
}

function blocksOf(hits: readonly Told[]): readonly FailureBlock[] {
  const byContract = [...groupedBy(hits, (hit) => hit.case.contract).values()];
  const alike = groupedBy(byContract, (found) => [...findingGroups(found).keys()].sort().join('\n'));
  return [...alike.values()].map((contracts) => {
    const all = contracts.flat();
    return {
      contracts: contracts.flatMap((found) => found[0]?.case.contract ?? []),
      cases: all.map((hit) => hit.case),
      level: highest(all.map((hit) => hit.verdict.level)),
      blame: all.every((hit) => hit.verdict.blame === 'documentation') ? 'documentation' : 'target',
      findings: [...findingGroups(all).values()].sort((a, b) => rank[a.finding.level] - rank[b.finding.level]),
    };
  });
}

function findingGroups(hits: readonly Told[]): ReadonlyMap<string, FindingGroup> {
  const groups = new Map<string, { finding: RecordFinding; cases: Set<RecordCase> }>();
  for (const hit of hits) {
    for (const finding of hit.verdict.findings) {
      const key = keyOf(finding);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { finding, cases: new Set([hit.case]) });
      else group.cases.add(hit.case);
    }
  }
  return new Map([...groups].map(([key, { finding, cases }]) => [key, { finding, cases: [...cases] }]));
}

function keyOf(finding: RecordFinding): string {
  // An index, or the line and column of a text.
  const place = finding.at.replace(/\[\d+\]|:\d+:\d+/g, '[]');
  return [finding.level, place, finding.expected, kindOf(finding)].join('\u0000');
}

/** Generated cases differ in their values; a status is a value that matters. */
function kindOf({ at, received }: RecordFinding): string {
  if (received.startsWith('"')) return '"';
  return at !== 'status' && /^-?\d[\d.]*$/.test(received) ? '1' : received;
}

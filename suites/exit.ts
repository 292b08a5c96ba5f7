import type { RecordCase, RecordVerdict, RunRecord } from '../reporters/record.ts';
import type { CheckId } from './check.ts';
import { evidenceShare } from './evidence.ts';
import { answeredId } from './judge.ts';

/** The exit status of a run and the sentence that says why. */
export interface Exit {
  readonly code: 0 | 1 | 3 | 4 | 5;
  readonly sentence: string;
}

/** What a run must come up to besides the documentation. */
export interface Demands {
  /** A SHOULD that fails counts as well. */
  readonly strict: boolean;
  /** So many percent of the members must have had a value. */
  readonly minEvidence?: number;
  /** So many percent of the operations, on each protocol and version, must have given a result. */
  readonly minCoverage?: number;
}

/** The order is that of DESIGN.md: what makes other results doubtful comes first. */
export function exitCode(record: RunRecord, { strict, minEvidence = 0, minCoverage = 0 }: Demands): Exit {
  const { summary, contracts, notAsked, unsupported } = record;
  const { musts, shoulds, isAnswered, blocked, stuck } = whatIsRed(record.cases);

  if (summary.broken > 0) {
    return { code: 4, sentence: `the suite itself broke: ${count(summary.broken, 'verdict')} could not be reached.` };
  }
  if (record.stopped !== undefined) {
    return { code: 3, sentence: `the target could not be logged in to: ${record.stopped.reason}.` };
  }
  if (!isAnswered && summary.blocked > 0) {
    const reason = blocked?.reason ?? 'no reason is known';
    return { code: 3, sentence: `the target could not be asked: ${reason}.` };
  }
  const later = strict ? 'SHOULD failed' : 'SHOULD failed, which counts with --strict only';
  const absent = unsupported.filter(({ required }) => required);
  const isDeparting = musts > 0 || (strict && shoulds > 0) || absent.length > 0;
  if (isDeparting || stuck) {
    const what = isDeparting ? 'the target departs from the documentation' : 'not everything could be judged';
    const waiting = record.cases.filter((one) => one.verdicts.some(waitsForData)).length;
    const counts = [
      some(absent.length, `required operation${absent.length === 1 ? '' : 's'} not offered`),
      some(musts, 'MUST failed'),
      some(summary.blocked, 'blocked'),
      some(waiting, `case${waiting === 1 ? '' : 's'} of made-up data that the target refused (bind it with --values)`),
      some(shoulds, later),
    ];
    return { code: 1, sentence: `${what}: ${counts.filter(Boolean).join(', ')}.` };
  }

  const all = contracts.length;
  if (notAsked.length === all) {
    if (record.har !== undefined) {
      const { file, entries } = record.har;
      return {
        code: 5,
        sentence: `nothing was judged: no entry of ${file} (${entries}) holds an answer of an operation.`,
      };
    }
    const reason = notAsked[0]?.reason ?? 'the plan is empty';
    return { code: 5, sentence: `nothing was asked: no operation was sent to the target (${reason}).` };
  }
  const left = new Set([...notAsked, ...unsupported].map(({ contract }) => contract));
  const asked = all - left.size;
  if (asked === 0) {
    const offered = `the target does not offer what it was asked for, ${count(unsupported.length, 'operation')}`;
    return { code: 5, sentence: `nothing was judged: ${offered} (${unsupported[0]?.reason}).` };
  }
  const unjudged = skippedThroughout(record.cases);
  if (unjudged !== undefined) return { code: 5, sentence: `nothing was judged: ${unjudged}.` };
  const { covered } = summary;
  if (minCoverage > 0 && 100 * covered < minCoverage * all) {
    const found = `${covered} of ${count(all, 'operation')} gave a result (${((100 * covered) / all).toFixed(1)} %)`;
    return {
      code: 5,
      sentence: `too little was covered: ${found}, and ${minCoverage} % are asked for (--min-coverage).`,
    };
  }
  const share = minEvidence > 0 ? evidenceShare(record) : undefined;
  if (share !== undefined && share.percent < minEvidence) {
    const found = `${share.typed} of ${count(share.members, 'member')} had a value in an answer (${share.percent.toFixed(1)} %)`;
    return { code: 5, sentence: `too little was seen: ${found}, and ${minEvidence} % are asked for (--min-evidence).` };
  }
  const missed = notAsked.find(({ contract }) => record.required.includes(contract));
  if (missed !== undefined) {
    return { code: 5, sentence: `a required operation was not asked: ${missed.contract} (${missed.reason}).` };
  }
  const outdated = (record.deviations?.entries ?? []).filter(({ state }) => state === 'stale' || state === 'expired');
  if (outdated.length > 0) {
    const of = (state: string): string => some(outdated.filter((one) => one.state === state).length, state);
    const kinds = [of('stale'), of('expired')].filter(Boolean).join(', ');
    return { code: 5, sentence: `the deviations are out of date: ${kinds} (${record.deviations?.file ?? ''}).` };
  }
  const where = [
    `in ${count(asked, 'operation')}`,
    unsupported.length === 0 ? '' : `it does not offer ${unsupported.length} more`,
    notAsked.length === 0 ? '' : `${notAsked.length} more were not asked`,
  ]
    .filter(Boolean)
    .join('; ');
  const rest = [some(summary.known, 'known'), some(shoulds, later), some(summary.observed, 'observed')].filter(Boolean);
  const unseen = summary.passWithoutEvidence;
  const blind = unseen === 0 ? '' : ` (${unseen} of them saw nothing to judge)`;
  const passed = [`${count(summary.pass, 'verdict')} passed${blind}`, ...rest].join(', ');
  const but = summary.known === 0 ? '' : ' but for what is known';
  return { code: 0, sentence: `the target conforms ${where}${but}: ${passed}.` };
}

interface Red {
  /** How many checks of that level failed. */
  musts: number;
  shoulds: number;
  /** Whether anything was answered. */
  isAnswered: boolean;
  /** The first verdict that is blocked. */
  blocked: RecordVerdict | undefined;
  /** What a failed check blocks is no second reason: that failure counts, or does not count without --strict. */
  stuck: boolean;
}

/** In one go: a record of a whole catalogue has hundreds of thousands of verdicts. */
function whatIsRed(cases: readonly RecordCase[]): Readonly<Red> {
  const red: Red = { musts: 0, shoulds: 0, isAnswered: false, blocked: undefined, stuck: false };
  for (const { verdicts } of cases) {
    for (const verdict of verdicts) {
      const { check, outcome, level } = verdict;
      if (outcome === 'fail' && level === 'MUST') red.musts += 1;
      if (outcome === 'fail' && level === 'SHOULD') red.shoulds += 1;
      if (outcome === 'blocked') {
        red.blocked ??= verdict;
        if (verdict.blockedBy === undefined) red.stuck = true;
      } else if (check === answeredId && outcome !== 'skipped') red.isAnswered = true;
    }
  }
  return red;
}

/** What an answer of any kind passes. */
const ofConnection: ReadonlySet<string> = new Set<CheckId>([answeredId, 'HTTP-NO-REDIRECT']);

/** Why no answer to an operation was judged, when there were answers and checks for them; undefined when one was. */
function skippedThroughout(cases: readonly RecordCase[]): string | undefined {
  let first: RecordVerdict | undefined;
  for (const { sent, origin, verdicts } of cases) {
    if (!sent || origin.startsWith('hostile')) continue;
    for (const verdict of verdicts) {
      if (ofConnection.has(verdict.check)) continue;
      if (verdict.outcome !== 'skipped') return undefined;
      first ??= verdict;
    }
  }
  return first?.reason;
}

function waitsForData({ outcome, bind }: RecordVerdict): boolean {
  return outcome === 'blocked' && bind !== undefined;
}

function some(amount: number, what: string): string {
  return amount === 0 ? '' : `${amount} ${what}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

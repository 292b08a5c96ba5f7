import type { CaseId } from '../fixtures/case.ts';
import type { Finding, Level } from '../schemas/finding.ts';
import { mostKept } from '../schemas/judgement.ts';
import type { Dispute, Source } from '../specs/contract.ts';
import type { RecordFinding, RecordVerdict } from '../reporters/record.ts';
import { businessRefusal } from './business-refusal.ts';
import type { Check, CheckId, Subject } from './check.ts';
import { plainRepair } from './checks/finding.ts';
import type { NoResponse } from './exchange.ts';
import type { Planned } from './plan.ts';
import { passed, stepsOf } from './steps.ts';
import type { Step } from './steps.ts';

/** What became of a case. */
export type Fate =
  | { readonly kind: 'answered'; readonly subject: Subject }
  | { readonly kind: 'no-response'; readonly received: NoResponse }
  /** Held back on purpose. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Could not be asked. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** Our own mistake. */
  | { readonly kind: 'broken'; readonly reason: string };

/** What the verdicts of a case depend on besides its own answer. */
export interface Surroundings {
  /** The verdicts of the case that this one varies, when it is part of the run. */
  readonly base?: readonly RecordVerdict[];
  /** What became of the twin, when it is part of the run. */
  readonly twin?: Other;
  /** What became of the two reads that it stands between, when they are part of the run. */
  readonly reads?: { readonly before: Other; readonly after: Other };
  readonly deadlineMs: number;
  /** Of what the request is made that nobody gave, as keys of values; by default of nothing. */
  readonly unbound?: () => readonly string[];
}

/** A case that an answer is compared with. */
interface Other {
  readonly id: CaseId;
  readonly fate: Fate;
}

export const answeredId: CheckId = 'HTTP-ANSWERED';

/** As many findings of one verdict stand in a record; the others are counted. */
const mostFindings = 100;

/** The verdicts of all planned checks, in the order of the plan. */
export function judgeCase(planned: Planned, fate: Fate, surroundings: Surroundings): readonly RecordVerdict[] {
  const { checks } = planned;
  if (checks.length === 0) {
    const reason = 'no check applies to this case';
    return [{ check: answeredId, outcome: 'broken', level: 'MUST', findings: [], blame: 'suite', seen: 0, reason }];
  }
  switch (fate.kind) {
    case 'skipped':
    case 'blocked':
    case 'broken':
      return checks.map((check) => unjudged(check, fate.kind, fate.reason));
    case 'no-response':
      return checks.map((check) => unanswered(check, planned, fate.received, surroundings.deadlineMs));
    case 'answered':
      return judgeAnswer(planned, fate.subject, surroundings);
  }
}

/** Verdicts are mostly like the one before, and hundreds of thousands of them stand in a record: those are the same value. */
const lastUnjudged = new WeakMap<Check, RecordVerdict>();

function unjudged(
  check: Check,
  outcome: 'skipped' | 'blocked' | 'broken',
  reason: string,
  by?: CheckId,
): RecordVerdict {
  const last = lastUnjudged.get(check);
  if (last?.outcome === outcome && last.reason === reason && last.blockedBy === by) return last;
  const blockedBy = by === undefined ? {} : { blockedBy: by };
  const blame = outcome === 'broken' ? ({ blame: 'suite' } as const) : {};
  const verdict = {
    check: check.id,
    outcome,
    level: check.level,
    findings: [],
    ...blame,
    seen: 0,
    reason,
    ...blockedBy,
  };
  lastUnjudged.set(check, verdict);
  return verdict;
}

/** No connection is the network's fault and blocks everything, and so is what another case left; silence is the target's. */
function unanswered(check: Check, planned: Planned, { stage, reason }: NoResponse, deadlineMs: number): RecordVerdict {
  if (stage !== 'answer') return unjudged(check, 'blocked', reason);
  if (check.id !== answeredId) return unjudged(check, 'blocked', `there is no answer: ${reason}`, answeredId);
  const expected = `a complete answer within ${deadlineMs} ms`;
  return {
    check: check.id,
    outcome: 'fail',
    level: check.level,
    findings: [{ at: 'answer', expected, received: reason, level: check.level, source: statedFor(planned) }],
    blame: 'target',
    seen: 1,
  };
}

function judgeAnswer(planned: Planned, subject: Subject, surroundings: Surroundings): readonly RecordVerdict[] {
  const steps = stepsOf(planned);
  const judging = new Judging(steps, planned, subject, surroundings);
  return steps.map((step) => judging.verdictOf(step));
}

/** A class, for there are tens of thousands of answers: what a function of each of them was compiled to is lost with it. */
class Judging {
  readonly #steps: readonly Step[];
  readonly #planned: Planned;
  readonly #subject: Subject;
  readonly #surroundings: Surroundings;
  readonly #done: (RecordVerdict | undefined)[];
  /** Steps of which it is not known whether what they need holds. */
  #open: Set<Step> | undefined;

  constructor(steps: readonly Step[], planned: Planned, subject: Subject, surroundings: Surroundings) {
    this.#steps = steps;
    this.#planned = planned;
    this.#subject = subject;
    this.#surroundings = surroundings;
    this.#done = steps.map(() => undefined);
  }

  verdictOf(step: Step): RecordVerdict {
    return (this.#done[step.place] ??=
      this.#withoutNeed(step) ?? judgeCheck(step, this.#planned, this.#subject, this.#surroundings));
  }

  #withoutNeed(step: Step): RecordVerdict | undefined {
    const { variantOf } = this.#planned.case;
    let unknown: string | undefined;
    for (const { id, place } of step.needs) {
      const needed = place === undefined ? undefined : this.#steps[place];
      const verdict =
        needed === undefined ? this.#surroundings.base?.find(({ check }) => check === id) : this.verdictOf(needed);
      if (verdict !== undefined && blocking.has(verdict.outcome)) {
        const root = verdict.blockedBy ?? id;
        const what = root !== id || verdict.outcome === 'fail' ? 'failed' : `is ${verdict.outcome}`;
        const where = needed === undefined ? ` in ${variantOf}` : '';
        return unjudged(step.check, 'blocked', `${root} ${what}${where}`, root as CheckId);
      }
      if (verdict === undefined) unknown ??= `${id} was not judged: ${variantOf} is not part of this run`;
      else if (needed !== undefined) unknown ??= this.#open?.has(needed) === true ? verdict.reason : undefined;
      else if (verdict.outcome === 'skipped') unknown ??= `${id} was not judged in ${variantOf}: ${verdict.reason}`;
    }
    if (unknown === undefined) return undefined;
    (this.#open ??= new Set()).add(step);
    return unjudged(step.check, 'skipped', unknown);
  }
}

/** The checks that say that an operation was refused; all others of its result need one of them. */
const tellingOfRefusal: ReadonlySet<CheckId> = new Set(['REST-STATUS', 'REST-CASE', 'SOAP-STATUS', 'SOAP-SUCCEEDED']);

/**
 * What it takes to be refused for nothing but made-up data, as keys of values, and what the target said; undefined for another
 * failure. That a target does not know what somebody made up is no failure of it, and no pass either.
 */
function refusalOfMadeUp(
  check: Check,
  { case: asked }: Planned,
  subject: Subject,
  { unbound }: Surroundings,
): { readonly bind: readonly string[]; readonly refusal: string } | undefined {
  // What is wrong on purpose is refused for that.
  if (!tellingOfRefusal.has(check.id) || asked.asks !== 'operation' || asked.origin.kind === 'hostile')
    return undefined;
  const refusal = businessRefusal(subject);
  const bind = refusal === undefined ? [] : (unbound?.() ?? []);
  return refusal === undefined || bind.length === 0 ? undefined : { bind, refusal };
}

function waitsForData(check: Check, bind: readonly string[], refusal: string): RecordVerdict {
  const names = bind.slice(0, 3).join(', ') + (bind.length > 3 ? ` and ${bind.length - 3} more` : '');
  const reason = `bind ${names}: the target refused made-up data (${refusal})`;
  return { check: check.id, outcome: 'blocked', level: check.level, findings: [], seen: 0, reason, bind };
}

const blocking: ReadonlySet<string> = new Set(['fail', 'blocked', 'broken']);

function judgeCheck(step: Step, planned: Planned, subject: Subject, surroundings: Surroundings): RecordVerdict {
  const { check } = step;
  const judged = withOthers(check, planned, subject, surroundings);
  if ('outcome' in judged) return judged;
  try {
    const judgement = check.judge(judged);
    if ('skip' in judgement) return unjudged(check, 'skipped', judgement.skip);
    const [first] = judgement.findings;
    if (first === undefined) return passed(step, judgement.seen);
    const findings = judgement.findings.filter(({ limit }) => limit !== true);
    if (findings.length === 0) return unjudged(check, 'blocked', beyondLimit(first));
    const made = refusalOfMadeUp(check, planned, subject, surroundings);
    if (made !== undefined) return waitsForData(check, made.bind, made.refusal);
    return verdictFrom(check, findings, judgement.seen, planned);
  } catch (error) {
    return unjudged(
      check,
      'broken',
      `the check itself failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function beyondLimit({ at, received }: Finding): string {
  return `not judged: ${received} (${at}), more than is read of an answer`;
}

/** The subject with the answers that the check compares it with, or what the check says where they are not there. */
function withOthers(
  check: Check,
  planned: Planned,
  subject: Subject,
  { twin, reads, unbound }: Surroundings,
): Subject | RecordVerdict {
  const { twin: twinId = 'on the other protocol', between = [] } = planned.case;
  if (check.compares === 'twin') {
    if (twin === undefined) return unjudged(check, 'skipped', `its twin ${twinId} is not part of this run`);
    const other = subjectOf(check, twin, 'its twin');
    if ('outcome' in other) return other;
    // What is wrong on purpose is to be refused.
    const isRight = planned.case.asks === 'operation' && other.case.asks === 'operation';
    if (isRight && businessRefusal(other) !== undefined && (unbound?.() ?? []).length > 0) {
      return unjudged(check, 'skipped', `its twin ${twinId} was refused for its made-up data`);
    }
    return { ...subject, twin: other };
  }
  if (check.compares === undefined) return subject;
  if (reads === undefined) return unjudged(check, 'skipped', `${between.join(' or ')} is not part of this run`);
  const before = subjectOf(check, reads.before, 'the read before it,');
  if ('outcome' in before) return before;
  const after = subjectOf(check, reads.after, 'the read after it,');
  return 'outcome' in after ? after : { ...subject, reads: { before, after } };
}

function subjectOf(check: Check, { id, fate }: Other, what: string): Subject | RecordVerdict {
  if (fate.kind === 'answered') return fate.subject;
  const reason = fate.kind === 'no-response' ? fate.received.reason : fate.reason;
  return unjudged(check, fate.kind === 'skipped' ? 'skipped' : 'blocked', `${what} ${id} has no answer: ${reason}`);
}

const rank: Readonly<Record<Level, number>> = { OBSERVE: 0, SHOULD: 1, MUST: 2 };
const oneDown: Readonly<Record<Level, Level>> = { MUST: 'SHOULD', SHOULD: 'OBSERVE', OBSERVE: 'OBSERVE' };

function verdictFrom(check: Check, findings: readonly Finding[], seen: number, planned: Planned): RecordVerdict {
  const { disputes } = planned.contract;
  const isDisputed = findings.every((found) => disputes.some((dispute) => liesOn(found, dispute)));
  const levelled = findings.map((found): RecordFinding => {
    const own = lower(found.level ?? check.level, check.level);
    const { at, expected, received, source = statedFor(planned), repair = plainRepair(found) } = found;
    const level = isDisputed ? oneDown[own] : own;
    return { at, expected, received, level, source, ...(repair === undefined ? {} : { repair }) };
  });
  const level = levelled
    .map((found) => found.level)
    .reduce((highest, next) => (rank[next] > rank[highest] ? next : highest));
  const left = levelled.length - mostFindings;
  const outcome = level === 'OBSERVE' ? 'observed' : 'fail';
  const blame = isDisputed ? 'documentation' : outcome === 'fail' ? 'target' : undefined;
  return {
    check: check.id,
    outcome,
    level,
    findings: levelled.slice(0, mostFindings),
    ...(blame === undefined ? {} : { blame }),
    seen,
    ...(left > 0
      ? { reason: `${levelled.length < mostKept ? '' : 'at least '}${left} more findings are left out` }
      : {}),
  };
}

/** Where a fact is stated that no member of the contract stands for: the line of the answer, or the operation itself. */
function statedFor({ contract, case: asked }: Planned): Source {
  if (asked.asks !== 'operation') return contract.source;
  if (contract.protocol === 'soap') return contract.output.source;
  return contract.statuses[0]?.source ?? contract.source;
}

function lower(a: Level, b: Level): Level {
  return rank[a] < rank[b] ? a : b;
}

/** A dispute is named by the member and what of it is disputed: `output[].Priority/type`. */
function liesOn(found: Finding, { at }: Dispute): boolean {
  return found.member !== undefined && (at === found.member || at.startsWith(`${found.member}/`));
}

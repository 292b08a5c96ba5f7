import { generationOf } from '../specs/contract.ts';
import type {
  RecordAnswer,
  RecordCase,
  RecordExchange,
  RecordPreflight,
  RecordValues,
  RecordVerdict,
  RecordVersion,
  RunHead,
  RunRecord,
  RunSummary,
} from '../reporters/record.ts';
import type { Origin } from '../fixtures/case.ts';
import type { Contract } from '../specs/contract.ts';
import { lately } from '../specs/lately.ts';
import type { Check } from './check.ts';
import type { EvidenceBook } from './evidence.ts';
import type { AuthKind } from './client/credentials.ts';
import type { Target } from './client/target.ts';
import { version as ownVersion } from './client/version.ts';
import type { Plan, Planned } from './plan.ts';
import type { Redactor } from './redact.ts';
import type { BoundValues } from './values/bind-values.ts';

/** What a run knows when it begins, beside its plan. */
export interface Beginning {
  readonly target: Target;
  readonly auth: AuthKind;
  readonly startedAt: Date;
  /** Redacted. */
  readonly versions: readonly RecordVersion[];
  /** Redacted. */
  readonly preflight?: RecordPreflight;
  readonly run?: RunRecord['run'];
}

/** What a run knows when it ends, beside its plan. */
export interface RunFacts {
  readonly head: RunHead;
  readonly finishedAt: Date;
  readonly complete: boolean;
  readonly stopped?: NonNullable<RunRecord['stopped']>;
  readonly unsupported: RunRecord['unsupported'];
  readonly created?: NonNullable<RunRecord['created']>;
  /** In the order of the plan. */
  readonly cases: readonly RecordCase[];
  readonly evidence: Pick<EvidenceBook, 'entries' | 'counts'>;
}

export function headOf(plan: Plan, { target, auth, startedAt, versions, preflight, run }: Beginning): RunHead {
  const version = versions.find((one) => one.version !== undefined)?.version;
  const contracts = [...new Map(plan.planned.map(({ contract }) => [contract.id, contract])).values()];
  return {
    format: 'soconform.run/1',
    tool: { name: 'soconform', version: ownVersion },
    catalogue: {
      name: plan.catalogue.name,
      hash: plan.catalogue.hash,
      generations: [...new Set(contracts.map(generationOf))].sort(),
    },
    target: {
      url: target.url,
      name: target.emulator ? 'emulator' : new URL(target.url).hostname,
      auth,
      emulator: target.emulator,
      ...(target.insecure === true ? { insecure: true } : {}),
      ...(version === undefined ? {} : { version }),
      versions,
      ...(preflight && { preflight }),
    },
    seed: plan.seed,
    ...(run && { run }),
    startedAt: startedAt.toISOString(),
    ...(plan.values && { values: valuesOf(plan.values, contracts) }),
    ...(plan.shard && { shard: plan.shard }),
    checks: checksOf(plan),
    contracts: contracts.map((contract) => ({
      id: contract.id,
      operation: `${contract.agent}.${contract.operation}`,
      protocol: contract.protocol,
      version: contract.version,
      effect: contract.effect,
      source: contract.source,
    })),
  };
}

/** Which values were bound, and never what they are. */
function valuesOf({ file, keys, for: boundFor }: BoundValues, contracts: readonly Contract[]): RecordValues {
  const used = new Set(contracts.flatMap((contract) => boundFor(contract).map(({ key }) => key)));
  const sorted = keys.toSorted();
  return { file, bound: sorted.filter((key) => used.has(key)), unused: sorted.filter((key) => !used.has(key)) };
}

export function recordOf(plan: Plan, facts: RunFacts): RunRecord {
  const { head, cases } = facts;
  const { checks, contracts, ...before } = head;
  return {
    ...before,
    finishedAt: facts.finishedAt.toISOString(),
    complete: facts.complete,
    ...(facts.stopped && { stopped: facts.stopped }),
    summary: summaryOf(contracts.length, facts),
    checks,
    contracts,
    cases,
    notAsked: notAsked(plan, cases),
    unsupported: facts.unsupported,
    required: contracts.map(({ id }) => id).filter((id) => plan.required.has(id)),
    ...(facts.created === undefined || facts.created.length === 0 ? {} : { created: facts.created }),
    // Hundreds of thousands of members over a whole catalogue, and told in one report only.
    get evidence() {
      return Object.fromEntries(facts.evidence.entries());
    },
    members: facts.evidence.counts(),
  };
}

export function recordCase(
  { case: asked, contract }: Planned,
  told: {
    readonly verdicts: readonly RecordVerdict[];
    readonly sent: boolean;
    readonly ms: number;
    readonly answer?: RecordAnswer;
    readonly exchange?: RecordExchange;
  },
): RecordCase {
  return {
    id: asked.id,
    contract: contract.id,
    operation: operationOf(contract),
    protocol: contract.protocol,
    version: contract.version,
    origin: originText(asked.origin),
    effect: asked.effect,
    ms: Math.round(told.ms * 10) / 10,
    sent: told.sent,
    ...(told.answer === undefined ? {} : { answer: told.answer }),
    verdicts: told.verdicts,
    ...(told.exchange === undefined ? {} : { exchange: told.exchange }),
  };
}

/** One text for all cases of an operation. */
const operationOf = lately(16, ({ agent, operation }: Contract): string => `${agent}.${operation}`);

/**
 * Takes secrets out of what the checks say: they quote the answer, and a reason can quote it too. Verdicts that are one
 * and the same stay so.
 */
export function verdictRedactor(redactor: Redactor): (verdict: RecordVerdict) => RecordVerdict {
  const known = new WeakMap<RecordVerdict, RecordVerdict>();
  return (verdict) => {
    if (verdict.findings.length === 0 && verdict.reason === undefined) return verdict;
    const before = known.get(verdict);
    if (before !== undefined) return before;
    const redacted = redactVerdict(verdict, redactor);
    known.set(verdict, redacted);
    return redacted;
  };
}

function redactVerdict(verdict: RecordVerdict, redactor: Redactor): RecordVerdict {
  const findings = verdict.findings.map((found) => ({
    ...found,
    at: redactor.text(found.at),
    expected: redactor.text(found.expected),
    received: redactor.member(found.at, found.received),
    ...(found.repair === undefined ? {} : { repair: redactRepair(found.at, found.repair, redactor) }),
  }));
  const reason = verdict.reason === undefined ? {} : { reason: redactor.text(verdict.reason) };
  return { ...verdict, findings, ...reason };
}

/** What is to be written quotes what came; what is to be added, renamed or left out names members only. */
function redactRepair(at: string, repair: string, redactor: Redactor): string {
  return repair.startsWith('write ') ? redactor.member(at, repair) : redactor.text(repair);
}

/** A server may say anything. */
export function redactVersions(versions: readonly RecordVersion[], { text }: Redactor): readonly RecordVersion[] {
  return versions.map(({ from, version, facts, unknown }) => ({
    from,
    ...(version === undefined ? {} : { version: text(version) }),
    facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, text(fact)])),
    ...(unknown === undefined ? {} : { unknown: text(unknown) }),
  }));
}

/** `warnings` may become more until the record is made. */
export function redactPreflight(preflight: RecordPreflight, { text }: Redactor): RecordPreflight {
  const { tenant } = preflight;
  return {
    ...preflight,
    ...(tenant && { tenant: { name: text(tenant.name), state: text(tenant.state) } }),
    get warnings() {
      return preflight.warnings.map(text);
    },
  };
}

const originText = lately(16, (origin: Origin): string => {
  switch (origin.kind) {
    case 'documented':
    case 'recorded':
      return origin.kind;
    case 'generated':
      return `generated(${origin.seed})`;
    case 'hostile':
      return `hostile(${origin.mutation})`;
  }
});

function checksOf(plan: Plan): RunRecord['checks'] {
  const used = new Map<string, Check>();
  const lists = new Set(plan.planned.map(({ checks }) => checks));
  for (const list of lists) for (const check of list) used.set(check.id, check);
  const order = new Map(plan.checks.map((check, index) => [check.id, index]));
  return [...used.values()]
    .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .map(({ id, title, level, source }) => ({ id, title, level, source }));
}

/** Counts what the cases say. */
export function summaryOf(
  operations: number,
  { cases, unsupported }: Pick<RunFacts, 'cases' | 'unsupported'>,
): RunSummary {
  const counts = { pass: 0, fail: 0, known: 0, observed: 0, skipped: 0, blocked: 0, broken: 0 };
  let passWithoutEvidence = 0;
  // Most lists of verdicts are those of many cases.
  const lists = new Map<RecordCase['verdicts'], number>();
  for (const { verdicts } of cases) lists.set(verdicts, (lists.get(verdicts) ?? 0) + 1);
  for (const [verdicts, times] of lists) {
    for (const { outcome, seen } of verdicts) {
      counts[outcome] += times;
      if (outcome === 'pass' && seen === 0) passWithoutEvidence += times;
    }
  }
  const covered = new Set(cases.filter(isCovering).map(({ contract }) => contract)).size;
  return { operations, unsupported: unsupported.length, covered, cases: cases.length, ...counts, passWithoutEvidence };
}

function isCovering({ answer }: RecordCase): boolean {
  return answer !== undefined && answer.gave !== 'no-result';
}

/** Why a contract was not asked when only its probes were selected. */
const onlyProbes = 'no case of this run asks the operation itself';

/** A contract is asked when one of its cases sent the operation itself; else the first reason why not is told. */
function notAsked(plan: Plan, cases: readonly RecordCase[]): RunRecord['notAsked'] {
  const asking = new Set(plan.planned.filter((one) => one.case.asks === 'operation').map((one) => one.case.id));
  const asked = new Set(cases.filter(({ sent, id }) => sent && asking.has(id)).map(({ contract }) => contract));
  const reasons = new Map<string, string>();
  for (const { contract } of plan.planned) if (!asked.has(contract.id)) reasons.set(contract.id, onlyProbes);
  if (reasons.size === 0) return [];
  for (const { id, contract, verdicts } of cases.toReversed()) {
    if (!reasons.has(contract) || !asking.has(id)) continue;
    const reason = verdicts.find((verdict) => verdict.reason !== undefined)?.reason;
    if (reason !== undefined) reasons.set(contract, reason);
  }
  return [...reasons].map(([contract, reason]) => ({ contract, reason }));
}

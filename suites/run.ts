import type { Case, CaseId } from '../fixtures/case.ts';
import type { DiscoveryName } from '../fixtures/discovery.ts';
import { withRequest } from '../fixtures/drawn-case.ts';
import type { RecordCase, RecordPreflight, RecordVerdict, RunHead, RunRecord } from '../reporters/record.ts';
import { isVoid, serviceOf } from '../specs/contract.ts';
import type { Effect } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { About, AnswerAbout } from './about.ts';
import { answerOf } from './answer.ts';
import { askLoggedIn } from './ask-logged-in.ts';
import type { AskWith } from './ask-logged-in.ts';
import { leftOut, withinBudget } from './budget.ts';
import { readyRequest } from './client/auth.ts';
import { authKind, secretsOf } from './client/credentials.ts';
import type { Credentials } from './client/credentials.ts';
import type { Send } from './client/send.ts';
import type { Target } from './client/target.ts';
import type { Journal } from './created/journal.ts';
import { createKeeper } from './created/keeper.ts';
import type { Keeper } from './created/keeper.ts';
import { answered } from './exchange.ts';
import { dispatch } from './dispatch.ts';
import { createQueue } from './event-queue.ts';
import { createEvidenceBook } from './evidence.ts';
import { heldBack } from './held-back.ts';
import { judgeCase } from './judge.ts';
import type { Fate } from './judge.ts';
import { createExchanges } from './kept-exchanges.ts';
import { createLogin } from './login.ts';
import { createOffer } from './offer.ts';
import type { OpenedLogin } from './open-login.ts';
import type { Plan } from './plan.ts';
import {
  addEvidence,
  earlierReads,
  inSendingOrder,
  isReady,
  link,
  longestWaiting,
  readsOf,
  release,
} from './progress.ts';
import type { Progress } from './progress.ts';
import { createReader } from './reading.ts';
import type { read } from './reading.ts';
import { headOf, recordCase, recordOf, redactPreflight, redactVersions, verdictRedactor } from './record.ts';
import { growingRedactor } from './redact.ts';
import type { Redactor } from './redact.ts';
import { createBodies } from './same-bodies.ts';
import { createSchedule } from './schedule.ts';
import { createVerdictLists } from './verdict-lists.ts';

export interface RunOptions {
  readonly target: Target;
  readonly credentials: Credentials;
  readonly send: Send;
  /** The most that a case may do to a target that is not an emulator. */
  readonly allow: Effect;
  /** Requests at once. */
  readonly concurrency: number;
  readonly deadlineMs: number;
  /** How long a connection is held after a 204, to see late bytes. */
  readonly graceMs: number;
  /** Which exchanges stand in the record. */
  readonly keep: 'failing' | 'all';
  /** What the target says of itself; absent where it was not asked. */
  readonly about?: About;
  /** The login as it was opened, which is renewed and may be lost; absent: `credentials` are all there is. */
  readonly opened?: OpenedLogin;
  /** What was found out before the cases. */
  readonly preflight?: RecordPreflight;
  /** Ask only these cases of the plan; the record has no others. */
  readonly only?: ReadonlySet<CaseId>;
  /** So many cases at most are sent: those that show most. */
  readonly budget?: number;
  /** Send nothing more after the first failure. */
  readonly bail?: boolean;
  /** Where it is written down what the run makes at the target; without one nothing is, and nothing is removed. */
  readonly journal?: Journal;
  readonly signal?: AbortSignal;
  readonly now: () => Date;
}

export type RunEvent =
  | { readonly kind: 'started'; readonly plan: Plan; readonly head: RunHead }
  | { readonly kind: 'exchanged'; readonly case: CaseId; readonly status: number | 'none'; readonly ms: number }
  /** `index`: its place in the order of the plan, which is that of the record. */
  | { readonly kind: 'judged'; readonly case: RecordCase; readonly index: number }
  /** So many things that the run made are about to be removed. */
  | { readonly kind: 'removing'; readonly count: number }
  | { readonly kind: 'finished'; readonly record: RunRecord };

/**
 * Asks and judges a plan: the one engine behind all doors. Cases are told as they are judged; the record, which
 * comes last, has them in the order of the plan. When `signal` fires, what is in flight is dropped and the
 * record, with what was done so far, has `complete: false`.
 */
export async function* runPlan(plan: Plan, options: RunOptions): AsyncGenerator<RunEvent, void, undefined> {
  const { only } = options;
  const asked = only === undefined ? plan : { ...plan, planned: plan.planned.filter((one) => only.has(one.case.id)) };
  const { target, credentials, preflight, journal } = options;
  const redactor = redactorOf(options);
  const versions = redactVersions(options.about?.versions ?? [], redactor);
  const head = headOf(asked, {
    target,
    auth: authKind(credentials),
    startedAt: options.now(),
    versions,
    ...(preflight && { preflight: redactPreflight(preflight, redactor) }),
    ...(journal && { run: { tag: journal.tag, journal: journal.file } }),
  });
  yield { kind: 'started', plan: asked, head };
  const queue = createQueue<RunEvent>();
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  conduct(asked, head, { ...options, signal }, queue.push).then(queue.end, queue.fail);
  try {
    for (let events = await queue.taken(); events !== undefined; events = await queue.taken()) {
      // Not `yield*`, which waits three times for each.
      for (const event of events) yield event;
    }
  } finally {
    // Whoever stops listening wants nothing more to be sent.
    stop.abort();
  }
}

const telling: ReadonlySet<string> = new Set(['fail', 'observed', 'broken']);

async function conduct(
  plan: Plan,
  head: RunHead,
  options: RunOptions & { readonly signal: AbortSignal },
  tell: (event: RunEvent) => void,
): Promise<void> {
  const { target, opened } = options;
  const redactor = redactorOf(options);
  const redacted = verdictRedactor(redactor);
  const recorded = createExchanges(redactor);
  const listOf = createVerdictLists();
  const evidence = createEvidenceBook();
  const keeper =
    options.journal &&
    createKeeper(options.journal, {
      ...options,
      // A login that was renewed is what counts in the end.
      credentials: () => opened?.login.carried('rest').credentials ?? options.credentials,
      catalogue: plan.catalogue,
      redact: redactor.text,
    });
  const asking = { ...options, catalogued: plan.catalogued, read: createReader(), same: createBodies(), keeper };
  const cases = link(plan.planned);
  let failed: CaseId | undefined;
  const live = opened?.login;
  const login = createLogin(live?.carried('rest').credentials ?? options.credentials, live);
  /** Answered 401: whether that is for the login or for the operation depends on what others are answered. */
  const refused: { readonly one: Progress; readonly fate: Fate }[] = [];

  const judge = (one: Progress): void => {
    const { fate, twin, between } = one;
    if (fate === undefined || !isReady(one)) return;
    const judged = judgeCase(one.planned, fate, {
      deadlineMs: options.deadlineMs,
      unbound: () => plan.unbound(one.planned.contract),
      ...(one.base?.record && { base: one.base.record.verdicts }),
      ...(twin?.fate && { twin: { id: twin.planned.case.id, fate: twin.fate } }),
      ...(between && { reads: readsOf(between) }),
    });
    const verdicts = listOf(one.planned.checks, judged.map(redacted));
    addEvidence(evidence, one);
    const isKept = options.keep === 'all' || verdicts.some(({ outcome, bind }) => telling.has(outcome) || bind);
    const ms = one.exchange?.ms ?? 0;
    const kept = isKept && one.exchange !== undefined ? recorded(one.exchange) : undefined;
    const answer = answerOf(one.planned.case, one.exchange ?? {}, fate);
    one.record = recordCase(one.planned, {
      verdicts,
      sent: one.sent,
      ms,
      ...(answer && { answer }),
      ...(kept && { exchange: kept }),
    });
    if (verdicts.some(isFailure)) failed ??= one.planned.case.id;
    tell({ kind: 'judged', case: one.record, index: one.place });
    release(one);
    one.dependents.forEach(judge);
  };
  const settle = (one: Progress, fate: Fate): void => {
    if (one.fate !== undefined) return;
    one.fate = fate;
    judge(one);
    one.dependents.forEach(judge);
  };

  const allowed: Progress[] = [];
  for (const one of inSendingOrder(cases)) {
    const reason = heldBack(one.planned.case, target, options.allow);
    const known = options.about?.answers.get(one.planned.case.name as DiscoveryName);
    if (reason !== undefined) settle(one, { kind: 'skipped', reason });
    else if (known === undefined) allowed.push(one);
    else {
      // Nothing is asked twice.
      const fate = taken(one, withRequest(one.planned.case), known, asking);
      tell({ kind: 'exchanged', case: one.planned.case.id, status: known.received.status, ms: known.ms });
      settle(one, fate);
    }
  }
  const toSend = options.budget === undefined ? allowed : affordable(allowed, options.budget);
  if (options.budget !== undefined) {
    const fate: Fate = { kind: 'skipped', reason: leftOut(options.budget) };
    const chosen = new Set(toSend);
    for (const one of allowed) if (!chosen.has(one)) settle(one, fate);
  }
  const restricted = new Set(plan.catalogue.summaries.filter((one) => one.restricted).map(({ agent }) => agent));
  const offer = createOffer(toSend, {
    required: plan.required,
    restricted,
    eager: options.bail === true,
    ...(options.about?.listing && { listing: options.about.listing }),
  });
  /** What may mean that the target does not offer the operation is settled when that is known. */
  const take = (one: Progress, fate: Fate): void => {
    for (const [settled, its] of offer.take(one, fate)) settle(settled, its);
  };
  const takeRefused = (fateOf: (fate: Fate) => Fate): void => {
    for (const { one, fate } of refused.splice(0)) take(one, fateOf(fate));
  };
  // A refused login is told before anything else is asked, and nothing else is.
  const refusedBefore = opened?.refused;
  if (refusedBefore !== undefined) {
    for (const one of toSend) take(one, { kind: 'blocked', reason: refusedBefore });
  }
  const earlier = earlierReads(toSend);
  const awaited = new Set([...earlier.values()].flat());
  const indices = new Map(toSend.flatMap((one, index) => (awaited.has(one) ? [[one, index] as const] : [])));
  const schedule = createSchedule(
    (refusedBefore === undefined ? toSend : []).map((one, index) => {
      const { planned } = one;
      const service = serviceOf(planned.contract);
      const after = earlier.get(one)?.flatMap((other) => indices.get(other) ?? []);
      return { index, service, login: login.carries(planned), ...(after && { after }) };
    }),
    login,
  );

  const caseAt = (index: number): Progress => {
    const one = toSend[index];
    if (one === undefined) throw new Error(`the schedule made up case ${index}`);
    return one;
  };
  await dispatch(schedule, options, {
    block: (index, reason) => take(caseAt(index), { kind: 'blocked', reason }),
    async send(index, onAnswered) {
      const one = caseAt(index);
      if (options.bail === true && failed !== undefined) {
        take(one, { kind: 'skipped', reason: `not sent after the failure of ${failed} (--bail)` });
        return 'unclear';
      }
      // Whoever stops at a failure waits for late bytes: the next case goes when this one is judged.
      // A status alone does not say whether SOAP takes the login.
      const isOpen = one.planned.contract.protocol === 'soap' && login.state() !== 'taken';
      const early =
        options.bail === true || isOpen
          ? undefined
          : (status: number) => onAnswered(login.outcomeOf(one.planned, status));
      const asks: AskWith = (carried, told) => ask(one, carried, asking, told);
      const fate =
        live !== undefined && login.carries(one.planned)
          ? await askLoggedIn({ ...one.planned, live, restricted }, asks, early)
          : await ask(one, options.credentials, asking, early);
      // After an interruption its fate is sealed already.
      if (one.fate !== undefined) return 'unclear';
      const status = fate.kind === 'answered' ? fate.subject.response.status : 'none';
      tell({ kind: 'exchanged', case: one.planned.case.id, status, ms: one.exchange?.ms ?? 0 });
      if (fate.kind !== 'answered') {
        take(one, fate);
        return fate.kind === 'no-response' ? 'no-answer' : 'unclear';
      }
      const outcome = login.outcomeOf(one.planned, fate.subject.response.status, fate.subject.reading);
      if (outcome === 'refused') refused.push({ one, fate });
      else {
        take(one, fate);
        if (outcome === 'answered' && login.carries(one.planned)) takeRefused((theirs) => theirs);
      }
      // It may wait long, and others with it: until it is known what the target offers, or for another answer.
      if (one.record === undefined) fate.subject.reading.forget(one.fate === undefined ? 0 : longestWaiting);
      return outcome;
    },
  });
  const isRefused = refused.length > 0 && login.state() !== 'taken';
  const why = refusedBefore ?? (isRefused ? login.refusal() : undefined);
  const stopped = why === undefined ? undefined : ({ kind: 'login', reason: redactor.text(why) } as const);
  takeRefused((fate) => (stopped === undefined ? fate : { kind: 'blocked', reason: stopped.reason }));
  for (const [one, fate] of offer.end()) settle(one, fate);

  const complete = cases.every((one) => one.record !== undefined);
  for (const one of cases) settle(one, interrupted(one));
  const removable = keeper?.removable() ?? 0;
  if (removable > 0) tell({ kind: 'removing', count: removable });
  const created = await keeper?.end();
  const record = recordOf(plan, {
    head,
    finishedAt: options.now(),
    complete,
    ...(stopped && { stopped }),
    unsupported: offer.unsupported(),
    ...(created && { created }),
    cases: cases.flatMap(({ record: told }) => told ?? []),
    evidence,
  });
  tell({ kind: 'finished', record });
}

/** Of the cases that may be sent those that a budget is spent on, in the order in which they are worth it. */
function affordable(cases: readonly Progress[], budget: number): Progress[] {
  const byPlanned = new Map(cases.map((one) => [one.planned, one]));
  return withinBudget([...byPlanned.keys()], budget).flatMap((planned) => byPlanned.get(planned) ?? []);
}

function redactorOf({ opened, credentials }: RunOptions): Redactor {
  return growingRedactor(opened?.login.secrets ?? (() => secretsOf(credentials)));
}

/** Sends one case with these credentials and says what became of it. */
async function ask(
  one: Progress,
  credentials: Credentials,
  options: RunOptions & Reader & { readonly keeper: Keeper | undefined },
  onAnswered: ((status: number) => void) | undefined,
): Promise<Fate> {
  const { contract } = one.planned;
  // Late bytes of any answer to a void operation would otherwise meet the next case.
  const tap = one.planned.case.watched === true || (contract.protocol === 'rest' && isVoid(contract));
  const { deadlineMs, graceMs } = options;
  try {
    // With its request, which is drawn here.
    const asked = withRequest(one.planned.case);
    const { keeper } = options;
    const ready = readyRequest(asked, contract.protocol, options.target.url, credentials, keeper?.tag);
    if ('blocked' in ready) return { kind: 'blocked', reason: ready.blocked };
    if ('skipped' in ready) return { kind: 'skipped', reason: ready.skipped };
    const intent = keeper?.intend(one.planned, ready.request);
    one.sent = true;
    const limits = { tap, deadlineMs, graceMs, name: asked.id, ...(onAnswered && { onAnswered }) };
    const { received, ms } = await options.send(ready.request, limits);
    if (answered(received)) {
      const fate = taken(one, asked, { sent: ready.request, received, ms }, options);
      if (fate.kind === 'answered') intent?.answered(fate.subject);
      return fate;
    }
    intent?.unanswered(received);
    one.exchange = { case: asked, sent: ready.request, received, ms };
    if (received.stage === 'connect' || received.stage === 'held') one.sent = false;
    return { kind: 'no-response', received };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof SoconformError && error.code === 'E_JOURNAL') return { kind: 'blocked', reason: why };
    return { kind: 'broken', reason: `the request could not be made: ${why}` };
  }
}

/** What an answer is read with. */
interface Reader extends Pick<Plan, 'catalogued'> {
  readonly read: typeof read;
  readonly same: ReturnType<typeof createBodies>;
}

/** Keeps the exchange of a case that was answered. */
function taken(one: Progress, asked: Case, about: AnswerAbout, reader: Reader): Fate {
  const { contract, types } = one.planned;
  const { sent, ms } = about;
  const received = reader.same(about.received);
  one.sent = true;
  one.exchange = { case: asked, sent, received, ms };
  const reading = reader.read(received, contract, types);
  const { catalogued } = reader;
  return { kind: 'answered', subject: { contract, types, case: asked, response: received, reading, catalogued } };
}

function interrupted({ sent }: Progress): Fate {
  if (sent) return { kind: 'blocked', reason: 'the run was interrupted before the answer came' };
  return { kind: 'skipped', reason: 'the run was interrupted' };
}

function isFailure({ outcome, level, blockedBy }: RecordVerdict): boolean {
  if (outcome === 'blocked') return blockedBy === undefined;
  return outcome === 'broken' || (outcome === 'fail' && level === 'MUST');
}

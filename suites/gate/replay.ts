import type { RecordCase, RecordExchange, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import type { ReplayRecord, ReplayStatus, ReplayedCheck } from '../../reporters/replay-record.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { SoconformError } from '../../specs/error.ts';
import type { Check } from '../check.ts';
import { checks as allChecks } from '../checks/index.ts';
import { nearestText } from '../nearest.ts';
import { planRun } from '../plan.ts';
import type { Plan, Planned } from '../plan.ts';
import type { BoundValues } from '../values/bind-values.ts';
import { changedBesides, wasRed } from './baseline.ts';
import { withoutIndices } from './place-glob.ts';

/** The case of a record. Throws E_REPLAY. */
export function caseIn(file: string, record: RunRecord, id: string): RecordCase {
  const found = record.cases.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = record.cases.map((one) => one.id);
  throw problem(`${file}: expected the id of one of its ${ids.length} cases, found ${id}${nearestText(id, ids)}`);
}

/**
 * The plan that sends one case of a record again, made anew from the catalogue and the record's seed, for what stands in the record
 * is redacted. What failed and is judged against other cases (the one that it varies, its twin, the reads around it) brings those. Throws E_REPLAY
 * where the catalogue of today has no such case.
 */
export function replayPlan(record: RunRecord, wanted: RecordCase, catalogue: Catalogue, values?: BoundValues): Plan {
  const ids = new Set(record.contracts.map(({ id }) => id));
  // Which cases there are and what they are compared with depends on what else was asked.
  const asked = { ...catalogue, summaries: catalogue.summaries.filter(({ id }) => ids.has(id)) };
  const judged = new Set(record.checks.map(({ id }) => id));
  const planOf = (cases: readonly string[]): Plan =>
    planRun(
      asked,
      { operations: [wanted.operation], cases },
      {
        seed: record.seed,
        checks: allChecks.filter(({ id }) => judged.has(id)),
        known: catalogue.summaries,
        ...(values && { values }),
      },
    );
  let plan: Plan;
  try {
    plan = planOf([wanted.id]);
  } catch (error) {
    if (!(error instanceof SoconformError)) throw error;
    const then = `${record.catalogue.name} ${record.catalogue.hash}`;
    const now = `${catalogue.name} ${catalogue.hash}`;
    throw problem(
      `${wanted.id} is in the record, of the catalogue ${then}, and not in that of today, ${now}: ${error.message}; --catalogue takes another one`,
    );
  }
  const [one] = plan.planned;
  const others = one === undefined ? [] : judgedAgainst(one, wanted);
  const whole = others.length === 0 ? plan : planOf([wanted.id, ...others]);
  const isMissing = record.unsupported.some(({ contract, required }) => contract === wanted.contract && !required);
  // That one operation answers 404 is what its verdicts say, and no sign of a target without it.
  return isMissing ? whole : { ...whole, required: new Set([wanted.contract]) };
}

/** What a red check of the case needs to be judged again. */
function judgedAgainst({ case: asked, checks, baseChecks }: Planned, wanted: RecordCase): readonly string[] {
  const red = new Set(wanted.verdicts.filter(wasRed).map(({ check }) => check));
  const own = new Set(checks.map(({ id }) => id));
  const inBase = new Set(baseChecks.map(({ id }) => id));
  const reds = checks.filter(({ id }) => red.has(id));
  const needsBase = reds.some(({ needs }) => needs.some((id) => !own.has(id) && inBase.has(id)));
  const isCompared = (what: Check['compares']): boolean => reds.some(({ compares }) => compares === what);
  return [
    ...(asked.variantOf !== undefined && needsBase ? [asked.variantOf] : []),
    ...(asked.twin !== undefined && isCompared('twin') ? [asked.twin] : []),
    ...(asked.between !== undefined && isCompared('reads') ? asked.between : []),
  ];
}

/** A verdict on the target: neither held back nor kept from it by the network or the login. */
function isReached({ outcome, blockedBy }: RecordVerdict): boolean {
  return outcome !== 'skipped' && (outcome !== 'blocked' || blockedBy !== undefined);
}

/** What became of a case. `now`: the record of a run that kept all exchanges. */
export function compareReplay(record: RunRecord, before: RecordCase, now: RunRecord): ReplayRecord {
  const after = now.cases.find(({ id }) => id === before.id);
  const held = after === undefined || !after.verdicts.some(isReached) ? heldReason(after) : undefined;
  const checks = after === undefined || held !== undefined ? [] : changesOf(before, after);
  return {
    format: 'soconform.replay/1',
    tool: now.tool,
    case: before.id,
    status: held === undefined ? statusOf(checks, before) : 'NOT JUDGED',
    ...(held === undefined ? {} : { reason: held }),
    before: sideOf(record),
    after: sideOf(now),
    changed: changedBesides(record, now).filter((one) => one !== 'selection' && one !== 'seed'),
    request: requestOf(record, before, now, after),
    alsoSent: now.cases.filter(({ id, sent }) => sent && id !== before.id).map(({ id }) => id),
    checks,
    ...(after?.exchange && { exchange: after.exchange }),
  };
}

function sideOf({ target, startedAt, tool, catalogue }: RunRecord): ReplayRecord['before'] {
  return { target: target.url, startedAt, suite: tool.version, catalogue: catalogue.hash };
}

function heldReason(after: RecordCase | undefined): string {
  return after?.verdicts.find(({ reason }) => reason !== undefined)?.reason ?? 'the run was interrupted';
}

function statusOf(checks: readonly ReplayedCheck[], { verdicts }: RecordCase): ReplayStatus {
  const are = (...kinds: readonly ReplayedCheck['became'][]): boolean =>
    checks.every(({ became }) => kinds.includes(became));
  if (checks.length === 0) return verdicts.some(isJudged) ? 'SAME' : 'DIFFERENT';
  if (are('fixed')) return 'FIXED';
  return are('still') ? 'SAME' : 'DIFFERENT';
}

function isJudged({ outcome }: RecordVerdict): boolean {
  return outcome !== 'skipped' && outcome !== 'blocked';
}

function changesOf(before: RecordCase, after: RecordCase): readonly ReplayedCheck[] {
  const then = new Map(before.verdicts.map((verdict) => [verdict.check, verdict]));
  const now = new Map(after.verdicts.map((verdict) => [verdict.check, verdict]));
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((check) => {
    const [was, is] = [then.get(check), now.get(check)];
    const became = becameOf(was, is);
    if (became === undefined) return [];
    const reason = became === 'open' ? openReason(is) : undefined;
    return [
      {
        check,
        became,
        level: (became === 'fixed' ? was : is)?.level ?? was?.level ?? 'MUST',
        ...(was === undefined ? {} : { before: was.outcome }),
        ...(is === undefined ? {} : { after: is.outcome }),
        findings: became === 'fixed' ? [] : (is?.findings ?? []),
        ...(reason === undefined ? {} : { reason }),
      },
    ];
  });
}

function becameOf(was: RecordVerdict | undefined, is: RecordVerdict | undefined): ReplayedCheck['became'] | undefined {
  const isRed = is !== undefined && (wasRed(is) || is.outcome === 'broken');
  if (was === undefined || !(wasRed(was) || was.outcome === 'broken')) return isRed ? 'new' : undefined;
  if (!isRed) return is?.outcome === 'observed' || (is?.outcome === 'pass' && is.seen > 0) ? 'fixed' : 'open';
  const places = ({ findings }: RecordVerdict): string =>
    [...new Set(findings.map(({ at }) => withoutIndices(at)))].sort().join('\n');
  return places(was) === places(is) ? 'still' : 'elsewhere';
}

function openReason(is: RecordVerdict | undefined): string {
  if (is?.outcome === 'pass') return 'it passes, and saw nothing to judge';
  return is?.reason ?? 'the checks of today do not judge it';
}

type Request = RecordExchange['request'];

/** The login of another day, and what says which version of us asks. */
const ofTheDay: ReadonlySet<string> = new Set(['authorization', 'so-apptoken', 'cookie', 'user-agent']);
/** What a run that may write calls what it makes: each has one of its own. */
const tag = /\bsoconform-[0-9a-z]{8}\b/g;
const inEnvelope = /(<(?:[\w.-]+:)?(Ticket|ApplicationToken)\b[^>/]*>)[^<]*(?=<)/g;

function requestOf(
  record: RunRecord,
  before: RecordCase,
  now: RunRecord,
  after: RecordCase | undefined,
): ReplayRecord['request'] {
  const [then, is] = [before.exchange?.request, after?.exchange?.request];
  if (then === undefined || is === undefined) return 'unknown';
  const plain = ({ method, url, headers, body = '' }: Request, base: string): string => {
    const own = Object.entries(headers).filter(([name]) => !ofTheDay.has(name.toLowerCase()));
    const path = url.startsWith(base) ? url.slice(base.length) : url;
    const text = body.replace(inEnvelope, '$1').replace(tag, 'soconform');
    return JSON.stringify([method, path, own.sort(), text]);
  };
  return plain(then, record.target.url) === plain(is, now.target.url) ? 'same' : 'changed';
}

function problem(message: string): SoconformError {
  return new SoconformError('E_REPLAY', message);
}

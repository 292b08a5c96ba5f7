import type { Case } from '../../fixtures/case.ts';
import type { RecordCase, RecordHar, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { generationOf } from '../../specs/contract.ts';
import { cataloguedIn } from '../catalogued.ts';
import { checks as allChecks } from '../checks/index.ts';
import { faultOf } from '../checks/soap-fault.ts';
import { createRedactor } from '../redact.ts';
import type { WireResponse } from '../exchange.ts';
import type { Plan, Planned } from '../plan.ts';
import { read } from '../reading.ts';
import { runPlan } from '../run.ts';
import { recounted } from './deviations.ts';
import { callOf, headerOf } from './har-calls.ts';
import type { HarCall } from './har-calls.ts';
import { secretsIn } from './har-secrets.ts';
import type { Har, HarEntry } from './har.ts';

/** A call with an answer, ready to be judged. */
interface Answered extends HarCall {
  readonly planned: Planned;
  readonly response: WireResponse;
}

/**
 * Judges the exchanges of a HAR by all checks that one exchange allows, through the same engine as a run, and sends nothing. What
 * only a socket shows is not in a HAR, and whether a request that was refused was right neither: such verdicts are skipped.
 */
export async function judgeHar(har: Har, catalogue: Catalogue): Promise<RunRecord> {
  const secrets = secretsIn(har.entries);
  const left: { readonly reason: string; readonly entry: HarEntry }[] = [];
  const calls = har.entries.flatMap((entry): readonly HarCall[] => {
    const call = callOf(catalogue, entry);
    const reason = 'reason' in call ? call.reason : 'missing' in entry.response ? entry.response.missing : undefined;
    if (!('reason' in call) && reason === undefined) return [call];
    left.push({ reason: reason ?? '', entry });
    return [];
  });
  const base = mostUsed(calls.map((call) => call.base)) ?? har.entries[0]?.request.url.origin ?? 'http://none.invalid';
  const answered = calls.flatMap((call): readonly Answered[] => {
    if (call.base === base) return answeredOf(call, catalogue);
    left.push({ reason: `it is of another target, ${call.base}`, entry: call.entry });
    return [];
  });
  const record = await judged(answered, { har, base, catalogue, secrets });
  return { ...record, har: sourceOf(har, answered.length, left, createRedactor(secrets).text) };
}

function mostUsed(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function answeredOf(call: HarCall, catalogue: Catalogue): readonly Answered[] {
  const { entry, summary, base } = call;
  const { response } = entry;
  if ('missing' in response) return [];
  const contract = catalogue.contract(summary.id);
  const types = catalogue.types(generationOf(contract));
  const asked = caseOf(entry, summary, base);
  const planned: Planned = {
    case: asked,
    contract,
    types,
    checks: allChecks.filter((check) => check.concerns(contract, asked, types)),
    baseChecks: [],
  };
  const { status, body } = response;
  const isText = response.kept === 'text';
  // Its content is decoded already, and where it is a text, of its charset as well.
  const headers = response.headers
    .filter(([name]) => !ofCoding.has(name))
    .map(([name, value]): readonly [string, string] => [
      name,
      isText && name === 'content-type' ? inUtf8(value) : value,
    ]);
  return [{ ...call, planned, response: { status, headers, body, surplus: new Uint8Array() } }];
}

const ofCoding: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

function inUtf8(contentType: string): string {
  return contentType.replace(/charset\s*=\s*"?[\w.:-]+"?/i, 'charset=utf-8');
}

function caseOf(entry: HarEntry, { id, effect }: HarCall['summary'], base: string): Case {
  const { method, url, headers, body } = entry.request;
  const name = `har-${entry.number}`;
  return {
    id: `${id}/${name}`,
    contract: id,
    name: formOf(entry) ?? name,
    origin: { kind: 'recorded' },
    effect,
    request: {
      method,
      path: url.href.slice(base.length),
      headers: Object.fromEntries(headers),
      ...(body === undefined ? {} : { body }),
      credentials: 'none',
    },
    asks: 'operation',
  };
}

/** Forms of a request that checks of their own judge. */
function formOf(entry: HarEntry): string | undefined {
  if (/^\/remote\/|\.svc$/i.test(entry.request.url.pathname)) return undefined;
  if (entry.request.url.searchParams.has('$select')) return 'select';
  const accept = (headerOf(entry, 'accept') ?? '').toLowerCase();
  if (/json|\*\/\*/.test(accept) || accept === '') return undefined;
  if (accept.includes('octet-stream')) return 'octet-stream';
  return accept.includes('xml') ? 'xml' : undefined;
}

interface Judging {
  readonly har: Har;
  readonly base: string;
  readonly catalogue: Catalogue;
  readonly secrets: readonly string[];
}

async function judged(answered: readonly Answered[], judging: Judging): Promise<RunRecord> {
  const { base, secrets } = judging;
  const byName = new Map(answered.map((one) => [one.planned.case.id, one]));
  const times = judging.har.entries.map(({ startedAt }) => startedAt).sort();
  const begun = new Date(times[0] ?? 0);
  const events = runPlan(planOf(answered, judging), {
    target: { url: base, emulator: false, confirmHost: new URL(base).hostname },
    credentials: { others: secrets },
    send(_request, { name = '', onAnswered }) {
      const one = byName.get(name);
      if (one === undefined) return Promise.reject(new Error(`the HAR holds no answer to ${name}`));
      onAnswered?.(one.response.status);
      return Promise.resolve({ received: one.response, ms: one.entry.ms });
    },
    allow: 'admin',
    concurrency: 1,
    deadlineMs: 30_000,
    graceMs: 0,
    keep: 'failing',
    now: () => begun,
  });
  for await (const event of events) {
    if (event.kind !== 'finished') continue;
    const { record } = event;
    const cases = record.cases.map((one) => asFarAsSeen(one, byName.get(one.id)));
    const target = { ...record.target, auth: authIn(answered) };
    return { ...recounted(record, cases), target, finishedAt: times.at(-1) ?? begun.toISOString() };
  }
  throw new Error('the engine ended without a record');
}

function planOf(answered: readonly Answered[], { catalogue }: Judging): Plan {
  const place = new Map(catalogue.summaries.map(({ id }, index) => [id, index]));
  const order = ({ planned }: Answered): number => place.get(planned.contract.id) ?? 0;
  return {
    catalogue,
    catalogued: cataloguedIn(catalogue.summaries, []),
    selection: {},
    seed: 0,
    checks: allChecks,
    required: new Set(),
    // Somebody's own traffic: nothing in it was made up by us.
    unbound: () => [],
    planned: answered.toSorted((a, b) => order(a) - order(b)).map(({ planned }) => planned),
  };
}

/** What only the bytes of a connection show. */
const ofSocket: ReadonlySet<string> = new Set([
  'HTTP-204-NO-CONTENT',
  'HTTP-204-LENGTH',
  'HTTP-FRAMING',
  'HTTP-CODING',
  'HTTP-XML-CHARSET',
]);
const unseen = 'a HAR does not hold what the wire itself showed';
/** That it is JSON is shown by the checks of its members. */
const asText = 'the HAR holds its content as text, and not the bytes that are to be UTF-8';

function asFarAsSeen(one: RecordCase, call: Answered | undefined): RecordCase {
  const refusal = call === undefined ? undefined : refusalIn(call);
  const answer = call?.entry.response;
  const isText = answer !== undefined && 'status' in answer && answer.kept === 'text';
  const verdicts = one.verdicts.map((verdict): RecordVerdict => {
    if (ofSocket.has(verdict.check)) return skipped(verdict, unseen);
    if (verdict.check === 'REST-JSON' && verdict.outcome === 'pass' && isText) return skipped(verdict, asText);
    if (refusal === undefined || verdict.check === 'HTTP-ANSWERED' || verdict.outcome === 'skipped') return verdict;
    return skipped(verdict, `${refusal}: a HAR does not say whether the request was right`);
  });
  return { ...one, verdicts };
}

function skipped({ check, level }: RecordVerdict, reason: string): RecordVerdict {
  return { check, outcome: 'skipped', level, findings: [], seen: 0, reason };
}

/** Whether the answer may be right for a request that was not. */
function refusalIn({ response, planned: { contract, types } }: Answered): string | undefined {
  if (response.status >= 400 && response.status <= 499) return `answered ${response.status}`;
  if (contract.protocol === 'rest') return undefined;
  const envelope = read(response, contract, types).envelope();
  if (faultOf(envelope) !== undefined) return 'answered with a SOAP fault';
  return envelope?.exception === undefined ? undefined : 'answered with ExceptionInfo';
}

function authIn(answered: readonly Answered[]): RunRecord['target']['auth'] {
  for (const { entry } of answered) {
    const [scheme] = (headerOf(entry, 'authorization') ?? '').trim().toLowerCase().split(/\s+/, 1);
    if (scheme === 'basic' || scheme === 'bearer') return scheme;
    if (scheme === 'soticket' || /<(?:[\w.-]+:)?Ticket\b[^>]*>[^<]/.test(entry.request.body ?? '')) return 'ticket';
  }
  return 'none';
}

const shownEach = 3;

function sourceOf(
  { file, creator, entries }: Har,
  count: number,
  left: readonly { readonly reason: string; readonly entry: HarEntry }[],
  hide: (text: string) => string,
): RecordHar {
  const reasons = new Map<string, HarEntry[]>();
  for (const { reason, entry } of left) reasons.set(reason, [...(reasons.get(reason) ?? []), entry]);
  return {
    file,
    ...(creator === undefined ? {} : { creator: hide(creator) }),
    entries: entries.length,
    judged: count,
    notJudged: [...reasons].map(([reason, of]) => ({
      reason: hide(reason),
      count: of.length,
      such: of.slice(0, shownEach).map(({ request }) => hide(`${request.method} ${request.url.pathname}`)),
    })),
  };
}

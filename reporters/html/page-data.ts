import { curlLine, replayLine } from '../curl.ts';
import { deviationProblems, nameOf, reasonOf } from '../deviations.ts';
import { outcomes } from '../matrix.ts';
import type { RecordCase, RecordExchange, RecordSource, RecordVerdict, RunRecord } from '../record.ts';
import { placeIn } from './place.ts';

/** Characters of one body, and of all exchanges together: what a browser opens in no time. */
const bodyLimit = 20_000;
const allBodies = 12_000_000;

type PageFinding = readonly [
  at: string,
  expected: string,
  received: string,
  level: string,
  source: string,
  repair: string,
];

/** `source` of a finding is `page:line`, empty where the contract's own stands for it. */
interface PageVerdict {
  readonly c: number;
  readonly o: number;
  readonly l: string;
  /** Saw nothing. */
  readonly e?: 1;
  readonly r?: string;
  readonly f?: readonly PageFinding[];
  readonly b?: string;
}

type Mark = readonly [from: number, to: number];

interface PageExchange {
  readonly curl: string;
  readonly replay: string;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly body: string;
  readonly status: string;
  readonly answerHeaders: string;
  readonly answer: string;
  readonly marks: readonly Mark[];
  readonly surplus: string;
}

/** What the script of the page reads. Verdicts that are the same are there once: most of a run passes. */
export interface PageData {
  readonly outcomes: readonly string[];
  readonly checks: readonly (readonly [id: string, title: string, level: string, source: string])[];
  readonly contracts: readonly (readonly [id: string, agent: string, generation: string, source: string])[];
  readonly verdicts: readonly PageVerdict[];
  readonly cases: readonly (readonly [
    contract: number,
    name: string,
    origin: string,
    ms: number,
    exchange: number,
    verdicts: readonly number[],
  ])[];
  readonly exchanges: readonly PageExchange[];
  /** Exchanges of the record that found no room. */
  readonly left: number;
  readonly deviations: readonly string[];
}

export function pageData(record: RunRecord, recordFile?: string): PageData {
  const checks = new Map(record.checks.map(({ id }, index) => [id, index]));
  const contracts = new Map(record.contracts.map(({ id }, index) => [id, index]));
  const pool = new Map<string, number>();
  const verdicts: PageVerdict[] = [];
  const exchanges: PageExchange[] = [];
  let size = 0;
  let left = 0;
  const indexOf = (verdict: RecordVerdict): number => {
    const told = verdictOf(verdict, checks, record);
    const key = JSON.stringify(told);
    const known = pool.get(key);
    if (known !== undefined) return known;
    pool.set(key, verdicts.length);
    return verdicts.push(told) - 1;
  };
  const exchangeIndex = (one: RecordCase): number => {
    if (one.exchange === undefined) return -1;
    if (size > allBodies) {
      left += 1;
      return -1;
    }
    const told = exchangeOf(one, one.exchange, recordFile);
    size += told.body.length + told.answer.length + told.curl.length;
    return exchanges.push(told) - 1;
  };
  const cases = record.cases.map((one) => {
    const name = one.id.startsWith(`${one.contract}/`) ? one.id.slice(one.contract.length + 1) : one.id;
    const contract = contracts.get(one.contract) ?? -1;
    return [contract, name, one.origin, one.ms, exchangeIndex(one), one.verdicts.map(indexOf)] as const;
  });
  return {
    outcomes,
    checks: record.checks.map(({ id, title, level, source }) => [id, title, level, source]),
    contracts: record.contracts.map(({ id, operation, protocol, version, source }) => [
      id,
      operation.split('.')[0] ?? operation,
      `${protocol}-${version}`,
      placeText(source),
    ]),
    verdicts,
    cases,
    exchanges,
    left,
    deviations: deviationProblems(record).map(({ line, text }) => `line ${line}: ${text}`),
  };
}

function verdictOf(verdict: RecordVerdict, checks: ReadonlyMap<string, number>, record: RunRecord): PageVerdict {
  const { check, outcome, level, seen, reason, findings, blame, known } = verdict;
  const why = known?.deviations.flatMap((index) => {
    const entry = record.deviations?.entries[index];
    return entry === undefined ? [] : [`${nameOf(entry)}: ${reasonOf(entry)}`];
  });
  const told = [reason, ...(why ?? []), why?.length === 0 ? 'it was red in the baseline' : undefined];
  const text = told.filter((part) => part !== undefined).join('; ');
  return {
    c: checks.get(check) ?? -1,
    o: outcomes.indexOf(outcome),
    l: level,
    ...(seen === 0 ? { e: 1 as const } : {}),
    ...(text === '' ? {} : { r: text }),
    ...(findings.length === 0
      ? {}
      : {
          f: findings.map((one): PageFinding => [
            one.at,
            one.expected,
            one.received,
            one.level,
            one.source === undefined ? '' : placeText(one.source),
            one.repair ?? '',
          ]),
        }),
    ...(blame === undefined || blame === 'target' ? {} : { b: blame }),
  };
}

function placeText({ page, line }: RecordSource): string {
  return line === undefined ? page : `${page}:${line}`;
}

function exchangeOf(
  one: RecordCase,
  { request, response, noResponse }: RecordExchange,
  recordFile: string | undefined,
): PageExchange {
  const lines = (headers: readonly (readonly [string, string])[]): string =>
    headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const body = response?.body ?? '';
  const places = one.verdicts
    .flatMap(({ findings }) => findings)
    .flatMap(({ at }) => {
      const span = placeIn(body, at);
      return span === undefined ? [] : [[span.from, span.to] as const];
    })
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const cut = window(body, places);
  const curl = curlLine(request) ?? '';
  return {
    curl: curl.length > 2 * bodyLimit ? '' : curl,
    replay: replayLine(recordFile, one.id) ?? '',
    method: request.method,
    url: request.url,
    headers: lines(Object.entries(request.headers)),
    body: shortened(request.body ?? ''),
    status: response === undefined ? `no answer: ${noResponse ?? ''}` : String(response.status),
    answerHeaders: lines(response?.headers ?? []),
    ...cut,
    surplus: shortened(response?.surplus ?? ''),
  };
}

/** The part of an answer with the first place in it, and the places moved to where they are there. */
function window(body: string, places: readonly Mark[]): { readonly answer: string; readonly marks: readonly Mark[] } {
  const first = places[0]?.[0] ?? 0;
  const from = first > bodyLimit - 2_000 ? first - 2_000 : 0;
  const before = from > 0 ? `[${from} characters left out] … ` : '';
  const rest = body.length - from - bodyLimit;
  const answer = before + body.slice(from, from + bodyLimit) + (rest > 0 ? ` … [${rest} characters left out]` : '');
  const moved = places.map(([start, end]): Mark => [start - from + before.length, end - from + before.length]);
  return { answer, marks: apart(moved.filter(([start]) => start < before.length + bodyLimit)) };
}

/** Of places that lie in one another the inner ones: the outer stands for something that is missing there. */
function apart(marks: readonly Mark[]): readonly Mark[] {
  const inner = marks.filter(
    (one, index) =>
      !marks.some((other, at) => at !== index && other[0] >= one[0] && other[1] <= one[1] && !same(one, other)) &&
      marks.findIndex((other) => same(one, other)) === index,
  );
  return inner.slice(0, 200);
}

function same(one: Mark, other: Mark): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function shortened(text: string): string {
  const rest = text.length - bodyLimit;
  return rest > 0 ? `${text.slice(0, bodyLimit)} … [${rest} characters left out]` : text;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type {
  EvidenceOfMember,
  MemberCounts,
  Outcome,
  RecordAnswer,
  RecordBaseline,
  RecordCase,
  RecordDeviation,
  RecordExchange,
  RecordFinding,
  RecordHar,
  RecordLevel,
  RecordPreflight,
  RecordShard,
  RecordSource,
  RecordValues,
  RecordVerdict,
  RecordVersion,
  RunRecord,
  RunSummary,
} from './record.ts';
import { sampleRecord } from './testing/sample-record.ts';

const file = createRequire(import.meta.url).resolve('#schemas/run-record.schema.json');
const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
const accepts = ajv.compile<RunRecord>(schema as object);

// An object without members is assignable to exactly the optional part of a type.
type Nothing = {};

/** The names of a type's members with whether each may be absent; the compiler refuses a wrong or missing one. */
type Members<T> = { readonly [K in keyof T]-?: Nothing extends Pick<T, K> ? 'optional' : 'required' };

const run: Members<RunRecord> = {
  format: 'required',
  tool: 'required',
  catalogue: 'required',
  target: 'required',
  seed: 'required',
  values: 'optional',
  shard: 'optional',
  run: 'optional',
  startedAt: 'required',
  finishedAt: 'required',
  complete: 'required',
  stopped: 'optional',
  har: 'optional',
  summary: 'required',
  checks: 'required',
  contracts: 'required',
  cases: 'required',
  deviations: 'optional',
  baseline: 'optional',
  notAsked: 'required',
  unsupported: 'required',
  required: 'required',
  created: 'optional',
  evidence: 'required',
  members: 'optional',
};
const stopped: Members<NonNullable<RunRecord['stopped']>> = { kind: 'required', reason: 'required' };
const target: Members<RunRecord['target']> = {
  url: 'required',
  name: 'required',
  auth: 'required',
  emulator: 'required',
  insecure: 'optional',
  version: 'optional',
  versions: 'required',
  preflight: 'optional',
};
const preflight: Members<RecordPreflight> = {
  clockSeconds: 'optional',
  tls: 'optional',
  tenant: 'optional',
  login: 'optional',
  warnings: 'required',
};
const login: Members<NonNullable<RecordPreflight['login']>> = {
  outcome: 'required',
  by: 'optional',
  associateId: 'optional',
  userType: 'optional',
};
const version: Members<RecordVersion> = {
  from: 'required',
  version: 'optional',
  facts: 'required',
  unknown: 'optional',
};
const catalogue: Members<RunRecord['catalogue']> = { name: 'required', hash: 'required', generations: 'required' };
const unsupported: Members<RunRecord['unsupported'][number]> = {
  contract: 'required',
  reason: 'required',
  required: 'required',
};
const summary: Members<RunSummary> = {
  operations: 'required',
  unsupported: 'required',
  covered: 'required',
  cases: 'required',
  pass: 'required',
  fail: 'required',
  observed: 'required',
  skipped: 'required',
  blocked: 'required',
  broken: 'required',
  known: 'required',
  passWithoutEvidence: 'required',
};
const check: Members<RunRecord['checks'][number]> = {
  id: 'required',
  title: 'required',
  level: 'required',
  source: 'required',
};
const contract: Members<RunRecord['contracts'][number]> = {
  id: 'required',
  operation: 'required',
  protocol: 'required',
  version: 'required',
  effect: 'required',
  source: 'required',
};
const har: Members<RecordHar> = {
  file: 'required',
  creator: 'optional',
  entries: 'required',
  judged: 'required',
  notJudged: 'required',
};
const oneCase: Members<RecordCase> = {
  id: 'required',
  contract: 'required',
  operation: 'required',
  protocol: 'required',
  version: 'required',
  origin: 'required',
  effect: 'required',
  ms: 'required',
  sent: 'required',
  answer: 'optional',
  verdicts: 'required',
  exchange: 'optional',
};
const answer: Members<RecordAnswer> = { status: 'required', gave: 'required' };
const verdict: Members<RecordVerdict> = {
  check: 'required',
  outcome: 'required',
  level: 'required',
  findings: 'required',
  blame: 'optional',
  seen: 'required',
  reason: 'optional',
  blockedBy: 'optional',
  bind: 'optional',
  known: 'optional',
  since: 'optional',
};
const values: Members<RecordValues> = { file: 'required', bound: 'required', unused: 'required' };
const shard: Members<RecordShard> = { index: 'required', of: 'required', plan: 'required' };
const known: Members<NonNullable<RecordVerdict['known']>> = { was: 'required', deviations: 'required' };
const deviation: Members<RecordDeviation> = {
  check: 'required',
  operation: 'required',
  at: 'optional',
  kind: 'required',
  reason: 'required',
  owner: 'required',
  ticket: 'optional',
  expires: 'optional',
  line: 'required',
  state: 'required',
  places: 'required',
};
const baseline: Members<RecordBaseline> = {
  file: 'required',
  startedAt: 'required',
  changed: 'required',
  regressions: 'required',
  added: 'required',
  before: 'required',
  fixed: 'required',
  gone: 'required',
};
const finding: Members<RecordFinding> = {
  at: 'required',
  expected: 'required',
  received: 'required',
  level: 'required',
  source: 'optional',
  repair: 'optional',
};
const source: Members<RecordSource> = { evidence: 'required', page: 'required', line: 'optional' };
const exchange: Members<RecordExchange> = { request: 'required', response: 'optional', noResponse: 'optional' };
const request: Members<RecordExchange['request']> = {
  method: 'required',
  url: 'required',
  headers: 'required',
  body: 'optional',
};
const response: Members<NonNullable<RecordExchange['response']>> = {
  status: 'required',
  headers: 'required',
  body: 'required',
  surplus: 'optional',
};
const evidence: Members<EvidenceOfMember> = { typed: 'required', nulls: 'required', seen: 'required' };
const memberCounts: Members<MemberCounts> = {
  typed: 'required',
  onlyNull: 'required',
  onlyEmpty: 'required',
  never: 'required',
};
const levels: Readonly<Record<RecordLevel, true>> = { MUST: true, SHOULD: true, OBSERVE: true };
const outcomes: Readonly<Record<Outcome, true>> = {
  pass: true,
  fail: true,
  known: true,
  observed: true,
  skipped: true,
  blocked: true,
  broken: true,
};

/** Walks a JSON pointer without escapes; the schema is our own. */
function at(pointer: string): { properties?: object; required?: readonly string[]; enum?: readonly string[] } {
  return pointer
    .split('/')
    .filter((step) => step !== '')
    .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], schema) as never;
}

describe('the schema of the record and its type say the same', () => {
  test.each<[pointer: string, members: Readonly<Record<string, 'required' | 'optional'>>]>([
    ['', run],
    ['properties/stopped', stopped],
    ['properties/target', target],
    ['properties/target/properties/preflight', preflight],
    ['properties/target/properties/preflight/properties/login', login],
    ['properties/catalogue', catalogue],
    ['properties/unsupported/items', unsupported],
    ['$defs/version', version],
    ['properties/values', values],
    ['properties/shard', shard],
    ['$defs/summary', summary],
    ['$defs/check', check],
    ['$defs/contract', contract],
    ['$defs/case', oneCase],
    ['properties/har', har],
    ['$defs/case/properties/answer', answer],
    ['$defs/verdict', verdict],
    ['$defs/verdict/properties/known', known],
    ['$defs/deviation', deviation],
    ['$defs/baseline', baseline],
    ['$defs/finding', finding],
    ['$defs/source', source],
    ['$defs/exchange', exchange],
    ['$defs/exchange/properties/request', request],
    ['$defs/exchange/properties/response', response],
    ['$defs/evidence', evidence],
    ['properties/members', memberCounts],
  ])('/%s', (pointer, members) => {
    const { properties = {}, required = [] } = at(pointer);
    const said = Object.fromEntries(
      Object.keys(properties).map((name) => [name, required.includes(name) ? 'required' : 'optional']),
    );
    expect(said).toEqual(members);
  });

  test('levels and outcomes', () => {
    expect(at('$defs/level').enum).toEqual(Object.keys(levels));
    expect(at('$defs/outcome').enum).toEqual(Object.keys(outcomes));
  });
});

/** The sample with the value at a path replaced, or taken out where `value` is undefined. */
function sampleWith(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(sampleRecord);
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], copy);
  if (value === undefined) delete (parent as Record<string, unknown>)[last];
  else (parent as Record<string, unknown>)[last] = value;
  return copy;
}

describe('a record', () => {
  test('is accepted as it stands', () => {
    expect(accepts(sampleRecord), ajv.errorsText(accepts.errors)).toBe(true);
  });

  test.each<[path: string, value: unknown, accepted: boolean]>([
    ['format', 'soconform.run/2', false],
    ['complete', undefined, false],
    ['complete', false, true],
    ['stopped', { kind: 'login', reason: 'the target refused the login' }, true],
    ['stopped', { kind: 'weather', reason: 'it rains' }, false],
    ['note', 'more', false],
    ['catalogue/hash', 'not a hash', false],
    ['startedAt', '2026-01-02 03:04', false],
    ['catalogue/generations', undefined, false],
    ['target/auth', 'digest', false],
    ['target/version', undefined, true],
    ['target/versions', [{ from: 'GET /api', facts: {}, unknown: '/api answered 404' }], true],
    ['target/versions', [{ from: 'GET /api', facts: {} }], false],
    ['target/versions', [{ from: 'GET /api', facts: {}, version: '10', unknown: 'both' }], false],
    ['unsupported/0/required', undefined, false],
    ['unsupported/0/reason', '', false],
    ['required', ['EMail.SendEMails/rest-v1'], true],
    ['seed', 1.5, false],
    ['summary/pass', -1, false],
    ['cases/0/ms', -1, false],
    ['cases/0/ms', 0, true],
    ['cases/0/note', 1, false],
    ['cases/0/exchange', undefined, true],
    ['cases/0/exchange/response', undefined, false],
    ['cases/0/exchange/noResponse', 'both', false],
    ['cases/0/exchange', { request: { method: 'GET', url: 'http://a/', headers: {} }, noResponse: 'reset' }, true],
    ['cases/0/exchange/response/headers', [['a']], false],
    ['cases/0/exchange/response/headers', [['a', 'b', 'c']], false],
    ['cases/0/verdicts/0/outcome', 'passed', false],
    ['cases/0/verdicts/0/outcome', 'fail', false],
    ['cases/0/verdicts/0/outcome', 'skipped', false],
    ['cases/0/verdicts/2/outcome', 'known', false],
    ['cases/0/verdicts/2/known', { was: 'fail', deviations: [0] }, false],
    ['cases/0/verdicts/2/since', 'regression', true],
    ['cases/0/verdicts/2/findings', [], false],
    ['cases/0/verdicts/2/findings/0/level', 'MAY', false],
    ['cases/0/verdicts/2/findings/0/source/line', 0, false],
    ['cases/0/verdicts/2/findings/0/source/line', undefined, true],
    ['cases/0/verdicts/2/blame', 'documentation', true],
    ['cases/0/verdicts/2/blame', 'suite', false],
    ['cases/0/verdicts/2/blame', undefined, false],
    ['cases/0/verdicts/2/findings/0/source', undefined, false],
    ['cases/0/verdicts/2/findings/0/repair', undefined, true],
    ['cases/0/verdicts/2/findings/0/repair', '', false],
    ['cases/6/verdicts/2/blame', 'target', false],
    ['evidence/x', { typed: 1 }, false],
    ['evidence/x', { typed: 0, nulls: 0, seen: 'never' }, true],
    ['evidence/x', { typed: 0, nulls: 0 }, false],
  ])('with %s = %j is accepted: %s', (path, value, accepted) => {
    expect(accepts(sampleWith(path, value)), ajv.errorsText(accepts.errors)).toBe(accepted);
  });
});

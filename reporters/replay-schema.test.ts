import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { replayTerminal } from './replay.ts';
import type { ReplayRecord, ReplaySide, ReplayStatus, ReplayedCheck } from './replay-record.ts';

const { resolve } = createRequire(import.meta.url);
const read = (name: string): object => JSON.parse(readFileSync(resolve(`#schemas/${name}`), 'utf8')) as object;
const schema = read('replay.schema.json') as { properties: Node; $defs: Record<'side' | 'check', Node> } & Node;
interface Node {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
  readonly required: readonly string[];
}
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
ajv.addSchema(read('run-record.schema.json'));
const accepts = ajv.compile<ReplayRecord>(schema);

// An object without members is assignable to exactly the optional part of a type.
type Nothing = {};

/** The names of a type's members with whether each may be absent; the compiler refuses a wrong or missing one. */
type Members<T> = { readonly [K in keyof T]-?: Nothing extends Pick<T, K> ? 'optional' : 'required' };

const record: Members<ReplayRecord> = {
  format: 'required',
  tool: 'required',
  case: 'required',
  status: 'required',
  reason: 'optional',
  before: 'required',
  after: 'required',
  changed: 'required',
  request: 'required',
  alsoSent: 'required',
  checks: 'required',
  exchange: 'optional',
};
const side: Members<ReplaySide> = {
  target: 'required',
  startedAt: 'required',
  suite: 'required',
  catalogue: 'required',
};
const check: Members<ReplayedCheck> = {
  check: 'required',
  became: 'required',
  level: 'required',
  before: 'optional',
  after: 'optional',
  findings: 'required',
  reason: 'optional',
};
const statuses: Readonly<Record<ReplayStatus, true>> = { FIXED: true, SAME: true, DIFFERENT: true, 'NOT JUDGED': true };
const becomes: Readonly<Record<ReplayedCheck['became'], true>> = {
  fixed: true,
  still: true,
  elsewhere: true,
  new: true,
  open: true,
};

test.each<[name: string, node: Node, members: Readonly<Record<string, 'required' | 'optional'>>]>([
  ['record', schema, record],
  ['side', schema.$defs.side, side],
  ['check', schema.$defs.check, check],
])('the schema and the type say the same of a %s', (_, { properties, required }, members) => {
  const said = Object.keys(properties).map((name) => [name, required.includes(name) ? 'required' : 'optional']);
  expect(Object.fromEntries(said)).toEqual(members);
});

test('the schema and the type have the same words', () => {
  expect(schema.properties['status']?.enum).toEqual(Object.keys(statuses));
  expect(schema.$defs.check.properties['became']?.enum).toEqual(Object.keys(becomes));
});

const when = { startedAt: '2026-11-20T10:00:00.000Z', suite: '0.1.0', catalogue: '0123456789abcdef' };
const sample: ReplayRecord = {
  format: 'soconform.replay/1',
  tool: { name: 'soconform', version: '0.1.0' },
  case: 'EMail.SendEMails/rest-v1/documented',
  status: 'DIFFERENT',
  before: { target: 'https://tenant.example', ...when },
  after: { target: 'https://tenant.example', ...when },
  changed: ['suite'],
  request: 'changed',
  alsoSent: ['EMail.SendEMails/soap-Services86/documented'],
  checks: [
    {
      check: 'REST-TYPE',
      became: 'new',
      level: 'MUST',
      before: 'pass',
      after: 'fail',
      findings: [{ at: 'body[0].Size', expected: 'int32', received: '"\u001b[2J1"', level: 'MUST' }],
    },
    { check: 'REST-NULL', became: 'open', level: 'MUST', before: 'fail', findings: [], reason: 'REST-TYPE failed' },
  ],
};

test('the schema accepts a replay and refuses what is none', () => {
  expect([accepts(sample), accepts.errors]).toEqual([true, null]);
  expect(accepts({ ...sample, status: 'BETTER' })).toBe(false);
  expect(accepts({ ...sample, note: 'more' })).toBe(false);
});

test('the text tells all of it, and an answer steers no terminal', () => {
  const text = replayTerminal(sample, { colour: false, width: 80 });
  for (const part of [
    'suite is another',
    'another one than then',
    'soap-Services86/documented',
    'new: REST-TYPE MUST',
  ]) {
    expect(text.replace(/\s+/g, ' ')).toContain(part);
  }
  expect(text).not.toContain('\u001b');
  expect(text).toMatch(/\nDIFFERENT: 1 new, 1 not known\.\n$/);
});

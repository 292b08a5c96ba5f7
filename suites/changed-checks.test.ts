import { describe, expect, test } from 'vitest';
import { respond } from '../fixtures/emulator/respond.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { compareCatalogues } from '../specs/diff/catalogues.ts';
import { changeKinds } from '../specs/diff/rules.ts';
import {
  arrayOf,
  carrier,
  enumOf,
  member,
  named,
  namedArray,
  namedMap,
  object,
  restContract,
  scalar,
  soapContract,
  stated,
  versionOf,
} from '../specs/testing/versions.ts';
import type { Field, NamedType, TypeRef } from '../specs/contract.ts';
import { changedChecks, checksOf } from './changed-checks.ts';
import type { Does } from './changed-checks.ts';
import { checks } from './checks/index.ts';
import { emulatorCredentials } from './client/credentials.ts';
import type { Send } from './client/send.ts';
import { planRun } from './plan.ts';
import { runPlan } from './run.ts';
import { finished } from './testing/finished.ts';

const text = new TextEncoder();

/** A server that keeps to a catalogue, without a network. */
const serverOf = (catalogue: Catalogue): Send => {
  return ({ method, url, headers, body = '' }) => {
    const answer = respond(catalogue, {
      method,
      url: new URL(url).pathname + new URL(url).search,
      headers,
      body: text.encode(body),
    });
    const received = {
      status: answer.status,
      headers: Object.entries(answer.headers),
      body: answer.body ?? new Uint8Array(),
      surplus: new Uint8Array(),
    };
    return Promise.resolve({ received, ms: 0 });
  };
};

/** The checks that a server of one version does not pass when it is judged by another. */
async function notPassed(judging: Catalogue, serving: Catalogue): Promise<ReadonlySet<string>> {
  const { cases } = await recordOf(judging, serving);
  return new Set(
    cases.flatMap(({ verdicts }) =>
      verdicts.flatMap(({ check, outcome }) => (outcome === 'fail' || outcome === 'observed' ? [check] : [])),
    ),
  );
}

async function recordOf(judging: Catalogue, serving: Catalogue): Promise<RunRecord> {
  return await finished(
    runPlan(planRun(judging, {}, { seed: 1 }), {
      target: { url: 'http://fleet.test', emulator: true },
      credentials: emulatorCredentials,
      send: serverOf(serving),
      allow: 'admin',
      concurrency: 1,
      deadlineMs: 1000,
      graceMs: 0,
      keep: 'failing',
      now: () => new Date(0),
    }),
  );
}

function told(before: Catalogue, after: Catalogue, ...does: readonly Does[]): readonly string[] {
  const [comparison] = compareCatalogues(before, after);
  if (comparison === undefined) return [];
  const protocol = comparison.to.startsWith('rest-') ? 'rest' : 'soap';
  const changed = comparison.changes.flatMap((change) => changedChecks(change, protocol));
  return [...new Set(changed.filter((one) => does.includes(one.does)).map(({ check }) => check))];
}

const restResult = (type: TypeRef, ...types: readonly NamedType[]) =>
  versionOf([restContract({ output: { type, source: stated } })], types);
const soapResult = (fields: readonly Field[], ...types: readonly NamedType[]) =>
  versionOf([soapContract({ result: fields })], types);
const optional = { optional: true, nullable: true } as const;
const name = member('Name', scalar('string'), optional);
const size = member('Size', scalar('int32'), { optional: true, nullable: false });
const restOf = (type: TypeRef, ...types: readonly NamedType[]) => restResult(object(name, member('M', type)), ...types);
const soapOf = (type: TypeRef, ...types: readonly NamedType[]) =>
  soapResult([name, member('M', type, optional)], ...types);
const unfilled = versionOf([
  restContract({ output: 'nothing', produces: [], statuses: [{ status: 204, source: stated }] }),
]);

/** Two versions, and a check that shows the difference when the older one is judged by the newer; none where nothing can show. */
const rows: readonly (readonly [what: string, before: Catalogue, after: Catalogue, shown: readonly string[]])[] = [
  ['REST: a member', restResult(object(name)), restResult(object(name, size)), ['REST-MEMBERS']],
  ['REST: a member gone', restResult(object(name, size)), restResult(object(name)), ['REST-EXTRA']],
  ['REST: a name', restResult(object(member('HTMLBody'))), restResult(object(member('HtmlBody'))), ['REST-NAMES']],
  ['REST: a type', restOf(scalar('string')), restOf(scalar('int32')), ['REST-TYPE']],
  ['REST: a text that is a date now', restOf(scalar('string')), restOf(scalar('date-time')), ['REST-DATE']],
  ['REST: an enum', restOf(scalar('string')), restOf(named('E'), enumOf('E', ['A'])), ['REST-ENUM-KNOWN']],
  [
    'REST: a name of an enum gone',
    restOf(named('E'), enumOf('E', ['A'])),
    restOf(named('E'), enumOf('E', ['B'])),
    ['REST-ENUM-KNOWN'],
  ],
  ['REST: an array', restResult(object(name)), restResult(arrayOf(object(name))), ['REST-TOP-LEVEL']],
  ['REST: a result', unfilled, restResult(object(name)), ['REST-STATUS']],
  ['REST: no result', restResult(object(name)), unfilled, ['REST-STATUS']],
  [
    'REST: another address',
    restResult(object(name)),
    versionOf([restContract({ path: '/api/v1/Agents/Fleet/Keep' })]),
    ['REST-STATUS'],
  ],
  ['SOAP: a member', soapResult([name]), soapResult([name, size]), ['SOAP-MEMBERS']],
  ['SOAP: a member gone', soapResult([name, size]), soapResult([name]), ['SOAP-EXTRA']],
  ['SOAP: a name', soapResult([name, member('HTMLBody')]), soapResult([name, member('HtmlBody')]), ['SOAP-MEMBERS']],
  ['SOAP: the order', soapResult([name, size]), soapResult([size, name]), ['SOAP-ORDER']],
  ['SOAP: a type', soapOf(scalar('boolean')), soapOf(scalar('date-time')), ['SOAP-VALUE']],
  [
    'SOAP: a name of an enum gone',
    soapOf(named('E'), enumOf('E', ['A'])),
    soapOf(named('E'), enumOf('E', ['B'])),
    ['SOAP-ENUM'],
  ],
  [
    'SOAP: another namespace',
    soapOf(named('C'), carrier('C', [name])),
    soapOf(named('C'), carrier('C', [name], { namespace: 'urn:c' })),
    ['SOAP-NAMESPACE'],
  ],
  [
    'SOAP: the element around items',
    soapOf(named('L'), namedArray('L', name)),
    soapOf(named('L'), namedArray('L', { ...name, name: 'Item' })),
    ['SOAP-ARRAY'],
  ],
  [
    'SOAP: the element around entries',
    soapOf(named('L'), namedMap('L', 'Pair', name, size)),
    soapOf(named('L'), namedMap('L', 'Entry', name, size)),
    [],
  ],
  [
    'SOAP: the element around values',
    soapOf(named('L'), namedMap('L', 'Pair', name, size)),
    soapOf(named('L'), namedMap('L', 'Pair', name, { ...size, name: 'Length' })),
    ['SOAP-MEMBERS'],
  ],
  [
    'SOAP: another name of a type',
    soapOf(named('C'), carrier('C', [name])),
    soapOf(named('D'), carrier('D', [name])),
    ['SOAP-XSI-TYPE'],
  ],
  [
    'SOAP: a derived type',
    soapOf(named('C'), carrier('C', [name])),
    soapOf(named('C'), carrier('C', [name]), carrier('D', [size], { base: 'C' })),
    [],
  ],
  ['SOAP: a larger number', soapOf(scalar('uint8')), soapOf(scalar('int64')), []],
  ['SOAP: a date that is an enum', soapOf(scalar('date-time')), soapOf(named('E'), enumOf('E', ['A'])), ['SOAP-ENUM']],
  ['REST: bytes', restOf(scalar('string')), restOf(scalar('base64')), []],
  ['REST: a number that is an array', restOf(scalar('int32')), restOf(arrayOf(scalar('int32'))), ['REST-TYPE']],
  ['REST: a result of one number', restResult(object(name)), restResult(scalar('int32')), ['REST-TOP-LEVEL']],
  [
    'SOAP: another wrapper',
    soapResult([name]),
    versionOf([soapContract({ result: [name], elements: { output: 'Saved' } })]),
    ['SOAP-WRAPPER'],
  ],
  ['SOAP: a result', soapResult([]), soapResult([name]), ['SOAP-MEMBERS']],
  ['SOAP: no result', soapResult([name]), soapResult([]), ['SOAP-VOID']],
  [
    'SOAP: an argument',
    versionOf([soapContract({ request: [name] })]),
    versionOf([soapContract({ request: [name, size] })]),
    [],
  ],
];

/** Not what a server does not pass by its own version either. */
async function newlyNotPassed(judging: Catalogue, serving: Catalogue): Promise<readonly string[]> {
  const usual = await notPassed(judging, judging);
  return [...(await notPassed(judging, serving))].filter((check) => !usual.has(check));
}

describe('what an older server does not pass any more is told to be added or tightened', () => {
  test.each(rows)('%s', async (_, before, after, shown) => {
    const found = await newlyNotPassed(after, before);
    expect(found).toEqual(expect.arrayContaining([...shown]));
    const known = told(before, after, 'adds', 'tightens');
    expect(found.filter((check) => !known.includes(check))).toEqual([]);
  });
});

describe('what a newer server would not have passed is told, too', () => {
  test.each(rows)('%s', async (_, before, after) => {
    const found = await newlyNotPassed(before, after);
    const known = told(before, after, 'adds', 'tightens', 'loosens');
    expect(found.filter((check) => !known.includes(check))).toEqual([]);
  });
});

describe('an operation that is new', () => {
  const types = [carrier('Ship', [name])];

  test.each([
    ['REST', restContract(), ['REST-MEMBERS', 'REST-BAD-JSON'], ['HTTP-204-NO-CONTENT', 'SOAP-MEMBERS']],
    ['SOAP', soapContract(), ['SOAP-MEMBERS', 'SOAP-ORDER'], ['SOAP-VOID', 'REST-MEMBERS']],
    ['SOAP without a result', soapContract({ result: [] }), ['SOAP-VOID'], ['SOAP-MEMBERS']],
  ])('%s: is judged by the checks that its contract calls for', (_, contract, judging, not) => {
    const ids = checksOf(contract, new Map(types.map((type) => [type.name, type])));
    expect(ids).toEqual(expect.arrayContaining(judging));
    expect(ids).not.toEqual(expect.arrayContaining(not));
  });
});

test('every kind of change says only what exists, of its own protocol', () => {
  const ids = new Set<string>(checks.map(({ id }) => id));
  const stated = { value: 'x', wire: ['array', 'object', 'int32', 'date-time', 'base64', 'enum'] } as const;
  for (const kind of changeKinds) {
    for (const protocol of ['rest', 'soap'] as const) {
      const change = {
        kind,
        at: 'output',
        before: stated,
        after: stated,
        impact: 'breaking',
        reasons: [],
        operations: [],
      } as const;
      for (const { check } of changedChecks({ ...change, directions: ['request', 'response'] }, protocol)) {
        expect(ids).toContain(check);
        expect(check.startsWith(protocol === 'rest' ? 'SOAP-' : 'REST-')).toBe(false);
      }
    }
  }
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Answer, EmulatorRequest, Fault } from '../fixtures/emulator/answer.ts';
import { bytesOf } from '../fixtures/emulator/answers.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import { askAbout } from './about.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { exitCode } from './exit.ts';
import { planRun } from './plan.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run.ts';
import type { RunOptions } from './run.ts';

const catalogue = openCatalogue();
const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('#schemas/run-record.schema.json'), 'utf8')) as object,
);

/** Replication is not open to everybody, the others are. */
const plan = (protocol: 'rest' | 'soap', agents: readonly string[], require: readonly string[] = []): Plan =>
  planRun(
    catalogue,
    { protocols: [protocol], versions: [protocol === 'rest' ? 'v1' : 'Services88'], agents },
    { seed: 1, require },
  );

/** A server that has only these operations. */
const only = (has: (one: ContractSummary) => boolean): Catalogue => ({
  ...catalogue,
  summaries: catalogue.summaries.filter(has),
});

type Spoil = (answer: Answer, request: EmulatorRequest) => Answer;
const fault = (spoil: Spoil): Fault => ({ id: 'testing', title: 'for this test', spoil });
const html404: Answer = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: bytesOf('<h1>Not Found</h1>'),
  asked: { what: 'nothing-known' },
};

interface Serving {
  readonly offered?: Catalogue;
  readonly spoil?: Spoil;
}

async function run(asked: Plan, { offered = catalogue, spoil }: Serving, more: Partial<RunOptions> = {}) {
  const server = await serve({ catalogue: offered, faults: spoil === undefined ? [] : [fault(spoil)] });
  const client = createClient({ connections: 4, connectMs: 2000 });
  try {
    const options: RunOptions = {
      target: { url: server.url, emulator: true },
      credentials: emulatorCredentials,
      send: client.send,
      allow: 'read',
      concurrency: 4,
      deadlineMs: 5000,
      graceMs: 5,
      keep: 'failing',
      now: () => new Date(0),
      ...more,
    };
    for await (const event of runPlan(asked, { ...options, about: await askAbout(asked, options) })) {
      if (event.kind !== 'finished') continue;
      expect(validate(event.record) ? [] : validate.errors).toEqual([]);
      return event.record;
    }
    throw new Error('the run has no record');
  } finally {
    await client.close();
    await server.close();
  }
}

const unsupported = (record: RunRecord) => record.unsupported.map(({ contract, reason }) => `${contract}: ${reason}`);
const code = (record: RunRecord): number => exitCode(record, { strict: true }).code;

const withoutGet = only(({ operation }) => operation !== 'GetContactRelationEntity');

describe('an operation that the target does not offer', () => {
  test.each([
    ['rest', 'Relation.GetContactRelationEntity/rest-v1: /api/v1 does not list it, and it answers 404'],
    ['soap', 'Relation.GetContactRelationEntity/soap-Services88: its service answers that it knows no such operation'],
  ] as const)('is unsupported on %s, and nothing of it is judged', async (protocol, told) => {
    const record = await run(plan(protocol, ['Relation']), { offered: withoutGet });
    expect(unsupported(record)).toEqual([told]);
    expect(record.summary).toMatchObject({ unsupported: 1, operations: 4, fail: 0, blocked: 0, broken: 0 });
    const cases = record.cases.filter(({ operation }) => operation === 'Relation.GetContactRelationEntity');
    expect(cases.every(({ sent }) => sent)).toBe(true);
    expect(new Set(cases.flatMap(({ verdicts }) => verdicts.map((one) => `${one.outcome} ${one.reason}`)))).toEqual(
      new Set([`skipped unsupported: ${told.slice(told.indexOf(': ') + 2)}`]),
    );
    expect(exitCode(record, { strict: true })).toMatchObject({
      code: 0,
      sentence: expect.stringMatching(/^the target conforms in 3 operations; it does not offer 1 more: /),
    });
  });

  test.each(['rest', 'soap'] as const)('is a failure on %s when it is required', async (protocol) => {
    const record = await run(plan(protocol, ['Relation'], ['relation.get*']), { offered: withoutGet });
    expect(record.unsupported).toMatchObject([{ required: true }]);
    expect(record.summary.fail).toBeGreaterThan(0);
    expect(exitCode(record, { strict: false })).toMatchObject({
      code: 1,
      sentence: expect.stringMatching(/: 1 required operation not offered, \d+ MUST failed/),
    });
  });

  test('is a failure when it is required, also where no check would say so', async () => {
    const selection = { versions: ['v1'], agents: ['Relation'], checks: ['HTTP-ANSWERED'] };
    const asked = planRun(catalogue, selection, { seed: 1, require: ['Relation.GetContactRelationEntity'] });
    const record = await run(asked, { offered: withoutGet });
    expect([record.summary.fail, code(record)]).toEqual([0, 1]);
  });

  test('stops no run that stops at the first failure', async () => {
    const record = await run(plan('rest', ['Previews', 'Relation']), { offered: withoutGet }, { bail: true });
    expect([record.notAsked, record.summary.fail, record.summary.unsupported]).toEqual([[], 0, 1]);
  });

  test('is told the same however the answers arrive', async () => {
    const asked = plan('rest', ['Relation', 'Previews', 'Replication']);
    const offered = only(({ operation, agent }) => operation !== 'GetContactRelationEntity' && agent !== 'Replication');
    const told = await run(asked, { offered }, { concurrency: 1 });
    const again = await run(asked, { offered }, { concurrency: 8 });
    expect(again.unsupported).toEqual(told.unsupported);
    expect(told.summary.unsupported).toBe(9);
  });
});

/** Lists operations instead of agents. */
const listing =
  (...names: readonly string[]): Spoil =>
  (answer, { url }) =>
    url === '/api/v1' ? { ...answer, body: bytesOf(JSON.stringify(names)) } : answer;

describe('a listing at /api/v1', () => {
  const all = catalogue.summaries.filter(({ agent, version }) => agent === 'Relation' && version === 'v1');
  const addresses = all.map(({ path }) => path);

  test('that leaves an operation out says that it is not offered', async () => {
    const spoil: Spoil = (answer, request) => {
      const isIt = request.url.includes('/GetContactRelationEntity');
      const listed = listing(...addresses.filter((path) => !path.endsWith('/GetContactRelationEntity')))(
        answer,
        request,
      );
      return isIt ? { ...answer, status: 501, body: bytesOf('') } : listed;
    };
    expect(unsupported(await run(plan('rest', ['Relation']), { spoil }))).toEqual([
      'Relation.GetContactRelationEntity/rest-v1: /api/v1 does not list it, and it answers 501',
    ]);
  });

  test('does not hide what answers all the same', async () => {
    const record = await run(plan('rest', ['Relation']), { spoil: listing(...addresses.slice(1)) });
    expect([unsupported(record), record.summary.skipped, code(record)]).toEqual([[], 0, 0]);
  });

  test('that has an operation makes its 404 a failure', async () => {
    const record = await run(plan('rest', ['Relation']), { offered: withoutGet, spoil: listing(...addresses) });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });

  test('without an agent says that all of it is not offered', async () => {
    const offered = only(({ agent }) => agent !== 'Previews');
    const record = await run(plan('rest', ['Relation', 'Previews']), { offered });
    expect(unsupported(record)).toEqual(['Previews.GetPreview/rest-v1: /api/v1 does not list it, and it answers 404']);
  });
});

describe('a target that offers nothing is not green', () => {
  test.each<[title: string, spoil: Spoil, code: number]>([
    ['that answers 404 to everything', () => html404, 1],
    ['that answers 404 to everything but its front page', (answer, { url }) => (url === '/api' ? answer : html404), 1],
    [
      'whose listing has other agents only',
      (answer, request) => {
        if (request.url === '/api') return answer;
        return request.url === '/api/v1' ? listing('/api/v1/Agents/Other')(answer, request) : html404;
      },
      5,
    ],
    ['that answers 404 to whoever logs in', (answer, { headers }) => (headers['authorization'] ? html404 : answer), 1],
  ])('%s', async (_, spoil, expected) => {
    const record = await run(plan('rest', ['Relation', 'Previews']), { spoil });
    const ofOperations = record.cases
      .filter(({ id }) => !/\/api(?:-v1)?$/.test(id))
      .flatMap(({ verdicts }) => verdicts);
    const isAnyPassed = ofOperations.some(({ outcome }) => outcome === 'pass');
    expect([code(record), isAnyPassed]).toEqual([expected, expected === 1]);
  });

  test('whose services know no operation at all', async () => {
    const unknown: Spoil = (answer) => ({ ...answer, body: bytesOf(actionNotSupported), status: 500 });
    const record = await run(plan('soap', ['Relation', 'Previews']), { spoil: unknown });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });
});

const envelopeOf = (code: string, text: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/ws/2005/05/addressing/none">${code}</faultcode><faultstring>${text}</faultstring></s:Fault></s:Body></s:Envelope>`;
const actionNotSupported = envelopeOf('a:ActionNotSupported', 'The message cannot be processed at the receiver.');

test.each<[title: string, fault: string, unsupported: number]>([
  ['the code that WCF has for it', actionNotSupported, 1],
  ['words of ASP.NET', envelopeOf('s:Client', 'Server did not recognize the value of HTTP Header SOAPAction: x.'), 1],
  ['words of PHP', envelopeOf('s:Server', `Procedure 'GetContactRelationEntity' not present`), 1],
  ['a fault about something else', envelopeOf('s:Server', 'The operation has timed out'), 0],
  ['a fault about an argument', envelopeOf('s:Client', 'Unknown contact relation'), 0],
])('whether a SOAP operation is unsupported is told by its fault: %s', async (_, fault, expected) => {
  const spoil: Spoil = (answer, request) =>
    /GetContactRelationEntity"/.test(request.headers['soapaction'] ?? '')
      ? { ...answer, status: 500, body: bytesOf(fault) }
      : answer;
  const record = await run(plan('soap', ['Relation']), { spoil });
  expect([record.summary.unsupported, code(record)]).toEqual([expected, expected === 1 ? 0 : 1]);
});

describe('an operation that is there is judged', () => {
  test.each<[title: string, status: number, first: number]>([
    ['when it answers 404 to some requests', 404, 2],
    ['when it fails', 500, 1],
    ['when it refuses the login', 403, 1],
  ])('%s', async (_, status, first) => {
    let turn = 0;
    const spoil: Spoil = (answer, { url, method }) => {
      if (method !== 'POST' || !url.includes('/GetContactRelationEntity')) return answer;
      turn += 1;
      return turn < first ? answer : { ...answer, status };
    };
    const record = await run(plan('rest', ['Relation']), { spoil }, { concurrency: 1 });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });

  test('when GET describes it, whatever POST answers', async () => {
    const spoil: Spoil = (answer, { url, method }) =>
      method === 'POST' && url.includes('/GetContactRelationEntity') ? { ...html404, headers: answer.headers } : answer;
    const record = await run(plan('rest', ['Relation']), { spoil });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });

  test('when it is a resource: nobody may have its id', async () => {
    const asked = planRun(catalogue, { versions: ['v1-resources'], operations: ['License.Get*'] }, { seed: 1 });
    const spoil: Spoil = (answer, { url }) => (url.includes('/Site/') ? html404 : answer);
    const record = await run(asked, { spoil });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });
});

describe('an agent that is not open to everybody', () => {
  const refuses =
    (agent: string, status: number): Spoil =>
    (answer, { url, headers }) =>
      url.includes(`/${agent}/`) && headers['authorization'] !== undefined ? { ...answer, status } : answer;

  const both = plan('rest', ['Relation', 'Replication']);

  test.each([401, 403])(
    'is unsupported when it answers %d where others answer, also where it is listed',
    async (status) => {
      const record = await run(both, { spoil: refuses('Replication', status) });
      expect([record.summary.unsupported, code(record), record.stopped]).toEqual([8, 0, undefined]);
    },
  );

  test('is unsupported when it answers 404 where others answer and no list has its operations', async () => {
    const agents = listing('/api/v1/Agents/Relation', '/api/v1/Agents/Replication');
    const spoil: Spoil = (answer, request) => agents(refuses('Replication', 404)(answer, request), request);
    const record = await run(both, { spoil });
    expect([record.summary.unsupported, code(record), record.stopped]).toEqual([8, 0, undefined]);
    const listed = await run(both, { spoil: refuses('Replication', 404) });
    expect([unsupported(listed), code(listed)]).toEqual([[], 1]);
  });

  test('fails when nobody else answers, or when it answers in part', async () => {
    const alone = await run(plan('rest', ['Replication']), { spoil: refuses('Replication', 403) });
    expect([unsupported(alone), code(alone)]).toEqual([[], 1]);
    const open = catalogue.summaries.find(({ agent, version }) => agent === 'Replication' && version === 'v1');
    const some: Spoil = (answer, request) =>
      request.url.includes(open?.path ?? '-') ? answer : refuses('Replication', 403)(answer, request);
    const partly = await run(plan('rest', ['Relation', 'Replication']), { spoil: some });
    expect([unsupported(partly), code(partly)]).toEqual([[], 1]);
  });

  test('one that is open to everybody fails', async () => {
    const record = await run(plan('rest', ['Relation', 'Previews']), { spoil: refuses('Previews', 403) });
    expect([unsupported(record), code(record)]).toEqual([[], 1]);
  });
});

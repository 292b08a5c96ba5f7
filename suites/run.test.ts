import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import type { Client, Send } from './client/send.ts';
import { rawServer, write } from './client/testing/raw-server.ts';
import type { Script } from './client/testing/raw-server.ts';
import { exitCode } from './exit.ts';
import { planRun } from './plan.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run.ts';
import type { RunEvent, RunOptions } from './run.ts';
import type { Selection } from './select.ts';

const catalogue = openCatalogue();
const core = planRun(catalogue, { set: 'core' }, { seed: 1 });
let emulator: Serving;
let client: Client;
beforeAll(async () => {
  emulator = await serve({ catalogue });
  client = createClient({ connections: 8, connectMs: 2000 });
});
afterAll(async () => {
  await client.close();
  await emulator.close();
});

function optionsFor(more: Partial<RunOptions> = {}): RunOptions {
  return {
    target: { url: emulator.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'read',
    concurrency: 8,
    deadlineMs: 5000,
    graceMs: 20,
    keep: 'failing',
    now: () => new Date(0),
    ...more,
  };
}

async function eventsOf(plan: Plan, more: Partial<RunOptions> = {}): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runPlan(plan, optionsFor(more))) events.push(event);
  return events;
}

async function run(plan: Plan, more: Partial<RunOptions> = {}): Promise<RunRecord> {
  const last = (await eventsOf(plan, more)).at(-1);
  if (last?.kind !== 'finished') throw new Error('the run has no record');
  return last.record;
}

/** What two runs of the same plan have in common. */
const timeless = (record: RunRecord): unknown =>
  JSON.parse(
    JSON.stringify(record)
      .replace(/"ms":[\d.]+/g, '"ms":0')
      .replace(/"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT"/g, '"date"'),
  );

const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('#schemas/run-record.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ strict: false }).compile(schema as object);

describe('a healthy target', () => {
  test('is asked every case once, and every check has a verdict with evidence', async () => {
    const before = emulator.requests();
    const record = await run(core);
    expect(emulator.requests() - before).toBe(core.planned.length);
    expect(record.summary).toMatchObject({
      operations: 5,
      cases: core.planned.length,
      fail: 0,
      blocked: 0,
      broken: 0,
      skipped: 0,
    });
    expect(record.complete).toBe(true);
    expect(record.notAsked).toEqual([]);
    expect(record.cases.map(({ id }) => id)).toEqual(core.planned.map((one) => one.case.id));
    expect(validate(record) ? [] : validate.errors).toEqual([]);
    expect(exitCode(record, { strict: true }).code).toBe(0);
    const evident = new Set(
      record.cases.flatMap(({ verdicts }) => verdicts.filter(({ seen }) => seen > 0).map(({ check }) => check)),
    );
    expect(record.checks.map(({ id }) => id).filter((id) => !evident.has(id))).toEqual([]);
  });

  test('gives the same record however its answers arrive', async () => {
    let turn = 0;
    const shuffled: Send = async (request, options) => {
      turn += 1;
      const sent = await client.send(request, { ...options, onAnswered: () => {} });
      await new Promise((resolve) => setTimeout(resolve, (turn * 7919) % 13));
      return sent;
    };
    const first = timeless(await run(core, { keep: 'all' }));
    expect(timeless(await run(core, { keep: 'all', send: shuffled, concurrency: 3 }))).toEqual(first);
    expect(timeless(await run(core, { keep: 'all', concurrency: 1 }))).toEqual(first);
  });

  test('is told as it is judged, the record last', async () => {
    const events = await eventsOf(core);
    const kinds = events.map(({ kind }) => kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['started', 'finished']);
    expect(kinds.filter((kind) => kind === 'judged')).toHaveLength(core.planned.length);
    expect(kinds.filter((kind) => kind === 'exchanged')).toHaveLength(core.planned.length);
  });

  test('leaves counts of what was seen of each member', async () => {
    const { evidence } = await run(core);
    expect(evidence['EMail.SendEMails/rest-v1 output[].To[].EmailId']?.typed).toBeGreaterThan(0);
  });

  test('keeps exchanges only when asked to, without secrets', async () => {
    expect((await run(core)).cases.filter(({ exchange }) => exchange !== undefined)).toEqual([]);
    const { cases } = await run(core, { keep: 'all' });
    expect(cases.every(({ exchange }) => exchange?.response !== undefined)).toBe(true);
    for (const secret of Object.values(emulatorCredentials)) {
      expect(JSON.stringify(cases)).not.toContain(typeof secret === 'string' ? secret : secret.password);
    }
  });
});

describe('effects', () => {
  const foreign = () => ({ target: { url: emulator.url, emulator: false } });
  test.each([
    ['read', ['read']],
    ['write', ['read', 'write']],
    ['send', ['read', 'write', 'send']],
  ] as const)('with --allow %s only %j is sent, and the rest says why not', async (allow, effects) => {
    const before = emulator.requests();
    const record = await run(core, { ...foreign(), allow });
    const sent = record.cases.filter((one) => one.sent);
    expect(emulator.requests() - before).toBe(sent.length);
    expect(record.cases.filter((one) => (effects as readonly string[]).includes(one.effect))).toEqual(sent);
    const held = record.cases.filter((one) => !one.sent).flatMap(({ verdicts }) => verdicts);
    expect(
      held.every(
        ({ outcome, reason }) =>
          outcome === 'skipped' && /^held back: its effect is (write|send) and only /.test(reason ?? ''),
      ),
    ).toBe(true);
    expect(validate(record) ? [] : validate.errors).toEqual([]);
  });

  test('without --allow the core set sends nothing: also a GET may run an operation', async () => {
    const before = emulator.requests();
    const record = await run(core, foreign());
    expect(emulator.requests() - before).toBe(0);
    expect(record.cases.filter(({ id }) => id.endsWith('/get')).map(({ effect }) => effect)).toEqual(['send', 'send']);
  });

  test('a run that asked no operation ends with 5 and says what to allow', async () => {
    const record = await run(core, foreign());
    expect(record.notAsked.map(({ contract }) => contract)).toEqual(record.contracts.map(({ id }) => id));
    expect(exitCode(record, { strict: false })).toMatchObject({
      code: 5,
      sentence: expect.stringMatching(/--allow send/),
    });
  });

  test('parity says that its twin was held back', async () => {
    const selection = { set: 'core', operations: ['EMail.RelayMessage'], cases: ['*/documented'] };
    const plan = planRun(catalogue, selection, { seed: 1 });
    const { cases } = await run(plan, { only: new Set(['EMail.RelayMessage/rest-v1/documented']) });
    expect(cases).toHaveLength(1);
    expect(cases[0]?.verdicts.find(({ check }) => check === 'PARITY-VOID')).toMatchObject({
      outcome: 'skipped',
      reason: 'its twin EMail.RelayMessage/soap-Services86/documented is not part of this run',
    });
  });
});

test('without a way to log in a case is blocked and says what to set', async () => {
  const { basic } = emulatorCredentials;
  const record = await run(core, { credentials: basic === undefined ? {} : { basic } });
  // Nobody logs in for a WSDL.
  const soap = record.cases.filter((one) => one.protocol === 'soap' && !/(?:-credential|\/wsdl)$/.test(one.id));
  expect(
    soap.every(
      (one) =>
        !one.sent &&
        one.verdicts.every(({ outcome, reason }) => outcome === 'blocked' && /set SOCONFORM_TICKET/.test(reason ?? '')),
    ),
  ).toBe(true);
  expect(record.cases.filter((one) => one.protocol === 'rest' && !one.sent)).toEqual([]);
  expect(exitCode(record, { strict: false }).code).toBe(1);
});

describe('a login that the target refuses', () => {
  const status = (code: number) => `HTTP/1.1 ${code} X\r\nContent-Length: 0\r\n\r\n`;
  const credentials = { basic: { user: 'ann', password: 'wrong' }, ticket: '7T:wrong' };
  const wrongBasic = Buffer.from('soconform-nobody:wrong').toString('base64');
  /** Those that carry the configured login: not the ones that are refused on purpose. */
  const withLogin = (requests: readonly string[]) =>
    requests.filter(
      (request) =>
        /^authorization: (?!.*(?:nobody|c29jb25))(?:\S+) \S|<(\w+:)?Ticket>7T:(?!soconform-nobody|c29jb25)/im.test(
          request,
        ) && !request.includes(wrongBasic),
    );
  const asking = async (script: Script, more: Partial<RunOptions> = {}, plan = core) => {
    const server = await rawServer(script);
    const record = await run(plan, { target: { url: server.url, emulator: true }, credentials, ...more });
    await server.close();
    expect(validate(record) ? [] : validate.errors).toEqual([]);
    return { record, requests: server.requests(), ending: exitCode(record, { strict: false }) };
  };
  const verdictsOf = ({ cases }: RunRecord, id: string) => cases.find((one) => one.id === id)?.verdicts ?? [];

  test.each([1, 2, 8])('is sent twice, and all that carries it is blocked: %i at once', async (concurrency) => {
    const { record, requests, ending } = await asking((s) => write(s, status(401)), { concurrency });
    expect(withLogin(requests)).toHaveLength(2);
    const reason = 'the target refused the login (401): check SOCONFORM_TICKET and SOCONFORM_APP_TOKEN';
    expect(ending).toEqual({ code: 3, sentence: `the target could not be logged in to: ${reason}.` });
    expect([record.stopped, record.complete]).toEqual([{ kind: 'login', reason }, true]);
    const carrying = record.cases.filter(({ id }) => !/(?:-credential|\/wsdl|\/api|\/api-v1)$/.test(id));
    expect(new Set(carrying.flatMap(({ verdicts }) => verdicts.map((one) => `${one.outcome} ${one.reason}`)))).toEqual(
      new Set([`blocked ${reason}`]),
    );
    expect(carrying.filter(({ sent }) => sent)).toHaveLength(2);
    const others = record.cases.filter(({ id }) => id.endsWith('-credential'));
    expect(others.map(({ sent, verdicts }) => [sent, verdicts[0]?.outcome])).toEqual(others.map(() => [true, 'pass']));
    // What the server says of itself carries no login, and is judged.
    expect(
      record.cases.filter((one) => one.verdicts.some(({ outcome }) => outcome === 'fail')).map(({ id }) => id),
    ).toEqual(['EMail.RelayMessage/rest-v1/api']);
  });

  test('names the variables that hold it', async () => {
    const basic = { basic: credentials.basic };
    const rest = planRun(catalogue, { set: 'core', protocols: ['rest'] }, { seed: 1 });
    expect((await asking((s) => write(s, status(401)), { credentials: basic }, rest)).ending.sentence).toMatch(
      /: check SOCONFORM_USER and SOCONFORM_PASSWORD\.$/,
    );
    const bearer = { ...credentials, bearer: '8A:wrong' };
    expect((await asking((s) => write(s, status(401)), { credentials: bearer })).ending.sentence).toMatch(
      /: check SOCONFORM_BEARER, SOCONFORM_TICKET and SOCONFORM_APP_TOKEN\.$/,
    );
  });

  test('is found by the emulator as well, whose envelopes only say that the call failed', async () => {
    const before = emulator.requests();
    const record = await run(core, { credentials });
    expect(record.stopped?.kind).toBe('login');
    const rest = record.cases.filter(({ id, sent }) => sent && /rest-v1\/(?!\w+-credential|api)/.test(id));
    expect(rest).toHaveLength(2);
    expect(emulator.requests() - before).toBe(record.cases.filter(({ sent }) => sent).length);
  });

  test('in the one request that carries it, too', async () => {
    const one = planRun(catalogue, { cases: ['EMail.SendEMails/rest-v1/{documented,no-credential}'] }, { seed: 1 });
    const { ending, record } = await asking((s) => write(s, status(401)), {}, one);
    expect([ending.code, record.stopped?.kind]).toEqual([3, 'login']);
  });

  test.each([1, 8])('once is the fault of that operation, when others are let in: %i at once', async (concurrency) => {
    const script: Script = (s, request) => write(s, status(request.includes('RelayMessage') ? 401 : 500));
    const { record, requests, ending } = await asking(script, { concurrency }, withoutTwins);
    expect(withLogin(requests).length).toBeGreaterThan(2);
    expect([record.stopped, ending.code]).toEqual([undefined, 1]);
    expect(verdictsOf(record, 'EMail.RelayMessage/rest-v1/documented')).toContainEqual(
      expect.objectContaining({ check: 'REST-STATUS', outcome: 'fail' }),
    );
  });
  const withoutTwins = planRun(
    catalogue,
    { set: 'core', cases: ['EMail.RelayMessage/rest-v1/documented', 'EMail.SendEMails/*'] },
    { seed: 1 },
  );

  test('is not one that is answered 403: it may be good for other operations', async () => {
    const { record, requests, ending } = await asking((s) => write(s, status(403)));
    expect([record.stopped, ending.code, requests.length]).toEqual([undefined, 1, core.planned.length]);
  });

  test('is none where none is configured', async () => {
    const { record, requests } = await asking((s) => write(s, status(401)), { credentials: {} });
    const schemes = core.planned.filter((one) => one.case.name === 'scheme-case').length;
    expect([record.stopped, requests.length]).toEqual([undefined, core.planned.length - schemes]);
  });

  test('in mid-run fails what it answers, and stops nothing', async () => {
    const { record, requests } = await asking((s, _request, index) => write(s, status(index < 3 ? 500 : 401)));
    expect([record.stopped, requests.length]).toEqual([undefined, core.planned.length]);
  });
});

describe('a target that is no service', () => {
  const scripts: readonly (readonly [name: string, script: Script, received: RegExp])[] = [
    ['closes at once', (s) => void s.end(), /the connection was closed/],
    ['resets', (s) => void s.resetAndDestroy(), /the connection was reset/],
    ['says nothing', () => {}, /no complete answer within 150 ms/],
    ['speaks SSH', (s) => write(s, 'SSH-2.0-OpenSSH_9.2\r\n'), /cannot be read as HTTP/],
  ];
  test.each(scripts)(
    'and %s fails HTTP-ANSWERED five times, and the rest is blocked',
    async (_name, script, received) => {
      const server = await rawServer(script);
      const record = await run(core, { target: { url: server.url, emulator: true }, deadlineMs: 150 });
      await server.close();
      expect(server.requests()).toHaveLength(5);
      const verdicts = record.cases.flatMap((one) => one.verdicts);
      const failed = verdicts.filter(({ outcome }) => outcome === 'fail');
      expect(failed.map(({ check }) => check)).toEqual(Array.from({ length: 5 }, () => 'HTTP-ANSWERED'));
      expect(failed[0]?.findings[0]?.received).toMatch(received);
      expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['fail', 'blocked']));
      expect(exitCode(record, { strict: false }).code).toBe(1);
      expect(validate(record) ? [] : validate.errors).toEqual([]);
    },
  );

  test('and resets connections when it accepts them is asked and fails, each time', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).resetAndDestroy());
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let round = 0; round < 5; round += 1) {
      const record = await run(core, { target: { url, emulator: true } });
      expect([record.summary.fail, exitCode(record, { strict: false }).code]).toEqual([5, 1]);
    }
    server.close();
  });

  const page = '<!DOCTYPE html><html><body>Please log in</body></html>';
  const answers: readonly (readonly [name: string, answer: string])[] = [
    ['a login page', `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`],
    ['an empty 200', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: https://login.example/\r\nContent-Length: 0\r\n\r\n'],
    ['a 500 that is cut off by closing', 'HTTP/1.0 500 Oops\r\n\r\n{"a":'],
    ['null', 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nnull'],
  ];
  test.each(answers)('and answers everything with %s fails, and breaks nothing', async (_name, answer) => {
    const server = await rawServer((socket) =>
      write(socket, answer).then(() => void (answer.includes('1.0') && socket.end())),
    );
    const record = await run(core, { target: { url: server.url, emulator: true } });
    await server.close();
    expect(record.summary.broken).toBe(0);
    expect(exitCode(record, { strict: false }).code).toBe(1);
    expect(server.requests()).toHaveLength(core.planned.length);
  });

  test('because nobody listens is blocked after five attempts, and ends with 3', async () => {
    const server = await rawServer(() => {});
    await server.close();
    const record = await run(core, { target: { url: server.url, emulator: true } });
    expect(record.cases.some(({ sent }) => sent)).toBe(false);
    expect(new Set(record.cases.flatMap(({ verdicts }) => verdicts.map(({ outcome }) => outcome)))).toEqual(
      new Set(['blocked']),
    );
    expect(exitCode(record, { strict: false })).toMatchObject({
      code: 3,
      sentence: expect.stringMatching(/connection refused/),
    });
  });
});

test('bytes after an answer are not blamed on the next case of the connection: it is blocked and names the one before', async () => {
  const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]';
  const server = await rawServer((socket, _request, index) =>
    index === 0 ? write(socket, json, 30, 'junk') : write(socket, 60, json),
  );
  const own = createClient({ connections: 1, connectMs: 2000 });
  const plan = planRun(catalogue, { cases: ['EMail.SendEMails/rest-v1/{arrays-0,arrays-1,arrays-3}'] }, { seed: 1 });
  const record = await run(plan, { target: { url: server.url, emulator: true }, send: own.send, concurrency: 1 });
  await own.close();
  await server.close();
  const [first, second, third] = record.cases;
  const reason = `bytes that belong to no answer came on the connection after the answer to ${first?.id}: "junk"`;
  expect(second?.verdicts.map((one) => [one.outcome, one.reason])).toEqual(
    second?.verdicts.map(() => ['blocked', reason]),
  );
  for (const one of [first, third]) expect(one?.verdicts[0]).toMatchObject({ check: 'HTTP-ANSWERED', outcome: 'pass' });
  expect(exitCode(record, { strict: false })).toEqual({
    code: 1,
    sentence: `not everything could be judged: ${second?.verdicts.length} blocked.`,
  });
});

describe('a filter makes no pass of what a whole run blocks', () => {
  const rows: readonly (readonly [status: number, selection: Selection, code: number])[] = [
    [400, { checks: ['REST-BAD-JSON'] }, 1],
    [400, { checks: ['REST-CASE'] }, 1],
    [400, { cases: ['*/malformed-json'] }, 5],
    [400, { cases: ['*/camel-case'] }, 5],
    [400, { cases: ['*/camel-case', '*/malformed-json'], checks: ['REST-*'] }, 5],
    [404, { checks: ['REST-GET-DESCRIBES'] }, 1],
    [404, { cases: ['*/get'] }, 5],
    [500, { level: 'must' }, 1],
  ];
  test.each(rows)('a server that answers %i to everything, asked with %j', async (status, selection, code) => {
    const error = '{"Message":"no"}';
    const head = `HTTP/1.1 ${status} No\r\nContent-Type: application/json\r\nContent-Length: ${error.length}`;
    const server = await rawServer((socket) => write(socket, `${head}\r\n\r\n${error}`));
    const plan = planRun(catalogue, { set: 'core', protocols: ['rest'], ...selection }, { seed: 1 });
    const record = await run(plan, { target: { url: server.url, emulator: true } });
    await server.close();
    const passed = record.cases.flatMap(({ verdicts }) => verdicts.filter(({ outcome }) => outcome === 'pass'));
    // An error, too, has to come whole, from its own address and in a right frame.
    const ofAnyAnswer = new Set(['HTTP-ANSWERED', 'HTTP-NO-REDIRECT', 'HTTP-FRAMING']);
    expect(passed.filter(({ check }) => !ofAnyAnswer.has(check))).toEqual([]);
    expect(exitCode(record, { strict: false }).code).toBe(code);
  });

  test('and a healthy server passes what a check brings with it', async () => {
    const record = await run(planRun(catalogue, { set: 'core', checks: ['REST-BAD-JSON', 'AUTH-*'] }, { seed: 1 }));
    expect(record.cases.flatMap(({ verdicts }) => verdicts.filter(({ outcome }) => outcome !== 'pass'))).toEqual([]);
    expect(exitCode(record, { strict: true }).code).toBe(0);
  });
});

test('a service that stops answering costs five requests, the others go on', async () => {
  const asked: string[] = [];
  const send: Send = async (request, options) => {
    asked.push(request.url);
    if (!/Services86\/Messaging/i.test(request.url)) return client.send(request, options);
    return { received: { stage: 'answer', reason: 'closed' }, ms: 1 };
  };
  const record = await run(core, { send });
  expect(asked.filter((url) => /Services86\/Messaging/i.test(url))).toHaveLength(5);
  const silent = record.cases.filter((one) => one.contract === 'Messaging.SendMessages/soap-Services86');
  expect(silent.slice(5).flatMap(({ verdicts }) => verdicts.map(({ reason }) => reason))).toContain(
    '5 requests in a row to Messaging/soap-Services86 got no answer',
  );
  expect(
    record.cases.filter(
      (one) =>
        !silent.includes(one) && one.verdicts.some(({ outcome }) => outcome !== 'pass' && outcome !== 'observed'),
    ),
  ).toEqual([]);
});

test('no secret of ours or of others stands in the record of a target that echoes everything', async () => {
  const server = await rawServer((socket, request) => {
    const [line = '', ...rest] = request.split('\r\n');
    const credential = rest.filter((header) => /^(authorization|so-apptoken)/i.test(header)).join(' ');
    const body = Buffer.from(
      `{"Message":${JSON.stringify(request)},"b64":"${Buffer.from(request, 'latin1').toString('base64')}"}`,
      'latin1',
    );
    const headers = `X-Echo: ${credential.replace(/[\r\n]/g, ' ')}\r\nSet-Cookie: s=${encodeURIComponent(credential)}\r\nLocation: /?t=${encodeURIComponent(credential)}`;
    return write(
      socket,
      `HTTP/1.1 ${line.includes('SendEMails') ? 307 : 200} OK\r\n${headers}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      body,
    );
  });
  const credentials = {
    basic: { user: 'ann', password: 'p"a&s<s>/w+o=rd' },
    ticket: '7T:ticket-0123456789',
    bearer: '8A:Cust1.bearer-abcdef',
    appToken: 'application-token-xyz',
  };
  const plans = [
    credentials,
    { ...credentials, bearer: undefined },
    { basic: credentials.basic, appToken: credentials.appToken },
  ];
  for (const { basic, ticket, bearer, appToken } of plans as readonly {
    basic: typeof credentials.basic;
    ticket?: string;
    bearer?: string;
    appToken: string;
  }[]) {
    const record = JSON.stringify(
      await run(core, {
        target: { url: server.url, emulator: true },
        credentials: {
          basic,
          appToken,
          ...(ticket === undefined ? {} : { ticket }),
          ...(bearer === undefined ? {} : { bearer }),
        },
        keep: 'all',
      }),
    );
    const secrets = [
      credentials.basic.password,
      credentials.ticket,
      credentials.bearer,
      credentials.appToken,
      Buffer.from(`ann:${credentials.basic.password}`).toString('base64'),
    ];
    for (const secret of secrets) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString('base64').slice(0, -4),
      ]) {
        expect(record.includes(form)).toBe(false);
      }
    }
  }
  expect(server.requests().some((request) => request.includes('8A:Cust1.bearer-abcdef'))).toBe(true);
  await server.close();
});

describe('waiting for late bytes', () => {
  test('costs no turn', async () => {
    const voids = planRun(catalogue, { operations: ['EMail.RelayMessage'], protocols: ['rest'] }, { seed: 1 });
    let holding = 0;
    let most = 0;
    const send: Send = async (request, options) => {
      holding += 1;
      most = Math.max(most, holding);
      const sent = await client.send(request, { ...options, graceMs: 60 });
      holding -= 1;
      return sent;
    };
    await run(voids, { send, concurrency: 1 });
    expect(most).toBeGreaterThan(1);
  });
});

describe('a run that is', () => {
  test('interrupted drops what is in flight and tells what was done, as incomplete', async () => {
    const abort = new AbortController();
    let sent = 0;
    const send: Send = async (request, options) => {
      sent += 1;
      if (sent === 10) abort.abort();
      return sent >= 10 ? new Promise(() => {}) : client.send(request, options);
    };
    const record = await run(core, { send, signal: abort.signal, concurrency: 2 });
    expect(record.complete).toBe(false);
    expect(sent).toBe(10);
    expect(record.cases).toHaveLength(core.planned.length);
    const reasons = new Set(
      record.cases
        .flatMap(({ verdicts }) => verdicts.map(({ reason = '' }) => reason))
        .filter((reason) => reason.startsWith('the run was interrupted')),
    );
    expect(reasons).toEqual(new Set(['the run was interrupted', 'the run was interrupted before the answer came']));
    expect(validate(record) ? [] : validate.errors).toEqual([]);
  });

  test('interrupted before it begins sends nothing', async () => {
    const before = emulator.requests();
    expect((await run(core, { signal: AbortSignal.abort() })).complete).toBe(false);
    expect(emulator.requests()).toBe(before);
  });

  test('no longer listened to sends nothing more', async () => {
    const before = emulator.requests();
    for await (const event of runPlan(core, optionsFor({ concurrency: 1 }))) if (event.kind === 'judged') break;
    const then = emulator.requests();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(then - before).toBeLessThan(core.planned.length);
    expect(emulator.requests() - then).toBeLessThanOrEqual(1);
  });

  test('told to stop at the first failure does', async () => {
    const send: Send = async (request, options) => {
      const answer = await client.send(request, options);
      return 'status' in answer.received ? { ...answer, received: { ...answer.received, status: 500 } } : answer;
    };
    const plan = planRun(catalogue, { set: 'core', operations: ['Messaging.*'] }, { seed: 1 });
    const before = emulator.requests();
    const record = await run(plan, { send, bail: true, concurrency: 1 });
    expect(emulator.requests() - before).toBe(1);
    expect(record.cases[1]?.verdicts[0]).toMatchObject({
      outcome: 'skipped',
      reason: `not sent after the failure of ${plan.planned[0]?.case.id} (--bail)`,
    });
    expect(record.complete).toBe(true);
  });

  test('told to stop at the first failure sends nothing while a case waits for late bytes', async () => {
    const fault = faultOf('http-204-null-same-packet');
    const faulty = await serve({ catalogue, faults: fault === undefined ? [] : [fault] });
    const target = { url: faulty.url, emulator: true };
    const record = await run(core, { target, bail: true, concurrency: 1, graceMs: 100 });
    const asked = faulty.requests();
    await faulty.close();
    // The second one is the twin, without whose answer the first one is not judged.
    expect(record.cases.filter(({ sent }) => sent).map(({ id }) => id)).toEqual([
      'EMail.RelayMessage/rest-v1/documented',
      'EMail.RelayMessage/soap-Services86/documented',
    ]);
    expect(asked).toBe(2);
  });

  test('given a part of the plan asks and tells only that', async () => {
    const wanted = ['EMail.SendEMails/rest-v1/get', 'EMail.SendEMails/rest-v1/documented'];
    const before = emulator.requests();
    const record = await run(core, { only: new Set(wanted) });
    expect(emulator.requests() - before).toBe(2);
    expect(record.cases.map(({ id }) => id).sort()).toEqual([...wanted].sort());
    expect(record.contracts.map(({ id }) => id)).toEqual(['EMail.SendEMails/rest-v1']);
  });

  test('given a request that cannot be sent says that we are wrong', async () => {
    const plan = {
      ...core,
      planned: core.planned.slice(0, 1).map((one) => ({
        ...one,
        case: { ...one.case, request: { ...one.case.request, headers: { 'x-a': 'a\nb' } } },
      })),
    };
    const record = await run(plan);
    expect(record.summary).toMatchObject({ fail: 0, pass: 0 });
    expect(record.cases[0]?.verdicts[0]).toMatchObject({
      outcome: 'broken',
      reason: expect.stringMatching(/request could not be made: invalid x-a header/),
    });
    expect(exitCode(record, { strict: false }).code).toBe(4);
  });
});

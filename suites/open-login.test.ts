import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { memoryLogins } from '../fixtures/emulator/logins.ts';
import type { LoginAccounts } from '../fixtures/emulator/logins.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import { plainSettings } from '../fixtures/emulator/settings.ts';
import type { AcceptedCredentials } from '../fixtures/emulator/settings.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Effect } from '../specs/contract.ts';
import type { Credentials } from './client/credentials.ts';
import { loginClient } from './client/login-client.ts';
import { withManners } from './client/manners.ts';
import { createClient } from './client/send.ts';
import { rawServer, write } from './client/testing/raw-server.ts';
import type { RawServer, Script } from './client/testing/raw-server.ts';
import { exitCode } from './exit.ts';
import { openLogin } from './open-login.ts';
import { planRun } from './plan.ts';
import type { Plan } from './plan.ts';
import { preflightOf } from './preflight.ts';
import { runPlan } from './run.ts';

const catalogue = openCatalogue();
const planOf = (...operations: readonly string[]): Plan =>
  planRun(catalogue, { operations, versions: ['v1', 'Services86'] }, { seed: 1 });
const reading = planOf('TimeZone.GetBaseTimeZoneId', 'Tooltips.GetTooltip');
const rest = planRun(catalogue, { operations: ['TimeZone.GetBaseTimeZoneId'], versions: ['v1'] }, { seed: 1 });

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

interface Asked {
  readonly plan?: Plan;
  readonly allow?: Effect;
  readonly concurrency?: number;
}

/** As both doors do it: the login is opened, then the plan is run. */
async function run(
  url: string,
  credentials: Credentials,
  { plan = reading, allow = 'read', concurrency = 4 }: Asked = {},
): Promise<RunRecord> {
  const client = createClient({ connections: 8, connectMs: 1000 });
  const service = loginClient(() => ({ connections: 1, connectMs: 1000 }), 5000);
  opened.push(client, service);
  const target = { url, emulator: false };
  const send = withManners(client.send, { signal: new AbortController().signal });
  const login = await openLogin(plan, { target, credentials, send, service: service.service, allow, deadlineMs: 5000 });
  const preflight = preflightOf({ reached: { emulator: false }, opened: login, now: new Date() });
  const options = {
    target,
    credentials,
    opened: login,
    preflight,
    send,
    allow,
    concurrency,
    deadlineMs: 5000,
    graceMs: 5,
    keep: 'all',
    now: () => new Date(),
  } as const;
  for await (const event of runPlan(plan, options)) if (event.kind === 'finished') return event.record;
  throw new Error('no record');
}

async function emulator(credentials: AcceptedCredentials): Promise<Serving> {
  const serving = await serve({ catalogue, settings: { ...plainSettings, credentials } });
  opened.push(serving);
  return serving;
}

const code = (record: RunRecord): number => exitCode(record, { strict: false }).code;
const reasons = ({ cases }: RunRecord): readonly string[] => [
  ...new Set(
    cases
      .flatMap((one) => one.verdicts)
      .filter(({ outcome }) => outcome === 'blocked')
      .map(({ reason = '' }) => reason),
  ),
];

let key: string;
beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
});

const oauth = { clientSecret: 'client-secret', refreshToken: 'refresh-token' };
const oauthFlow = (service: string): Credentials => ({ flow: { kind: 'oauth', service, clientId: 'app', ...oauth } });
const accountsOf = (more: LoginAccounts = {}): AcceptedCredentials => ({
  logins: memoryLogins({
    clientId: 'app',
    oauth,
    systemUser: { systemToken: 'System-1', appToken: 'app-token', context: 'Cust00000', key },
    ...more,
  }),
});
const systemUser = (service: string, more: object = {}): Credentials => ({
  appToken: 'app-token',
  flow: {
    kind: 'system-user',
    service,
    clientId: 'app',
    context: 'Cust00000',
    systemToken: 'System-1',
    privateKey: key,
    ...more,
  },
});

describe('a login is taken', () => {
  test('of a session of the web client, on REST; SOAP has no ticket of it', async () => {
    const session = { cookie: 'ASP.NET_SessionId=a1; XSRF-TOKEN=b2', xsrf: 'b2' };
    const { url } = await emulator({ session });
    const record = await run(url, { session }, { plan: rest });
    expect([code(record), record.target.auth, record.target.preflight?.login]).toEqual([
      0,
      'session',
      { outcome: 'taken', associateId: 1, userType: 'InternalAssociate' },
    ]);
    const both = await run(url, { session });
    expect(reasons(both)).toContain(
      'SOAP needs a ticket and only a session is configured: set SOCONFORM_TICKET or SOCONFORM_BEARER',
    );
  });

  test('of a user and password, for which SOAP gets a ticket', async () => {
    const basic = { user: 'ann', password: 'hush-hush' };
    const { url } = await emulator(basic);
    const record = await run(url, { basic });
    expect([code(record), reasons(record), record.summary.blocked]).toEqual([0, [], 0]);
    expect(record.cases.some(({ id, sent }) => sent && id.includes('soap'))).toBe(true);
  });

  test('for a refresh token', async () => {
    const { url } = await emulator(accountsOf());
    const record = await run(url, oauthFlow(url));
    expect([code(record), record.target.auth, record.target.preflight?.login?.by]).toEqual([0, 'bearer', 'oauth']);
  });

  test('for a system token that is signed', async () => {
    const { url } = await emulator(accountsOf());
    const record = await run(url, systemUser(url));
    expect([code(record), record.target.auth, record.target.preflight?.login?.by]).toEqual([
      0,
      'ticket',
      'system-user',
    ]);
  });
});

describe('a login that is refused ends the run before anything else is asked', () => {
  test.each<[title: string, credentials: (url: string) => Credentials, requests: number, reason: RegExp]>([
    ['a bearer token', () => ({ bearer: '8A:wrong' }), 1, /refused the login \(401\): check SOCONFORM_BEARER$/],
    ['a ticket', () => ({ ticket: '7T:wrong' }), 1, /refused the login \(401\): check SOCONFORM_TICKET/],
    ['a password', () => ({ basic: { user: 'a', password: 'wrong' } }), 1, /check SOCONFORM_USER and/],
    ['a session', () => ({ session: { cookie: 'a=b', xsrf: 'c' } }), 1, /check SOCONFORM_COOKIE and/],
    [
      'a client secret',
      (url) => ({
        flow: { kind: 'oauth', service: url, clientId: 'app', refreshToken: 'refresh-token', clientSecret: 'x' },
      }),
      1,
      /401 \(invalid_client\)/,
    ],
    [
      'a refresh token',
      (url) => ({
        flow: { kind: 'oauth', service: url, clientId: 'app', refreshToken: 'x', clientSecret: 'client-secret' },
      }),
      1,
      /400 \(invalid_grant\)/,
    ],
    ['a system token', (url) => systemUser(url, { systemToken: 'System-2' }), 1, /The system token is not known/],
    ['a tenant', (url) => systemUser(url, { context: 'Cust9' }), 1, /The tenant is not known/],
    [
      'a key',
      (url) =>
        systemUser(url, {
          privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
            type: 'pkcs8',
            format: 'pem',
          }),
        }),
      1,
      /The signature is wrong/,
    ],
    ['what is no key', (url) => systemUser(url, { privateKey: 'x' }), 0, /no RSA key/],
    ['another application', (url) => systemUser(url, { clientId: 'other' }), 2, /it is for another application/],
  ])('%s', async (_title, credentials, requests, reason) => {
    const serving = await emulator(accountsOf());
    const record = await run(serving.url, credentials(serving.url));
    expect(record.stopped).toEqual({ kind: 'login', reason: expect.stringMatching(reason) });
    expect([code(record), serving.requests(), record.target.preflight?.login?.outcome]).toEqual([
      3,
      requests,
      'refused',
    ]);
    expect(record.cases.filter(({ sent }) => sent)).toEqual([]);
    expect(record.summary).toMatchObject({ pass: 0, fail: 0 });
  });

  test('a login service that is not there', async () => {
    const serving = await emulator(accountsOf());
    const record = await run(serving.url, oauthFlow('http://127.0.0.1:9'));
    expect([code(record), serving.requests(), record.stopped?.reason]).toEqual([
      3,
      0,
      expect.stringContaining('cannot be asked: no connection'),
    ]);
  });
});

const answer = (status: number, body: object = {}, ...headers: readonly string[]): string => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status} X\r\n${headers.map((one) => `${one}\r\n`).join('')}Content-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
};

async function raw(script: Script): Promise<RawServer> {
  const server = await rawServer(script);
  opened.push(server);
  return server;
}

describe('what is no answer to a login leaves it open', () => {
  test.each<[title: string, probe: string]>([
    ['404', answer(404)],
    ['500', answer(500)],
    ['a redirect', answer(302, {}, 'Location: http://127.0.0.1:9/')],
    ['a page', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<ok>'],
    ['403, which a good login may get', answer(403)],
  ])('%s', async (_title, probe) => {
    const server = await raw((socket, request) =>
      write(socket, request.includes('currentPrincipal') ? probe : answer(500)),
    );
    const record = await run(server.url, { ticket: '7T:abcdef' }, { plan: rest });
    expect([record.target.preflight?.login, record.stopped]).toEqual([{ outcome: 'unclear' }, undefined]);
    expect(server.requests().length).toBeGreaterThan(2);
  });

  test('a redirect of the login service is not followed, and what it gives is nothing', async () => {
    const elsewhere = await raw((socket) => write(socket, answer(200, { access_token: '8A:abc' })));
    const server = await raw((socket) => write(socket, answer(307, {}, `Location: ${elsewhere.url}/`)));
    const record = await run(server.url, oauthFlow(server.url), { plan: rest });
    expect([code(record), elsewhere.requests()]).toEqual([3, []]);
  });
});

describe('a login that runs out', () => {
  test.each([1, 4])('is renewed, and what reads is asked again: %i at once', async (concurrency) => {
    for (const credentials of [oauthFlow, systemUser]) {
      const serving = await emulator(accountsOf({ uses: concurrency === 1 ? 6 : 15 }));
      const record = await run(serving.url, credentials(serving.url), { concurrency });
      expect([code(record), reasons(record), record.summary.fail]).toEqual([0, [], 0]);
      const carrying = record.cases.filter(({ id, sent }) => sent && !id.endsWith('-credential')).length;
      expect(carrying).toBeGreaterThan(12);
    }
  });

  test('is renewed for SOAP by user and password', async () => {
    const basic = { user: 'ann', password: 'hush-hush' };
    const { url } = await emulator({ ...basic, logins: memoryLogins({ uses: 3 }) });
    const record = await run(url, { basic }, { concurrency: 1 });
    expect([code(record), reasons(record)]).toEqual([0, []]);
  });

  test('is not asked again where more than reading is done: the case is blocked, the next goes with the new login', async () => {
    const sending = planRun(catalogue, { operations: ['EMail.RelayMessage'], versions: ['v1'] }, { seed: 1 });
    const logins = memoryLogins({ clientId: 'app', oauth, uses: 4 });
    const serving = await emulator({ logins });
    const record = await run(serving.url, oauthFlow(serving.url), {
      plan: sending,
      allow: 'send',
      concurrency: 1,
    }).catch((error: unknown) => error as RunRecord);
    expect(reasons(record)).toContainEqual(expect.stringMatching(/^the login ran out under it: .*never sent twice$/));
    const blocked = record.cases.filter(({ verdicts }) =>
      verdicts.some(({ reason }) => reason?.startsWith('the login ran out') === true),
    );
    const passing = record.cases.filter(
      ({ sent, verdicts }) => sent && verdicts.every(({ outcome }) => outcome === 'pass'),
    );
    expect([blocked.length > 0, passing.length > blocked.length]).toEqual([true, true]);
  });

  test('and cannot be renewed blocks what is left, which is not the fault of the target', async () => {
    const serving = await emulator({ bearer: '8A:abcdef', logins: memoryLogins({ uses: 5 }) });
    const record = await run(serving.url, { bearer: '8A:abcdef' }, { concurrency: 1 });
    expect([code(record), record.stopped, record.summary.fail]).toEqual([1, undefined, 0]);
    expect(reasons(record)).toContain('the target takes the login no more, and there is no way to renew it');
  });

  test('and is refused also after it was renewed blocks what is left', async () => {
    let given = 0;
    const server = await raw((socket, request, index) => {
      if (request.includes('/oauth/tokens'))
        return write(socket, answer(200, { access_token: `8A:token-${(given += 1)}` }));
      return write(socket, index < 4 ? answer(200, { AssociateId: 5 }) : answer(401));
    });
    const record = await run(server.url, oauthFlow(server.url), { concurrency: 1 });
    expect(given).toBe(2);
    expect(reasons(record)).toContain('the target takes the login no more, also after it was renewed');
    expect(code(record)).toBe(1);
  });

  test.each([401, 403])('is renewed when the target says %i', async (status) => {
    let given = 0;
    const uses = new Map<string, number>();
    const server = await raw((socket, request) => {
      if (request.includes('/oauth/tokens')) {
        given += 1;
        return write(socket, answer(200, { access_token: `8A:token-${given}` }));
      }
      const token = /authorization: bearer (\S+)/i.exec(request)?.[1] ?? '';
      uses.set(token, (uses.get(token) ?? 0) + 1);
      return write(socket, (uses.get(token) ?? 0) > 5 ? answer(status) : answer(200, { AssociateId: 5 }));
    });
    const record = await run(server.url, oauthFlow(server.url), { plan: rest, concurrency: 1 });
    expect(given).toBeGreaterThan(1);
    expect(reasons(record).filter((reason) => reason.includes('login'))).toEqual([]);
  });

  test('is told from a 403 that the operation says to a good login', async () => {
    const server = await raw((socket, request) => {
      if (request.includes('/oauth/tokens')) return write(socket, answer(200, { access_token: '8A:token' }));
      return write(socket, request.includes('currentPrincipal') ? answer(200, { AssociateId: 5 }) : answer(403));
    });
    const record = await run(server.url, oauthFlow(server.url), { plan: rest, concurrency: 1 });
    expect(server.requests().filter((request) => request.includes('/oauth/tokens'))).toHaveLength(1);
    expect(reasons(record).join()).not.toMatch(/login/);
  });

  test('is not looked for in the 403 of an agent that is not open to everybody', async () => {
    const restricted = planRun(
      catalogue,
      { operations: ['Replication.*'], versions: ['v1'], cases: ['Replication.*/generated-1'] },
      { seed: 1 },
    );
    const server = await raw((socket, request) =>
      write(socket, request.includes('currentPrincipal') ? answer(200, { AssociateId: 5 }) : answer(403)),
    );
    await run(server.url, { bearer: '8A:abcdef' }, { plan: restricted, allow: 'admin', concurrency: 1 });
    const probes = server.requests().filter((request) => request.includes('currentPrincipal'));
    expect([probes.length, server.requests().length > 2]).toEqual([1, true]);
  });

  test('gives another refresh token: it is used, and the record says that it was not stored', async () => {
    const tokens: (string | undefined)[] = [];
    const server = await raw((socket, request, index) => {
      if (request.includes('/oauth/tokens')) {
        tokens.push(/refresh_token=([\w-]+)$/.exec(request)?.[1]);
        return write(
          socket,
          answer(200, { access_token: `8A:token-${tokens.length}`, refresh_token: `refresh-${tokens.length}` }),
        );
      }
      return write(socket, index === 3 || index === 4 ? answer(401) : answer(200, { AssociateId: 5 }));
    });
    const record = await run(server.url, oauthFlow(server.url), { plan: rest, concurrency: 1 });
    expect(tokens).toEqual(['refresh-token', 'refresh-1']);
    expect(record.target.preflight?.warnings).toContainEqual(
      expect.stringContaining('another refresh token; it was not stored'),
    );
    expect(JSON.stringify(record)).not.toMatch(/refresh-1|8A:token-/);
  });
});

test('nothing is asked where no case carries a login', async () => {
  const probes = planRun(
    catalogue,
    { operations: ['TimeZone.GetBaseTimeZoneId'], cases: ['*/no-credential'] },
    { seed: 1 },
  );
  const serving = await emulator({ bearer: '8A:abcdef' });
  const record = await run(serving.url, { bearer: '8A:abcdef' }, { plan: probes });
  expect([serving.requests(), record.target.preflight?.login]).toEqual([
    record.cases.filter(({ sent }) => sent).length,
    undefined,
  ]);
});

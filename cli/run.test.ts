import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';
import { rawServer, write } from '../suites/client/testing/raw-server.ts';
import type { RawServer, Script } from '../suites/client/testing/raw-server.ts';
import { soconform, start } from './testing/command.ts';
import type { Ended } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
const at = (name: string): string => path.join(folder, name);

const opened: RawServer[] = [];
let emulator: Serving;
beforeAll(async () => {
  emulator = await serve({ catalogue: openCatalogue() });
});
afterEach(async () => {
  emulator.setFaults([]);
  await Promise.all(opened.splice(0).map((server) => server.close()));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

async function raw(script: Script): Promise<RawServer> {
  const server = await rawServer(script);
  opened.push(server);
  return server;
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('#schemas/run-record.schema.json'), 'utf8'),
);
const accepts = ajv.compile<RunRecord>(schema as object);

/** A record that a run wrote; it is valid, whatever the target did. */
function recordAt(name: string): RunRecord {
  const record: unknown = JSON.parse(readFileSync(at(name), 'utf8'));
  if (accepts(record)) return record;
  throw new Error(ajv.errorsText(accepts.errors));
}

const answering =
  (answer: string): Script =>
  (socket) =>
    write(socket, answer);

/** A run ends with a report and a verdict, whatever the target does: no stack, no more than one line of complaint. */
function expectNoStack({ stdout, stderr }: Ended): void {
  expect(stderr).not.toMatch(/\n {4}at \S|node:internal/);
  expect(stdout).not.toMatch(/\n {4}at \S|node:internal/);
}

const withFault = (id: string): void => {
  const fault = faultOf(id);
  if (fault === undefined) throw new Error(`no fault ${id}`);
  emulator.setFaults([fault]);
};

describe('the emulator of its own', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await soconform([
      'run',
      '--set',
      'core',
      '--report',
      `json=${at('own.json')}`,
      '--report',
      `junit=${at('own.xml')}`,
    ]);
  });

  test('conforms', () => {
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toMatch(/\nExit 0: [^]+\n$/);
  });

  test('is asked for the five operations', () => {
    for (const id of sets.core) expect(ended.stdout).toMatch(rowOf(id));
    expect(
      recordAt('own.json')
        .contracts.map((contract) => contract.id)
        .sort(),
    ).toEqual([...sets.core].sort());
  });

  test('is written for no terminal: no colour, no progress, 80 columns', () => {
    expect(ended.stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(ended.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('curl '))).toEqual([]);
  });

  test('has a complete record, and a JUnit report beside it', () => {
    const record = recordAt('own.json');
    expect([record.complete, record.target.emulator, record.target.auth]).toEqual([true, true, 'bearer']);
    expect(readFileSync(at('own.xml'), 'utf8')).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

/** `EMail.SendEMails   rest-v1`, or the version under an operation that has another one before. */
function rowOf(id: string): RegExp {
  const [operation = '', generation = ''] = id.split('/');
  return new RegExp(`^(${operation.replace('.', '\\.')})? +${generation} `, 'm');
}

test('the environment says what flags say, and flags win', async () => {
  const env = {
    TARGET_URL: emulator.url,
    SOCONFORM_SET: 'core',
    SOCONFORM_OPERATION: 'EMail.*',
    SOCONFORM_SEED: '7',
    SOCONFORM_REPORT: `json=${at('env.json')}`,
  };
  await soconform(['run', '--seed', '8', '--protocol', 'rest'], { env });
  const record = recordAt('env.json');
  expect([record.seed, record.contracts.map((contract) => contract.id)]).toEqual([
    8,
    ['EMail.RelayMessage/rest-v1', 'EMail.SendEMails/rest-v1'],
  ]);
  const { code, stderr } = await soconform(['run'], { env: { SOCONFORM_SEED: 'x' } });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^E_ENVIRONMENT SOCONFORM_SEED[^\n]*\n$/)]);
});

describe('filters', () => {
  const asked = async (...args: string[]): Promise<readonly string[]> => {
    await soconform(['run', '--target', emulator.url, '--report', `json=${at('filter.json')}`, ...args]);
    return recordAt('filter.json').contracts.map((contract) => contract.id);
  };

  test.each<[args: readonly string[], contracts: readonly string[]]>([
    [
      ['--version', 'v1'],
      ['EMail.RelayMessage/rest-v1', 'EMail.SendEMails/rest-v1'],
    ],
    [['--protocol', 'soap', '--agent', 'email'], ['EMail.RelayMessage/soap-Services86']],
    [
      ['--operation', 'EMail.SendEMails,Messaging.Create*'],
      ['EMail.SendEMails/rest-v1', 'Messaging.CreateMessage/soap-Services87'],
    ],
    [['--case', 'EMail.SendEMails/rest-v1/documented'], ['EMail.SendEMails/rest-v1']],
  ])('%j', async (args, contracts) => {
    expect(await asked(...args)).toEqual(contracts);
  });

  test('of checks leave the checks, and those that they need', async () => {
    await asked('--check', 'REST-JSON');
    const ids = new Set(recordAt('filter.json').cases.flatMap((one) => one.verdicts.map((verdict) => verdict.check)));
    expect(ids).toContain('REST-JSON');
    expect(ids).not.toContain('REST-TYPE');
  });
});

describe('a target', () => {
  test('is the same as a flag and as a variable, and the flag wins', async () => {
    const target = await raw(answering('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
    const gets = ['run', '--case', '*/get', '--allow', 'send'];
    const byVariable = await soconform(gets, { env: { TARGET_URL: target.url } });
    const asked = target.requests().length;
    expect(asked).toBeGreaterThan(1);
    const byFlag = await soconform([...gets, '--target', target.url], {
      env: { TARGET_URL: 'http://127.0.0.1:9' },
    });
    expect(target.requests().length).toBe(2 * asked);
    expect(byFlag.code).toBe(byVariable.code);
  });

  test('that is an emulator with a fault fails', async () => {
    withFault('http-204-null-same-packet');
    const { code, stdout } = await soconform(['run', '--target', emulator.url, '--allow', 'send']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}HTTP-204-NO-CONTENT {2}MUST {2}/m);
    expect(stdout).toMatch(/\n {4}(printf .* \| )?curl -sS -i -X POST .*RelayMessage\n/);
    expect(stdout).not.toContain('emulator-bearer');
  });

  test('that nobody listens on ends with 3 and one line', async () => {
    const port = await freePort();
    const { code, stdout, stderr } = await soconform(['run', '--target', `http://127.0.0.1:${port}`]);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(new RegExp(`^E_UNREACHABLE [^\\n]*127\\.0\\.0\\.1:${port}[^\\n]*refused[^\\n]*\\n$`));
  });

  test('that has no name in the network ends with 3 and one line', async () => {
    const { code, stderr } = await soconform(['run', '--target', 'http://nowhere.invalid']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^E_UNREACHABLE [^\n]*nowhere\.invalid[^\n]*\n$/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const html = '<!doctype html><title>Sign in</title>';
const soap =
  '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>';
const ok = (type: string, body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe('a target that is no such server gets a verdict', () => {
  test.each<[title: string, script: Script]>([
    ['never answers', () => {}],
    ['closes the connection', (socket) => void socket.end()],
    ['resets the connection', (socket) => void socket.resetAndDestroy()],
    ['answers garbage', answering('\u0000\u0001garbage\r\n\r\n')],
    ['answers in another protocol', answering('220 mail.example ESMTP ready\r\n')],
    ['answers half a head', (socket) => write(socket, 'HTTP/1.1 200 OK\r\nConte').then(() => void socket.end())],
    [
      'promises more than it sends',
      (socket) => write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort').then(() => void socket.end()),
    ],
    ['sends one byte and stops', answering('H')],
    ['answers HTML', answering(ok('text/html', html))],
    ['answers an empty object', answering(ok('application/json', '{}'))],
    ['answers an empty envelope', answering(ok('text/xml', soap))],
    ['answers nothing with 200', answering(ok('application/json', ''))],
    ['answers 500', answering('HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n')],
    ['redirects', answering('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n')],
    ['answers control characters', answering(ok('application/json', '"\u001b[2J\u0007\u009b31m"'))],
  ])('%s', async (_, script) => {
    const target = await raw(script);
    const ended = await soconform([
      'run',
      '--target',
      target.url,
      '--allow',
      'send',
      '--deadline',
      '150',
      '--grace',
      '20',
      '--report',
      `json=${at('odd.json')}`,
    ]);
    expect(ended.stdout).toMatch(/\nExit 1: /);
    expect([ended.code, ended.stderr]).toEqual([1, '']);
    expect(ended.stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expectNoStack(ended);
    const record = recordAt('odd.json');
    expect([record.complete, record.summary.broken]).toEqual([true, 0]);
  });

  test('and one that never answers costs a few deadlines, not all', async () => {
    const target = await raw(() => {});
    await soconform(['run', '--target', target.url, '--allow', 'send', '--deadline', '100', '--concurrency', '1']);
    // One asks whether it is the emulator, five get no answer.
    expect(target.requests().length).toBeLessThan(10);
  });
});

describe('a target that is no emulator', () => {
  const script: Script = (socket, request) =>
    write(
      socket,
      request.startsWith('POST')
        ? ok('application/json', '[]')
        : 'HTTP/1.1 405 No\r\nAllow: POST\r\nContent-Length: 0\r\n\r\n',
    );

  /** What asks which server it is, and what proves a service without calling an operation that exists. */
  const changesNothing =
    /^GET \/(_emulator|api|api\/v1|Remote\/\w+\/\w+\.svc\?wsdl) |\/(GetSystemInfo|NoSuchOperationOfSoconform)"/;

  test('gets no request that could change something', async () => {
    const target = await raw(script);
    const { code, stdout } = await soconform([
      'run',
      '--set',
      'core',
      '--target',
      target.url,
      '--report',
      `json=${at('held.json')}`,
    ]);
    const operations = target.requests().filter((request) => !changesNothing.test(request));
    expect([operations, target.requests()[0]?.split(' ')[1]]).toEqual([[], '/_emulator']);
    expect(code).toBe(5);
    expect(stdout).toMatch(/\nExit 5: [^\n]*asked/);
    expect(stdout).toContain('--allow');
    expect(
      recordAt('held.json')
        .notAsked.map((one) => one.contract)
        .sort(),
    ).toEqual([...sets.core].sort());
  });

  test('gets what was allowed and no more, and is asked which server it is', async () => {
    const target = await raw(script);
    await soconform(['run', '--set', 'core', '--target', target.url, '--allow', 'write']);
    const posts = target.requests().filter((request) => request.startsWith('POST '));
    expect(posts.length).toBeGreaterThan(0);
    expect(
      posts.filter(
        (request) => !changesNothing.test(request) && !/Services87\/Messaging\/CreateMessage\b/.test(request),
      ),
    ).toEqual([]);
    expect(posts.filter((request) => request.includes('/GetSystemInfo"'))).toHaveLength(1);
    expect(posts.find((request) => request.includes('/GetSystemInfo"'))).not.toMatch(/Ticket>[^<]|authorization/i);
  });

  test('gets the credentials of the environment, and no report has them', async () => {
    const target = await raw(script);
    const secrets = { SOCONFORM_TICKET: '7T:very-secret-ticket==', SOCONFORM_APP_TOKEN: 'very-secret-token' };
    const { stdout, stderr } = await soconform(
      [
        'run',
        '--target',
        target.url,
        '--allow',
        'send',
        '--keep',
        'all',
        '--report',
        `json=${at('s.json')}`,
        '--report',
        `junit=${at('s.xml')}`,
      ],
      { env: secrets },
    );
    expect(target.requests().join('')).toContain(secrets.SOCONFORM_TICKET);
    const told = [stdout, stderr, readFileSync(at('s.json'), 'utf8'), readFileSync(at('s.xml'), 'utf8')].join('');
    for (const secret of Object.values(secrets)) expect(told).not.toContain(secret);
    expect(stdout).toContain('$SOCONFORM_TICKET');
  });
});

describe('--dry-run', () => {
  test('prints every request with its effect and sends nothing', async () => {
    const before = emulator.requests();
    const target = await raw(() => {});
    const env = { SOCONFORM_TICKET: '7T:very-secret-ticket==' };
    const { code, stdout } = await soconform(
      ['run', '--set', 'core', '--target', target.url, '--allow', 'write', '--dry-run'],
      { env },
    );
    expect([code, target.connections(), emulator.requests() - before]).toEqual([0, 0, 0]);
    const cases = (await soconform(['list', 'cases', '--set', 'core'])).stdout.split('\n').slice(0, -1);
    const lines = stdout.split('\n');
    for (const [id = '', effect = ''] of cases.map((line) => line.split(/ +/))) {
      expect(lines.filter((line) => line.startsWith(`${id}  ${effect}`))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.includes('curl '))).toHaveLength(cases.length);
    expect(stdout).toMatch(
      /^EMail.SendEMails\/rest-v1\/documented {2}send {2}held back: its effect is send and only write is allowed \(--allow send\)$/m,
    );
    expect(stdout).not.toContain(env.SOCONFORM_TICKET);
    expect(stdout).toContain('$SOCONFORM_TICKET');
  });
});

describe('exit codes', () => {
  test('a SHOULD fails only with --strict, and stands in the report without', async () => {
    withFault(shouldFault);
    const lax = await soconform(['run', '--target', emulator.url]);
    const strict = await soconform(['run', '--target', emulator.url, '--strict']);
    expect([lax.code, strict.code]).toEqual([0, 1]);
    expect(lax.stdout).toMatch(/^FAIL {2}REST-BAD-JSON {2}SHOULD/m);
  });

  test('--bail stops at the first failure: that and its twin were sent', async () => {
    withFault('http-204-null-same-packet');
    const bailing = ['run', '--set', 'core', '--target', emulator.url, '--bail', '--concurrency', '1'];
    const { code } = await soconform([...bailing, '--report', `json=${at('bail.json')}`]);
    // What the server says of itself is asked before.
    const sent = recordAt('bail.json').cases.filter((one) => one.sent && !/\/api(?:-v1)?$/.test(one.id));
    expect([code, sent.map(({ id }) => id)]).toEqual([
      1,
      ['EMail.RelayMessage/rest-v1/documented', 'EMail.RelayMessage/soap-Services86/documented'],
    ]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i, what was done, and a record that is not complete', async (signal, exit) => {
    let come: () => void = () => {};
    const asked = new Promise<void>((resolve) => (come = resolve));
    const target = await raw((socket, _request, index) => {
      if (index < 3) void write(socket, 'HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n');
      else come();
    });
    const run = start([
      'run',
      '--target',
      target.url,
      '--allow',
      'send',
      '--concurrency',
      '1',
      '--report',
      `json=${at(`${signal}.json`)}`,
    ]);
    await asked;
    run.process.kill(signal);
    const ended = await run.ended;
    expect(ended.code).toBe(exit);
    expect(ended.stdout).toContain('The run was cut off');
    expect(ended.stdout).toMatch(new RegExp(`\\nExit ${exit}: [^\\n]*${signal}`));
    expectNoStack(ended);
    expect(recordAt(`${signal}.json`).complete).toBe(false);
  });
});

test('SIGINT while the target is looked for ends at once, with one line', async () => {
  let come: () => void = () => {};
  const asked = new Promise<void>((resolve) => (come = resolve));
  const target = await raw(() => come());
  const run = start(['run', '--target', target.url, '--report', `json=${at('never.json')}`]);
  await asked;
  run.process.kill('SIGINT');
  expect(await run.ended).toEqual({ code: 130, stdout: '', stderr: 'Interrupted before anything was asked.\n' });
  expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
});

const shouldFault = 'rest-bad-json-accepted';

describe('reports', () => {
  test('one can go to stdout, alone', async () => {
    const { stdout, stderr } = await soconform([
      'run',
      '--case',
      '*/get',
      '--target',
      emulator.url,
      '--report',
      'json=-',
    ]);
    expect((JSON.parse(stdout) as RunRecord).format).toBe('soconform.run/1');
    expect(stderr).toMatch(/^Exit \d: [^\n]+\n$/);
  });

  test('a place that cannot be written to is found before anything is sent', async () => {
    const before = emulator.requests();
    const { code, stdout, stderr } = await soconform(['run', '--target', emulator.url, '--report', `json=${folder}`]);
    expect([code, stdout, emulator.requests() - before]).toEqual([2, '', 0]);
    expect(stderr).toMatch(/^E_REPORT [^\n]*is a folder\n$/);
  });

  test('the same seed asks the same', async () => {
    const bodies: string[] = [];
    for (const name of ['one.json', 'two.json']) {
      await soconform([
        'run',
        '--target',
        emulator.url,
        '--seed',
        '7',
        '--keep',
        'all',
        '--report',
        `json=${at(name)}`,
      ]);
      bodies.push(JSON.stringify(recordAt(name).cases.map((one) => one.exchange?.request)));
    }
    expect(bodies[0]).toBe(bodies[1]);
  });
});

describe('colour', () => {
  test.each<[env: Readonly<Record<string, string>>, coloured: boolean]>([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('%j: %s', async (env, coloured) => {
    const { stdout } = await soconform(['run', '--case', '*/get', '--target', emulator.url], { env });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });
});

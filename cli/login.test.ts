import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reporters } from '../reporters/index.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { Config } from '../suites/config.ts';
import { selfSigned } from '../suites/client/testing/certificate.ts';
import { rawServer, write } from '../suites/client/testing/raw-server.ts';
import type { Script } from '../suites/client/testing/raw-server.ts';
import { vitest } from '../suites/testing/vitest-child.ts';
import { soconform, start } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-login-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => path.join(folder, name);
const recordIn = (name: string): RunRecord => JSON.parse(readFileSync(file(name), 'utf8')) as RunRecord;

const answer = (status: number, body: object = {}): string => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};
const one = ['--operation', 'TimeZone.GetBaseTimeZoneId', '--version', 'v1'];
const core = { SOCONFORM_SET: '' };

test('a profile logs in as a system user: key and token come from a file and a variable that it names', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const secrets = { SOCONFORM_SYSTEM_TOKEN: 'System-token-1', SOCONFORM_APP_TOKEN: 'app-token-1' };
  const serving = start(['serve', '--login-uses', '40'], {
    env: { ...secrets, SOCONFORM_PRIVATE_KEY_FILE: file('key.pem') },
  });
  const [url = ''] = /http:\/\/\S+/.exec(await serving.printed('Ask it')) ?? [];
  const config = {
    profiles: {
      staging: {
        target: `${url}/Cust00000`,
        login: { service: url, clientId: 'emulator' },
        credentials: { systemToken: 'STAGING_TOKEN', privateKey: 'STAGING_KEY', appToken: 'STAGING_APP' },
      },
    },
  } satisfies Config;
  writeFileSync(file('soconform.config.json'), JSON.stringify(config));
  const env = {
    ...core,
    STAGING_TOKEN: 'System-token-1',
    STAGING_APP: 'app-token-1',
    STAGING_KEY_FILE: file('key.pem'),
  };
  const args = [
    'run',
    '--profile',
    'staging',
    '--operation',
    'TimeZone.*',
    '--version',
    'v1',
    '--version',
    'Services88',
  ];
  const { code, stdout, stderr } = await soconform(args, { env, cwd: folder });
  serving.process.kill('SIGTERM');
  await serving.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'ticket for a signed system token, taken (InternalAssociate, associate 1)',
  );
});

describe('a login that is refused', () => {
  test('ends the run with 3, and the target got nothing else: no case, and no wrong login', async () => {
    const server = await rawServer((socket) => write(socket, answer(401)));
    const env = { ...core, SOCONFORM_TICKET: '7T:abcdefgh' };
    const args = [
      'run',
      '--target',
      server.url,
      '--report',
      `junit=${file('refused.xml')}`,
      '--report',
      `json=${file('refused.json')}`,
    ];
    const { code, stdout } = await soconform([...args, '--operation', 'TimeZone.*'], { env });
    await server.close();
    expect(server.requests().map((request) => request.split('\r\n')[0])).toEqual([
      'GET /_emulator HTTP/1.1',
      'GET /api/v1/User/currentPrincipal HTTP/1.1',
    ]);
    const why = 'the target refused the login (401): check SOCONFORM_TICKET and SOCONFORM_APP_TOKEN';
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringContaining(`Exit 3: the target could not be logged in to: ${why}.`),
    ]);
    expect(stdout).toContain('ticket, refused');
    expect(recordIn('refused.json').stopped).toEqual({ kind: 'login', reason: why });
    expect(readFileSync(file('refused.xml'), 'utf8')).toContain('could not be logged in to');
  });

  test('is not tried by a dry run', async () => {
    const server = await rawServer((socket) => write(socket, answer(401)));
    const env = {
      SOCONFORM_LOGIN_SERVICE: server.url,
      SOCONFORM_CLIENT_ID: 'a',
      SOCONFORM_REFRESH_TOKEN: 'refresh',
      SOCONFORM_CLIENT_SECRET: 'client',
    };
    const { code, stdout } = await soconform(['run', '--target', server.url, '--dry-run', ...one], {
      env: { ...core, ...env },
    });
    await server.close();
    expect([code, server.requests(), stdout]).toEqual([0, [], expect.stringMatching(/[Aa]uthorization: Bearer \$?\w/)]);
  });
});

test('nothing that was obtained stands in any output, also when the target and the service say it back', async () => {
  const given = {
    access_token: '8A:Cust1.acc+ess/to"ken<1>&==',
    id_token: 'eyJhbGciOi.id-token-payload.sig_nature',
    refresh_token: 'next+refresh/token==',
  };
  const secrets = { SOCONFORM_REFRESH_TOKEN: 'first-refresh/token+1==', SOCONFORM_CLIENT_SECRET: 'client"secret&<1>' };
  const all = [...Object.values(given), ...Object.values(secrets)];
  const echo: Script = (socket, request) => {
    if (request.includes('/oauth/tokens')) return write(socket, answer(200, given));
    if (request.includes('currentPrincipal'))
      return write(socket, answer(200, { AssociateId: 1, UserType: given.id_token }));
    const text = [request, ...all].join(' ');
    const body = {
      Error: true,
      Message: text,
      ErrorType: Buffer.from(text).toString('base64'),
      ErrorSource: encodeURIComponent(text),
      Url: [text],
    };
    return write(socket, answer(request.startsWith('GET') ? 200 : 400, body));
  };
  const server = await rawServer(echo);
  const env = { ...core, ...secrets, SOCONFORM_LOGIN_SERVICE: server.url, SOCONFORM_CLIENT_ID: 'app' };
  const reports = Object.keys(reporters).flatMap((kind) => ['--report', `${kind}=${file(`out.${kind}`)}`]);
  const { code, stdout, stderr } = await soconform(
    ['run', '--target', server.url, '--keep', 'all', ...one, ...reports],
    { env },
  );
  await server.close();
  expect(code).toBe(1);
  expect(server.requests().some((request) => request.includes(given.access_token))).toBe(true);
  const outputs = new Map([
    ['stdout', stdout],
    ['stderr', stderr],
  ]);
  for (const name of readdirSync(folder).filter((one) => one.startsWith('out.')))
    outputs.set(name, readFileSync(file(name), 'latin1'));
  expect(outputs.size).toBe(Object.keys(reporters).length + 2);
  const formsOf = (secret: string): readonly string[] => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
    Buffer.from(secret)
      .toString('base64')
      .replace(/.{0,4}=*$/, ''),
  ];
  const found = all.flatMap((secret) =>
    formsOf(secret).flatMap((form) =>
      [...outputs].filter(([, text]) => text.includes(form)).map(([name]) => `${name}: ${form}`),
    ),
  );
  expect(found).toEqual([]);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Note: the login service gave another refresh token; it was not stored',
  );
});

describe('before the cases', () => {
  test('a tenant that does not run is waited for, or ends the run with 3', async () => {
    let asked = 0;
    const script: Script = (socket, request) => {
      if (!request.startsWith('GET /api/state/Cust4711 ')) return write(socket, answer(404));
      asked += 1;
      return write(
        socket,
        answer(200, {
          State: asked < 3 ? 'Upgrading' : 'Running',
          IsRunning: asked >= 3,
          Endpoint: 'https://online4.superoffice.com/Cust4711/',
        }),
      );
    };
    const server = await rawServer(script);
    const target = ['run', '--target', `${server.url}/Cust4711`, ...one];
    const first = await soconform(target, { env: core });
    expect([first.code, first.stderr]).toEqual([
      3,
      'E_TENANT Cust4711 does not run (its state: Upgrading): wait until it does; --wait-for SECONDS does so\n',
    ]);
    const second = await soconform([...target, '--wait-for', '60', '--report', `json=${file('tenant.json')}`], {
      env: core,
    });
    await server.close();
    expect(second.stdout).toMatch(/tenant +Cust4711: Running/);
    expect(recordIn('tenant.json').target.preflight?.warnings).toEqual([
      'Cust4711 is said to live at https://online4.superoffice.com, and another host is asked',
    ]);
  });

  test('a clock that is wrong and a certificate that ends soon are told', async () => {
    const late = new Date(Date.now() - 600_000).toUTCString();
    const certificate = selfSigned({ to: new Date(Date.now() + 3 * 86_400_000) });
    writeFileSync(file('ca.pem'), certificate.cert);
    writeFileSync(file('tls.json'), JSON.stringify({ network: { ca: 'ca.pem' } } satisfies Config));
    const server = await rawServer(
      (socket) => write(socket, `HTTP/1.1 404 X\r\nDate: ${late}\r\nContent-Length: 0\r\n\r\n`),
      certificate,
    );
    const args = [
      'run',
      '--target',
      server.url,
      '--config',
      file('tls.json'),
      ...one,
      '--report',
      `json=${file('tls-run.json')}`,
    ];
    const { stdout } = await soconform(args, { env: core });
    await server.close();
    const { preflight } = recordIn('tls-run.json').target;
    expect(preflight?.tls?.protocol).toBe('TLSv1.3');
    expect(preflight?.warnings).toEqual([
      expect.stringMatching(/^the clock of the target is (?:59\d|60\d) s behind ours: /),
      expect.stringMatching(/^the certificate ends in [23] days$/),
    ]);
    expect(stdout).toMatch(/tls +TLSv1\.3, certificate until \d{4}-\d\d-\d\d/);
    expect(stdout).toMatch(/clock +\d+ s behind/);
  });
});

test('the vitest door logs in the same way', async () => {
  const secrets = { SOCONFORM_REFRESH_TOKEN: 'refresh-token', SOCONFORM_CLIENT_SECRET: 'client-secret' };
  const serving = start(['serve', '--login-uses', '40'], { env: secrets });
  const [url = ''] = /http:\/\/\S+/.exec(await serving.printed('Ask it')) ?? [];
  const env = {
    ...secrets,
    SOCONFORM_LOGIN_SERVICE: url,
    SOCONFORM_CLIENT_ID: 'emulator',
    TARGET_URL: `${url}/base`,
    SOCONFORM_OPERATION: 'TimeZone.GetBaseTimeZoneId',
    SOCONFORM_REPORT: `json=${file('door.json')}`,
  };
  const { code, stderr } = await vitest(['run', '--project', 'conformance'], { env });
  serving.process.kill('SIGTERM');
  await serving.ended;
  expect([code, stderr]).toEqual([0, '']);
  const { target, summary } = recordIn('door.json');
  expect([target.auth, target.preflight?.login?.by, summary.blocked]).toEqual(['bearer', 'oauth', 0]);
}, 60_000);

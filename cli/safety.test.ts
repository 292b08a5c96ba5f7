import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reporters } from '../reporters/index.ts';
import type { Config } from '../suites/config.ts';
import { selfSigned } from '../suites/client/testing/certificate.ts';
import { rawServer, write } from '../suites/client/testing/raw-server.ts';
import type { RawServer, Script } from '../suites/client/testing/raw-server.ts';
import { soconform, start } from './testing/command.ts';
import type { Ended } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-safety-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secrets = {
  STAGING_USER: 'ann',
  STAGING_PASSWORD: 'p"a&s<s>/w+o=rd',
  STAGING_TICKET: '7T:ticket+0123/456789==',
  STAGING_APP_TOKEN: 'application-token-xyz',
  SMTP_PASSWORD: 'smtp pass/word%1',
};
const config = {
  profiles: {
    staging: {
      allow: 'send',
      credentials: {
        user: 'STAGING_USER',
        password: 'STAGING_PASSWORD',
        ticket: 'STAGING_TICKET',
        appToken: 'STAGING_APP_TOKEN',
      },
      secrets: ['SMTP_PASSWORD'],
      network: { insecure: true },
    },
  },
} satisfies Config;

/** Gives back all that it gets, and the password that nobody sent, in every form that comes to mind. */
const echo: Script = (socket, request) => {
  const all = `${request}\r\n${Object.values(secrets).join(' ')}`;
  const line = all.replace(/[\r\n]+/g, ' ');
  const isXml = /\r\ncontent-type: text\/xml/i.test(request);
  const xml = all.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const body = Buffer.from(
    isXml
      ? `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>${xml}</faultstring><detail b64="${Buffer.from(all, 'latin1').toString('base64')}"/></s:Fault></s:Body></s:Envelope>`
      : JSON.stringify({
          Error: true,
          ErrorType: all,
          Message: encodeURIComponent(all),
          ErrorSource: Buffer.from(all, 'latin1').toString('base64'),
          [line]: 1,
        }),
    'latin1',
  );
  const status = request.includes('SendEMails') ? '307 X' : request.includes('CreateMessage') ? '500 X' : '200 OK';
  return write(
    socket,
    `HTTP/1.1 ${status}\r\nContent-Type: ${isXml ? 'text/xml' : 'application/json'}\r\nX-Echo: ${line}\r\nSet-Cookie: s=${encodeURIComponent(line)}\r\nLocation: /?t=${encodeURIComponent(line)}\r\nContent-Length: ${body.length}\r\n\r\n`,
    body,
  );
};

const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replaceAll('%20', '+'),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
  secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
  secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
  Buffer.from(secret)
    .toString('base64')
    .replace(/.{0,4}=*$/, ''),
];

describe('a run with a profile against a target that echoes everything', { timeout: 60_000 }, () => {
  let server: RawServer;
  let ended: Ended;
  const outputs = new Map<string, string>();
  const env = {
    ...secrets,
    SOCONFORM_PROFILE: 'staging',
    SOCONFORM_CONFIG: path.join(folder, 'soconform.config.json'),
  };
  beforeAll(async () => {
    writeFileSync(env.SOCONFORM_CONFIG, JSON.stringify(config));
    server = await rawServer(echo, selfSigned());
    const reports = Object.keys(reporters).flatMap((kind) => [
      '--report',
      `${kind}=${path.join(folder, `out.${kind}`)}`,
    ]);
    ended = await soconform(['run', '--target', server.url, '--keep', 'all', ...reports], { env });
    const dry = await soconform(['run', '--target', server.url, '--dry-run'], { env });
    for (const file of readdirSync(folder).filter((name) => name.startsWith('out.'))) {
      outputs.set(file, readFileSync(path.join(folder, file), 'latin1'));
    }
    outputs
      .set('stdout', ended.stdout)
      .set('stderr', ended.stderr)
      .set('dry run', dry.stdout + dry.stderr);
  }, 60_000);
  afterAll(() => server.close());

  test('sends the credentials that the profile names', () => {
    expect(ended.code).toBe(1);
    expect(server.requests().some((request) => request.includes(secrets.STAGING_TICKET))).toBe(true);
    expect(server.requests().some((request) => request.includes(secrets.STAGING_APP_TOKEN))).toBe(true);
  });

  test('writes no form of a secret into any output', () => {
    expect(outputs.size).toBeGreaterThan(Object.keys(reporters).length);
    const { STAGING_USER: user, ...hidden } = secrets;
    const pair = Buffer.from(`${user}:${secrets.STAGING_PASSWORD}`).toString('base64');
    const found = [...Object.values(hidden), pair].flatMap((secret) =>
      formsOf(secret).flatMap((form) =>
        [...outputs].filter(([, text]) => text.includes(form)).map(([name]) => `${name}: ${form}`),
      ),
    );
    expect(found).toEqual([]);
  });

  test.each(Object.keys(reporters).filter((kind) => !['badge', 'deviations'].includes(kind)))(
    'says in the %s report that the certificate was not verified',
    (kind) => {
      expect(outputs.get(`out.${kind}`)).toMatch(/not verified|"insecure":\s*true/);
    },
  );
});

test('a variable that the config names and that is not set is an error', async () => {
  const file = path.join(folder, 'missing.json');
  writeFileSync(file, JSON.stringify({ target: 'http://127.0.0.1:9', credentials: { ticket: 'STAGING_TICKET' } }));
  const { code, stderr } = await soconform(['run', '--config', file]);
  expect([code, stderr]).toEqual([
    2,
    'E_CREDENTIALS STAGING_TICKET is not set, and the config names it: set it, or STAGING_TICKET_FILE\n',
  ]);
});

describe('--wait-for', () => {
  test('waits until the target is there', async () => {
    const place = createServer();
    await new Promise<void>((resolve) => void place.listen(0, '127.0.0.1', resolve));
    const { port } = place.address() as AddressInfo;
    await new Promise<void>((resolve) => void place.close(() => resolve()));
    const command = start([
      'run',
      '--target',
      `http://127.0.0.1:${port}`,
      '--wait-for',
      '60',
      '--operation',
      'EMail.RelayMessage',
    ]);
    const emulator = start(['serve', '--port', String(port)], { env: { SOCONFORM_SET: '' } });
    const { code, stdout } = await command.ended;
    emulator.process.kill('SIGTERM');
    await emulator.ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining('(emulator)')]);
  }, 60_000);

  test('ends when the time is over', async () => {
    const { code, stderr } = await soconform(['run', '--target', 'http://127.0.0.1:9', '--wait-for', '1']);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^E_UNREACHABLE /)]);
  });
});

test('a target that wants no more requests gets none', async () => {
  const server = await rawServer((socket, request) =>
    write(socket, `HTTP/1.1 ${request.startsWith('GET /_emulator') ? 404 : 503} X\r\nContent-Length: 0\r\n\r\n`),
  );
  const args = ['run', '--target', server.url, '--allow', 'send', '--concurrency', '1'];
  const { code, stdout } = await soconform(args, { env: { SOCONFORM_TICKET: secrets.STAGING_TICKET } });
  await server.close();
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain('stopped: the target answered 503, the 5th refusal in a row');
  expect(server.requests().length).toBeLessThan(12);
});

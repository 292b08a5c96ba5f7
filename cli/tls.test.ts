import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveNamed } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import { selfSigned } from '../suites/client/testing/certificate.ts';
import type { Config } from '../suites/config.ts';
import { soconform } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-tls-'));
const [ours, elsewhere, known, unknown] = [
  selfSigned(),
  selfSigned({ name: 'elsewhere.test' }),
  selfSigned(),
  selfSigned(),
];
const opened: Server[] = [];
let emulator: Serving;
beforeAll(async () => {
  const pems = { 'ca.pem': ours.cert, 'client.pem': known.cert, 'client.key': known.key };
  const others = { 'other.pem': unknown.cert, 'other.key': unknown.key, 'elsewhere.pem': elsewhere.cert };
  for (const [name, content] of Object.entries({ ...pems, ...others })) {
    writeFileSync(path.join(folder, name), content);
  }
  emulator = await serveNamed({ port: 0 });
});
afterAll(async () => {
  for (const server of opened) server.close();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const relay = (socket: Socket): void => {
  const to = connect(Number(new URL(emulator.url).port), '127.0.0.1');
  socket.on('error', () => to.destroy()).pipe(to);
  to.on('error', () => socket.destroy()).pipe(socket);
};

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(0, host, resolve));
  opened.push(server);
  return (server.address() as AddressInfo).port;
}

/** The emulator behind TLS. */
async function behindTls(options: TlsOptions): Promise<string> {
  return `https://127.0.0.1:${await listening(createTlsServer({ ...ours, ...options }, relay))}`;
}

/** Runs with a config in the folder of the certificates, from another folder. */
async function ran(target: string, network: Config['network'], flags: readonly string[] = []) {
  const config = path.join(folder, 'soconform.config.json');
  writeFileSync(config, JSON.stringify({ network }));
  const few = ['--operation', 'EMail.SendEMails', '--version', 'v1', '--case', '*/{documented,generated-1}'];
  const args = ['run', '--config', config, '--target', target, ...few, ...flags];
  const { code, stdout, stderr } = await soconform(args, { cwd: tmpdir() });
  return { code, stdout, told: stderr.trim() };
}

/** Both versions of TLS: suites/client/client-certificate.test.ts. */
describe('a target that wants a client certificate', () => {
  test.each<[shown: string, network: Config['network'], code: number, told: RegExp]>([
    ['the right one', { cert: 'client.pem', key: 'client.key' }, 0, /^$/],
    [
      'none',
      {},
      3,
      /^E_UNREACHABLE [^\n]+ wants a client certificate: name one with network\.cert and network\.key[^\n]+$/,
    ],
    [
      'one of another authority',
      { cert: 'other.pem', key: 'other.key' },
      3,
      /^E_UNREACHABLE [^\n]+ may not accept the client certificate \(network\.cert, network\.key\)$/,
    ],
  ])('is shown %s', async (_shown, network, code, told) => {
    const url = await behindTls({ ca: known.cert, requestCert: true, rejectUnauthorized: true });
    expect(await ran(url, { ca: 'ca.pem', ...network })).toMatchObject({ code, told: expect.stringMatching(told) });
  });
});

test('a file that is not there ends the run with 2 and its path, which is from the config file on', async () => {
  const ended = await ran('https://127.0.0.1:1', { ca: 'gone.pem' });
  const told = `E_CONFIG network.ca: cannot read ${path.join(folder, 'gone.pem')} (ENOENT)`;
  expect([ended.code, ended.told]).toEqual([2, told]);
});

test('a target that speaks HTTP/2 only is not reached: 3, and why', async () => {
  const server = createSecureServer({ ...ours, allowHTTP1: false }, (_request, response) => void response.end());
  const url = `https://127.0.0.1:${await listening(server)}`;
  const { code, told } = await ran(url, { ca: 'ca.pem' });
  expect([code, told]).toEqual([3, expect.stringMatching(/^E_UNREACHABLE [^\n]+ does not speak HTTP\/1\.1[^\n]+$/)]);
});

describe('a certificate for another host name', () => {
  test('is not accepted', async () => {
    const url = (await behindTls(elsewhere)).replace('127.0.0.1', 'localhost');
    const { code, told } = await ran(url, { ca: 'elsewhere.pem' });
    expect([code, told]).toEqual([
      3,
      expect.stringMatching(/localhost\. is not in the cert's altnames: DNS:elsewhere\.test[^\n]+$/),
    ]);
  });

  test('is accepted with --insecure, which the report says', async () => {
    const url = (await behindTls(elsewhere)).replace('127.0.0.1', 'localhost');
    const { code, stdout } = await ran(url, { ca: 'elsewhere.pem' }, ['--insecure']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('not verified')]);
  });
});

test('a target at an IPv6 address is asked', async (context) => {
  const port = await listening(createServer(relay), '::1').catch(() => undefined);
  if (port === undefined) return context.skip('this machine has no ::1');
  const { code, stdout } = await ran(`http://[::1]:${port}`, {});
  expect([code, stdout]).toEqual([0, expect.stringContaining(`http://[::1]:${port}`)]);
});

test('the path of a target is before everything that is asked', async () => {
  const heads: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        const head = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/.exec(chunk.toString('latin1'));
        if (head?.[1] === undefined) return;
        heads.push(head[1]);
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      });
  });
  const url = `http://127.0.0.1:${await listening(server)}/on/site`;
  const { code } = await ran(`${url}/`, {}, ['--allow', 'send']);
  expect(code).not.toBe(0);
  expect(heads).toContain('/on/site/api/v1/Agents/EMail/SendEMails');
  expect(heads.filter((asked) => !/^\/on\/site\/[^/]/.test(asked))).toEqual([]);
});

import { afterEach, describe, expect, test } from 'vitest';
import { answered } from '../exchange.ts';
import { proxyFor, secretsOfProxy } from './proxy.ts';
import { createClient } from './send.ts';
import type { ClientOptions } from './send.ts';
import { selfSigned } from './testing/certificate.ts';
import { proxyServer } from './testing/proxy-server.ts';
import { rawServer, write } from './testing/raw-server.ts';
import type { Script } from './testing/raw-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
const kept = async <T extends { close(): Promise<void> }>(made: Promise<T> | T): Promise<T> => {
  const it = await made;
  closing.push(() => it.close());
  return it;
};

describe('the proxy of a target', () => {
  const env = {
    HTTPS_PROXY: 'http://secure:1',
    http_proxy: 'http://plain:2',
    NO_PROXY: 'intern.example,[::5]:8443 *.net',
  };
  test.each<[target: string, settings: Parameters<typeof proxyFor>[1], host: string | undefined]>([
    ['https://sod.superoffice.com/Cust1', {}, 'secure:1'],
    ['http://crm.example/', {}, 'plain:2'],
    ['https://intern.example', {}, undefined],
    ['https://a.intern.example', {}, undefined],
    ['https://notintern.example', {}, 'secure:1'],
    ['https://[::5]:8443', {}, undefined],
    ['https://[::5]', {}, 'secure:1'],
    ['https://a.net', {}, undefined],
    ['http://127.0.0.1:4010', {}, undefined],
    ['http://localhost:4010', {}, undefined],
    ['http://[::1]:4010', {}, undefined],
    ['http://127.0.0.1:4010', { proxy: 'http://own:3' }, 'own:3'],
    ['https://crm.example', { proxy: 'http://own:3' }, 'own:3'],
    ['https://crm.example', { proxy: 'http://own:3', noProxy: '*' }, undefined],
    ['https://crm.example', { proxy: false }, undefined],
    ['https://intern.example', { noProxy: '' }, 'secure:1'],
  ])('%s %j', (target, settings, host) => {
    expect(proxyFor(target, settings, env)?.host).toBe(host);
  });

  test('that is no address is an error that does not repeat it', () => {
    const wrong = (): unknown => proxyFor('https://a.example', {}, { HTTPS_PROXY: 'user:geheim@proxy' });
    expect(wrong).toThrow(/HTTPS_PROXY or HTTP_PROXY: expected an address such as http:\/\/proxy:3128/);
    expect(wrong).not.toThrow(/geheim/);
  });

  test('has a password that must not be seen', () => {
    expect(secretsOfProxy(new URL('http://ann:p%40ss@proxy:1'))).toEqual([
      'p%40ss',
      'p@ss',
      Buffer.from('ann:p@ss').toString('base64'),
    ]);
  });
});

const empty: Script = (socket) => write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]');
const certificate = selfSigned({ name: 'crm.test' });

async function asked(options: Partial<ClientOptions>, url: string, tap = false) {
  const client = await kept(createClient({ connections: 2, connectMs: 2000, ...options }));
  const { received } = await client.send({ method: 'GET', url, headers: {} }, { tap, deadlineMs: 5000, graceMs: 20 });
  return received;
}

describe('a target behind a proxy', () => {
  test.each([['pooled', false] as const, ['tapped', true] as const])(
    'is asked through a tunnel, by its name, with TLS to the target itself: %s',
    async (_name, tap) => {
      const target = await kept(rawServer(empty, certificate));
      const proxy = await kept(proxyServer({ 'crm.test:443': Number(new URL(target.url).port) }));
      const url = new URL(proxy.url.replace('//', '//ann:p%40ss@'));
      const received = await asked({ proxy: url, ca: certificate.cert }, 'https://crm.test/Cust1/api', tap);
      expect(answered(received) && received.status).toBe(200);
      expect(proxy.heads()).toEqual([expect.stringMatching(/^CONNECT crm\.test:443 HTTP\/1\.1\r\n/)]);
      expect(proxy.heads()[0]).toContain(`proxy-authorization: Basic ${Buffer.from('ann:p@ss').toString('base64')}`);
      expect(target.requests()[0]).toMatch(/^GET \/Cust1\/api HTTP\/1\.1\r\nhost: crm\.test\r\n/);
      expect(target.requests()[0]).not.toMatch(/proxy/i);
    },
  );

  test('sees bytes after a 204', async () => {
    const target = await kept(rawServer((s) => write(s, 'HTTP/1.1 204 X\r\n\r\n', 5, 'null'), certificate));
    const proxy = await kept(proxyServer({ 'crm.test:443': Number(new URL(target.url).port) }));
    const client = await kept(
      createClient({ connections: 1, connectMs: 2000, ca: certificate.cert, proxy: new URL(proxy.url) }),
    );
    const request = { method: 'POST', url: 'https://crm.test/', headers: {}, body: '' };
    const { received } = await client.send(request, { tap: true, deadlineMs: 5000, graceMs: 200 });
    expect(answered(received) && Buffer.from(received.surplus).toString()).toBe('null');
  });

  test.each([
    ['407 Proxy Authentication Required', /answered 407 to CONNECT crm\.test:443: put the user and password/],
    ['403 Forbidden', /answered 403 to CONNECT crm\.test:443/],
  ])('that refuses with %s is the network’s fault, and the password is not told', async (refusal, said) => {
    const proxy = await kept(proxyServer({}, refusal));
    const url = new URL(proxy.url.replace('//', '//ann:geheim@'));
    const received = await asked({ proxy: url }, 'https://crm.test/');
    expect(received).toMatchObject({ stage: 'connect', reason: expect.stringMatching(said) });
    expect(JSON.stringify(received)).not.toContain('geheim');
  });

  test('that is not there is the network’s fault', async () => {
    const gone = await proxyServer({});
    await gone.close();
    const received = await asked({ proxy: new URL(gone.url) }, 'https://crm.test/');
    expect(received).toMatchObject({
      stage: 'connect',
      reason: expect.stringMatching(/the proxy .* gave no connection/),
    });
  });

  test('does not hide a certificate that nobody signed', async () => {
    const target = await kept(rawServer(empty, certificate));
    const proxy = await kept(proxyServer({ 'crm.test:443': Number(new URL(target.url).port) }));
    const received = await asked({ proxy: new URL(proxy.url) }, 'https://crm.test/');
    expect(received).toMatchObject({ stage: 'connect', reason: expect.stringMatching(/self-signed/) });
    expect(target.requests()).toEqual([]);
  });
});

test('insecure asks a target whose certificate nobody signed', async () => {
  const target = await kept(rawServer(empty, selfSigned()));
  expect(await asked({}, target.url)).toMatchObject({ stage: 'connect' });
  expect(await asked({ insecure: true }, target.url)).toMatchObject({ status: 200 });
});

describe('silence', () => {
  test.each<[title: string, script: Script, options: Partial<ClientOptions>]>([
    ['before the answer', () => {}, { headersMs: 100 }],
    ['within the answer', (s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1'), { bodyMs: 100 }],
  ])('%s is not borne longer than was said', async (_title, script, options) => {
    const target = await kept(rawServer(script));
    expect(await asked(options, target.url)).toMatchObject({
      stage: 'answer',
      reason: expect.stringMatching(/nothing came for 100 ms/),
    });
  });

  test('between parts of an answer is borne when each is in time', async () => {
    const parts = Array.from({ length: 6 }, () => [30, '1']).flat();
    const target = await kept(rawServer((s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n', ...parts)));
    expect(await asked({ bodyMs: 3000, headersMs: 3000 }, target.url)).toMatchObject({ status: 200 });
  });
});

test('a target on IPv6 is asked', async () => {
  const { createServer } = await import('node:net');
  const server = createServer((s) => void s.on('error', () => {}).on('data', () => s.end('HTTP/1.1 204 X\r\n\r\n')));
  const listens = await new Promise<boolean>((resolve) =>
    server.once('error', () => resolve(false)).listen(0, '::1', () => resolve(true)),
  );
  if (!listens) return;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await asked({}, `http://[::1]:${port}/Cust1`)).toMatchObject({ status: 204 });
  server.close();
});

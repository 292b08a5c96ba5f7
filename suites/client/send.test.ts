import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NoResponse, WireResponse } from '../exchange.ts';
import { answered, header } from '../exchange.ts';
import { createClient } from './send.ts';
import type { Client, ClientOptions, SendOptions, Sent } from './send.ts';
import { selfSigned } from './testing/certificate.ts';
import { rawServer, write } from './testing/raw-server.ts';
import type { RawServer, Script } from './testing/raw-server.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function serving(script: Script, tls?: { key: string; cert: string }): Promise<RawServer> {
  const server = await rawServer(script, tls);
  opened.push(server);
  return server;
}

function client(options: Partial<ClientOptions> = {}): Client {
  const made = createClient({ connections: 8, connectMs: 2000, ...options });
  opened.push(made);
  return made;
}

const post = (url: string, body?: string) => ({
  method: 'POST',
  url: `${url}/x?a=b`,
  headers: {},
  ...(body === undefined ? {} : { body }),
});
const plain: SendOptions = { tap: false, deadlineMs: 2000, graceMs: 100 };
const tapped: SendOptions = { tap: true, deadlineMs: 2000, graceMs: 100 };
/** For what comes late, also on a machine that has much to do. */
const patient: SendOptions = { ...tapped, graceMs: 600 };

function response(sent: Sent): WireResponse {
  if (!answered(sent.received)) throw new Error(`no answer: ${sent.received.reason}`);
  return sent.received;
}

function failure(sent: Sent): NoResponse {
  if (answered(sent.received)) throw new Error(`answered with ${sent.received.status}`);
  return sent.received;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('an answer', () => {
  test('comes with its status, its headers in order and its content', async () => {
    const answer = 'HTTP/1.1 201 Created\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi';
    const server = await serving((socket) => write(socket, answer));
    const sent = await client().send(
      { ...post(server.url, '{}'), headers: { 'content-type': 'application/json' } },
      plain,
    );
    expect(response(sent)).toMatchObject({
      status: 201,
      headers: [
        ['x-b', '2'],
        ['x-a', '1'],
        ['x-b', '3'],
        ['content-length', '2'],
      ],
    });
    expect(text(response(sent).body)).toBe('hi');
    expect(server.requests()[0]).toMatch(/^POST \/x\?a=b HTTP\/1\.1\r\nhost: 127[\s\S]*content-length: 2\r\n\r\n\{\}$/);
  });

  test('without a body is asked for with Content-Length: 0 and no Content-Type', async () => {
    const server = await serving((socket) => write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    await client().send(post(server.url), plain);
    expect(server.requests()[0]).toMatch(/content-length: 0\r\n/);
    expect(server.requests()[0]).not.toMatch(/content-type/);
  });

  const complete: readonly (readonly [name: string, script: Script, body: string])[] = [
    [
      'chunked',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', 20, '2\r\nde\r\n0\r\n\r\n'),
      'abcde',
    ],
    [
      'byte by byte',
      (s) => write(s, ...'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'.split('').flatMap((c) => [c, 1])),
      'ok',
    ],
    [
      'of HTTP/1.0, ended by closing',
      async (s) => {
        await write(s, 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end', 20);
        s.end();
      },
      'to the end',
    ],
    [
      'after 100 Continue that nobody asked for',
      (s) => write(s, 'HTTP/1.1 100 Continue\r\n\r\n', 20, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'),
      'x',
    ],
    [
      'after a 100 in pieces',
      (s) =>
        write(
          s,
          'HTT',
          20,
          'P/1.1 100 Cont',
          20,
          'inue\r\nA: b\r\n',
          20,
          '\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx',
        ),
      'x',
    ],
    [
      'after several 1xx in one packet',
      (s) =>
        write(
          s,
          `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3)}HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx`,
        ),
      'x',
    ],
    [
      'that is an HTML page',
      (s) =>
        write(
          s,
          'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<html>hi</html>'.slice(0, -1),
        ),
      '<html>hi</html',
    ],
    [
      'that says gzip is taken as it is',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc'),
      'abc',
    ],
  ];
  test.each(complete)('%s', async (_name, script, body) => {
    const server = await serving(script);
    for (const options of [plain, tapped]) {
      expect(text(response(await client().send(post(server.url), options)).body)).toBe(body);
    }
  });

  test('that redirects is the answer', async () => {
    const other = await serving((socket) => write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    const server = await serving((socket) =>
      write(socket, `HTTP/1.1 307 T\r\nLocation: ${other.url}/\r\nContent-Length: 0\r\n\r\n`),
    );
    expect(response(await client().send(post(server.url), plain)).status).toBe(307);
    expect(other.connections()).toBe(0);
  });
});

describe('no answer', () => {
  const broken: readonly (readonly [name: string, script: Script, reason: RegExp])[] = [
    ['closed at once', (s) => void s.end(), /POST .*: the connection was closed; no head of an answer had come$/],
    ['reset at once', (s) => void s.resetAndDestroy(), /the connection was reset; no head/],
    [
      'reset in the head',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nConte', 20).then(() => void s.resetAndDestroy()),
      /the connection was reset; no head/,
    ],
    [
      'closed in the head',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nConte', 20).then(() => void s.end()),
      /closed.*; no head/,
    ],
    [
      'reset in the content',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 20).then(() => void s.resetAndDestroy()),
      /reset; status 200 and 3 bytes/,
    ],
    [
      'reset in content that ends by closing',
      (s) => write(s, 'HTTP/1.0 200 OK\r\n\r\nabc', 20).then(() => void s.resetAndDestroy()),
      /reset; status 200 and 3 bytes/,
    ],
    [
      'cut off in the content',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 20).then(() => void s.end()),
      /status 200 and 3 bytes of content had come$/,
    ],
    [
      'cut off in the content, closing announced',
      (s) =>
        write(s, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nabc', 20).then(() => void s.end()),
      /shorter or longer than its Content-Length; status 200 and 3 bytes/,
    ],
    [
      'cut off in a chunk',
      (s) =>
        write(s, 'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc', 20).then(
          () => void s.end(),
        ),
      /closed in the middle of the answer; status 200/,
    ],
    [
      'a broken chunk',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc'),
      /cannot be read as HTTP\/1\.1 \(Invalid character in chunk size\)/,
    ],
    [
      'an SSH banner',
      (s) => write(s, 'SSH-2.0-OpenSSH_9.2\r\n'),
      /cannot be read as HTTP\/1\.1 .*SSH-2\.0|"SH-2\.0-OpenSSH/,
    ],
    ['HTML without a head', (s) => write(s, '<html><body>hello</body></html>'), /cannot be read as HTTP\/1\.1 .*html/],
    ['bytes of another kind', (s) => write(s, Buffer.from([0x15, 3, 3, 0, 2, 2, 80])), /cannot be read as HTTP\/1\.1/],
    [
      'a head without end',
      (s) => write(s, `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(100)}`),
      /head of the answer is larger than 64 KB/,
    ],
    [
      'a protocol nobody asked for',
      (s) => write(s, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      /101/,
    ],
  ];
  test.each(broken)('%s', async (_name, script, reason) => {
    const server = await serving(script);
    for (const options of [plain, tapped]) {
      const got = failure(await client().send(post(server.url, '{"a":1}'), options));
      expect(got).toEqual({ stage: 'answer', reason: expect.stringMatching(reason) });
      expect(got.reason).not.toMatch(/\n/);
    }
    expect(server.requests()).toHaveLength(2);
  });

  const slow: readonly (readonly [name: string, script: Script, reason: RegExp])[] = [
    ['silence', () => {}, /no complete answer within 120 ms; no head/],
    [
      'a head and then silence',
      (s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na'),
      /within 120 ms; status 200 and 1 bytes/,
    ],
    [
      'one byte now and then',
      (s) =>
        write(
          s,
          'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n',
          ...Array.from({ length: 60 }, (_, i) => (i % 2 ? 'x' : 30)),
        ),
      /within 120 ms/,
    ],
    [
      'interim answers without end',
      (s) => write(s, ...Array.from({ length: 60 }, (_, i) => (i % 2 ? 'HTTP/1.1 100 Continue\r\n\r\n' : 20))),
      /within 120 ms/,
    ],
  ];
  test.each(slow)('%s, when the deadline is over', async (_name, script, reason) => {
    const server = await serving(script);
    for (const options of [plain, tapped]) {
      const got = failure(await client().send(post(server.url), { ...options, deadlineMs: 120 }));
      expect(got).toEqual({ stage: 'answer', reason: expect.stringMatching(reason) });
    }
    expect(server.requests()).toHaveLength(2);
  });

  test('because nothing listens is the network’s', async () => {
    const server = await rawServer(() => {});
    await server.close();
    for (const options of [plain, tapped]) {
      expect(failure(await client().send(post(server.url), options))).toEqual({
        stage: 'connect',
        reason: `no connection to ${server.url}: connection refused (nothing listens on that port) [ECONNREFUSED]`,
      });
    }
  });

  const resetting = async (): Promise<number> => {
    const server = createServer((socket) => void socket.on('error', () => {}).resetAndDestroy());
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: async () => void server.close() });
    return (server.address() as AddressInfo).port;
  };

  test('because each connection is reset when it is accepted is the target’s, whenever that is seen', async () => {
    const port = await resetting();
    const url = `http://127.0.0.1:${port}`;
    const asking = client({ connections: 4 });
    for (let round = 0; round < 25; round += 1) {
      const sent = await Promise.all([plain, tapped, plain, tapped].map((options) => asking.send(post(url), options)));
      for (const got of sent.map(failure)) {
        expect(got).toEqual({
          stage: 'answer',
          reason: `POST ${url}/x?a=b: the connection was reset; no head of an answer had come`,
        });
      }
    }
  });

  test('because it is reset before there is TLS is the network’s', async () => {
    const port = await resetting();
    for (let round = 0; round < 10; round += 1) {
      for (const options of [plain, tapped]) {
        expect(failure(await client().send(post(`https://127.0.0.1:${port}`), options)).stage).toBe('connect');
      }
    }
  });

  test('because the name is unknown is the network’s', async () => {
    const got = failure(await client().send(post('http://no-such-host.invalid'), plain));
    expect(got.stage).toBe('connect');
    expect(got.reason).toMatch(
      /^no connection to http:\/\/no-such-host\.invalid: the (host name is not known|name server)/,
    );
  });

  test('because the certificate is not trusted is the network’s', async () => {
    const server = await serving(() => {}, selfSigned());
    for (const options of [plain, tapped]) {
      const got = failure(await client().send(post(server.url), options));
      expect(got).toEqual({ stage: 'connect', reason: expect.stringMatching(/self-signed certificate/) });
    }
    expect(server.requests()).toEqual([]);
  });

  test('because the certificate has expired is the network’s', async () => {
    const made = selfSigned({ to: new Date('2020-01-01') });
    const server = await serving(() => {}, made);
    const got = failure(await client({ ca: made.cert }).send(post(server.url), plain));
    expect(got).toEqual({ stage: 'connect', reason: expect.stringMatching(/certificate has expired/) });
  });

  test('because the port does not speak TLS is the network’s, in one line', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).end('220 mail.example ready\r\n'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: async () => void server.close() });
    const { port } = server.address() as AddressInfo;
    const got = failure(await client().send(post(`https://127.0.0.1:${port}`), plain));
    expect(got.stage).toBe('connect');
    expect(got.reason).toMatch(/^no connection to https:\S+: [^\n]{1,80}$/);
  });

  test('a request that is none is our mistake', async () => {
    const malformed = { method: 'POST', url: 'http://127.0.0.1:1/', headers: { 'x-a': 'a\r\nb: c' } };
    await expect(client().send(malformed, plain)).rejects.toThrow(/invalid x-a header/);
    await expect(client().send(malformed, tapped)).rejects.toThrow(/invalid x-a header/);
  });
});

describe.each(['http', 'https'])('bytes after a 204 over %s', (scheme) => {
  const certificate = selfSigned();
  const tls = scheme === 'https' ? certificate : undefined;
  const trusting = () => client(tls === undefined ? {} : { ca: tls.cert });

  const surplus: readonly (readonly [name: string, script: Script, surplus: string])[] = [
    ['none', (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\n'), ''],
    ['in the same packet', (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\nnull'), 'null'],
    ['60 ms later', (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\n', 60, 'null'), 'null'],
    [
      '60 ms after an announced close',
      (s) => write(s, 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n', 60, 'null').then(() => void s.end()),
      'null',
    ],
    [
      'announced by Content-Length',
      (s) => write(s, 'HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nnull'),
      'null',
    ],
    ['announced, and they never come', (s) => write(s, 'HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n'), ''],
    ['announced and late', (s) => write(s, 'HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n', 60, 'null'), 'null'],
    [
      'chunked',
      (s) => write(s, 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n0\r\n\r\n'),
      '4\r\nnull\r\n0\r\n\r\n',
    ],
    [
      'chunked and announced',
      (s) => write(s, 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nnull'),
      'null',
    ],
    ['in two pieces', (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\nnu', 40, 'll'), 'null'],
    [
      'a second answer',
      (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    ],
    [
      'after interim answers',
      (s) => write(s, 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nx'),
      'x',
    ],
    [
      'the head in pieces',
      (s) => write(s, 'HTTP/1.1 204 No', 10, ' Content\r\nA: b\r', 10, '\n\r', 10, '\nnull'),
      'null',
    ],
    ['reset after the head', (s) => write(s, 'HTTP/1.1 204 No Content\r\n\r\nx', 30).then(() => void s.destroy()), 'x'],
  ];
  test.each(surplus)('%s', async (_name, script, expected) => {
    const server = await serving(script, tls);
    const got = response(await trusting().send(post(server.url, '{}'), expected === '' ? tapped : patient));
    expect(got.status).toBe(204);
    expect(text(got.surplus)).toBe(expected);
    expect(got.body).toHaveLength(0);
    expect(server.requests()).toHaveLength(1);
  });

  test('are not blamed on the next case', async () => {
    const script: Script = (socket, request) =>
      request.startsWith('POST /void')
        ? write(socket, 'HTTP/1.1 204 No Content\r\n\r\n', 60, 'HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n')
        : write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const server = await serving(script, tls);
    const asking = trusting();
    const cases = Array.from({ length: 12 }, (_, index) => {
      const ofVoid = index % 2 === 0;
      return asking.send(
        { method: 'POST', url: `${server.url}/${ofVoid ? 'void' : 'other'}`, headers: {} },
        ofVoid ? patient : plain,
      );
    });
    const got = (await Promise.all(cases)).map(response);
    expect(got.map(({ status }) => status)).toEqual(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 204 : 200)),
    );
    expect(got.filter(({ surplus }) => surplus.length > 0)).toHaveLength(6);
  });
});

describe.each(['http', 'https'])('a connection that is used again over %s', (scheme) => {
  const certificate = selfSigned();
  const tls = scheme === 'https' ? certificate : undefined;
  const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

  /** Answers the first request and lets the second one meet a script, both on one connection; a third one follows. */
  async function three(second: Script, first: Script = (s) => write(s, ok)): Promise<readonly Sent['received'][]> {
    const server = await serving(
      (s, request, index) => [first, second][index]?.(s, request, index) ?? write(s, ok),
      tls,
    );
    const asking = client({ connections: 1, ...(tls === undefined ? {} : { ca: tls.cert }) });
    const received: Sent['received'][] = [];
    for (const name of ['one', 'two', 'three']) {
      const sent = await asking.send(post(server.url, '{}'), { ...plain, deadlineMs: 500, name });
      received.push(sent.received);
    }
    expect(server.requests()).toHaveLength(3);
    return received;
  }
  const stray = (bytes: string): NoResponse => ({
    stage: 'stray',
    reason: `bytes that belong to no answer came on the connection after the answer to one: "${bytes}"`,
  });
  const answer = { status: 200, body: Buffer.from('ok') };

  const leftOver: readonly (readonly [name: string, second: Script, bytes: string])[] = [
    ['before the head', (s) => write(s, 'junk', 20, ok), 'junk'],
    ['in the packet of the head', (s) => write(s, `junk${ok}`), 'junk'],
    ['in pieces', (s) => write(s, 'H', 10, 'junk', 10, 'HTTP', 10, ok.slice(4)), 'Hjunk'],
  ];
  test.each(leftOver)('is given up for bytes %s, which are not blamed on the request', async (_name, second, bytes) => {
    expect(await three(second)).toMatchObject([answer, stray(bytes), answer]);
  });

  test('is given up for bytes that came late after the answer before', async () => {
    const received = await three(
      (s) => write(s, 80, ok),
      (s) => write(s, ok, 30, 'junk'),
    );
    expect(received).toMatchObject([answer, stray('junk'), answer]);
  });

  const own: readonly (readonly [name: string, second: Script, reason: RegExp])[] = [
    [
      'another protocol',
      (s) => write(s, 'SSH-2.0-OpenSSH_9.2\r\n', 20).then(() => void s.end()),
      /cannot be read as HTTP/,
    ],
    ['bytes and then silence', (s) => write(s, 'junk'), /no complete answer within 500 ms; no head/],
    ['bytes without end', (s) => write(s, 'junk'.repeat(20_000)), /cannot be read as HTTP/],
  ];
  test.each(own)(
    'is answered with %s by the target: no head shows that it is not so',
    async (_name, second, reason) => {
      const received = await three(second);
      expect(received).toMatchObject([answer, { stage: 'answer', reason: expect.stringMatching(reason) }, answer]);
    },
  );

  test('bears empty lines before the head', async () => {
    expect(await three((s) => write(s, '\r\n', 10, '\r\n', 10, ok))).toMatchObject([answer, answer, answer]);
  });

  test('is not used again when bytes came while nobody waited', async () => {
    const server = await serving((s) => write(s, ok, 5, 'junk'), tls);
    const asking = client({ connections: 1, ...(tls === undefined ? {} : { ca: tls.cert }) });
    for (let round = 0; round < 3; round += 1) {
      expect(response(await asking.send(post(server.url), plain))).toMatchObject(answer);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    expect(server.connections()).toBe(3);
  });
});

test('bytes before the head of the first answer on a connection are the target’s', async () => {
  const server = await serving((s) => write(s, 'junk', 20, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  expect(failure(await client().send(post(server.url), plain))).toMatchObject({
    stage: 'answer',
    reason: expect.stringMatching(/cannot be read as HTTP\/1\.1/),
  });
});

describe('a tapped connection', () => {
  test('tells when the answer is there, before its grace time is over', async () => {
    const server = await serving((socket) => write(socket, 'HTTP/1.1 204 No Content\r\n\r\n', 40, 'x'));
    const order: string[] = [];
    const sent = await client().send(post(server.url), { ...tapped, onAnswered: () => order.push('answered') });
    order.push(`surplus ${text(response(sent).surplus)}`);
    expect(order).toEqual(['answered', 'surplus x']);
  });

  test.each([
    ['Content-Length', 'Content-Length: 2\r\n\r\nok', ''],
    ['Content-Length and more', 'Content-Length: 2\r\n\r\nokmore', 'more'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n1;a=b\r\no\r\n01\r\nk\r\n0\r\n\r\n', ''],
    ['chunks and more', 'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n000\r\n\r\nmore', 'more'],
    ['chunks, trailers and more', 'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nA: b\r\n\r\nmore', 'more'],
  ])('sees what follows the content of another answer: %s', async (_, rest, surplus) => {
    const server = await serving((socket) => write(socket, `HTTP/1.1 200 OK\r\n${rest}`));
    const got = response(await client().send(post(server.url), tapped));
    expect([text(got.body), text(got.surplus)]).toEqual(['ok', surplus]);
  });

  test('sees what follows the content later', async () => {
    const server = await serving((s) => write(s, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 60, 'more'));
    expect(text(response(await client().send(post(server.url), patient)).surplus)).toBe('more');
  });

  test('takes what comes until the connection closes for content', async () => {
    const server = await serving((s) => write(s, 'HTTP/1.1 200 OK\r\n\r\nok', 20, 'more').then(() => void s.end()));
    const got = response(await client().send(post(server.url), tapped));
    expect([text(got.body), text(got.surplus)]).toEqual(['okmore', '']);
  });

  test('gives the headers of a 204 that the parser refuses', async () => {
    const server = await serving((s) =>
      write(s, 'HTTP/1.1 204 No Content\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n'),
    );
    const got = response(await client().send(post(server.url), tapped));
    expect(header(got, 'x-a')).toBe('1');
    expect(header(got, 'transfer-encoding')).toBe('chunked');
  });
});

test('keeps to its connections', async () => {
  const server = await serving((socket) => write(socket, 20, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  const asking = client({ connections: 3 });
  await Promise.all(Array.from({ length: 12 }, () => asking.send(post(server.url), plain)));
  expect(server.connections()).toBe(3);
});

test('an answer without end is cut off', async () => {
  const server = await serving((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'a'), Buffer.from('\r\n')]);
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
      if (!socket.destroyed) socket.once('drain', more);
    };
    more();
  });
  const got = failure(await client().send(post(server.url), { ...plain, deadlineMs: 20_000 }));
  expect([got.stage, got.reason]).toEqual(['limit', expect.stringMatching(/larger than 4 MB/)]);
});

describe('content in gzip', () => {
  const asking = (acceptEncoding: string) => async (content: Uint8Array) => {
    const server = await serving((socket) =>
      write(socket, `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${content.length}\r\n\r\n`, content),
    );
    const request = post(server.url);
    const headers = { ...request.headers, 'accept-encoding': acceptEncoding };
    return client().send({ ...request, headers }, { ...plain, deadlineMs: 20_000 });
  };
  const zeros = (length: number): Uint8Array => gzipSync(Buffer.alloc(length));

  test.each([0, 1, 2 ** 22])('that was asked for is unpacked: %i bytes', async (length) => {
    const packed = zeros(length);
    const got = response(await asking('gzip')(packed));
    expect([got.body.length, got.packed]).toEqual([length, packed.length]);
  });

  test.each([2 ** 22 + 1, 2 ** 30])('of %i bytes is more than is read, and no fault of the target', async (length) => {
    const got = failure(await asking('gzip')(zeros(length)));
    expect([got.stage, got.reason]).toEqual(['limit', expect.stringMatching(/larger than 4 MB, once unpacked/)]);
  });

  test.each([
    ['that was not asked for', 'identity', zeros(2 ** 24)],
    ['that is none', 'gzip', Buffer.from('plain')],
    ['that is cut off', 'gzip', zeros(1000).subarray(0, -5)],
  ])('%s stays as it came', async (_, acceptEncoding, content) => {
    const got = response(await asking(acceptEncoding)(content));
    expect([Buffer.compare(got.body, content), got.packed]).toEqual([0, undefined]);
  });
});

test('what is in flight is dropped by close', async () => {
  const server = await serving(() => {});
  const asking = client();
  const pending = [asking.send(post(server.url), plain), asking.send(post(server.url), tapped)];
  while (server.requests().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await asking.close();
  for (const sent of await Promise.all(pending)) expect(failure(sent).stage).toBe('answer');
});

describe('the connection of a tapped exchange', () => {
  /** Open sockets of this process: ours, and those that a server in it accepted. */
  const sockets = (): number =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

  test.each<[target: string, script: Script]>([
    ['never answers', () => {}],
    ['stops in the middle of a head', (socket) => write(socket, 'HTTP/1.1 20')],
    ['stops in the middle of its content', (socket) => write(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n')],
    ['says more than a 204', (socket) => write(socket, 'HTTP/1.1 204 No Content\r\n\r\nnull')],
    ['closes without an answer', (socket) => void socket.destroy()],
    ['speaks another protocol', (socket) => write(socket, 'SSH-2.0-x\r\n')],
  ])('is the only one and is closed with the exchange: a target that %s', async (_, script) => {
    const server = await serving(script);
    const before = sockets();
    await client().send(post(server.url), { ...tapped, deadlineMs: 150, graceMs: 0 });
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before), 5000);
    expect(server.connections()).toBe(1);
  });

  test('is closed when nobody uses it again', async () => {
    const server = await serving((socket) => write(socket, 'HTTP/1.1 204 No Content\r\n\r\n'));
    const before = sockets();
    await client().send(post(server.url), { ...tapped, graceMs: 0 });
    expect(sockets()).toBeGreaterThan(before);
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before), 5000);
  });

  test('is closed by close while it waits for the next', async () => {
    const server = await serving((socket) => write(socket, 'HTTP/1.1 204 No Content\r\n\r\n'));
    const before = sockets();
    const asking = client();
    await asking.send(post(server.url), { ...tapped, graceMs: 0 });
    await asking.close();
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before), 1000);
  });

  test('is not opened again when it is closed as soon as it is accepted', async () => {
    let accepted = 0;
    const server = createServer((socket) => {
      accepted += 1;
      socket
        .on('error', () => {})
        .resume()
        .end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const { port } = server.address() as AddressInfo;
    const sent = await client().send(post(`http://127.0.0.1:${port}`), { ...tapped, deadlineMs: 500 });
    expect([failure(sent).stage, accepted]).toEqual(['answer', 1]);
  });

  test.each<[target: string, script: Script, told: string]>([
    ['never answers', () => {}, 'answer'],
    ['answers 204', (socket) => write(socket, 'HTTP/1.1 204 No Content\r\n\r\n'), '204'],
  ])('does not keep a process that has nothing else to do: a target that %s', async (_, answering, told) => {
    const server = await serving(answering);
    const built = pathToFileURL(path.resolve(import.meta.dirname, '../../dist/suites/client/send.js')).href;
    const script = `
      import { createClient } from ${JSON.stringify(built)};
      const { send } = createClient({ connections: 8, connectMs: 2000 });
      const request = { method: 'POST', url: ${JSON.stringify(server.url)}, headers: {} };
      const { received } = await send(request, { tap: true, deadlineMs: 150, graceMs: 0 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      console.log(received.stage ?? received.status, process.getActiveResourcesInfo().includes('TCPSocketWrap'));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [[code], output] = await Promise.all([once(child, 'close'), readAll(child.stdout)]);
    expect([code, output]).toEqual([0, `${told} false\n`]);
  });
});

describe.each(['http', 'https'])('a tapped connection that is used again over %s', (scheme) => {
  const certificate = selfSigned();
  const tls = scheme === 'https' ? certificate : undefined;
  const noContent = 'HTTP/1.1 204 No Content\r\n\r\n';
  const after = async (pause: number, ...scripts: readonly Script[]) => {
    const server = await serving((s, request, index) => scripts[index]?.(s, request, index), tls);
    const asking = client(tls === undefined ? {} : { ca: tls.cert });
    const received: Sent['received'][] = [];
    for (const index of scripts.keys()) {
      const name = `case ${index}`;
      const sent = await asking.send(post(server.url, '{}'), { ...tapped, graceMs: 20, deadlineMs: 500, name });
      received.push(sent.received);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    expect(server.requests()).toHaveLength(scripts.length);
    return { received, connections: server.connections() };
  };
  const plainly: Script = (s) => write(s, noContent);

  test('sees each time what comes after the answer', async () => {
    const { received, connections } = await after(0, plainly, plainly, (s) => write(s, `${noContent}more`));
    expect(connections).toBe(1);
    expect(received).toMatchObject([
      { status: 204, surplus: Buffer.alloc(0) },
      { status: 204, surplus: Buffer.alloc(0) },
      { status: 204, surplus: Buffer.from('more') },
    ]);
  });

  test('was one of an answer with content and nothing after it', async () => {
    const content: Script = (s) => write(s, 'HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nok');
    const { received, connections } = await after(0, content, plainly);
    expect([connections, received]).toMatchObject([1, [{ status: 500, body: Buffer.from('ok') }, { status: 204 }]]);
  });

  test.each<[what: string, first: Script]>([
    ['more came', (s) => write(s, `${noContent}null`)],
    ['it announced content', (s) => write(s, 'HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n')],
    ['it announced its close', (s) => write(s, 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')],
    ['it was closed', (s) => write(s, noContent).then(() => void s.end())],
    ['it was of HTTP/1.0', (s) => write(s, 'HTTP/1.0 204 No Content\r\n\r\n')],
    ['it was reset after the grace time', (s) => write(s, noContent, 60).then(() => void s.destroy())],
    ['bytes came after the grace time', (s) => write(s, noContent, 60, 'null')],
  ])('is none of which %s', async (_, first) => {
    const { received, connections } = await after(120, first, plainly);
    expect([connections, received]).toMatchObject([2, [{ status: 204 }, { status: 204, surplus: Buffer.alloc(0) }]]);
  });

  test('is given up for bytes that belong to the answer before, and nobody else is blamed', async () => {
    const late: Script = (s) => write(s, 'null', 20, noContent);
    const { received, connections } = await after(0, plainly, late, plainly);
    const reason = 'bytes that belong to no answer came on the connection after the answer to case 0: "null"';
    expect([connections, received]).toMatchObject([2, [{ status: 204 }, { stage: 'stray', reason }, { status: 204 }]]);
  });
});

import { createServer } from 'node:tls';
import type { SecureVersion, TlsOptions } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { answered } from '../exchange.ts';
import { certificateRefusal } from './client-certificate.ts';
import { createClient } from './send.ts';
import type { Client, ClientOptions } from './send.ts';
import { selfSigned } from './testing/certificate.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const [ours, known, unknown] = [selfSigned(), selfSigned(), selfSigned()];

/** A server that takes the certificate `known` and no other; it answers as often as it is told to, then it only closes. */
async function strict(options: TlsOptions, answers = Infinity): Promise<string> {
  let left = answers;
  const sockets = new Set<Socket>();
  const server = createServer(
    { ...ours, ca: known.cert, requestCert: true, rejectUnauthorized: true, ...options },
    (socket) => {
      socket
        .on('error', () => {})
        .on('data', () => {
          left -= 1;
          socket.end(left < 0 ? '' : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]');
        });
    },
  );
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  opened.push({
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function showing(identity: ClientOptions['identity']): Client {
  const made = createClient({ connections: 1, connectMs: 2000, ca: ours.cert, ...(identity && { identity }) });
  opened.push(made);
  return made;
}

async function asked(client: Client, url: string, tap: boolean) {
  const { received } = await client.send({ method: 'GET', url, headers: {} }, { tap, deadlineMs: 2000, graceMs: 20 });
  return answered(received) ? received.status : received;
}

const refused = (reason: RegExp) => ({ stage: 'connect', reason: expect.stringMatching(reason) });

describe.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('a target that wants a client certificate, %s', (version) => {
  const only = { minVersion: version, maxVersion: version };
  const forWant = /^no connection to https:\S+: the target .*client certificate.* network\.cert and network\.key/;
  const forWrong = /closed before any answer: the target may not accept the client certificate \(network\.cert/;

  test.each<[shown: string, identity: ClientOptions['identity'], outcome: unknown]>([
    ['the right one', known, 200],
    ['none', undefined, refused(forWant)],
    ['one that somebody else signed', unknown, refused(forWrong)],
  ])('gets %s', async (_shown, identity, outcome) => {
    const url = await strict(only);
    for (const tap of [false, true]) {
      const client = showing(identity);
      // Also the second time.
      for (let round = 0; round < 2; round += 1) expect(await asked(client, url, tap)).toEqual(outcome);
    }
  });

  test('and has answered: an end without an answer is its own fault from then on', async () => {
    const url = await strict(only, 1);
    const client = showing(known);
    expect(await asked(client, url, false)).toBe(200);
    for (const tap of [false, true]) {
      const closed = expect.stringMatching(/the connection was closed; no head of an answer had come/);
      expect(await asked(client, url, tap)).toEqual({ stage: 'answer', reason: closed });
    }
  });
});

test('a target that wants none and only closes has not answered', async () => {
  const url = await strict({ requestCert: false }, 0);
  for (const tap of [false, true]) expect(await asked(showing(undefined), url, tap)).toMatchObject({ stage: 'answer' });
});

test.each<[code: string, said: RegExp | undefined]>([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /^the target wants a client certificate: name one with network\.cert/],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /certificate that it accepts \(unknown ca\): network\.cert and network\.key/],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /that it accepts \(bad certificate\)/],
  // As OpenSSL 3.2 and later write it.
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', /that it accepts \(bad certificate\)/],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', /that it accepts \(certificate expired\)/],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', /that it accepts \(certificate unknown\)/],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /it may want a client certificate, or another one: network\.cert and/],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', undefined],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', undefined],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
  ['CERT_HAS_EXPIRED', undefined],
  ['ECONNRESET', undefined],
  ['', undefined],
])('%s', (code, said) => {
  expect(certificateRefusal(code) ?? '').toMatch(said ?? /^$/);
});

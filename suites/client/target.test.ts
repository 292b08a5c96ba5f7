import { afterEach, expect, test } from 'vitest';
import { SoconformError } from '../../specs/error.ts';
import { createClient } from './send.ts';
import { reachTarget, targetUrl } from './target.ts';
import { rawServer, write } from './testing/raw-server.ts';
import type { RawServer } from './testing/raw-server.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

test.each([
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://localhost:8080/', 'http://localhost:8080'],
  ['https://online.superoffice.com/Cust12345/', 'https://online.superoffice.com/Cust12345'],
  ['http://[::1]:8080/a/b//', 'http://[::1]:8080/a/b'],
  ['HTTPS://Host.Example:443', 'https://host.example'],
])('%s is the address %s', (text, url) => {
  expect(targetUrl(text)).toBe(url);
});

test.each([
  ['', /found ""/],
  ['localhost', /found "localhost"/],
  ['localhost:8080', /the scheme localhost:/],
  ['ftp://host/', /the scheme ftp:/],
  ['https://ann:secret@host/', /a user in it/],
  ['https://host/?a=b', /a query or fragment in it \(\?a=b\)/],
])('%s is no address of a target', (text, message) => {
  expect(() => targetUrl(text)).toThrow(SoconformError);
  expect(() => targetUrl(text)).toThrow(message);
  expect(() => targetUrl(text)).not.toThrow(/secret/);
});

async function answering(answer: string): Promise<RawServer> {
  const server = await rawServer((socket) => write(socket, answer));
  opened.push(server);
  return server;
}

function send() {
  const client = createClient({ connections: 1, connectMs: 1000 });
  opened.push(client);
  return client.send;
}

const json = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test.each([
  ['our marker', json('{"emulator":"soconform","version":"0.1.0"}'), true],
  ['another one', json('{"emulator":"other"}'), false],
  ['an HTML page', json('<html>'), false],
  ['null', json('null'), false],
  ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n', false],
  ['an error', 'HTTP/1.1 500 Oops\r\nContent-Length: 42\r\n\r\n{"emulator":"soconform","version":"0.1.0"}', false],
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n', false],
])('a target that answers %s', async (_name, answer, emulator) => {
  const server = await answering(answer);
  expect(await reachTarget(`${server.url}/base`, send())).toEqual({ emulator });
  expect(server.requests()).toEqual([expect.stringMatching(/^GET \/base\/_emulator HTTP\/1\.1\r\n/)]);
});

test('a target that nobody listens at is told in one line, with exit 3', async () => {
  const server = await rawServer(() => {});
  await server.close();
  const error: unknown = await reachTarget(server.url, send()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SoconformError);
  expect(error).toMatchObject({
    code: 'E_UNREACHABLE',
    exit: 3,
    message: `tried GET ${server.url}/_emulator: no connection to ${server.url}: connection refused (nothing listens on that port) [ECONNREFUSED]`,
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../reporters/record.ts';
import { selfSigned } from '../suites/client/testing/certificate.ts';
import { rawServer, write } from '../suites/client/testing/raw-server.ts';
import type { Script } from '../suites/client/testing/raw-server.ts';
import { soconform, start } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-torture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a process tell at its end how much memory it had at most. */
const tellsMemory = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('\\nmaxRSS ' + process.resourceUsage().maxRSS + '\\n'))",
)}`;
const env = { SOCONFORM_TICKET: '7T:secret-ticket-1', NODE_OPTIONS: `--import ${tellsMemory}` };

const megabytes = (stderr: string): number => Number(/maxRSS (\d+)/.exec(stderr)?.[1]) / 1024;

/** Writes so many parts, as fast as they are taken. */
function flood(socket: Socket, parts: number, part: (index: number) => string): void {
  let index = 0;
  const more = (): void => {
    while (index < parts && !socket.destroyed) if (!socket.write(part(index++))) return void socket.once('drain', more);
  };
  more();
}

const mega = 2 ** 20;
const headOf = (type: string, length?: number): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${length === undefined ? 'Connection: close' : `Content-Length: ${length}`}\r\n\r\n`;
const once =
  (type: string, body: string): Script =>
  (socket) =>
    void socket.write(headOf(type, body.length) + body);
const json = 'application/json';
const items = (item: string): string =>
  `[${`${item},`.repeat(Math.floor((3.9 * mega) / (item.length + 1))).slice(0, -1)}]`;
const packed = gzipSync(`[${'[],'.repeat(20 * mega)}[]]`);
const many = (part: (one: number) => string, count = 210_000): string =>
  Array.from({ length: count }, (_, one) => part(one)).join(' ');
const envelope = (content: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;

const rest = ['--operation', 'EMail.SendEMails', '--version', 'v1'];
const soap = ['--operation', 'Messaging.SendMessages'];

describe('memory stays under 400 MB when every answer is', { timeout: 120_000 }, () => {
  test.each<[title: string, filters: readonly string[], script: Script, said: RegExp]>([
    [
      '200 MB of JSON',
      rest,
      (socket) => {
        socket.write(`${headOf(json, 200 * mega + 4)}["`);
        flood(socket, 3200, () => 'a'.repeat(65_536));
      },
      /larger than 4 MB, the most that is read/,
    ],
    [
      'an object with 10 million keys',
      rest,
      (socket) => {
        socket.write(`${headOf(json)}[{`);
        flood(socket, 10_000, (part) => Array.from({ length: 1000 }, (_, one) => `"k${part}-${one}":0,`).join(''));
      },
      /larger than 4 MB/,
    ],
    [
      'without end',
      rest,
      (socket) => (socket.write(headOf(json)), flood(socket, 1e9, () => 'a'.repeat(65_536))),
      /larger than 4 MB/,
    ],
    [
      '60 MB of empty lists in 61 KB, where gzip is asked for',
      rest,
      (socket, request) => {
        const isAsked = /accept-encoding: gzip/i.test(request);
        const head = `HTTP/1.1 200 OK\r\nContent-Type: ${json}\r\n${isAsked ? 'Content-Encoding: gzip\r\n' : ''}`;
        const body = isAsked ? packed : Buffer.from('[]');
        void socket.write(Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]));
      },
      /the\s+answer\s+is\s+larger\s+than\s+4\s+MB,\s+once\s+unpacked/,
    ],
    ['as many objects as go into 4 MB', rest, once(json, items('{"a":1}')), /REST-MEMBERS/],
    ['as many empty lists as go into 4 MB', rest, once(json, items('[]')), /REST-ITEMS/],
    [
      'one object with as many names as go into 4 MB',
      rest,
      once(json, `[{${Array.from({ length: 300_000 }, (_, one) => `"k${one}":0`).join(',')}}]`),
      /REST-MEMBERS/,
    ],
    [
      'as many elements as go into 4 MB',
      soap,
      once('text/xml; charset=utf-8', envelope('<a/>'.repeat(980_000))),
      /more than 500000 elements/,
    ],
    [
      'just as many elements as are read',
      soap,
      once('text/xml; charset=utf-8', envelope('<a/>'.repeat(499_000))),
      /SOAP-WRAPPER/,
    ],
    [
      'an element with as many attributes as go into 4 MB',
      soap,
      once('text/xml; charset=utf-8', envelope(`<a ${many((one) => `a${one}=""`)}/>`)),
      /SOAP-WRAPPER/,
    ],
    [
      'an element with as many namespaces as go into 4 MB',
      soap,
      once('text/xml; charset=utf-8', envelope(`<a ${many((one) => `xmlns:a${one}="b"`)}/>`)),
      /SOAP-WRAPPER/,
    ],
    [
      'an element with thousands of namespaces around thousands that declare one more',
      soap,
      once(
        'text/xml; charset=utf-8',
        envelope(
          `<a ${many((one) => `xmlns:a${one}="b"`, 60_000)}>${many((one) => `<a xmlns:b="c${one}"/>`, 60_000)}</a>`,
        ),
      ),
      /SOAP-WRAPPER/,
    ],
  ])('%s', async (_title, filters, script, said) => {
    const server = await rawServer((socket, request, index) =>
      // It is no emulator.
      index === 0 && request.startsWith('GET /_emulator')
        ? write(socket, 'HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n')
        : script(socket, request, index),
    );
    const args = [
      '--target',
      server.url,
      '--allow',
      'send',
      '--case',
      '*/{documented,generated-1,arrays-1,gzip}',
      ...filters,
    ];
    const { code, stdout, stderr } = await soconform(['run', ...args, '--deadline', '60000'], { env });
    await server.close();
    // What nobody read is not judged: nothing could be asked.
    expect([code, stderr.replace(/\s*maxRSS \d+\s*/, '')]).toEqual([said.source.startsWith('larger') ? 3 : 1, '']);
    expect(stdout).toMatch(said);
    expect(stdout).not.toContain('secret-ticket');
    expect(megabytes(stderr)).toBeLessThan(400);
  });
});

describe('what TLS does not let through is the network’s: 3, one line, and no request', () => {
  test.each<[title: string, validity: { from?: Date; to?: Date }, said: RegExp]>([
    ['a certificate that nobody signed', {}, /self-signed certificate/],
    ['one that has expired', { from: new Date(0), to: new Date(86_400_000) }, /self-signed certificate|expired/],
  ])('%s', async (_title, validity, said) => {
    const server = await rawServer(() => {}, selfSigned(validity));
    const { code, stderr } = await soconform(['run', '--target', server.url], {
      // Whoever sets this for all of Node has not said that this tool may not look.
      env: { SOCONFORM_TICKET: '7T:secret-ticket-1', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
    });
    await server.close();
    expect([code, stderr.trim().split('\n').length]).toEqual([3, 1]);
    expect(stderr).toMatch(said);
    expect(server.requests()).toEqual([]);
  });
});

test('a redirect to another host is not followed, and that host gets nothing', async () => {
  const other = await rawServer(() => {});
  const server = await rawServer((socket) =>
    write(socket, `HTTP/1.1 307 X\r\nLocation: ${other.url}/steal\r\nContent-Length: 0\r\n\r\n`),
  );
  const args = ['run', '--target', server.url, '--allow', 'send', '--deadline', '5000'];
  const { code, stdout } = await soconform(args, { env: { SOCONFORM_TICKET: '7T:secret-ticket-1' } });
  await Promise.all([server.close(), other.close()]);
  expect([code, other.connections()]).toEqual([1, 0]);
  expect(stdout).toContain('HTTP-NO-REDIRECT');
});

test('a target that goes away after some answers: what was answered is judged, the rest is blocked', async () => {
  const server = await rawServer(async (socket, _request, index) => {
    await write(socket, 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nnull');
    if (index === 10) void server.close();
  });
  const report = path.join(folder, 'gone.json');
  const args = [
    'run',
    '--target',
    server.url,
    '--allow',
    'send',
    '--concurrency',
    '1',
    '--deadline',
    '5000',
    '--report',
    `json=${report}`,
  ];
  const { code } = await soconform(args, { env: { SOCONFORM_TICKET: '7T:secret-ticket-1' } });
  await server.close();
  const record = JSON.parse(readFileSync(report, 'utf8')) as RunRecord;
  expect([code, record.complete, record.summary.broken]).toEqual([1, true, 0]);
  // Four of the answers were to questions before the cases.
  expect(record.cases.filter(({ sent }) => sent).length).toBeGreaterThan(5);
  expect(record.summary.blocked).toBeGreaterThan(10);
});

describe('a run that is killed', { timeout: 60_000 }, () => {
  const slow: Script = async (socket) => {
    await write(socket, 15, 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nnull');
  };
  /** The moments: after so many requests. */
  const rows = (['SIGINT', 'SIGTERM', 'SIGKILL'] as const).flatMap((signal) =>
    [1, 3, 12].map((requests): [NodeJS.Signals, number] => [signal, requests]),
  );
  test.each(rows)(
    'by %s after %i requests leaves a record that is marked as cut off, or none',
    async (signal, requests) => {
      let reached: () => void = () => {};
      const moment = new Promise<void>((resolve) => (reached = resolve));
      const server = await rawServer((socket, request, index) => {
        if (index + 1 === requests) reached();
        return slow(socket, request, index);
      });
      const report = path.join(folder, `${signal}-${requests}.json`);
      const args = [
        'run',
        '--target',
        server.url,
        '--allow',
        'send',
        '--concurrency',
        '1',
        '--report',
        `json=${report}`,
      ];
      const command = start(args, { env: { SOCONFORM_TICKET: '7T:secret-ticket-1' } });
      await moment;
      command.process.kill(signal);
      const { code, stdout, stderr } = await command.ended;
      await server.close();
      const text = textOf(report);
      if (signal === 'SIGKILL') {
        expect([code, text]).toEqual([null, undefined]);
        return;
      }
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
      if (text !== undefined) {
        expect(JSON.parse(text)).toMatchObject({ format: 'soconform.run/1', complete: false });
        expect(stdout).toMatch(/interrupted/);
      } else expect(stderr).toMatch(/Interrupted before anything was asked/);
    },
  );
});

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

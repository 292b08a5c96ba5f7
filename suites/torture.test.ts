import { gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordVerdict, RunRecord } from '../reporters/record.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { write } from './client/testing/raw-server.ts';
import { runPlan } from './run.ts';
import { finished } from './testing/finished.ts';
import { catalogue, corePlan } from './testing/run-core.ts';
import { tortureServer } from './testing/torture.ts';
import type { Hostile } from './testing/torture.ts';

/** Cases that no other one is judged against, so that all others are judged as ever. */
const victims = {
  rest: 'EMail.SendEMails/rest-v1/arrays-1',
  void: 'EMail.RelayMessage/rest-v1/arrays-1',
  soap: 'Messaging.SendMessages/soap-Services86/arrays-1',
} as const;

const deadlineMs = 300;

/** Nobody but the victim is in a hurry: the others are judged as ever on a busy machine, too. */
async function ask(url: string, victim?: string): Promise<RunRecord> {
  const client = createClient({ connections: 4, connectMs: 2000 });
  try {
    return await finished(
      runPlan(corePlan, {
        target: { url, emulator: true },
        credentials: emulatorCredentials,
        send: (request, limits) => client.send(request, limits.name === victim ? { ...limits, deadlineMs } : limits),
        allow: 'send',
        concurrency: 4,
        deadlineMs: 20_000,
        graceMs: 20,
        keep: 'all',
        now: () => new Date(0),
      }),
    );
  } finally {
    await client.close();
  }
}

type Told = readonly (readonly [check: string, outcome: string, said: string])[];

const told = (verdicts: readonly RecordVerdict[]): Told =>
  verdicts
    .filter(({ outcome, blockedBy }) => outcome !== 'pass' && outcome !== 'skipped' && blockedBy === undefined)
    .map(({ check, outcome, findings, reason }) => [check, outcome, findings[0]?.received ?? reason ?? '']);

/** Every verdict of every case but one, as one text each. */
const others = (record: RunRecord, victim: string): readonly string[] =>
  record.cases
    .filter(({ id }) => id !== victim)
    .flatMap(({ id, verdicts }) => verdicts.map(({ check, outcome }) => `${id} ${check} ${outcome}`));

let healthy: RunRecord;
const problems: unknown[] = [];
const note = (error: unknown): void => void problems.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  process.on('uncaughtExceptionMonitor', note);
  const victim = corePlan.planned[0];
  if (victim === undefined) throw new Error('the plan is empty');
  const server = await tortureServer(
    catalogue,
    { ...victim, case: { ...victim.case, request: { ...victim.case.request, path: '/nobody' } } },
    () => {},
  );
  healthy = await ask(server.url);
  await server.close();
  expect(healthy.summary.pass).toBeGreaterThan(300);
  expect([healthy.summary.fail, healthy.summary.blocked, healthy.summary.broken]).toEqual([0, 0, 0]);
});
afterAll(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtExceptionMonitor', note);
  expect(problems).toEqual([]);
});

const json = 'Content-Type: application/json';
const xml = 'Content-Type: text/xml; charset=utf-8';
const sized = (type: string, body: string | Uint8Array, status = '200 OK'): Uint8Array => {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\n${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`),
    bytes,
  ]);
};
const says =
  (...parts: readonly (string | Uint8Array | number)[]): Hostile =>
  (socket) =>
    write(socket, ...parts);
const then =
  (hostile: Hostile, ending: (socket: Socket) => void): Hostile =>
  async (socket) => {
    await hostile(socket);
    // What was written is on the wire before the end.
    setTimeout(() => ending(socket), 20);
  };
const resets = (...parts: readonly string[]): Hostile => then(says(...parts), (s) => void s.resetAndDestroy());
const closes = (...parts: readonly (string | Uint8Array)[]): Hostile => then(says(...parts), (s) => void s.end());
/** Writes the same again and again, as fast as it is taken. */
const endless =
  (begin: string, again: string): Hostile =>
  (socket) => {
    socket.write(begin);
    const more = (): void => {
      while (!socket.destroyed && socket.write(again));
    };
    socket.on('drain', more);
    more();
  };
const dripping =
  (text: string, everyMs: number): Hostile =>
  (socket) => {
    let at = 0;
    const timer = setInterval(() => {
      if (socket.destroyed) clearInterval(timer);
      else socket.write(text[at++ % text.length] ?? '');
    }, everyMs);
  };
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

const head = `HTTP/1.1 200 OK\r\n${json}\r\n`;
const envelope = (content: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;
const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

interface Row {
  readonly at: keyof typeof victims;
  readonly answer: Hostile;
  /** The verdicts that are no pass, but for those that wait for another one. */
  readonly told: readonly (readonly [check: string, outcome: 'fail' | 'observed' | 'blocked', said: RegExp])[];
  /** Whether what follows the answer may meet the next case, which is blocked then and says whose bytes they are. */
  readonly surplus?: true;
}

const unanswered = (said: RegExp): Row['told'] => [['HTTP-ANSWERED', 'fail', said]];
const noJson = (said: RegExp): Row['told'] => [['REST-JSON', 'fail', said]];
const noXml = (said: RegExp): Row['told'] => [['SOAP-WELL-FORMED', 'fail', said]];
const late = /no complete answer within 300 ms/;

const rows: Readonly<Record<string, Row>> = {
  'endless headers': {
    at: 'rest',
    answer: endless('HTTP/1.1 200 OK\r\n', `X-More: ${'a'.repeat(4000)}\r\n`),
    told: unanswered(/the head of the answer is larger than 64 KB/),
  },
  'one header without end': {
    at: 'rest',
    answer: endless('HTTP/1.1 200 OK\r\nX-More: ', 'a'.repeat(4000)),
    told: unanswered(/the head of the answer is larger than 64 KB/),
  },
  'endless headers of a 204': {
    at: 'void',
    answer: endless('HTTP/1.1 204 No Content\r\n', `X-More: ${'a'.repeat(4000)}\r\n`),
    told: unanswered(/the head of the answer is larger than 64 KB/),
  },
  'one byte now and then, of a head': {
    at: 'rest',
    answer: dripping('HTTP/1.1 200 OK\r\n', 50),
    told: unanswered(late),
  },
  'one byte now and then, of a body': {
    at: 'rest',
    answer: then(says(`${head}Transfer-Encoding: chunked\r\n\r\n`), (s) => void dripping('1\r\na\r\n', 10)(s)),
    told: unanswered(late),
  },
  'a chunk extension without end': {
    at: 'rest',
    answer: endless(`${head}Transfer-Encoding: chunked\r\n\r\n1;a=`, 'a'.repeat(4000)),
    told: unanswered(/./),
  },
  'trailers without end': {
    at: 'rest',
    answer: endless(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n`, `X-More: ${'a'.repeat(4000)}\r\n`),
    told: unanswered(/./),
  },
  'no answer': { at: 'rest', answer: () => {}, told: unanswered(late) },
  'no answer to a void operation': { at: 'void', answer: () => {}, told: unanswered(late) },
  'a reset before the answer': { at: 'rest', answer: resets(), told: unanswered(/reset/) },
  'a reset in the status line': { at: 'rest', answer: resets('HTTP/1.1 2'), told: unanswered(/reset/) },
  'a reset in the headers': { at: 'rest', answer: resets(head), told: unanswered(/reset/) },
  'a reset after the head': {
    at: 'rest',
    answer: resets(`${head}Content-Length: 9\r\n\r\n`),
    told: unanswered(/reset/),
  },
  'a reset in the body': {
    at: 'rest',
    answer: resets(`${head}Content-Length: 9\r\n\r\n[1`),
    told: unanswered(/reset/),
  },
  'a reset in a body that ends by closing': { at: 'rest', answer: resets(`${head}\r\n[]`), told: unanswered(/reset/) },
  'a Content-Length that is too long, and closed': {
    at: 'rest',
    answer: closes(`${head}Content-Length: 99\r\n\r\n[]`),
    told: unanswered(/closed|shorter/),
  },
  'a Content-Length that is too long, and held': {
    at: 'rest',
    answer: says(`${head}Content-Length: 99\r\n\r\n[]`),
    told: unanswered(late),
  },
  'a Content-Length that is too short': {
    at: 'rest',
    answer: says(`${head}Content-Length: 3\r\n\r\n[1,2,3]`),
    told: noJson(/./),
    surplus: true,
  },
  'two lengths that differ': {
    at: 'rest',
    answer: closes(`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n[] `),
    told: unanswered(/Content-Length|HTTP/i),
  },
  'a length and chunks': {
    at: 'rest',
    answer: closes(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n`),
    told: unanswered(/HTTP/i),
  },
  'a chunk that is no chunk': {
    at: 'rest',
    answer: says(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n`),
    told: unanswered(/chunk/i),
  },
  'a chunk that is longer than it says': {
    at: 'rest',
    answer: says(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n[]\r\n0\r\n\r\n`),
    told: unanswered(/chunk|HTTP/i),
  },
  'chunks that are cut off': {
    at: 'rest',
    answer: closes(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n[1`),
    told: unanswered(/closed/),
  },
  'a head with line feeds alone': {
    at: 'rest',
    answer: closes('HTTP/1.1 200 OK\nContent-Length: 2\n\n[]'),
    told: unanswered(/HTTP/),
  },
  'a gzip bomb': {
    at: 'rest',
    answer: says(sized(`${json}\r\nContent-Encoding: gzip`, gzipSync(Buffer.alloc(50_000_000)))),
    told: noJson(/gzip/),
  },
  'text that is labelled gzip': {
    at: 'rest',
    answer: says(sized(`${json}\r\nContent-Encoding: gzip`, '[]')),
    told: noJson(/gzip/),
  },
  'a coding that nobody knows': {
    at: 'rest',
    answer: says(sized(`${json}\r\nContent-Encoding: rot13`, '[]')),
    told: noJson(/rot13/),
  },
  'invalid UTF-8': {
    at: 'rest',
    answer: says(sized(json, Uint8Array.of(0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d))),
    told: noJson(/not UTF-8/),
  },
  'a surrogate in UTF-8': {
    at: 'rest',
    answer: says(sized(json, Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))),
    told: noJson(/not UTF-8/),
  },
  'NUL bytes': { at: 'rest', answer: says(sized(json, '\0\0\0\0')), told: noJson(/./) },
  'JSON 100,000 levels deep': {
    at: 'rest',
    answer: says(sized(json, nested('[', ']', 100_000))),
    told: [['REST-ITEMS', 'fail', /an array/]],
  },
  'JSON 100,000 levels deep that does not end': {
    at: 'rest',
    answer: says(sized(json, '['.repeat(100_000))),
    told: noJson(/./),
  },
  'objects 100,000 levels deep': {
    at: 'rest',
    answer: says(sized(json, `[{"To":${nested('{"a":', '}', 100_000).replace('}', '1}')}}]`)),
    told: [
      ['REST-MEMBERS', 'fail', /none/],
      ['REST-TYPE', 'fail', /an object/],
    ],
  },
  'numbers beyond all': {
    at: 'rest',
    answer: says(sized(json, `[{"Size":1e999,"Priority":${'9'.repeat(400)}}]`)),
    told: [
      ['REST-MEMBERS', 'fail', /none/],
      ['REST-TYPE', 'fail', /Infinity/],
      ['REST-INT32', 'fail', /Infinity/],
    ],
  },
  'a member named __proto__': {
    at: 'rest',
    answer: says(sized(json, '[{"__proto__":{"To":1},"constructor":{"prototype":1},"toString":1}]')),
    told: [
      ['REST-MEMBERS', 'fail', /none/],
      ['REST-EXTRA', 'observed', /./],
    ],
  },
  'an HTML login page': {
    at: 'rest',
    answer: says(sized('Content-Type: text/html', '<!DOCTYPE html><html><body>Please log in</body></html>')),
    told: [
      ['HTTP-MEDIA-TYPE', 'fail', /text\/html/],
      ['REST-JSON', 'fail', /expected a value/],
    ],
  },
  'HTTP/1.0': {
    at: 'rest',
    answer: closes(`HTTP/1.0 200 OK\r\n${json}\r\n\r\nnull`),
    told: [['REST-TOP-LEVEL', 'observed', /null/]],
  },
  'HTTP/2 without being asked': {
    at: 'rest',
    answer: closes(Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    told: unanswered(/cannot be read as HTTP/),
  },
  '100 Continue without end': {
    at: 'rest',
    answer: endless('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
    told: unanswered(late),
  },
  '103 Early Hints without end': {
    at: 'rest',
    answer: endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100)),
    told: unanswered(late),
  },
  'a switch of protocols': {
    at: 'rest',
    answer: says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    told: unanswered(/101/),
  },
  'a redirect to itself': {
    at: 'rest',
    answer: says('HTTP/1.1 307 X\r\nLocation: /api/v1/Agents/EMail/SendEMails\r\nContent-Length: 0\r\n\r\n'),
    told: [['HTTP-NO-REDIRECT', 'fail', /307/]],
  },
  'extra bytes after the end': {
    at: 'rest',
    answer: says(`${head}Content-Length: 4\r\n\r\nnullHello`),
    told: [['REST-TOP-LEVEL', 'observed', /null/]],
    surplus: true,
  },
  'two answers to one request': {
    at: 'rest',
    answer: says(sized(json, 'null'), sized(json, 'null')),
    told: [['REST-TOP-LEVEL', 'observed', /null/]],
    surplus: true,
  },
  'an entity of its own': {
    at: 'soap',
    answer: says(sized(xml, `<!DOCTYPE a [<!ENTITY b "c">]>${envelope('&b;')}`)),
    told: noXml(/document type/),
  },
  'an entity that nobody declared': { at: 'soap', answer: says(sized(xml, envelope('&nbsp;'))), told: noXml(/./) },
  'a billion laughs': {
    at: 'soap',
    answer: says(sized(xml, `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>${envelope('&l9;')}`)),
    told: noXml(/document type/),
  },
  'an external entity': {
    at: 'soap',
    answer: says(sized(xml, `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${envelope('&b;')}`)),
    told: noXml(/document type/),
  },
  'an external document type': {
    at: 'soap',
    answer: says(sized(xml, `<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">${envelope('')}`)),
    told: noXml(/document type/),
  },
  'CDATA that does not end': { at: 'soap', answer: says(sized(xml, envelope('<![CDATA['))), told: noXml(/./) },
  'CDATA that ends twice': {
    at: 'soap',
    answer: says(sized(xml, envelope('<a><![CDATA[x]]>]]></a>'))),
    told: noXml(/./),
  },
  'NUL bytes in XML': { at: 'soap', answer: says(sized(xml, envelope('<a>\0</a>'))), told: noXml(/./) },
  'a NUL by number': { at: 'soap', answer: says(sized(xml, envelope('<a>&#0;</a>'))), told: noXml(/./) },
  'XML 100,000 levels deep': {
    at: 'soap',
    answer: says(sized(xml, envelope(nested('<a>', '</a>', 100_000)))),
    told: [['SOAP-WELL-FORMED', 'blocked', /elements nest deeper than 200 .*more than is read/]],
  },
  'an attribute of 3 MB': {
    at: 'soap',
    answer: says(sized(xml, envelope(`<a b="${'x'.repeat(3_000_000)}"/>`))),
    told: [
      ['SOAP-HEADER', 'fail', /no parts/],
      ['SOAP-WRAPPER', 'fail', /a in no namespace/],
    ],
  },
  'XML in UTF-7': {
    at: 'soap',
    answer: says(sized('Content-Type: text/xml; charset=utf-7', envelope('<a/>'))),
    told: noXml(/./),
  },
  'a page of HTML': {
    at: 'soap',
    answer: says(sized('Content-Type: text/html', '<html><body><p>Log in</body></html>')),
    told: [
      ['SOAP-MEDIA-TYPE', 'fail', /text\/html/],
      ['SOAP-WELL-FORMED', 'fail', /unexpected close tag/],
    ],
  },
};

describe('a target that answers one case with', () => {
  test.each(Object.entries(rows))('%s', { timeout: 30_000 }, async (_title, row) => {
    const victim = victims[row.at];
    const planned = corePlan.planned.find((one) => one.case.id === victim);
    if (planned === undefined) throw new Error(`no case ${victim}`);
    const server = await tortureServer(catalogue, planned, row.answer);
    const record = await ask(server.url, victim);
    await server.close();
    const verdicts = record.cases.find(({ id }) => id === victim)?.verdicts ?? [];
    const found = told(verdicts);
    expect(found.map(([check, outcome]) => [check, outcome])).toEqual(
      row.told.map(([check, outcome]) => [check, outcome]),
    );
    for (const [index, [check, , said]] of row.told.entries())
      expect([check, found[index]?.[2]]).toEqual([check, expect.stringMatching(said)]);

    const before = new Set(others(healthy, victim));
    const changed = others(record, victim).filter((one) => !before.has(one));
    const strays = record.cases.filter(
      ({ id, verdicts: of }) =>
        id !== victim && of.some(({ reason }) => reason?.includes(`the answer to ${victim}`) === true),
    );
    if (row.surplus === true) expect(strays.length).toBeLessThanOrEqual(1);
    const blamed = new Set(strays.flatMap(({ id, verdicts: of }) => of.map(({ check }) => `${id} ${check} blocked`)));
    expect(changed.filter((one) => !blamed.has(one))).toEqual([]);
    expect([record.complete, record.summary.broken]).toEqual([true, 0]);
    expect(record.summary.cases).toBe(healthy.summary.cases);
  });
});

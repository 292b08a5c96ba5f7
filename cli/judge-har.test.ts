import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Ended } from './testing/command.ts';
import { soconform } from './testing/command.ts';

interface Header {
  readonly name: string;
  readonly value: string;
}
interface Entry {
  readonly [name: string]: unknown;
  readonly request: {
    readonly [name: string]: unknown;
    readonly method: string;
    readonly url: string;
    readonly headers: readonly Header[];
    readonly postData?: { readonly text: string };
  };
  readonly response: {
    readonly [name: string]: unknown;
    readonly status: number;
    readonly headers: readonly Header[];
    readonly content: { readonly [name: string]: unknown; readonly text?: string };
  };
}

const scratch = mkdtempSync(path.join(tmpdir(), 'judge-har-'));
const place = (name: string): string => path.join(scratch, name);
/** By case. */
const healthy = new Map<string, Entry>();
const faulty = new Map<string, Entry>();

async function recordedFrom(faults: readonly string[], into: Map<string, Entry>): Promise<void> {
  const known = faults.map(faultOf).filter((one) => one !== undefined);
  const server = await serve({ catalogue: openCatalogue(), faults: known });
  const har = place('recorded.har');
  const cases = ['EMail.RelayMessage', 'EMail.SendEMails', 'Messaging.SendMessages'].join(',');
  await soconform(['run', '--target', server.url, '--operation', cases, '--keep', 'all', '--report', `har=${har}`]);
  await server.close();
  const { log } = JSON.parse(readFileSync(har, 'utf8')) as { log: { entries: readonly (Entry & { _case: string })[] } };
  for (const entry of log.entries) into.set(entry._case, entry);
}

beforeAll(async () => {
  await recordedFrom([], healthy);
  await recordedFrom(['rest-number-as-string'], faulty);
});
afterAll(() => rmSync(scratch, { recursive: true }));

const emails = 'EMail.SendEMails/rest-v1/documented';
const relay = 'EMail.RelayMessage/rest-v1/documented';
const messages = 'Messaging.SendMessages/soap-Services86/documented';
const entry = (from: ReadonlyMap<string, Entry>, id: string): Entry => {
  const found = from.get(id);
  if (found === undefined) throw new Error(`the HAR has no ${id}`);
  return found;
};

function written(name: string, entries: readonly unknown[], log: object = {}): string {
  writeFileSync(place(name), JSON.stringify({ log: { version: '1.2', creator: { name: 'a tool' }, entries, ...log } }));
  return place(name);
}

interface Judged extends Ended {
  readonly record: RunRecord;
}

async function judge(name: string, entries: readonly unknown[], ...args: readonly string[]): Promise<Judged> {
  const record = place(`${name}.json`);
  const ended = await soconform(['judge', written(name, entries), '--report', `json=${record}`, ...args]);
  return { ...ended, record: JSON.parse(readFileSync(record, 'utf8')) as RunRecord };
}

const failures = ({ record }: Judged): readonly string[] =>
  record.cases.flatMap((one) =>
    one.verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check }) => `${one.id} ${check}`),
  );

/** As Chrome writes HTTP/2. */
const http2 = (one: Entry): Entry => {
  const { pathname, host } = new URL(one.request.url);
  const pseudo = [
    { name: ':method', value: one.request.method },
    { name: ':authority', value: host },
    { name: ':path', value: pathname },
  ];
  return {
    ...one,
    _resourceType: 'fetch',
    request: { ...one.request, httpVersion: 'http/2.0', headers: [...pseudo, ...one.request.headers] },
    response: {
      ...one.response,
      httpVersion: 'http/2.0',
      headers: [{ name: ':status', value: '200' }, ...one.response.headers],
    },
  };
};
/** As Playwright and Firefox write what they do not take for text. */
const base64 = (one: Entry): Entry => {
  const text = Buffer.from(one.response.content.text ?? '').toString('base64');
  return { ...one, response: { ...one.response, content: { ...one.response.content, text, encoding: 'base64' } } };
};
/** As tools without a browser behind them write it. */
const bare = ({ request, response }: Entry): object => ({
  request: {
    method: request.method.toLowerCase(),
    url: request.url,
    headers: request.headers,
    postData: request.postData,
  },
  response: { status: response.status, headers: response.headers, content: { text: response.content.text } },
});
const below = (one: Entry): Entry => ({
  ...one,
  request: { ...one.request, url: one.request.url.replace(/:\d+\//, ':443/Cust12345/') },
});

describe('the exchanges of a HAR are judged', () => {
  test('those of a target that is right pass', async () => {
    const all = [entry(healthy, emails), entry(healthy, relay), entry(healthy, messages)];
    const judged = await judge('right.har', all);
    expect([judged.code, judged.stdout.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringMatching(/3 of 3 entries of \S+right\.har \(a tool\) were judged, and nothing was sent\./),
    ]);
    expect(judged.record.cases.map(({ id, origin }) => `${id} ${origin}`)).toEqual([
      'EMail.RelayMessage/rest-v1/har-2 recorded',
      'EMail.SendEMails/rest-v1/har-1 recorded',
      'Messaging.SendMessages/soap-Services86/har-3 recorded',
    ]);
    expect(judged.record.target).toMatchObject({ auth: 'bearer', emulator: false });
  });

  test.each<[name: string, form: (one: Entry) => object]>([
    ['a text', (one) => one],
    ['HTTP-2', http2],
    ['base64', base64],
    ['bare', bare],
    ['below a tenant', below],
  ])('a failure is found in the form of %s', async (name, form) => {
    const judged = await judge(`${name}.har`, [form(entry(faulty, emails)), form(entry(healthy, relay))]);
    expect([judged.code, failures(judged)]).toEqual([1, ['EMail.SendEMails/rest-v1/har-1 REST-TYPE']]);
  });

  test('what only a socket shows is never a pass', async () => {
    const { record } = await judge('socket.har', [entry(healthy, relay), http2(base64(entry(healthy, messages)))]);
    const verdicts = record.cases
      .flatMap((one) => one.verdicts)
      .filter(({ check }) => /204|FRAMING|CODING|CHARSET/.test(check));
    expect(verdicts.length).toBeGreaterThan(2);
    expect(new Set(verdicts.map(({ outcome, reason }) => `${outcome}: ${reason}`))).toEqual(
      new Set(['skipped: a HAR does not hold what the wire itself showed']),
    );
  });

  test('what was refused is no failure of the target, and no pass', async () => {
    const answer = (status: number, text: string): Entry => {
      const one = entry(healthy, emails);
      return { ...one, response: { ...one.response, status, content: { size: text.length, text } } };
    };
    const refused = await judge('refused.har', [
      answer(401, ''),
      answer(400, '{"Message":"no"}'),
      entry(healthy, relay),
    ]);
    expect([refused.code, failures(refused)]).toEqual([0, []]);
    expect(refused.stdout.replace(/\s+/g, ' ')).toMatch(/2 of 3 answers were 401|answered 400: a HAR does not say/);
    expect(failures(await judge('broken.har', [answer(500, 'oops')]))).toContain(
      'EMail.SendEMails/rest-v1/har-1 REST-STATUS',
    );
  });

  test('with a deviation as in a run', async () => {
    const text = `format: soconform.deviations/1\ndeviations:\n  - check: REST-TYPE\n    operation: EMail.SendEMails\n    kind: bug\n    reason: sizes are texts\n    owner: me\n    expires: 2099-01-31\n`;
    writeFileSync(place('known.yaml'), text);
    const known = await judge('known.har', [entry(faulty, emails)], '--deviations', place('known.yaml'));
    expect([known.code, known.record.summary.known]).toEqual([0, 1]);
  });
});

test('what is no call, or has no answer, is listed with its reason and counted', async () => {
  const one = entry(healthy, emails);
  const { content, ...rest } = one.response;
  const at = (url: string, method = 'GET') => ({ ...one, request: { ...one.request, url, method } });
  const { code, record, stdout } = await judge('mixed.har', [
    one,
    at('https://cdn.example/app.js'),
    at('https://cdn.example/style.css'),
    at(one.request.url, 'OPTIONS'),
    { ...one, response: { ...rest, status: 0, headers: [], content: {}, _error: 'net::ERR_FAILED' } },
    { ...one, response: { ...rest, content: { size: 655, mimeType: 'application/json' } } },
    at('https://other.example/api/v1/Agents/EMail/SendEMails', 'POST'),
  ]);
  expect(code).toBe(0);
  expect(content.text).toBeDefined();
  expect(record.har?.notJudged.map(({ reason, count }) => `${count} ${reason}`)).toEqual([
    '2 no operation of the catalogue stands at its address',
    '1 its operation is not called by OPTIONS',
    '1 no answer came (net::ERR_FAILED)',
    '1 its content is not in the HAR: export it with content',
    '1 it is of another target, https://other.example',
  ]);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /2, for no operation of the catalogue stands at its address \(GET \/app\.js, GET \/style\.css\)/,
  );
});

test('a HAR in which nothing can be judged ends with 5, and looks green nowhere', async () => {
  const none = await judge(
    'none.har',
    [{ ...entry(healthy, emails), request: { ...entry(healthy, emails).request, method: 'GET' } }],
    '--report',
    `junit=${place('none.xml')}`,
  );
  expect([none.code, none.stdout]).toEqual([5, expect.stringMatching(/Exit 5: nothing was judged: no entry/)]);
  expect(readFileSync(place('none.xml'), 'utf8')).toMatch(/<failure|<error/);
  expect((await soconform(['judge', written('empty.har', [])])).code).toBe(5);
});

test('no secret of a HAR is in any output', async () => {
  const secrets = [
    '8A:Cust1.bearer-one',
    '7T:ticket-two==',
    'session-cookie-three',
    'pa55-word-four',
    'app-token-five',
  ];
  const one = entry(faulty, emails);
  const soap = entry(faulty, messages);
  const echo = JSON.stringify(secrets.join(' '));
  const body = one.response.content.text?.replace(/"Subject":"[^"]*"/, `"Subject":${echo},"Size":${echo}`);
  const asked = {
    ...one,
    request: {
      ...one.request,
      url: `${one.request.url}?access_token=8A:Cust1.bearer-one`,
      headers: [
        ...one.request.headers.filter(({ name }) => name !== 'authorization'),
        { name: 'Authorization', value: 'Bearer 8A:Cust1.bearer-one' },
        { name: 'SO-AppToken', value: 'app-token-five' },
        { name: 'Cookie', value: 'a=1; sid=session-cookie-three' },
      ],
      cookies: [{ name: 'sid', value: 'session-cookie-three' }],
      postData: { mimeType: 'application/json', text: '{"ConnectionInfo":{"Password":"pa55-word-four"}}' },
    },
    response: { ...one.response, content: { size: 1, text: body } },
  };
  const envelope = (soap.request.postData?.text ?? '').replace(/(<(?:\w+:)?Ticket>)[^<]*/, '$17T:ticket-two==');
  const called = { ...soap, request: { ...soap.request, postData: { mimeType: 'text/xml', text: envelope } } };
  expect(envelope).toContain('7T:ticket-two==');
  const kinds = ['html', 'markdown', 'junit', 'ctrf', 'sarif', 'har', 'ndjson', 'terminal'];
  const reports = kinds.flatMap((kind) => ['--report', `${kind}=${place(`secret.${kind}`)}`]);
  const judged = await judge('secret.har', [asked, called], ...reports);
  expect(failures(judged).length).toBeGreaterThan(0);
  const texts = [judged.stdout, judged.stderr, readFileSync(place('secret.har.json'), 'utf8')];
  const files = kinds.map((kind) => readFileSync(place(`secret.${kind}`), 'utf8'));
  const seen = [...texts, ...files].flatMap((text, index) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${index}: ${secret}`),
  );
  expect(seen).toEqual([]);
});

describe('a HAR that is none is refused with its place and a remedy', () => {
  const one = () => entry(healthy, emails);
  test.each<[name: string, text: () => string, said: RegExp]>([
    ['half of one', () => '{"log":{"entries":[', /E_HAR .*half\.har: expected a HAR, found no JSON or half of it/],
    ['something else', () => '[]', /the file: expected an object, found a list; export the HAR again/],
    ['without entries', () => '{"log":{}}', /log\.entries: expected a list, found nothing/],
    ['an entry that is none', () => '{"log":{"entries":[7]}}', /log\.entries\[0\]: expected an object, found a number/],
    [
      'an address that is none',
      () => JSON.stringify({ log: { entries: [{ ...one(), request: { ...one().request, url: '/api' } }] } }),
      /log\.entries\[0\]\.request\.url: expected an absolute address, found a text/,
    ],
    [
      'a status that is none',
      () => JSON.stringify({ log: { entries: [one(), { ...one(), response: { ...one().response, status: '200' } }] } }),
      /log\.entries\[1\]\.response\.status: expected a number, found a text/,
    ],
    [
      'headers of another kind',
      () => JSON.stringify({ log: { entries: [{ ...one(), request: { ...one().request, headers: [{ name: 1 }] } }] } }),
      /log\.entries\[0\]\.request\.headers\[0\]\.name: expected a text, found a number/,
    ],
    [
      'base64 that is none',
      () =>
        JSON.stringify({
          log: { entries: [{ ...one(), response: { ...one().response, content: { text: 'ü', encoding: 'base64' } } }] },
        }),
      /log\.entries\[0\]\.response\.content: expected text or base64, found something else/,
    ],
  ])('%s', async (_name, text, said) => {
    writeFileSync(place('half.har'), text());
    const { code, stderr } = await soconform(['judge', place('half.har')]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});

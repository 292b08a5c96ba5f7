import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { ReplayRecord } from '../reporters/replay-record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { soconform } from './testing/command.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'replay-'));
const place = (name: string): string => path.join(scratch, name);
const id = 'EMail.SendEMails/rest-v1/documented';
const file = place('run.json');
let healthy: Serving;
let faulty: Serving;
let other: Serving;

const serving = (...ids: readonly string[]): Promise<Serving> =>
  serve({ catalogue: openCatalogue(), faults: ids.map(faultOf).filter((one) => one !== undefined) });
const replay = (...args: readonly string[]) => soconform(['replay', file, ...args]);
const toldBy = async (...args: readonly string[]): Promise<ReplayRecord> =>
  JSON.parse((await replay(...args, '--json')).stdout) as ReplayRecord;
const recordIn = (name: string): RunRecord => JSON.parse(readFileSync(name, 'utf8')) as RunRecord;

beforeAll(async () => {
  [healthy, faulty, other] = await Promise.all([
    serving(),
    serving('rest-number-as-string'),
    serving('rest-number-as-string', 'rest-member-missing'),
  ]);
  await soconform(['run', '--target', faulty.url, '--operation', 'EMail.*', '--report', `json=${file}`]);
});
afterAll(async () => {
  await Promise.all([healthy.close(), faulty.close(), other.close()]);
  rmSync(scratch, { recursive: true });
});

describe('a case that failed', () => {
  test('is the SAME at the target that it failed at', async () => {
    const { code, stdout } = await replay(id);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/as then: REST-TYPE MUST {2}fail → fail\n {2}at .*Size/)]);
    expect(stdout).toMatch(/\nSAME: 1 check fails as then\.\n$/);
  });

  test('is FIXED at one that is right', async () => {
    const { code, stdout } = await replay(id, '--target', healthy.url);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\nFIXED: 1 check failed and passes now\.\n$/)]);
  });

  test('is DIFFERENT at one that fails otherwise, and what is new is told', async () => {
    const told = await toldBy(id, '--target', other.url);
    expect(told.status).toBe('DIFFERENT');
    expect(told.checks.map(({ check, became }) => `${check} ${became}`)).toContain('REST-MEMBERS new');
    expect((await replay(id, '--target', other.url)).code).toBe(1);
  });

  test('is the very request of then, made anew and without what the record hides', async () => {
    const told = await toldBy(id, '--target', healthy.url);
    expect(told).toMatchObject({ format: 'soconform.replay/1', case: id, request: 'same', changed: [], alsoSent: [] });
    expect(faulty.url).not.toBe(healthy.url);
  });

  test('of another request says so', async () => {
    const record = recordIn(file);
    const cases = record.cases.map((one) =>
      one.id === id && one.exchange !== undefined
        ? { ...one, exchange: { ...one.exchange, request: { ...one.exchange.request, body: '{"of":"another day"}' } } }
        : one,
    );
    const changed = place('changed.json');
    writeFileSync(
      changed,
      JSON.stringify({ ...record, cases, catalogue: { ...record.catalogue, hash: '0123456789abcdef' } }),
    );
    const { stdout } = await soconform(['replay', changed, id, '--target', healthy.url]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/Not the answer alone may differ: catalogue is another\./);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/The request is another one than then/);
  });
});

test('a case that was right and is right is the SAME', async () => {
  const { code, stdout } = await replay('EMail.RelayMessage/rest-v1/documented', '--target', healthy.url);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/\nSAME: nothing failed then, and nothing fails now\.\n$/)]);
});

test('a case that was right and fails is DIFFERENT', async () => {
  const green = place('green.json');
  await soconform(['run', '--target', healthy.url, '--operation', 'EMail.*', '--report', `json=${green}`]);
  const { code, stdout } = await soconform(['replay', green, id, '--target', faulty.url]);
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/new: REST-TYPE MUST {2}pass → fail[^]*\nDIFFERENT: 1 new\.\n$/),
  ]);
});

test.each<[against: string, fault: string, operation: string, others: number]>([
  ['its twin', 'soap-void-filled', 'EMail.RelayMessage', 1],
  ['its twin, which is wrong likewise,', 'parity-soap-login-as-data', 'FreeText.GetStatus', 2],
  ['the reads around it', 'parity-soap-number', 'FreeText.GetStatus', 2],
])('what failed against %s brings that', async (_, fault, operation, others) => {
  const parity = await serving(fault);
  const record = place(`${fault}.json`);
  try {
    const asked = ['--set', 'kinds', '--operation', operation, '--report', `json=${record}`];
    await soconform(['run', '--target', parity.url, ...asked]);
    const red = recordIn(record).cases.find(({ verdicts }) =>
      verdicts.some(({ check, outcome }) => check.startsWith('PARITY-') && outcome === 'fail'),
    );
    const { stdout } = await soconform(['replay', record, red?.id ?? '', '--json']);
    const told = JSON.parse(stdout) as ReplayRecord;
    expect(told.status).toBe('SAME');
    expect(told.alsoSent).toHaveLength(others);
  } finally {
    await parity.close();
  }
});

test('a run with values is replayed with them, and not without', async () => {
  const record = place('bound.json');
  const values = place('values.yaml');
  writeFileSync(values, 'format: soconform.values/1\nvalues:\n  EMail.SendEMails/Emails/Subject: hello\n');
  const asked = ['--operation', 'EMail.SendEMails', '--values', values, '--report', `json=${record}`];
  await soconform(['run', '--target', faulty.url, ...asked]);
  const without = await soconform(['replay', record, id]);
  expect([without.code, without.stderr]).toEqual([2, expect.stringMatching(/name the file of them with --values/)]);
  const { stdout } = await soconform(['replay', record, id, '--values', values, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'SAME', request: 'same' });
});

describe('is refused with exit 2', () => {
  test.each<[name: string, args: () => readonly string[], said: RegExp]>([
    [
      'no such case',
      () => [file, 'EMail.SendEMails/rest-v1/documentd'],
      /E_REPLAY .*nearest: EMail\.SendEMails\/rest-v1\/documented/,
    ],
    ['no record', () => [place('none.json'), id], /E_RECORD/],
    ['no address', () => [file, id, '--target', 'nowhere'], /E_TARGET/],
    ['no case given', () => [file], /E_USAGE missing required argument/],
  ])('%s', async (_name, args, said) => {
    const { code, stderr } = await soconform(['replay', ...args()]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });

  test('a login that nobody says is for the address of the record', async () => {
    const record = recordIn(file);
    const strange = place('strange.json');
    writeFileSync(
      strange,
      JSON.stringify({ ...record, target: { ...record.target, url: 'https://stranger.example' } }),
    );
    const env = { SOCONFORM_BEARER: '8A:Cust12345.secret' };
    const { code, stderr } = await soconform(['replay', strange, id], { env });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/give --target https:\/\/stranger\.example to send it there/),
    ]);
    expect(stderr).not.toContain('secret');
  });
});

test('nobody there ends with 3 and says what to do', async () => {
  const record = recordIn(file);
  const gone = place('gone.json');
  writeFileSync(gone, JSON.stringify({ ...record, target: { ...record.target, url: 'http://127.0.0.1:9' } }));
  const { code, stderr } = await soconform(['replay', gone, id]);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/E_UNREACHABLE .*`soconform serve` starts one/)]);
});

test('an effect that is not allowed is held back, and nothing is sent', async () => {
  const asked: string[] = [];
  const real = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(real, 'listening');
  const url = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
  try {
    const { code, stdout } = await replay(id, '--target', url);
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      5,
      expect.stringMatching(/NOT JUDGED: held back: its effect is send/),
    ]);
    expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
    expect((await replay(id, '--target', url, '--allow', 'send')).stdout).toMatch(/\nDIFFERENT: /);
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);

    const missing = place('missing.json');
    const wanted = ['--operation', 'EMail.SendEMails', '--require', 'EMail.SendEMails', '--allow', 'send'];
    await soconform(['run', '--target', url, ...wanted, '--report', `json=${missing}`]);
    const again = await soconform(['replay', missing, id, '--allow', 'send']);
    expect([again.code, again.stdout]).toEqual([1, expect.stringMatching(/as then: REST-STATUS[^]*\nSAME: 1 check/)]);
  } finally {
    real.close();
  }
});

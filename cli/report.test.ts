import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ndjson } from '../reporters/ndjson.ts';
import type { RunRecord } from '../reporters/record.ts';
import { sampleRecord } from '../reporters/testing/sample-record.ts';
import { readRecord } from './record-file.ts';
import { soconform, start } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
const at = (name: string): string => path.join(folder, name);
const secrets = { SOCONFORM_BEARER: '8A:Cust12345.very-secret', SOCONFORM_APP_TOKEN: 'app-token-secret' };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds = ['json', 'ndjson', 'junit', 'ctrf', 'markdown', 'html', 'har', 'sarif', 'badge', 'github', 'terminal'];

describe('the reports of one run', () => {
  beforeAll(async () => {
    // A server that says back what it was sent, the credentials among it: all that it says is wrong.
    const echo = createServer((request, response) => {
      if (request.url === '/_emulator') return void response.writeHead(404).end();
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ headers: request.headers, body }));
      });
    });
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const target = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
    const reports = kinds.flatMap((kind) => ['--report', `${kind}=${at(`run.${kind}`)}`]);
    try {
      const { code } = await soconform(['run', '--allow', 'send', '--keep', 'all', ...reports], {
        env: { ...secrets, TARGET_URL: target },
      });
      expect(code).toBe(1);
    } finally {
      echo.close();
    }
  });

  test.each(kinds)('%s has no secret in it', (kind) => {
    const bytes = readFileSync(at(`run.${kind}`));
    for (const secret of Object.values(secrets)) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        expect(bytes.includes(form)).toBe(false);
      }
    }
    expect(bytes.length).toBeGreaterThan(50);
  });

  test('are made again from its record, the same', async () => {
    const again = kinds.flatMap((kind) => ['--report', `${kind}=${at(`again.${kind}`)}`]);
    expect(await soconform(['report', at('run.json'), ...again])).toMatchObject({ code: 0, stderr: '' });
    for (const kind of kinds.filter((each) => each !== 'ndjson')) {
      expect([kind, readFileSync(at(`again.${kind}`), 'utf8') === readFileSync(at(`run.${kind}`), 'utf8')]).toEqual([
        kind,
        true,
      ]);
    }
  });

  test('and from its events', async () => {
    expect(await soconform(['report', at('run.ndjson'), '--report', `json=${at('events.json')}`])).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(readFileSync(at('events.json'), 'utf8'))).toEqual(
      JSON.parse(readFileSync(at('run.json'), 'utf8')),
    );
  });

  test('without a kind it prints what the run printed', async () => {
    const { stdout } = await soconform(['report', at('run.json')]);
    expect(stdout).toContain('Exit 1: the target departs from the documentation');
  });

  test('an event file of a run that was killed is told as far as it goes, when that is wanted', async () => {
    const lines = readFileSync(at('run.ndjson'), 'utf8').split('\n');
    writeFileSync(at('killed.ndjson'), `${lines.slice(0, 11).join('\n')}\n${lines[11]?.slice(0, 40)}`);
    const refused = await soconform(['report', at('killed.ndjson')]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^E_RECORD .*found one of a run that was cut off/);
    const taken = await soconform([
      'report',
      at('killed.ndjson'),
      '--incomplete',
      '--report',
      `html=${at('killed.html')}`,
    ]);
    expect(taken.code).toBe(0);
    expect(readFileSync(at('killed.html'), 'utf8')).toContain('The run was cut off');
    const { stdout } = await soconform(['report', at('killed.ndjson'), '--incomplete']);
    expect(stdout).toContain('10 of 10 cases');
  });
});

test('events are on disk while the run lasts', async () => {
  // It answers some requests and leaves all others waiting.
  let count = 0;
  const slow = createServer((request, response) => {
    if (request.url === '/_emulator') return void response.writeHead(404).end();
    count += 1;
    if (count < 10) response.end('{}');
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const target = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const command = start(
    ['run', '--target', target, '--allow', 'send', '--concurrency', '1', '--report', `ndjson=${at('live.ndjson')}`],
    { env: { SOCONFORM_BEARER: 'x' } },
  );
  try {
    const lines = (): number =>
      existsSync(at('live.ndjson')) ? readFileSync(at('live.ndjson'), 'utf8').split('\n').length - 1 : 0;
    await expect.poll(lines, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  } finally {
    command.process.kill('SIGKILL');
    await command.ended;
    slow.closeAllConnections();
    slow.close();
  }
  await expect(readRecord(at('live.ndjson'))).rejects.toThrow('of a run that was cut off');
  const record = await readRecord(at('live.ndjson'), { incomplete: 'taken' });
  expect(record.cases.length).toBeGreaterThanOrEqual(1);
});

describe('a file that is no record', () => {
  const whole = JSON.stringify(sampleRecord);
  const events = ndjson(sampleRecord);
  const lines = events.trimEnd().split('\n');
  const withSummary: RunRecord = { ...sampleRecord, summary: { ...sampleRecord.summary, fail: 0 } };
  test.each<[what: string, text: string, message: RegExp]>([
    ['nothing', '', /found no JSON or half of it/],
    ['half a record', whole.slice(0, whole.length / 2), /found no JSON or half of it/],
    ['JSON of another kind', '{"format":"soconform.diff/1"}', /format soconform\.run\/1, found "soconform\.diff\/1"/],
    ['an array', '[]', /format soconform\.run\/1, found ""/],
    ['a record of another shape', JSON.stringify({ ...sampleRecord, seed: 'x' }), /found that \/seed must be integer/],
    ['numbers that were edited', JSON.stringify(withSummary), /summary\.fail to count the cases, 6, found 0/],
    ['a run that was cut off', JSON.stringify({ ...sampleRecord, complete: false }), /of a run that was cut off/],
    ['events without an end', `${lines.slice(0, 3).join('\n')}\n`, /of a run that was cut off/],
    ['events whose last line is half', events.slice(0, -20), /of a run that was cut off/],
    [
      'events with a line missing',
      `${lines.toSpliced(2, 1).join('\n')}\n`,
      /expected \d+ cases, found \d+: lines are missing/,
    ],
    [
      'events with a spoiled line',
      `${lines.with(2, '{"kind":').join('\n')}\n`,
      /:3: expected an event, one line of JSON/,
    ],
    ['events with an unknown one', `${lines.with(2, '{"kind":"x"}').join('\n')}\n`, /:3: expected a case, found "x"/],
    ['events after the end', `${events}{"kind":"case"}\n`, /expected nothing after the last event/],
    ['events of another format', events.replace('events/1', 'events/9'), /format soconform\.events\/1, found/],
  ])('%s', async (_, text, message) => {
    writeFileSync(at('wrong'), text);
    await expect(readRecord(at('wrong'))).rejects.toThrow(message);
  });

  test('is told in one line with exit status 2, and no report is left', async () => {
    writeFileSync(at('wrong'), '{');
    const { code, stderr } = await soconform(['report', at('wrong'), '--report', `html=${at('none.html')}`]);
    expect([code, stderr.split('\n').length, existsSync(at('none.html'))]).toEqual([2, 2, false]);
    expect(stderr).toMatch(/^E_RECORD /);
  });

  test('events add up to the record', async () => {
    writeFileSync(at('right.ndjson'), events);
    expect(await readRecord(at('right.ndjson'))).toEqual(sampleRecord);
  });
});

test('annotations stand beside the text of the terminal, other reports on stdout alone', async () => {
  const both = await soconform(['run', '--report', 'github=-']);
  expect(both.stdout).toMatch(/^soconform [\s\S]*^Exit 0[\s\S]*^::notice title=soconform/m);
  const alone = await soconform(['run', '--report', 'badge=-']);
  expect(JSON.parse(alone.stdout)).toMatchObject({ schemaVersion: 1, color: 'brightgreen' });
});

// Where there is no full device there is nothing to try it with.
test.skipIf(spawnSync('test', ['-c', '/dev/full']).status !== 0)(
  'a report that cannot be written is told',
  async () => {
    const { code, stderr } = await soconform(['run', '--report', 'html=/dev/full']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^E_REPORT cannot write \/dev\/full: ENOSPC/)]);
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  },
);

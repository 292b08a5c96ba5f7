import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { soconform } from './testing/command.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'gate-'));
const place = (name: string): string => path.join(scratch, name);
let faulty: Serving;

beforeAll(async () => {
  const faults = [faultOf('rest-number-as-string')].filter((one) => one !== undefined);
  faulty = await serve({ catalogue: openCatalogue(), faults });
});
afterAll(async () => {
  await faulty.close();
  rmSync(scratch, { recursive: true });
});

const ask = (...args: readonly string[]) =>
  soconform(['run', '--operation', 'EMail.SendEMails', '--target', faulty.url, ...args]);

function deviations(name: string, more = '', expires = '2099-01-31'): string {
  const entry = `check: REST-TYPE\n    operation: EMail.SendEMails\n    kind: bug\n    reason: sizes are texts\n    owner: me`;
  const text = `format: soconform.deviations/1\ndeviations:\n  - ${entry}\n    expires: ${expires}\n${more}`;
  writeFileSync(place(name), text);
  return place(name);
}

function recordIn(name: string): RunRecord {
  return JSON.parse(readFileSync(place(name), 'utf8')) as RunRecord;
}

describe('a target with one fault', () => {
  test('fails without a gate', async () => {
    expect((await ask('--report', `json=${place('before.json')}`)).code).toBe(1);
  });

  test('passes with its deviation, which is told', async () => {
    const report = `json=${place('known.json')}`;
    const { code, stdout } = await ask('--deviations', deviations('known.yaml'), '--report', report);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/REST-TYPE on EMail\.SendEMails\n +bug: sizes are texts/),
    ]);
    const { summary, deviations: told } = recordIn('known.json');
    expect(summary.fail).toBe(0);
    expect(summary.known).toBeGreaterThan(0);
    expect(told?.entries[0]).toMatchObject({ state: 'known', line: 3, places: 1 });
  });

  test('fails again when the deviation expires', async () => {
    const { code, stdout } = await ask('--deviations', deviations('expired.yaml', '', '2026-01-01'));
    expect([code, stdout]).toEqual([5, expect.stringMatching(/Exit 5: the deviations are out of date: 1 expired/)]);
  });

  test('passes against a baseline that has the fault', async () => {
    const { code, stdout } = await ask('--baseline', place('before.json'));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/0 newly red, \d+ red as before, 0 fixed/)]);
  });
});

describe('two records', () => {
  test('of a healthy target and a faulty one show the regression and the shape', async () => {
    const kept = (name: string) => ['--keep', 'all', '--report', `json=${place(name)}`];
    await soconform(['run', '--operation', 'EMail.SendEMails', ...kept('healthy.json')]);
    await ask(...kept('faulty.json'));
    const diff = (...args: readonly string[]) => soconform(['diff', ...args]);

    const forth = await diff(
      place('healthy.json'),
      place('faulty.json'),
      '--fail-on',
      'regression',
      '--report',
      `markdown=${place('diff.md')}`,
    );
    expect([forth.code, forth.stdout]).toEqual([1, expect.stringMatching(/REST-TYPE {2}MUST {2}pass → fail/)]);
    expect(forth.stdout).toMatch(/breaking {2}EMail\.SendEMails\/rest-v1 {2}body\[\]\.Size: integer → string/);
    expect(forth.stdout).toMatch(/Exit 1: [1-9]\d* regressions, 0 fixed, 0 still red, /);

    expect(readFileSync(place('diff.md'), 'utf8')).toMatch(/^\| REST-TYPE \| MUST \| [1-9]\d* \| `EMail\.SendEMails/m);

    const back = await diff(place('faulty.json'), place('healthy.json'), '--fail-on', 'regression', '--json');
    expect([back.code, back.stderr]).toEqual([0, expect.stringMatching(/0 regressions, [1-9]\d* fixed/)]);
    expect((JSON.parse(back.stdout) as { summary: object }).summary).toMatchObject({ regression: 0, stillRed: 0 });

    expect((await diff(place('healthy.json'), place('healthy.json'), '--fail-on', 'breaking')).code).toBe(0);

    const before = faulty.requests();
    const red = await soconform(['judge', place('faulty.json'), '--report', `json=${place('again.json')}`]);
    // The list of all operations is longer than a record keeps of an answer.
    const again = /(\d+) of (\d+) cases judged again, 1 as they were: .*; no verdict changed\.\n$/;
    const [, judged, all] = again.exec(red.stdout.replace(/\n(?!$)/g, ' ')) ?? [];
    expect([red.code, Number(judged)]).toEqual([1, Number(all) - 1]);
    expect((await soconform(['judge', place('again.json'), '--deviations', deviations('again.yaml')])).code).toBe(0);
    expect(faulty.requests() - before).toBe(0);
  });
});

describe('shards', () => {
  test('are asked by runs of their own, and make one report, which is the gate', async () => {
    const parts = ['1/2', '2/2'].map((shard) => [shard, place(`shard-${shard[0] ?? ''}.json`)] as const);
    for (const [shard, file] of parts) {
      await soconform(['run', '--target', faulty.url, '--shard', shard, '--report', `json=${file}`]);
    }
    const files = parts.map(([, file]) => file);
    const whole = await soconform(['report', ...files, '--report', `json=${place('whole.json')}`]);
    expect(whole.code).toBe(1);
    expect(recordIn('whole.json').summary.operations).toBe(5);
    expect((await soconform(['report', ...files, '--deviations', deviations('merged.yaml')])).code).toBe(0);
    expect((await soconform(['report', place('whole.json')])).code).toBe(0);

    const missing = await soconform(['report', ...files.slice(0, 1), ...files.slice(0, 1)]);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/E_SHARD expected one record of shard 1\/2/),
    ]);
    const [first = ''] = files;
    const alone = await soconform(['report', first]);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringMatching(/E_SHARD .*all 2 shards.*shard 1\/2 alone/)]);
    expect((await soconform(['report', first, '--incomplete'])).code).toBe(0);
    const none = await soconform(['run', '--shard', '1/9']);
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/E_SHARD expected at most 2 shards/)]);
  });
});

test('a file of deviations is written from a record, and what is right by now is taken out', async () => {
  const file = place('written.yaml');
  const about = ['--reason', 'old serializer', '--owner', 'me', '--expires', '2099-01-31'];
  const unanswered = await soconform(['deviations', 'update', place('before.json'), file]);
  expect([unanswered.code, unanswered.stderr]).toEqual([
    2,
    expect.stringMatching(/E_USAGE expected --reason, --owner/),
  ]);
  const soon = await soconform([
    'deviations',
    'update',
    place('before.json'),
    file,
    ...about.slice(0, 4),
    '--expires',
    'soon',
  ]);
  expect([soon.code, soon.stderr]).toEqual([2, expect.stringMatching(/E_DEVIATIONS .*expected expires: a day/)]);

  const update = await soconform(['deviations', 'update', place('before.json'), file, ...about]);
  expect([update.code, update.stdout]).toEqual([0, expect.stringMatching(/written\.yaml: 1 entry added\n$/)]);
  expect((await ask('--deviations', file)).code).toBe(0);

  await soconform(['run', '--operation', 'EMail.SendEMails', '--report', `json=${place('right.json')}`]);
  const prune = await soconform(['deviations', 'prune', place('right.json'), file]);
  expect([prune.code, prune.stdout]).toEqual([0, expect.stringMatching(/written\.yaml: 1 entry taken out\n$/)]);
  expect(readFileSync(file, 'utf8')).not.toContain('REST-TYPE');
});

test('a healthy target makes the deviation stale, and what it was before fixed', async () => {
  const gate = ['--deviations', deviations('stale.yaml'), '--baseline', place('before.json')];
  const { code, stdout } = await soconform(['run', '--operation', 'EMail.SendEMails', ...gate]);
  const told = stdout.replace(/\s+/g, ' ');
  expect([code, told]).toEqual([5, expect.stringMatching(/is stale: it was judged, and the target is right/)]);
  expect(told).toMatch(/0 newly red, 0 red as before, [1-9]\d* fixed/);
});

describe('before anything is asked', () => {
  test.each([
    [
      'a file that is not there',
      ['--deviations', 'nowhere.yaml'],
      /E_DEVIATIONS nowhere\.yaml: cannot be read: ENOENT/,
    ],
    [
      'a glob that matches nothing',
      [
        '--deviations',
        deviations(
          'typo.yaml',
          '  - check: REST-TYP\n    operation: "*"\n    kind: intended\n    reason: a\n    owner: b\n',
        ),
      ],
      /E_DEVIATIONS .*typo\.yaml:9: .*REST-TYP, which matches none; nearest: REST-TYPE/,
    ],
    ['a baseline that is no record', ['--baseline', deviations('no-record.yaml')], /E_RECORD .*found no JSON/],
    ['a gate together with --bail', ['--bail', '--deviations', deviations('bail.yaml')], /E_USAGE --bail/],
  ])('%s is refused', async (_, args, message) => {
    const before = faulty.requests();
    const { code, stderr } = await ask(...args);
    expect([code, stderr, faulty.requests() - before]).toEqual([2, expect.stringMatching(message), 0]);
  });

  test('half a record and one that was cut off are refused', async () => {
    const text = JSON.stringify(recordIn('before.json'));
    writeFileSync(place('half.json'), text.slice(0, 1000));
    writeFileSync(place('cut.json'), text.replace('"complete":true', '"complete":false'));
    writeFileSync(place('foreign.json'), text.replace('"seed":', '"sead":'));
    for (const [name, message] of [
      ['half.json', /found no JSON or half of it/],
      ['cut.json', /found one of a run that was cut off/],
      ['foreign.json', /expected a run record of this version/],
    ] as const) {
      const { code, stderr } = await ask('--baseline', place(name));
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import type { RunRecord } from '../reporters/record.ts';
import { projectWith, vitest } from '../suites/testing/vitest-child.ts';
import { main } from './program.ts';
import { start } from './testing/command.ts';
import type { Ended } from './testing/command.ts';
import { tenant } from './testing/tenant.ts';
import type { Tenant } from './testing/tenant.ts';

const root = mkdtempSync(path.join(tmpdir(), 'soconform-clean-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let target: Tenant;
beforeEach(async () => {
  folder = mkdtempSync(path.join(root, 'run-'));
  target = await tenant();
  // Somebody's, from before.
  for (const table of ['Contact/Contact', 'Sale/Sale']) {
    for (const id of [5, 1_000_001]) target.store.put(table, id, { Name: 'Old', ContactId: id });
  }
});
afterEach(() => target.close());

const before = { 'Contact/Contact': [5, 1_000_001], 'Sale/Sale': [5, 1_000_001] };
const operations = 'Contact.{Get,Save,Delete}ContactEntity,Sale.SaveSaleEntity';
const contacts = 'Contact.{Get,Save,Delete}ContactEntity';
const env = {
  SOCONFORM_TICKET: defaultCredentials.ticket,
  SOCONFORM_BEARER: defaultCredentials.bearer,
  SOCONFORM_SET: '',
};
/** `more` stands for all that follows the target. */
const args = (
  more: readonly string[],
  filters = [operations, 'v1,Services88', '*/{arrays-*,generated-*,*-credential}'],
) => {
  const [operation = '', version = '', one = ''] = filters;
  const chosen = ['--operation', operation, '--version', version, '--case', one, '--concurrency', '1'];
  return ['run', '--target', target.url, ...chosen, ...more];
};
const at = (name: string): string => path.join(folder, name);
const reportTo = (...kinds: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => ['--report', `${kind}=${at(`run.${kind}`)}`]);
const writing = (): readonly string[] => ['--allow', 'write', ...reportTo('json')];

/** The command in this process, for nobody kills it. */
async function command(argv: readonly string[], environment: Readonly<Record<string, string>> = env): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
  try {
    const code = await main(argv, environment);
    return { code, stdout, stderr };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
const run = (more: readonly string[], filters?: string[]): Promise<Ended> => command(args(more, filters));
const clean = (file: string, ...more: readonly string[]): Promise<Ended> => command(['clean', at(file), ...more]);
const recordOf = (file = 'run.json'): RunRecord => JSON.parse(readFileSync(at(file), 'utf8')) as RunRecord;
const states = ({ created = [] }: RunRecord): readonly string[] => [...new Set(created.map(({ state }) => state))];
const deletesOf = (): readonly string[] =>
  target.requests.filter((one) => /Delete(Contact|Sale)Entity/.test(one) && !/=2100000000|Services88/.test(one));
const journal = 'run.json.journal.ndjson';

describe('a run that may write', () => {
  test('leaves the target as it was: what it made is removed in reverse order, and nothing else', async () => {
    const { code, stdout, stderr } = await run(writing());
    const record = recordOf();
    expect([code, stderr]).toEqual([0, '']);
    expect(target.there()).toEqual(before);
    const ids = (record.created ?? []).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(states(record)).toEqual(['removed']);
    const rest = (record.created ?? []).filter(({ contract }) => contract.endsWith('rest-v1'));
    expect(
      deletesOf()
        .slice(-rest.length)
        .map((one) => Number(one.split('=')[1])),
    ).toEqual(rest.map(({ id }) => id).toReversed());
    expect(stdout).toContain(`${record.run?.tag ?? ''}: made ${ids.length} things, removed all`);
    expect(stdout).not.toContain('Left at the target');
    expect(await clean('run.json')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing to do/) as string,
    });
  });

  test('writes its tag into the names of what it makes', async () => {
    const names: string[] = [];
    target.behave(({ url, text }) => {
      if (url.endsWith('SaveContactEntity')) names.push((JSON.parse(text) as { Name: string }).Name);
      return undefined;
    });
    await run(writing(), [contacts, 'v1', '*SaveContactEntity/rest-v1/generated-*']);
    const { run: { tag = '' } = {} } = recordOf();
    expect(tag).toMatch(/^soconform-[a-z0-9]{8}$/);
    expect(names.map((name) => name.startsWith(tag))).toEqual([true, true]);
  });

  test('writes down what it is about to make before the request goes', async () => {
    let known: string | undefined;
    target.behave(({ url }) => {
      if (url.endsWith('SaveContactEntity')) known ??= readFileSync(at('own.ndjson'), 'utf8');
      return undefined;
    });
    await run(['--allow', 'write', '--journal', at('own.ndjson')], [contacts, 'v1', '*Save*/generated-1']);
    const [head, intent, ...more] = (known ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(head).toMatchObject({ kind: 'run', format: 'soconform.journal/1', target: target.url });
    expect(intent).toMatchObject({ kind: 'intent', case: 'Contact.SaveContactEntity/rest-v1/generated-1' });
    expect(more).toEqual([]);
  });

  test('sends nothing that makes something when its journal cannot be written', async () => {
    writeFileSync(at('file'), '');
    const { code, stderr } = await run(['--allow', 'write', '--journal', at('file/journal.ndjson')]);
    expect([code, target.requests, target.there()]).toEqual([2, [], before]);
    expect(stderr).toMatch(/^E_JOURNAL \S+journal\.ndjson: cannot write it/);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('removes what it made also when %s ends it', async (signal) => {
    const child = start(args(writing()), { env, cwd: folder });
    let isKilled = false;
    target.behave(({ url }) => {
      if (url.includes('SaveSaleEntity') && !isKilled) isKilled = child.process.kill(signal);
      return undefined;
    });
    const { code, stderr } = await child.ended;
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(target.there()).toEqual(before);
    expect(states(recordOf())).toEqual(['removed']);
    expect(stderr).toMatch(/Removing what the run made at the target, \d+ in all/);
  });
});

test('a run that may only read has no tag and no journal', async () => {
  await run(reportTo('json'));
  const record = recordOf();
  expect([record.run, record.created, existsSync(at(journal))]).toEqual([undefined, undefined, false]);
  expect(existsSync(at('.soconform'))).toBe(false);
});

test('an emulator without a memory is made nothing in', async () => {
  const chosen = ['--operation', contacts, '--version', 'v1', ...reportTo('json')];
  await command(['run', ...chosen], {});
  expect([recordOf().run, existsSync(at(journal))]).toEqual([undefined, false]);
});

describe('a target that does not delete', () => {
  const refusing = /Delete(Contact|Sale)Entity/;

  test('is told of in every report, and fails no check; clean removes it later', async () => {
    target.behave(({ url, headers }) =>
      refusing.test(`${url} ${headers['soapaction'] ?? ''}`) && !url.includes('=2100000000') ? 403 : undefined,
    );
    const { stdout } = await run(['--allow', 'write', ...reportTo('json', 'markdown', 'html')], [contacts, 'v1', '*']);
    const { run: { tag = '' } = {}, created = [] } = recordOf();
    const left = created.filter(({ state }) => state === 'left');
    expect(left.length).toBeGreaterThan(4);
    expect(new Set(left.map(({ reason }) => reason))).toEqual(new Set(['Contact.DeleteContactEntity answered 403']));
    for (const text of [stdout, readFileSync(at('run.markdown'), 'utf8'), readFileSync(at('run.html'), 'utf8')]) {
      expect(text).toContain('Left at the target');
      expect(text).toContain(tag);
      expect(text).toMatch(new RegExp(`Contact/Contact, ContactId\\s+${left[0]?.id ?? ''}`));
    }
    const refused = await clean('run.json', '--allow', 'write');
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('answered 403')]);
    target.behave(() => undefined);
    const without = await clean('run.json');
    expect([without.code, without.stdout]).toEqual([1, expect.stringContaining('--allow write')]);
    const foretold = await clean('run.json', '--allow', 'write', '--dry-run');
    expect([foretold.code, foretold.stdout]).toEqual([0, expect.stringContaining('would remove')]);
    expect(target.there()).not.toEqual(before);
    const done = await clean('run.json', '--allow', 'write');
    expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/removed, 0 left\.\n$/)]);
    expect(target.there()).toEqual(before);
    expect((await clean('run.json')).stdout).toMatch(/^Nothing to do/);
  }, 60_000);

  test('because it is gone already, is right', async () => {
    target.behave(({ url }) => (refusing.test(url) && !url.includes('=2100000000') ? 500 : undefined));
    await run(writing(), [contacts, 'v1', '*Save*/generated-*']);
    for (const { id = 0 } of recordOf().created ?? []) target.store.delete('Contact/Contact', id);
    expect(await clean('run.json', '--allow', 'write')).toMatchObject({ code: 0 });
  });
});

test('what comes back under another name is not deleted: it may be another’s', async () => {
  target.behave(({ url }) =>
    url.endsWith('SaveContactEntity')
      ? (body) => JSON.stringify({ ...(JSON.parse(body) as object), ContactId: 5, Name: 'Old' })
      : undefined,
  );
  await run(writing(), [contacts, 'v1', '*Save*/generated-1']);
  expect(recordOf().created).toMatchObject([
    { id: 5, state: 'unknown', reason: expect.stringContaining('another') as string },
  ]);
  expect(target.there()['Contact/Contact']).toContain(5);
  expect(await clean('run.json', '--allow', 'write')).toMatchObject({ code: 1 });
  expect(target.there()['Contact/Contact']).toContain(5);
});

describe('a run that is killed', () => {
  const killed = async (when: (url: string, saved: number) => boolean): Promise<void> => {
    // Without the case that is watched for late bytes: while it waits, the next one goes, and its answer is not written down yet.
    const filters = [operations, 'v1,Services88', '*/{arrays-*,generated-2}'];
    const child = start(args(writing(), filters), { env, cwd: folder });
    let saved = 0;
    target.behave(({ url, headers }) => {
      const called = `${url} ${headers['soapaction'] ?? ''}`;
      if (when(called, saved)) {
        child.process.kill('SIGKILL');
        return 'silence';
      }
      if (/SaveContactEntity/.test(called)) saved += 1;
      return undefined;
    });
    await child.ended;
    target.behave(() => undefined);
  };

  test('is finished by clean with the name of the record that it did not write', async () => {
    await killed((called, saved) => saved > 3 && called.includes('SaveSaleEntity'));
    expect(existsSync(at('run.json'))).toBe(false);
    expect(target.there()).not.toEqual(before);
    // Killed in the middle of a line.
    writeFileSync(at(journal), `${readFileSync(at(journal), 'utf8')}{"kind":"intent","ca`);
    const { code, stdout, stderr } = await clean('run.json', '--allow', 'write');
    expect(stderr).toBe('');
    // One request was on its way: nobody knows what became of it.
    expect(stdout).toMatch(/unknown .*the run ended before the answer came/);
    expect([code, target.there()]).toEqual([1, before]);
    expect(await clean(journal, '--allow', 'write')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('0 removed, 1 left') as string,
    });
  });

  test('between two answers leaves nothing that clean does not know', async () => {
    await killed((called, saved) => saved > 1 && called.includes('DeleteContactEntity'));
    await killed((called, saved) => saved > 2 && called.includes('DeleteContactEntity'));
    // The journal has both runs.
    expect(await clean(journal, '--allow', 'write')).toMatchObject({ code: 0, stderr: '' });
    expect(target.there()).toEqual(before);
    expect(await clean(journal)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do/) as string });
  });
});

describe('clean refuses', () => {
  const line = (address: string): string =>
    [
      { kind: 'run', format: 'soconform.journal/1', tag: 'soconform-aaaaaaaa', target: address, startedAt: 'x' },
      { kind: 'intent', case: 'a', contract: 'Contact.SaveContactEntity/rest-v1', what: 'Contact/Contact' },
      { kind: 'made', case: 'a', key: 'ContactId', id: 5 },
    ]
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');

  test.each<[title: string, text: (url: string) => string, code: number, said: RegExp]>([
    ['what is no record and no journal', () => 'hello', 2, /E_RECORD \S+j: expected a run record/],
    [
      'a line that is none',
      (url) => `${line(url)}{"kind":"made","case":"a"}\n`,
      2,
      /E_JOURNAL \S+j:4: expected a string as key/,
    ],
    ['a line before the run', (url) => line(url).split('\n').slice(1).join('\n'), 2, /E_RECORD/],
    ['another host than that of the run', () => line('https://other.example'), 2, /E_USAGE .*--target/],
    ['a target that is not there', () => line('http://127.0.0.1:1'), 3, /E_UNREACHABLE/],
  ])('%s', async (title, text, code, said) => {
    writeFileSync(at('j'), text(target.url));
    const config = at('soconform.config.json');
    if (title.includes('host')) writeFileSync(config, JSON.stringify({ target: target.url, allow: 'write' }));
    const ended = await clean('j', ...(title.includes('host') ? ['--config', config] : ['--allow', 'write']));
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(said)]);
    expect(target.there()).toEqual(before);
  });

  test('a file that is not there', async () => {
    expect(await clean('nowhere.json')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^E_RECORD \S+nowhere/) as string,
    });
  });

  test('to go on where the login is refused', async () => {
    const two = line(target.url) + line('').split('\n').slice(1).join('\n').replaceAll('"a"', '"b"');
    writeFileSync(at('j'), two);
    const ended = await command(['clean', at('j'), '--allow', 'write'], { SOCONFORM_TICKET: '7T:wrong-ticket' });
    expect(ended.code).toBe(3);
    expect(target.requests.filter((one) => one.includes('Delete'))).toEqual([]);
  });
});

test('under vitest a run leaves the target as it was, too', { timeout: 60_000 }, async () => {
  const options = {
    target: target.url,
    operations: operations.split(/,(?![^{]*\})/),
    versions: ['v1'],
    allow: 'write',
    reports: ['json=run.json'],
  };
  const project = projectWith({ 'tenant.test.ts': `describeConformance(${JSON.stringify(options)});` });
  const { stdout } = await vitest(['run', '--reporter=dot'], {
    cwd: project.path,
    env: { SOCONFORM_TICKET: env.SOCONFORM_TICKET },
  });
  const record = JSON.parse(readFileSync(project.file('run.json'), 'utf8')) as RunRecord;
  expect(stdout).toMatch(/passed/);
  expect([states(record), target.there()]).toEqual([['removed'], before]);
  expect(existsSync(project.file(journal))).toBe(true);
  project.remove();
});

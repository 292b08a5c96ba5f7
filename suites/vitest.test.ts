import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RecordVerdict, RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';
import { rawServer } from './client/testing/raw-server.ts';
import { planRun } from './plan.ts';
import { projectWith, vitest } from './testing/vitest-child.ts';
import type { Ended, Folder } from './testing/vitest-child.ts';

const catalogue = openCatalogue();
const cases = planRun(catalogue, { set: 'core' }, { seed: 1 }).planned.map((one) => one.case);

interface TestResult {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly failureMessages: readonly string[];
  readonly meta: { readonly soconform?: { readonly verdicts: readonly RecordVerdict[] } };
}
interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly TestResult[];
}

function resultsIn(folder: Folder): (name: string) => FileResult {
  const report = JSON.parse(readFileSync(folder.file('results.json'), 'utf8')) as {
    testResults: readonly FileResult[];
  };
  return (name) => {
    const found = report.testResults.find((one) => one.name.endsWith(name));
    if (found === undefined) throw new Error(`no result of ${name}`);
    return found;
  };
}

describe('npm run conformance', () => {
  const conformance = ['--project', 'conformance'];
  let emulator: Serving;
  beforeAll(async () => {
    emulator = await serve({ catalogue });
  });
  afterAll(() => emulator.close());
  /** Which server it is, and what it offers: /api and /api/v1 of REST, /api and GetSystemInfo of SOAP. */
  const about = 2;
  const asking = async (
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ended & { requests: number }> => {
    const before = emulator.requests();
    const ended = await vitest([...args, ...conformance], { env: { TARGET_URL: emulator.url, ...env } });
    return { ...ended, requests: emulator.requests() - before };
  };

  test('passes without a target and names the five operations', async () => {
    const { code, stdout } = await vitest(['run', ...conformance]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Exit 0: the target conforms in 5 operations/m)]);
    for (const id of sets.core) expect(stdout).toContain(id.split('/')[0]);
    expect(stdout).toMatch(new RegExp(`Tests +${cases.length} passed`));
  });

  test('listed sends nothing', async () => {
    const { code, stdout, requests } = await asking(['list']);
    expect([code, requests]).toEqual([0, 0]);
    for (const { id } of cases) expect(stdout).toContain(id);
  });

  test('with -t sends what is selected, and tells that only', async () => {
    const { code, stdout, requests } = await asking(['run', '-t', 'SendEMails/rest-v1/(documented|get)']);
    expect([code, requests]).toEqual([0, about + 2]);
    expect(stdout).toMatch(/asked +1 of 1 operation, 2 of 2 cases/);
  });

  test.each([[[]], [['--reporter=dot']]])('with -t that matches nothing fails and sends nothing %j', async (more) => {
    const { code, stderr, requests } = await asking(['run', '-t', 'no such case', ...more]);
    expect([code, requests]).toEqual([1, 0]);
    expect(stderr).toMatch(/E_FILTER no test matches \/no such case\/: nothing was asked/);
  });

  test('ends by itself when the target never answers', async () => {
    const silent = await rawServer(() => {});
    const { code, stdout, stderr } = await vitest(['run', ...conformance], {
      env: { TARGET_URL: silent.url, SOCONFORM_ALLOW: 'send', SOCONFORM_DEADLINE: '200' },
    });
    await silent.close();
    expect([code, stdout]).toEqual([1, expect.stringMatching(/no complete answer within 200 ms/)]);
    // What vitest says of a process that it has to end.
    expect(stdout + stderr).not.toMatch(/close timed out|prevents|Terminating/i);
  });

  test('takes filters from the environment; one that matches nothing fails', async () => {
    const some = await asking(['run'], {
      SOCONFORM_OPERATION: 'Messaging.CreateMessage',
      SOCONFORM_CASE: '*/documented',
    });
    expect([some.code, some.requests]).toEqual([0, about + 1]);
    const none = await asking(['run'], { SOCONFORM_OPERATION: 'Messaging.CreateMesage' });
    expect([none.code, none.requests]).toEqual([1, 0]);
    expect(none.stderr).toMatch(
      /E_FILTER: no operation matches Messaging\.CreateMesage; nearest: Messaging\.CreateMessage/,
    );
  });
});

describe('a name filter in somebody’s own project, with our reporter', () => {
  const reporter = JSON.stringify(path.join(import.meta.dirname, 'vitest-reporter.ts'));
  const folder = projectWith(
    {
      'own.test.ts': `describeConformance({ set: 'core' });`,
      'other.test.ts': `import { expect, test } from 'vitest'; test('of their own', () => expect(1).toBe(1));`,
    },
    `reporters: ['default', ${reporter}]`,
  );
  afterAll(() => folder.remove());

  test('that selects nothing fails', async () => {
    const { code, stderr } = await vitest(['run', '-t', 'no such case'], { cwd: folder.path });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/E_FILTER no test matches \/no such case\//)]);
  });

  test('that selects other tests passes', async () => {
    const { code, stderr } = await vitest(['run', '-t', 'of their own'], { cwd: folder.path });
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('describeConformance in somebody’s own project', () => {
  const closing: (() => unknown)[] = [];
  let folder: Folder;
  let ended: Ended;
  let resultOf: (name: string) => FileResult;
  beforeAll(async () => {
    const faulty = await serve({
      catalogue,
      faults: [faultOf('http-204-null-same-packet')].filter((one) => one !== undefined),
    });
    // Answers like the emulator, but does not say that it is one.
    const foreign = createServer((request, response) => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(request.url);
    });
    await new Promise<void>((resolve) => void foreign.listen(0, '127.0.0.1', resolve));
    closing.push(faulty.close, () => foreign.close());
    const foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    folder = projectWith({
      'own.test.ts': `describeConformance({ set: 'core', name: 'mine', reports: ['json=own.json', 'junit=deep/own.xml'] });`,
      'fault.test.ts': `describeConformance({ set: 'core', target: ${JSON.stringify(faulty.url)} });`,
      'held.test.ts': `describeConformance({ set: 'core', target: ${JSON.stringify(foreignUrl)} });`,
      'unreachable.test.ts': `describeConformance({ set: 'core', target: 'http://127.0.0.1:1' });`,
      'address.test.ts': `describeConformance({ set: 'core', target: 'localhost:80' });`,
      'report.test.ts': `describeConformance({ set: 'core', reports: ['jsn=a.json'] });`,
      'bound.test.ts': `describeConformance({ operations: ['EMail.SendEMails'], versions: ['v1'], budget: 2, keep: 'all', reports: ['json=bound.json'],
        values: { '*.*/OutgoingConnectionInfo': { ServerName: 'smtp.bound.example', Password: { env: 'SMTP_PASSWORD' } } } });`,
      'misbound.test.ts': `describeConformance({ set: 'core', values: { 'EMail.SendEMails/OutgoingConnection': {} } });`,
    });
    ended = await vitest(['run', '--reporter=default', '--reporter=json', '--outputFile=results.json'], {
      cwd: folder.path,
      env: { SMTP_PASSWORD: 'hunter22' },
    });
    resultOf = resultsIn(folder);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
    folder.remove();
  });

  test('starts the emulator where no target is given, and every case passes with its verdicts', () => {
    const { assertionResults } = resultOf('own.test.ts');
    expect(assertionResults.map(({ title, status }) => [title, status])).toEqual(cases.map(({ id }) => [id, 'passed']));
    expect(assertionResults.every(({ meta }) => (meta.soconform?.verdicts.length ?? 0) > 0)).toBe(true);
  });

  test('writes the reports that it was asked for', () => {
    const record = JSON.parse(readFileSync(folder.file('own.json'), 'utf8')) as RunRecord;
    expect([record.format, record.complete, record.cases.length]).toEqual(['soconform.run/1', true, cases.length]);
    expect(readFileSync(folder.file('deep/own.xml'), 'utf8')).toMatch(/<testsuites /);
    expect(existsSync(folder.file('a.json'))).toBe(false);
  });

  test('binds values, and spends a budget; the others are skipped with the reason', () => {
    const { assertionResults } = resultOf('bound.test.ts');
    // What a server says of itself is asked before the cases, and does not count.
    const own = assertionResults.filter(({ title }) => !/\/api(?:-v1)?$/.test(title));
    expect(own.filter(({ status }) => status === 'passed')).toHaveLength(2);
    expect(assertionResults.filter(({ status }) => status === 'failed')).toEqual([]);
    const text = readFileSync(folder.file('bound.json'), 'utf8');
    const record = JSON.parse(text) as RunRecord;
    const reasons = record.cases
      .filter(({ sent }) => !sent)
      .flatMap(({ verdicts }) => verdicts.map(({ reason }) => reason));
    expect(new Set(reasons)).toEqual(new Set(['left out: the budget of 2 requests is for others (--budget)']));
    expect(record.values).toEqual({ file: 'the options', bound: ['*.*/OutgoingConnectionInfo'], unused: [] });
    const [first] = record.cases.flatMap(({ exchange }) => exchange?.request.body ?? []);
    expect(first).toContain('"OutgoingConnectionInfo":{"ServerName":"smtp.bound.example","Password":"***"}');
    expect(text).not.toContain('hunter22');
  });

  test('says which value no request has a place for', () => {
    expect(resultOf('misbound.test.ts').message).toMatch(
      /the options: values: EMail\.SendEMails\/OutgoingConnection: expected a member .* nearest: OutgoingConnectionInfo/,
    );
  });

  test('fails the cases that a fault spoils, and says what was expected', () => {
    const failed = resultOf('fault.test.ts').assertionResults.filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ title }) => title.startsWith('EMail.RelayMessage/rest-v1/'))).toBe(true);
    expect(failed[0]?.failureMessages.join('\n')).toMatch(
      /MUST HTTP-204-NO-CONTENT: A 204 answer carries no content\n {4}bytes after the head: expected none, received 4 bytes: .*null/,
    );
    expect(ended.stderr).toContain('MUST HTTP-204-NO-CONTENT');
    expect(ended.stderr).not.toMatch(/suites\/vitest\.ts:\d/);
  });

  test('skips what is held back and fails a run that asked nothing', () => {
    const { assertionResults, status } = resultOf('held.test.ts');
    const held = assertionResults.filter((_, index) => cases[index]?.effect !== 'read');
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((one) => one.status === 'skipped' || one.status === 'pending')).toBe(true);
    expect(status).toBe('failed');
    expect(ended.stderr).toMatch(
      /E_NOTHING_ASKED: nothing was asked: no operation was sent to the target \(held back: .*--allow send/,
    );
    expect(ended.stdout).toMatch(/held back: its effect is send and only read is allowed/);
  });

  test.each([
    [
      'an unreachable target',
      /E_UNREACHABLE: tried GET http:\/\/127\.0\.0\.1:1\/_emulator: no connection to http:\/\/127\.0\.0\.1:1: connection refused/,
    ],
    ['what is no address', /expected an address such as https:\/\/host\/Cust12345, found the scheme localhost:/],
    ['an unknown report', /unknown kind of report \\?"jsn\\?"; nearest: json/],
  ])('fails with one line for %s', (_name, message) => {
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(message);
  });
});

test('a second copy of vitest, nested in ours, is told as such', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'soconform-copies-'));
  const modules = path.join(folder, 'node_modules');
  const ours = path.join(modules, 'soconform');
  mkdirSync(ours, { recursive: true });
  for (const name of readdirSync(path.resolve('node_modules'))) {
    if (name !== 'soconform') symlinkSync(path.resolve('node_modules', name), path.join(modules, name));
  }
  for (const name of ['package.json', 'dist', 'specs']) cpSync(name, path.join(ours, name), { recursive: true });
  for (const name of ['vitest', '@vitest']) {
    cpSync(path.join('node_modules', name), path.join(ours, 'node_modules', name), { recursive: true });
  }
  writeFileSync(
    path.join(folder, 'own.test.js'),
    `import { describeConformance } from 'soconform/vitest';\ndescribeConformance();\n`,
  );
  const { code, stderr } = await vitest(['run'], { cwd: folder });
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /E_VITEST: .*soconform\/node_modules\/vitest\/package\.json is not the vitest that runs this file/,
  );
});

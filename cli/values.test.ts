import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../reporters/record.ts';
import { rawServer, write } from '../suites/client/testing/raw-server.ts';
import type { RawServer } from '../suites/client/testing/raw-server.ts';
import { soconform } from './testing/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'soconform-values-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

const password = 'p"a&s<s>/w+o=rd';
const values = at(
  'values.yaml',
  `format: soconform.values/1
values:
  EMail.SendEMails/OutgoingConnectionInfo:
    ServerName: smtp.bound.example
    Password: { env: SMTP_PASSWORD }
  EMail.*/Emails/To/ContactId: 4711
  Contact.GetContactEntity/contactEntityId: 7
`,
);

let target: RawServer;
beforeEach(async () => {
  // It gives back what it got.
  target = await rawServer((socket, request) => {
    const body = JSON.stringify({ Error: true, ErrorType: 'Echo', Message: request });
    return write(
      socket,
      `HTTP/1.1 500 X\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
});
afterEach(() => target.close());

const env = { SOCONFORM_SET: '', SMTP_PASSWORD: password, SOCONFORM_TICKET: '7T:ticket' };
const asking = ['--operation', 'EMail.SendEMails', '--version', 'v1', '--allow', 'send'];

test('stand in every request, are named in the record, and a secret is in no output', async () => {
  const file = path.join(folder, 'run.json');
  const html = path.join(folder, 'run.html');
  const reports = ['--keep', 'all', '--report', `json=${file}`, '--report', `html=${html}`];
  const { stdout, stderr } = await soconform(
    ['run', '--target', target.url, '--values', values, ...asking, ...reports],
    { env },
  );
  const sent = target.requests().filter((request) => /"outgoingconnectioninfo"/i.test(request));
  expect(sent.length).toBeGreaterThan(5);
  for (const request of sent) {
    expect(request).toMatch(/"servername":"smtp\.bound\.example"/i);
    expect(request.toLowerCase()).toContain(JSON.stringify(password).toLowerCase());
  }
  const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  expect(record.values).toEqual({
    file: values,
    bound: ['EMail.*/Emails/To/ContactId', 'EMail.SendEMails/OutgoingConnectionInfo'],
    unused: ['Contact.GetContactEntity/contactEntityId'],
  });
  expect(stdout).toContain('2 bound');
  const outputs = [stdout, stderr, readFileSync(file, 'utf8'), readFileSync(html, 'utf8')].join('\n');
  for (const secret of [password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password)])
    expect(outputs).not.toContain(secret);
}, 30_000);

test('are shown by --dry-run, but for secrets', async () => {
  const { code, stdout } = await soconform(
    ['run', '--target', target.url, '--values', values, ...asking, '--dry-run', '--case', '*/generated-1'],
    { env },
  );
  expect([code, target.requests()]).toEqual([0, []]);
  expect(stdout).toMatch(/"OutgoingConnectionInfo":\{"ServerName":"smtp\.bound\.example","Password":"\*\*\*"\}/);
  expect(stdout).toContain('"ContactId":4711');
  expect(stdout).not.toContain('w+o');
});

test('come from a flag, else the environment, else the profile, else the config', async () => {
  const inline = (contactEntityId: number) => ({ 'Contact.GetContactEntity/contactEntityId': contactEntityId });
  const fileWith = (name: string, id: number): string =>
    at(name, JSON.stringify({ format: 'soconform.values/1', values: inline(id) }));
  const config = at(
    'config.json',
    JSON.stringify({ values: inline(1), profiles: { staging: { values: 'profile.json' }, plain: {} } }),
  );
  fileWith('profile.json', 2);
  const asked = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { stdout, stderr } = await soconform(
      [
        'run',
        '--operation',
        'Contact.GetContactEntity',
        '--case',
        '*/generated-1',
        '--version',
        'v1',
        '--dry-run',
        ...args,
      ],
      { env: { ...env, ...more } },
    );
    return /contactEntityId=(\d+)/.exec(stdout)?.[1] ?? stderr;
  };
  expect(
    await Promise.all([
      asked(['--config', config]),
      asked(['--config', config, '--profile', 'staging']),
      asked(['--config', config, '--profile', 'staging'], { SOCONFORM_VALUES: fileWith('env.json', 3) }),
      asked(['--config', config, '--values', fileWith('flag.json', 4)], { SOCONFORM_VALUES: 'nowhere.yaml' }),
    ]),
  ).toEqual(['1', '2', '3', '4']);
});

test.each<[name: string, text: string, message: RegExp]>([
  ['nowhere', '', /^E_VALUES nowhere\.yaml: expected a file of values, found ENOENT\n$/],
  [
    'key',
    'format: soconform.values/1\nvalues: { Contact.GetContactEntity/contactNo: 1 }',
    /^E_VALUES .*:2: .*found contactNo; there are contactEntityId/,
  ],
  [
    'type',
    'format: soconform.values/1\nvalues: { Contact.GetContactEntity/contactEntityId: x }',
    /^E_VALUES .*:2: .*expected int32/,
  ],
])('what is wrong ends the run with 2 before anything is sent: %s', async (name, text, message) => {
  const file = name === 'nowhere' ? 'nowhere.yaml' : at(`${name}.yaml`, text);
  const { code, stdout, stderr } = await soconform(
    ['run', '--target', target.url, '--operation', 'Contact.GetContactEntity', '--values', file],
    { env },
  );
  expect([code, stdout, target.requests()]).toEqual([2, '', []]);
  expect(stderr).toMatch(message);
});

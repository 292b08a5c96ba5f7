import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import { soconform, start } from './testing/command.ts';

test('says where it is, who may ask and what is wrong with it, and ends when it is told to', async () => {
  const serving = start(['serve', '--fault', 'http-silence', '--fault', 'http-reset', '--latency', '5']);
  const text = await serving.printed('Ask it');
  expect(text).toMatch(/^Emulator at http:\/\/127\.0\.0\.1:\d+\n/);
  for (const value of Object.values(defaultCredentials)) expect(text).toContain(value);
  expect(text).toMatch(/^ {2}faults +http-silence: /m);
  expect(text).toMatch(/^ +http-reset: /m);
  serving.process.kill('SIGTERM');
  expect((await serving.ended).code).toBe(0);
});

test('is a target that may be asked everything, without credentials of its own', async () => {
  const serving = start(['serve']);
  const url = /http:\S+/.exec(await serving.printed('Ask it'))?.[0] ?? '';
  const { code, stderr } = await soconform(['run', '--target', url]);
  serving.process.kill('SIGINT');
  expect([code, stderr]).toEqual([0, '']);
  expect((await serving.ended).code).toBe(0);
});

test('a port that is taken is an error of one line', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, stdout, stderr } = await soconform(['serve', '--port', String(port)]);
  server.close();
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(new RegExp(`^E_PORT [^\\n]*127\\.0\\.0\\.1:${port}[^\\n]*taken[^\\n]*\\n$`));
});

const authorization = `Bearer ${defaultCredentials.bearer}`;
const json = { authorization, 'content-type': 'application/json' };
const urlIn = (text: string): string => /http:\S+/.exec(text)?.[0] ?? '';

test('keeps what was saved and what it would have sent in a file, across an end and a kill', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soconform-serve-'));
  const args = ['serve', '--state', join(folder, 'state.json')];
  const first = start(args);
  const url = urlIn(await first.printed('Ask it'));
  const save = (at: string, Name: string): Promise<Response> =>
    fetch(`${at}/api/v1/Agents/Contact/SaveContactEntity`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ ContactId: 5, Name }),
    });
  await save(url, 'First');
  const send = { method: 'POST', headers: json, body: '{"Emails":[{"Subject":"Kept"}]}' };
  await fetch(`${url}/api/v1/Agents/EMail/SendEMails`, send);
  first.process.kill('SIGTERM');
  expect((await first.ended).code).toBe(0);

  const second = start(args);
  const again = urlIn(await second.printed('Ask it'));
  const get = { method: 'POST', headers: { authorization } };
  const got = await fetch(`${again}/api/v1/Agents/Contact/GetContactEntity?contactEntityId=5`, get);
  expect(await got.json()).toMatchObject({ ContactId: 5, Name: 'First' });
  expect(await (await fetch(`${again}/_emulator/outbox`)).json()).toMatchObject([{ subject: 'Kept' }]);
  // Killed in the middle of its work: the file is a whole one, of before or after.
  await Promise.all(Array.from({ length: 50 }, (_, index) => save(again, `x${index}`.repeat(10_000))));
  second.process.kill('SIGKILL');
  await second.ended;

  const third = start(args);
  const last = urlIn(await third.printed('Ask it'));
  const kept = await fetch(`${last}/api/v1/Agents/Contact/GetContactEntity?contactEntityId=5`, get);
  expect(((await kept.json()) as { Name: string }).Name).toMatch(/^First$|^(x\d+)+$/);
  third.process.kill('SIGINT');
  expect((await third.ended).code).toBe(0);
  expect(readdirSync(folder).filter((name) => !/^state\.json(\.\d+\.new)?$/.test(name))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('hands e-mails to a mail server, and says in the outbox what became of them', async () => {
  const received: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = [];
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, done) => done(address.startsWith('refused') ? new Error('no such box') : undefined),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : (mailFrom?.address ?? '');
        received.push({ from, to: rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    mail.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = mail.server.address() as AddressInfo;
  const serving = start(['serve', '--smtp', `127.0.0.1:${port}`]);
  const url = urlIn(await serving.printed('Ask it'));
  const post = (operation: string, body: unknown): Promise<Response> =>
    fetch(`${url}/api/v1/Agents/${operation}`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const From = { Address: 'from@example.com', Name: 'From' };
  await post('EMail/SendEMails', {
    Emails: [
      {
        From,
        To: [{ Address: 'to@example.com' }],
        Bcc: [{ Address: 'bcc@example.com' }],
        Subject: 'Grüße',
        HTMLBody: '<p>Hi</p>',
        Attachments: [{ Filename: 'note.txt', Type: 'text/plain', Stream: btoa('attached') }],
      },
      { From, To: [{ Address: 'refused@example.com' }], Subject: 'Refused' },
    ],
  });
  await post('EMail/RelayMessage', {
    From: 'from@example.com',
    Recipients: ['relayed@example.com'],
    Rfc822: 'From: from@example.com\r\nSubject: Relayed\r\n\r\nas it is',
  });
  let outbox: readonly { readonly delivery?: string }[] = [];
  do {
    outbox = (await (await fetch(`${url}/_emulator/outbox`)).json()) as typeof outbox;
  } while (outbox.some(({ delivery }) => delivery === 'under way'));
  expect(outbox.map(({ delivery }) => delivery)).toEqual([
    'delivered',
    expect.stringMatching(/^failed: .*no such box/),
    'delivered',
  ]);
  const composed = received.find(({ text }) => text.includes('multipart'));
  expect(composed).toMatchObject({ from: 'from@example.com', to: ['to@example.com', 'bcc@example.com'] });
  expect(composed?.text).toContain(btoa('attached'));
  expect(composed?.text).not.toContain('bcc@example.com');
  expect(received.find(({ text }) => text.includes('Subject: Relayed'))).toMatchObject({
    to: ['relayed@example.com'],
    text: expect.stringContaining('as it is') as string,
  });
  serving.process.kill('SIGTERM');
  expect((await serving.ended).code).toBe(0);
  await new Promise<void>((resolve) => {
    mail.close(() => resolve());
  });
});

test('lets in what the environment says, without printing it', async () => {
  const env = { SOCONFORM_TICKET: '7T:configured', SOCONFORM_APP_TOKEN: 'configured-app' };
  const serving = start(['serve', '--cors', '--seed', '7', '--fault', 'http-reset:0'], { env });
  const text = await serving.printed('Ask it');
  expect(text).not.toContain('configured-app');
  expect(text).toMatch(/^ {2}SOCONFORM_BEARER +not let in$/m);
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${urlIn(text)}/api/v1/User/currentPrincipal`, { headers })).status;
  const ticket = { authorization: 'SoTicket 7T:configured' };
  expect([
    await status({ ...ticket, 'so-apptoken': 'configured-app' }),
    await status(ticket),
    await status({ authorization }),
  ]).toEqual([200, 401, 401]);
  serving.process.kill('SIGTERM');
  expect((await serving.ended).code).toBe(0);
});

test.each([
  [['--smtp', 'localhost'], /^E_SMTP --smtp: expected HOST:PORT, found "localhost"/],
  [['--fault', 'http-rest'], /^E_FAULT no fault is called "http-rest".*http-reset/],
  [['--fault', 'http-reset:2'], /^E_FAULT http-reset: expected a probability/],
  [['--state', join(tmpdir(), '.')], /^E_STATE .*cannot read it/],
])('%j is an error of one line', async (args, line) => {
  const { code, stdout, stderr } = await soconform(['serve', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(line);
});

test('writes nothing to disk but its state', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soconform-disk-'));
  const cwd = mkdtempSync(join(tmpdir(), 'soconform-cwd-'));
  const serving = start(['serve', '--state', join(folder, 'state.json')], { cwd });
  const url = urlIn(await serving.printed('Ask it'));
  const agents = `${url}/api/v1/Agents`;
  await Promise.all([
    fetch(`${agents}/BLOB/SaveBlobEntity`, { method: 'POST', headers: json, body: '{"Description":"../../escaped"}' }),
    fetch(`${agents}/Document/SetDocumentStream`, { method: 'POST', headers: json, body: '{"Stream":"QQ=="}' }),
    fetch(`${agents}/EMail/SendEMails`, {
      method: 'POST',
      headers: json,
      body: '{"Emails":[{"Attachments":[{"Filename":"../../escaped.txt","Stream":"QQ=="}]}]}',
    }),
    fetch(`${agents}/Contact/SaveContactEntity`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/xml' },
      body: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    }),
    fetch(`${url}/_emulator/faults`, { method: 'PUT', body: '["../../escaped"]' }),
  ]);
  serving.process.kill('SIGTERM');
  expect((await serving.ended).code).toBe(0);
  expect([readdirSync(folder), readdirSync(cwd)]).toEqual([['state.json'], []]);
  rmSync(folder, { recursive: true });
  rmSync(cwd, { recursive: true });
});

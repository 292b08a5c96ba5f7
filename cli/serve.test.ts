import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

import { afterEach, expect, test } from 'vitest';
import { createClient } from './send.ts';
import { tenantOf } from './flow.ts';
import { tenantState } from './tenant.ts';
import { rawServer, write } from './testing/raw-server.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function told(answer: string, path = '/Cust12345') {
  const server = await rawServer((socket) => write(socket, answer));
  const client = createClient({ connections: 1, connectMs: 1000 });
  opened.push(server, client);
  const tenant = await tenantState(`${server.url}${path}`, client.send, 1000);
  return { tenant, requests: server.requests() };
}

const json = (value: unknown, status = 200): string => {
  const text = JSON.stringify(value);
  return `HTTP/1.1 ${status} X\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
};
const running = { ContextIdentifier: 'Cust12345', State: 'Running', IsRunning: true };

test.each<[title: string, answer: string, tenant: object | undefined]>([
  ['one that runs', json(running), { name: 'Cust12345', state: 'Running' }],
  [
    'one at another host',
    json({ ...running, Endpoint: 'https://online2.superoffice.com/Cust12345/' }),
    { name: 'Cust12345', state: 'Running', elsewhere: 'https://online2.superoffice.com' },
  ],
  ['an endpoint that is none', json({ ...running, Endpoint: 'there' }), { name: 'Cust12345', state: 'Running' }],
  ['a state with what breaks a line', json({ ...running, State: 'a\nb' }), { name: 'Cust12345', state: 'not told' }],
  ['404', json(running, 404), undefined],
  ['another object', json({ hello: 1 }), undefined],
  ['null', json(null), undefined],
  ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n<a', undefined],
  ['nothing', '', undefined],
])('%s', async (_title, answer, tenant) => {
  const { tenant: got, requests } = await told(answer);
  expect(got).toEqual(tenant);
  expect(requests).toEqual([expect.stringMatching(/^GET \/api\/state\/Cust12345 HTTP/)]);
  expect(requests.join()).not.toMatch(/authorization|cookie|so-apptoken/i);
});

test('one that does not run ends the run with 3', async () => {
  await expect(told(json({ ...running, State: 'Suspended', IsRunning: false }))).rejects.toMatchObject({
    code: 'E_TENANT',
    exit: 3,
    message: expect.stringContaining('Suspended') as string,
  });
});

test.each([
  ['https://sod.superoffice.com/Cust12345', 'Cust12345'],
  ['https://sod.superoffice.com/cust1/', 'cust1'],
  ['https://crm.example.com/base/Cust7', 'Cust7'],
  ['https://crm.example.com/Customers', undefined],
  ['https://crm.example.com/Cust7/more', undefined],
  ['https://crm.example.com', undefined],
])('%s is the tenant %s', (url, tenant) => {
  expect(tenantOf(url)).toBe(tenant);
});

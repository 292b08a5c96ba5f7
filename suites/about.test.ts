import { describe, expect, test } from 'vitest';
import type { Answer, EmulatorRequest } from '../fixtures/emulator/answer.ts';
import { bytesOf, jsonAnswer } from '../fixtures/emulator/answers.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { askAbout } from './about.ts';
import type { About, AskingAbout } from './about.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { rawServer } from './client/testing/raw-server.ts';
import { planRun } from './plan.ts';

const catalogue = openCatalogue();
const agents = ['Relation'];
const plan = planRun(catalogue, { agents }, { seed: 1 });

async function about(
  spoil: (answer: Answer, request: EmulatorRequest) => Answer = (answer) => answer,
  asked = plan,
  more: Partial<AskingAbout> = {},
): Promise<About & { readonly requests: number; readonly logins: number }> {
  let logins = 0;
  const server = await serve({
    catalogue,
    faults: [
      {
        id: 'testing',
        title: 'for this test',
        spoil: (answer, request) => {
          if (request.headers['authorization'] !== undefined) logins += 1;
          return spoil(answer, request);
        },
      },
    ],
  });
  const client = createClient({ connections: 2, connectMs: 2000 });
  const found = await askAbout(asked, {
    target: { url: server.url, emulator: true },
    credentials: emulatorCredentials,
    send: client.send,
    allow: 'read',
    deadlineMs: 2000,
    ...more,
  });
  await client.close();
  const requests = server.requests();
  await server.close();
  return { ...found, requests, logins };
}

const at =
  (path: string, answer: Answer) =>
  (healthy: Answer, { url }: EmulatorRequest): Answer =>
    url.endsWith(path) ? answer : healthy;
const asked = { what: 'discovery' } as const;
const html: Answer = { status: 200, headers: { 'content-type': 'text/html' }, body: bytesOf('<p>10.2'), asked };

test('a server says which it is on both protocols, and what it offers; nobody logs in', async () => {
  const { versions, listing, requests, logins } = await about();
  expect(versions).toEqual([
    {
      from: 'GET /api',
      version: '10.2',
      facts: expect.objectContaining({ NetServerVersion: '10.2', NetServer: 'soconform emulator' }),
    },
    {
      from: 'SoPrincipal.GetSystemInfo/soap-Services88',
      version: '10.2.0.0',
      facts: expect.objectContaining({ AssemblyVersion: '10.2.0.0' }),
    },
  ]);
  expect(Object.keys(versions[1]?.facts ?? {}).join()).not.toMatch(/company|serial|license/i);
  expect([listing?.agents.has('relation'), requests, logins]).toEqual([true, 3, 0]);
});

test.each<[why: string, spoil: (answer: Answer, request: EmulatorRequest) => Answer, unknown: readonly string[]]>([
  ['is not there', at('/api', { ...html, status: 404 }), ['/api answered 404']],
  ['is a page for people', at('/api', html), ['/api answered no JSON object']],
  [
    'says nothing of it',
    at('/api', jsonAnswer(200, { v1: 'x', NetServerVersion: {} }, asked)),
    ['/api names no version'],
  ],
  ['is an array', at('/api', jsonAnswer(200, [1], asked)), ['/api names no version']],
  ['of SOAP is a page for people', at('/SoPrincipal.svc', html), ['GetSystemInfo names no version']],
  ['of SOAP is a fault', at('/SoPrincipal.svc', { ...html, status: 500 }), ['GetSystemInfo answered 500']],
])('a version is unknown, and no failure, when the answer %s', async (_, spoil, unknown) => {
  const { versions } = await about(spoil);
  expect(versions.flatMap((one) => one.unknown ?? [])).toEqual(unknown);
  expect(versions.filter(({ version }) => version !== undefined)).toHaveLength(1);
});

test('what was answered is kept for the cases that ask for it; what was not answered is not', async () => {
  const { answers } = await about(at('/api/v1', html));
  expect([...answers].map(([name, { sent, received }]) => [name, sent.method, received.status])).toEqual([
    ['api', 'GET', 200],
    ['api-v1', 'GET', 200],
  ]);
  const silent = await about(undefined, plan, { target: { url: 'http://127.0.0.1:9', emulator: true } });
  expect([...silent.answers]).toEqual([]);
});

test('a version is cut off where it never ends', async () => {
  const { versions } = await about(at('/api', jsonAnswer(200, { NetServerVersion: 'x'.repeat(10_000) }, asked)));
  expect(versions[0]?.version).toHaveLength(200);
});

describe('what is not needed is not asked', () => {
  const rest = { agents, protocols: ['rest'] };
  test.each([
    ['only REST', planRun(catalogue, rest, { seed: 1 }), {}, 2],
    ['only SOAP', planRun(catalogue, { agents, protocols: ['soap'] }, { seed: 1 }), {}, 2],
    ['only resources', planRun(catalogue, { versions: ['v1-resources'] }, { seed: 1 }), {}, 1],
    ['no case of the plan', plan, { only: new Set<string>() }, 0],
    [
      'only what is held back',
      planRun(catalogue, { set: 'core' }, { seed: 1 }),
      { target: { url: 'http://127.0.0.1:1', emulator: false } },
      0,
    ],
  ])('where a run asks %s', async (_, some, more, expected) => {
    expect((await about(undefined, some, more)).requests).toBe(expected);
  });

  test('after a first question that gets no answer', async () => {
    const silent = await rawServer(() => {});
    const { versions } = await about(undefined, plan, { target: { url: silent.url, emulator: true }, deadlineMs: 50 });
    await silent.close();
    expect(silent.requests()).toHaveLength(1);
    expect(versions.map(({ unknown }) => unknown)).toEqual([
      expect.stringMatching(/^\/api got no answer: .*50 ms/),
      expect.stringMatching(/^GetSystemInfo got no answer: .*50 ms/),
    ]);
  });

  test('after an interruption', async () => {
    const { requests, versions } = await about(undefined, plan, { signal: AbortSignal.abort() });
    expect([requests, versions[0]?.unknown]).toEqual([0, '/api got no answer: the run was interrupted']);
  });
});

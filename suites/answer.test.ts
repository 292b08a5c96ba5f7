import { expect, test } from 'vitest';
import type { Answer, Fault } from '../fixtures/emulator/answer.ts';
import { bytesOf } from '../fixtures/emulator/answers.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { RecordAnswer } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { emulatorCredentials } from './client/credentials.ts';
import { createClient } from './client/send.ts';
import { planRun } from './plan.ts';
import { runPlan } from './run.ts';

const catalogue = openCatalogue();

/** What became of an operation that is answered so; the emulator's own answer without one. */
async function gave(id: string, spoiled?: Partial<Answer>): Promise<RecordAnswer | undefined> {
  const fault: Fault = { id: 'testing', title: 'for this test', spoil: (answer) => ({ ...answer, ...spoiled }) };
  const server = await serve({ catalogue, faults: [fault] });
  const client = createClient({ connections: 1, connectMs: 2000 });
  try {
    const events = runPlan(
      planRun(catalogue, { operations: [id.split('/')[0] ?? ''], cases: [`${id}/documented`] }, { seed: 1 }),
      {
        target: { url: server.url, emulator: true },
        credentials: emulatorCredentials,
        send: client.send,
        allow: 'send',
        concurrency: 1,
        deadlineMs: 5000,
        graceMs: 5,
        keep: 'failing',
        now: () => new Date(0),
      },
    );
    for await (const event of events) if (event.kind === 'finished') return event.record.cases[0]?.answer;
    return undefined;
  } finally {
    await client.close();
    await server.close();
  }
}

const send = 'EMail.SendEMails/rest-v1';
const messages = 'Messaging.SendMessages/soap-Services86';
const json = (text: string): Partial<Answer> => ({ body: bytesOf(text) });
const namespace = 'http://www.superoffice.net/ws/crm/NetServer/Services86';
const envelope = (header: string, body: string): Partial<Answer> =>
  json(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}"><s:Header>${header}</s:Header>` +
      `<s:Body>${body}</s:Body></s:Envelope>`,
  );

test.each<[name: string, id: string, spoiled: Partial<Answer> | undefined, answer: RecordAnswer]>([
  ['a result', send, undefined, { status: 200, gave: 'value' }],
  ['an empty list', send, json('[]'), { status: 200, gave: 'empty' }],
  ['null', send, json('null'), { status: 200, gave: 'empty' }],
  ['members that are all null', send, json('[{"Subject":null,"To":[],"Body":""}]'), { status: 200, gave: 'empty' }],
  ['zero, which is a value', send, json('[{"Size":0}]'), { status: 200, gave: 'value' }],
  [
    'lists in each other, deeper than the stack',
    send,
    json('['.repeat(2e4) + ']'.repeat(2e4)),
    { status: 200, gave: 'empty' },
  ],
  ['a page in HTML', send, json('<html></html>'), { status: 200, gave: 'no-result' }],
  ['an error object with 200', send, json('{"Error":true,"Message":"no"}'), { status: 200, gave: 'no-result' }],
  ['a refusal', send, { status: 403 }, { status: 403, gave: 'no-result' }],
  ['the 204 of a void operation', 'EMail.RelayMessage/rest-v1', undefined, { status: 204, gave: 'done' }],
  ['an envelope with a result', messages, undefined, { status: 200, gave: 'value' }],
  [
    'an envelope with an empty one',
    messages,
    envelope('<Succeeded>true</Succeeded>', '<SendMessagesResponse><Response/></SendMessagesResponse>'),
    { status: 200, gave: 'empty' },
  ],
  [
    'one that says that it failed',
    messages,
    envelope('<Succeeded>false</Succeeded>', '<SendMessagesResponse/>'),
    { status: 200, gave: 'no-result' },
  ],
  [
    'a SOAP fault',
    messages,
    envelope('', '<s:Fault><faultstring>no</faultstring></s:Fault>'),
    { status: 200, gave: 'no-result' },
  ],
  [
    'the empty wrapper of a void operation',
    'EMail.RelayMessage/soap-Services86',
    undefined,
    { status: 200, gave: 'done' },
  ],
])('%s', async (_name, id, spoiled, answer) => {
  expect(await gave(id, spoiled)).toEqual(answer);
});

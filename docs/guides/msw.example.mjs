import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setupServer } from 'msw/node';
import { emulatorState, handlers } from 'soconform/msw';

const state = emulatorState();
const server = setupServer(...handlers({ baseUrl: 'https://crm.example.com', state }));

before(() => server.listen({ onUnhandledRequest: 'error' }));
after(() => server.close());
afterEach(() => {
  state.store.clear();
  state.outbox.clear();
});

/** The code under test: it knows nothing of the emulator. */
async function agent(operation, body) {
  const response = await fetch(`https://crm.example.com/api/v1/Agents/${operation}`, {
    method: 'POST',
    headers: { authorization: 'SoTicket 7T:emulator-ticket', 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.json()).Message);
  return response.status === 204 ? undefined : response.json();
}

test('what is saved comes back', async () => {
  const contact = await agent('Contact/CreateDefaultContactEntity');
  const saved = await agent('Contact/SaveContactEntity', { ...contact, Name: 'Ada & Co' });
  const got = await agent(`Contact/GetContactEntity?contactEntityId=${saved.ContactId}`);
  assert.equal(got.Name, 'Ada & Co');
});

test('what is deleted is gone', async () => {
  await agent('Contact/DeleteContactEntity?contactEntityId=5');
  assert.equal(await agent('Contact/GetContactEntity?contactEntityId=5'), null);
});

test('mail goes to the outbox, and nowhere else', async () => {
  await agent('EMail/SendEMails', { Emails: [{ Subject: 'Hello', To: [{ Address: 'ada@example.com' }] }] });
  const [message] = state.outbox.messages();
  assert.deepEqual([message.subject, message.to], ['Hello', ['ada@example.com']]);
});

test('what the contract does not allow is refused', async () => {
  await assert.rejects(agent('EMail/SendEMails', { Emails: 'all' }), /argument of the wrong type/);
});

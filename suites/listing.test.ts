import { expect, test } from 'vitest';
import { listedIn, readListing } from './listing.ts';
import type { Listed } from './listing.ts';

const byAgent = {
  'Agents/EMail': 'https://host/Cust1/api/v1/Agents/EMail',
  'Agents/Contact': 'x',
  'User/current': 'y',
};
const byOperation = ['https://host/api/v1/Agents/EMail/SendEMails', 'https://host/api/v1/Agents/Contact/'];

test.each<[title: string, value: unknown, agent: string, operation: string, listed: Listed]>([
  ['of a map by agent', byAgent, 'EMail', 'SendEMails', 'silent'],
  ['of an agent in other letters', byAgent, 'Email', 'SendEMails', 'silent'],
  ['that has other agents only', byAgent, 'Messaging', 'SendMessages', 'missing'],
  ['that names the operation', byOperation, 'EMail', 'sendemails', 'offered'],
  ['that names another one of the agent', byOperation, 'EMail', 'RelayMessage', 'missing'],
  ['that names the agent alone', byOperation, 'Contact', 'GetList', 'silent'],
  ['of objects', [{ name: 'EMail', url: '/api/v1/Agents/EMail/SendEMails?x' }], 'EMail', 'SendEMails', 'offered'],
  ['without an agent', { v1: 'https://host/api/v1' }, 'EMail', 'SendEMails', 'silent'],
  ['that is no listing', 'Not found', 'EMail', 'SendEMails', 'silent'],
  ['that is nothing', undefined, 'EMail', 'SendEMails', 'silent'],
])('a listing %s', (_, value, agent, operation, listed) => {
  expect(listedIn(readListing(value), agent, operation)).toBe(listed);
});

test('a listing that never ends is read to a few levels', () => {
  let deep: unknown = 'Agents/EMail';
  for (let level = 0; level < 20_000; level += 1) deep = [deep];
  expect(readListing(deep)).toBeUndefined();
});

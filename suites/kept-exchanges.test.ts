import { expect, test } from 'vitest';
import { createExchanges } from './kept-exchanges.ts';
import { createRedactor } from './redact.ts';
import { corePlan } from './testing/run-core.ts';

const asked = corePlan.planned[0]?.case;
if (asked === undefined) throw new Error('the core set has no case');
const request = 'x'.repeat(5000);
const sent = { method: 'POST', url: 'http://host/x', headers: {}, body: request };
const secret = 'a-secret-that-is-long';

const exchanged = (body: string, surplus = '') => ({
  case: asked,
  sent,
  received: { status: 500, headers: [], body: Buffer.from(body), surplus: Buffer.from(surplus) },
  ms: 1,
});

test('a record holds answers as they came up to so many characters, then their beginnings; requests always', () => {
  const recorded = createExchanges(createRedactor([secret]), 6000);
  const kept = ['a'.repeat(3000), 'b'.repeat(3000), 'c'.repeat(3000), 'd'].map((body) => recorded(exchanged(body)));
  expect(kept.map(({ response }) => response?.body)).toEqual([
    'a'.repeat(3000),
    'b'.repeat(3000),
    `${'c'.repeat(1024)}… [cut: 3000 bytes in all]`,
    'd',
  ]);
  expect(kept.map((one) => one.request.body)).toEqual([request, request, request, request]);
});

test('what follows an answer counts, too', () => {
  const recorded = createExchanges(createRedactor([]), 10);
  recorded(exchanged('', 's'.repeat(10)));
  expect(recorded(exchanged('b'.repeat(1025))).response?.body).toBe(`${'b'.repeat(1024)}… [cut: 1025 bytes in all]`);
});

test.each([1000, 1010, 1023, 1024])('no secret shows where a body is cut, %i characters in', (before) => {
  const recorded = createExchanges(createRedactor([secret]), 0);
  const body = `${'.'.repeat(before)}${secret}${'.'.repeat(2000)}`;
  expect(recorded(exchanged(body)).response?.body).not.toMatch(/a-se/);
});

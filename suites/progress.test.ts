import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { planRun } from './plan.ts';
import { earlierReads, inSendingOrder, link, release } from './progress.ts';
import { read } from './reading.ts';

// Reads of both protocols, in JSON and in XML.
const { planned, catalogued } = planRun(openCatalogue(), { agents: ['Contact', 'AI'] }, { seed: 1 });
const order = inSendingOrder(link(planned));
const places = new Map(order.map((one, place) => [one, place]));
const placeOf = (one: (typeof order)[number]): number => places.get(one) ?? NaN;
const none = Buffer.alloc(0);
const waits = [...earlierReads(order)].map(([one, earlier]) => ({ one, earlier }));

test('every case is sent once', () => {
  expect(new Set(order).size).toBe(order.length);
  expect(order).toHaveLength(planned.length);
});

test('a case that waits for others is sent after all of them', () => {
  const early = waits.filter(({ one, earlier }) => earlier.some((other) => !(placeOf(other) < placeOf(one))));
  expect(waits.length).toBeGreaterThan(40);
  expect(early.map(({ one }) => one.planned.case.id)).toEqual([]);
});

test('a read is sent again right after the last one that it is compared with', () => {
  const again = waits.filter(({ one }) => one.planned.case.name === 'read-again');
  const moved = again.filter(({ one }) => order[placeOf(one) - 1]?.planned.case.name === 'same-read');
  const behind = moved.map(({ one, earlier }) => placeOf(one) - Math.max(...earlier.map(placeOf)));
  expect(moved.length).toBe(again.length);
  expect(new Set(behind)).toEqual(new Set([1]));
});

test.each([
  [100, 'is still read'],
  [20_000, 'is let go of, as it was read'],
])('an answer of %i bytes that is judged while another waits for it %s', (length, what) => {
  const one = order.find(({ planned: { contract }, users }) => contract.protocol === 'rest' && users > 1);
  if (one === undefined) throw new Error('nothing waits for another');
  const { case: asked, contract, types } = one.planned;
  const response = { status: 200, headers: [], body: Buffer.from(JSON.stringify(['x'.repeat(length)])), surplus: none };
  const reading = read(response, contract, types);
  const before = reading.json();
  one.fate = { kind: 'answered', subject: { contract, types, case: asked, response, reading, catalogued } };
  release(one);
  expect([one.fate.kind, reading.json() === before]).toEqual(['answered', what === 'is still read']);
});

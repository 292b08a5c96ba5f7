import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { planRun } from './plan.ts';
import { earlierReads, inSendingOrder, link } from './progress.ts';

// Reads of both protocols, in JSON and in XML.
const { planned } = planRun(openCatalogue(), { agents: ['Contact', 'AI'] }, { seed: 1 });
const order = inSendingOrder(link(planned));
const places = new Map(order.map((one, place) => [one, place]));
const placeOf = (one: (typeof order)[number]): number => places.get(one) ?? NaN;
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

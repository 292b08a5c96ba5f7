import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';

const inService = (...services: readonly string[]) => services.map((service, index) => ({ index, service }));
const times = (count: number, service: string) => Array.from({ length: count }, () => service);

/** Takes whatever may go now. */
function sendable(schedule: Schedule): number[] {
  const taken: number[] = [];
  for (let next = schedule.next(); next.kind !== 'wait'; next = schedule.next()) {
    if (next.kind !== 'send') throw new Error(`${next.index} is blocked: ${next.reason}`);
    taken.push(next.index);
  }
  return taken;
}

test('asks five before the target has answered anything', () => {
  const schedule = createSchedule(inService(...times(3, 'a'), ...times(9, 'b')));
  expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
  schedule.settle(3, 'answered');
  expect(sendable(schedule)).toEqual([5, 6, 7, 8]);
});

test('asks no more when the first five have no answer', () => {
  const schedule = createSchedule(inService(...times(3, 'a'), ...times(4, 'b')));
  for (const index of sendable(schedule)) schedule.settle(index, 'no-answer');
  const reason = 'the first 5 requests to the target got no answer';
  expect([schedule.next(), schedule.next(), schedule.next()]).toEqual([
    { kind: 'block', index: 5, reason },
    { kind: 'block', index: 6, reason },
    { kind: 'wait' },
  ]);
});

test('asks no more of a service in which five in a row have no answer, and goes on elsewhere', () => {
  const schedule = createSchedule(inService('b', ...times(7, 'a'), 'b'));
  expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
  schedule.settle(0, 'answered');
  expect(sendable(schedule)).toEqual([5, 8]);
  for (const index of [1, 2, 3, 4, 5]) schedule.settle(index, 'no-answer');
  expect([schedule.next(), schedule.next(), schedule.next()]).toEqual([
    { kind: 'block', index: 6, reason: '5 requests in a row to a got no answer' },
    { kind: 'block', index: 7, reason: '5 requests in a row to a got no answer' },
    { kind: 'wait' },
  ]);
});

test('one answer among five keeps a service going', () => {
  const schedule = createSchedule(inService(...times(12, 'a')));
  expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
  for (const index of [0, 1, 2, 3]) schedule.settle(index, 'no-answer');
  schedule.settle(4, 'answered');
  expect(sendable(schedule)).toEqual([5, 6, 7, 8, 9]);
});

test('what is blocked does not depend on which answer is quicker', () => {
  const target = fc.record({
    cases: fc.array(fc.record({ service: fc.constantFrom('a', 'b', 'c'), answers: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    }),
    order: fc.infiniteStream(fc.nat()),
    other: fc.infiniteStream(fc.nat()),
    concurrency: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(target, ({ cases, order, other, concurrency }) => {
      const run = (pick: Iterator<number>, atOnce: number): readonly string[] => {
        const schedule = createSchedule(cases.map(({ service }, index) => ({ index, service })));
        const fates = cases.map(() => 'never');
        const inFlight: number[] = [];
        for (;;) {
          const next = inFlight.length < atOnce ? schedule.next() : ({ kind: 'wait' } as const);
          if (next.kind === 'block') fates[next.index] = next.reason;
          else if (next.kind === 'send') inFlight.push(next.index);
          else {
            const [index] = inFlight.splice(Number(pick.next().value) % Math.max(1, inFlight.length), 1);
            if (index === undefined) return fates;
            const outcome = cases[index]?.answers === true ? 'answered' : 'no-answer';
            fates[index] = outcome;
            schedule.settle(index, outcome);
          }
        }
      };
      const one = run(order, concurrency);
      expect(one).not.toContain('never');
      expect(run(other, 12)).toEqual(one);
    }),
  );
});

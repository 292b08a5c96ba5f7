import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogin } from './login.ts';
import type { Outcome } from './login.ts';
import { createSchedule } from './schedule.ts';
import type { Schedule, Waiting } from './schedule.ts';

const inService = (...services: readonly string[]): readonly Waiting[] =>
  services.map((service, index) => ({ index, service, login: false }));
const scheduleOf = (cases: readonly Waiting[]) => createSchedule(cases, createLogin({}));
const times = (count: number, service: string) => Array.from({ length: count }, () => service);

const inB = (...indices: readonly number[]): readonly Waiting[] =>
  indices.map((index) => ({ index, service: 'b', login: false }));

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
  const schedule = scheduleOf(inService(...times(3, 'a'), ...times(9, 'b')));
  expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
  schedule.settle(3, 'answered');
  expect(sendable(schedule)).toEqual([5, 6, 7, 8]);
});

test('asks no more when the first five have no answer', () => {
  const schedule = scheduleOf(inService(...times(3, 'a'), ...times(4, 'b')));
  for (const index of sendable(schedule)) schedule.settle(index, 'no-answer');
  const reason = 'the first 5 requests to the target got no answer';
  expect([schedule.next(), schedule.next(), schedule.next()]).toEqual([
    { kind: 'block', index: 5, reason },
    { kind: 'block', index: 6, reason },
    { kind: 'wait' },
  ]);
});

test('asks no more of a service in which five in a row have no answer, and goes on elsewhere', () => {
  const schedule = scheduleOf(inService('b', ...times(7, 'a'), 'b'));
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
  const schedule = scheduleOf(inService(...times(12, 'a')));
  expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
  for (const index of [0, 1, 2, 3]) schedule.settle(index, 'no-answer');
  schedule.settle(4, 'answered');
  expect(sendable(schedule)).toEqual([5, 6, 7, 8, 9]);
});

describe('a case that has to wait for others', () => {
  const cases: readonly Waiting[] = [
    { index: 0, service: 'rest', login: false },
    { index: 1, service: 'soap', login: false, after: [0] },
    { index: 2, service: 'rest', login: false, after: [1] },
    { index: 3, service: 'rest', login: false },
    { index: 4, service: 'other', login: false },
  ];

  test('is not overtaken within its service, and holds up no other one', () => {
    const schedule = scheduleOf(cases);
    expect(sendable(schedule)).toEqual([0, 4]);
    schedule.settle(0, 'answered');
    expect(sendable(schedule)).toEqual([1]);
    schedule.settle(1, 'answered');
    expect(sendable(schedule)).toEqual([2, 3]);
  });

  test('goes when what it waits for has no answer', () => {
    const schedule = scheduleOf(cases);
    expect(sendable(schedule)).toEqual([0, 4]);
    schedule.settle(4, 'answered');
    schedule.settle(0, 'no-answer');
    expect(sendable(schedule)).toEqual([1]);
  });

  test('goes when what it waits for is blocked', () => {
    const before = inService(...times(6, 'a'));
    const schedule = scheduleOf([...before, { index: 6, service: 'b', login: false, after: [5] }, ...inB(7)]);
    expect(sendable(schedule)).toEqual([0, 1, 2, 3, 4]);
    for (const index of [0, 1, 2, 3, 4]) schedule.settle(index, 'no-answer');
    expect([schedule.next(), schedule.next(), schedule.next()].map(({ kind }) => kind)).toEqual([
      'block',
      'block',
      'block',
    ]);
  });
});

describe('until the login is taken', () => {
  const carrying = (count: number, from = 0): readonly Waiting[] =>
    Array.from({ length: count }, (_, index) => ({ index: from + index, service: `s${from + index}`, login: true }));
  const refusedAt = (index: number) => ({ kind: 'block', index, reason: createLogin({}).refusal() });

  test('two requests carry it', () => {
    const schedule = scheduleOf(carrying(9));
    expect(sendable(schedule)).toEqual([0, 1]);
    schedule.settle(1, 'answered');
    expect(sendable(schedule)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  test('and two that are refused are the last ones; what does not carry it still goes', () => {
    const schedule = scheduleOf([...carrying(4), { index: 4, service: 'a', login: false }]);
    for (const index of sendable(schedule)) schedule.settle(index, 'refused');
    expect([schedule.next(), schedule.next()]).toEqual([refusedAt(2), refusedAt(3)]);
    expect([schedule.next(), schedule.next()]).toEqual([{ kind: 'send', index: 4 }, { kind: 'wait' }]);
  });

  test.each<[Outcome]>([['unclear'], ['no-answer']])('one that is %s makes room for another one', (outcome) => {
    const schedule = scheduleOf(carrying(9));
    expect(sendable(schedule)).toEqual([0, 1]);
    schedule.settle(0, 'refused');
    expect(sendable(schedule)).toEqual([]);
    schedule.settle(1, outcome);
    expect(sendable(schedule)).toEqual([2]);
    schedule.settle(2, 'refused');
    expect(schedule.next()).toEqual(refusedAt(3));
  });

  test('one that is refused before another one is taken stops nothing', () => {
    const schedule = scheduleOf(carrying(5));
    expect(sendable(schedule)).toEqual([0, 1]);
    schedule.settle(0, 'refused');
    schedule.settle(1, 'answered');
    expect(sendable(schedule)).toEqual([2, 3, 4]);
  });
});

test('what is blocked does not depend on which answer is quicker', () => {
  const target = fc.record({
    cases: fc.array(
      fc.record({
        service: fc.constantFrom('a', 'b', 'c'),
        login: fc.boolean(),
        outcome: fc.constantFrom<Outcome>('answered', 'refused', 'unclear', 'no-answer'),
        /** Of so many cases before it. */
        after: fc.array(fc.nat({ max: 39 }), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
    answersMost: fc.boolean(),
    order: fc.infiniteStream(fc.nat()),
    other: fc.infiniteStream(fc.nat()),
    concurrency: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(target, ({ cases: drawn, answersMost, order, other, concurrency }) => {
      // A target that takes no login, or next to none, is as likely as one that takes most.
      const cases = drawn.map((one) => ({
        ...one,
        outcome: one.outcome === 'answered' && one.login && !answersMost ? 'refused' : one.outcome,
      }));
      const run = (pick: Iterator<number>, atOnce: number): readonly string[] => {
        const waiting = cases.map(({ service, login, after }, index) => {
          return { index, service, login, after: after.filter((other) => other < index) };
        });
        const schedule = scheduleOf(waiting);
        const fates = cases.map(() => 'never');
        const inFlight: number[] = [];
        const lastOf = new Map<string, number>();
        for (;;) {
          const next = inFlight.length < atOnce ? schedule.next() : ({ kind: 'wait' } as const);
          if (next.kind === 'block') fates[next.index] = next.reason;
          else if (next.kind === 'send') {
            const { index, service, after } = waiting[next.index] ?? { index: -1, service: '', after: [] };
            expect(after.map((other) => fates[other])).not.toContain('never');
            expect(index).toBeGreaterThan(lastOf.get(service) ?? -1);
            lastOf.set(service, index);
            inFlight.push(index);
          } else {
            const [index] = inFlight.splice(Number(pick.next().value) % Math.max(1, inFlight.length), 1);
            if (index === undefined) return fates;
            const outcome = cases[index]?.outcome ?? 'answered';
            fates[index] = outcome;
            schedule.settle(index, outcome);
          }
        }
      };
      const one = run(order, concurrency);
      expect(one).not.toContain('never');
      expect(run(other, 12)).toEqual(one);
    }),
    { numRuns: 2000 },
  );
});

import { describe, expect, test } from 'vitest';
import { serviceOf } from '../specs/contract.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { answered } from './exchange.ts';
import type { WireResponse } from './exchange.ts';
import type { Fate } from './judge.ts';
import { createOffer } from './offer.ts';
import { planRun } from './plan.ts';
import { link } from './progress.ts';
import type { Progress } from './progress.ts';
import { read } from './reading.ts';
import { createRedactor } from './redact.ts';
import { createRoom } from './room.ts';

const agents = ['Relation', 'Previews', 'Replication'];
const plan = planRun(openCatalogue(), { protocols: ['rest'], versions: ['v1'], agents }, { seed: 1, require: [] });
const page = (bytes: number): Uint8Array => Buffer.alloc(bytes, 'x');

/** What a case is answered by a server that does not know its address. */
function notFound(one: Progress, body: Uint8Array, more: Partial<WireResponse> = {}): Fate {
  const { case: asked, contract, types } = one.planned;
  const response: WireResponse = { status: 404, headers: [], body, surplus: Buffer.alloc(0), ...more };
  const sent = { method: 'POST', url: 'http://host/x', headers: {} };
  one.exchange = { case: asked, sent, received: response, ms: 1 };
  const { catalogued } = plan;
  const reading = read(response, contract, types);
  return { kind: 'answered', subject: { contract, types, case: asked, response, reading, catalogued } };
}

const cases = (): readonly Progress[] =>
  link(plan.planned).filter(({ planned }) => planned.contract.operation !== 'api' && planned.case.asks === 'operation');
const offering = (all: readonly Progress[], room = createRoom()) =>
  createOffer(all, { required: new Set(), restricted: new Set(['Replication']), eager: false, room });

describe('answers that wait until it is known what the target offers', () => {
  test('are told of when the last one of their service is there, but for those that others decide', () => {
    const all = cases();
    const offer = offering(all);
    const left = new Map<string, number>();
    for (const { planned } of all) {
      const service = serviceOf(planned.contract);
      left.set(service, (left.get(service) ?? 0) + 1);
    }
    const count = new Map(left);
    for (const one of all) {
      const service = serviceOf(one.planned.contract);
      left.set(service, (left.get(service) ?? 0) - 1);
      const isOpen = one.planned.contract.agent !== 'Replication';
      const told = left.get(service) === 0 && isOpen ? count.get(service) : 0;
      expect([one.planned.case.id, offer.take(one, notFound(one, page(10))).length]).toEqual([
        one.planned.case.id,
        told,
      ]);
    }
    expect(offer.end().map(([{ planned }]) => planned.contract.agent)).toEqual(
      Array(count.get('Replication/rest-v1') ?? NaN).fill('Replication'),
    );
  });

  test('are let go of where there is no room: not judged, but told as they were answered', () => {
    const all = cases().filter(({ planned }) => planned.contract.agent === 'Relation');
    const offer = offering(all, createRoom(10_000));
    const settled = all.flatMap((one) => offer.take(one, notFound(one, page(3000))));
    expect(settled.map(([, fate]) => fate.kind)).toEqual(all.map((_, index) => (index < 3 ? 'answered' : 'blocked')));
    const [one, fate] = settled[3] ?? [];
    expect(fate).toMatchObject({
      reason: expect.stringMatching(/^not judged: answers of more than \d+ MB would have to wait/),
    });
    const { sent, received } = one?.exchange ?? {};
    if (sent === undefined || received === undefined || !answered(received)) throw new Error('no answer is told');
    const told = createRedactor([]).exchange(sent, received).response;
    expect([told?.status, told?.body]).toEqual([404, '… [cut: 3000 bytes in all]']);
    // A beginning of it that is no copy would hold all of it.
    expect([received.body.buffer.byteLength, received.surplus.length, received.headers]).toEqual([0, 0, []]);
  });

  test('are skipped, and nothing else, where the operation is not offered', () => {
    const all = cases().filter(({ planned }) => planned.contract.agent === 'Relation');
    const absent = all[0]?.planned.contract.id;
    const offer = offering(all, createRoom(0));
    const settled = all.flatMap((one) => {
      const { contract } = one.planned;
      const fate = notFound(one, page(1));
      if (contract.id === absent || fate.kind !== 'answered') return offer.take(one, fate);
      const [right] = contract.protocol === 'rest' ? contract.statuses : [];
      const response = { ...fate.subject.response, status: right?.status ?? 200 };
      return offer.take(one, { kind: 'answered', subject: { ...fate.subject, response } });
    });
    const kinds = settled.map(([one, fate]) => [one.planned.contract.id === absent, fate.kind]);
    expect(kinds.filter(([isAbsent]) => isAbsent)).toEqual(
      all.filter(({ planned }) => planned.contract.id === absent).map(() => [true, 'skipped']),
    );
    expect(new Set(kinds.filter(([isAbsent]) => isAbsent === false).map(([, kind]) => kind))).toEqual(
      new Set(['answered']),
    );
  });
});

describe('a room', () => {
  const one = cases()[0];
  if (one === undefined) throw new Error('there is no case');

  test('holds so many bytes, and has room again when an answer leaves', () => {
    const room = createRoom(100);
    const [first, second, third] = [page(60), page(40), page(1)].map((body) => notFound(one, body));
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    expect([first, second, third].map(room.enter)).toEqual([true, true, false]);
    room.leave(second);
    expect([room.enter(third), room.enter(second)]).toEqual([true, false]);
  });

  test('counts the same bytes once, until the last one leaves', () => {
    const room = createRoom(100);
    const same = notFound(one, page(100));
    expect([room.enter(same), room.enter(same), room.enter(notFound(one, page(1)))]).toEqual([true, true, false]);
    room.leave(same);
    expect(room.enter(notFound(one, page(1)))).toBe(false);
    room.leave(same);
    expect(room.enter(notFound(one, page(1)))).toBe(true);
  });

  test('counts headers and what follows an answer, of each', () => {
    const room = createRoom(100);
    const body = page(10);
    const more = { headers: [['a', 'b'.repeat(29)] as const], surplus: Buffer.alloc(10) };
    const [first, second, third] = [1, 2, 3].map(() => notFound(one, body, more));
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    expect([first, second, third].map(room.enter)).toEqual([true, true, false]);
    room.leave(first);
    room.leave(second);
    expect([room.enter(notFound(one, page(100))), room.enter(notFound(one, page(1)))]).toEqual([true, false]);
  });

  test('takes what has no bytes', () => {
    const room = createRoom(0);
    expect(room.enter({ kind: 'blocked', reason: 'x' })).toBe(true);
    expect(room.enter(notFound(one, page(0)))).toBe(true);
  });
});

import { expect, test } from 'vitest';
import { createBodies } from './same-bodies.ts';

const answer = (status: number, body: string) => ({
  status,
  headers: [],
  body: Buffer.from(body),
  surplus: Buffer.alloc(0),
});

test.each([
  [404, 'page', 404, 'page', true],
  [401, 'page', 500, 'page', true],
  [404, '', 404, '', true],
  [404, 'page', 404, 'pace', false],
  [404, 'page', 404, 'page ', false],
  [200, 'page', 200, 'page', false],
  [200, 'page', 404, 'page', false],
])('%i %j and %i %j hold the same bytes: %s', (status, body, otherStatus, otherBody, isSame) => {
  const same = createBodies();
  const first = same(answer(status, body));
  const second = same(answer(otherStatus, otherBody));
  expect(second.body === first.body).toBe(isSame);
  expect(second).toEqual(answer(otherStatus, otherBody));
});

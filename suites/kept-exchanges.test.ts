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

test('headers count and are cut, too', () => {
  const recorded = createExchanges(createRedactor([secret]), 10);
  const headers = [
    ['x-a', 'a'.repeat(1000)],
    ['x-b', `${'b'.repeat(10)}${secret}`],
    ['x-c', 'c'.repeat(10)],
  ] as const;
  const one = exchanged('');
  const told = [1, 2].map(() => recorded({ ...one, received: { ...one.received, headers } }).response?.headers);
  expect(told).toEqual([
    [headers[0], ['x-b', `${'b'.repeat(10)}***`], headers[2]],
    [headers[0], ['x-b', `${'b'.repeat(10)}***`], ['x-c', 'cc…']],
  ]);
});

const forms: readonly (readonly [name: string, form: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in other letters', (text) => text.toUpperCase()],
  ['in URLs in small letters', (text) => encodeURIComponent(text).toLowerCase()],
  ['in URLs twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['in XML by number', (text) => text.replace(/[^\w]/g, (one) => `&#${one.codePointAt(0)};`)],
  ['in JSON by number', (text) => text.replace(/[^\w]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
];

test.each(forms)('no secret shows where a body is cut, %s', (_, form) => {
  const hush = '7T:Zm9v/YmFy+cGFz&c3dv=cmQhISEh';
  const written = form(hush);
  const parts = [8, 12, 20].map((length) => written.slice(0, length));
  for (const recorded of [createExchanges(createRedactor([hush]), 0)]) {
    for (let before = 1024 - 2 * written.length; before <= 1030; before += 1) {
      for (const filling of ['.', written]) {
        // Text that is hidden before the cut moves what follows it up.
        const body = filling.repeat(Math.ceil(before / filling.length)).slice(-before) + written.repeat(40);
        const shown = recorded(exchanged(`${body}${'.'.repeat(5000)}`)).response?.body ?? '';
        for (const part of filling === '.' ? parts : parts.slice(1)) {
          if (shown.includes(part)) throw new Error(`${part} in ${shown.slice(-200)}`);
        }
      }
    }
  }
});

test('no password of anybody shows where a body is cut in the middle of an escape', () => {
  const recorded = createExchanges(createRedactor([]), 0);
  const beginning = '{"Password":"hunter2hunter2';
  const body = `${' '.repeat(1024 - beginning.length - 1)}${beginning}\\"${'x'.repeat(5000)}`;
  expect(recorded(exchanged(body)).response?.body).not.toContain('hunter2');
});

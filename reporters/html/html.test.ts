import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { html } from '../html.ts';
import type { RunRecord } from '../record.ts';
import { hostileRecord } from '../testing/hostile.ts';
import { sampleRecord } from '../testing/sample-record.ts';
import { emptyEnding, emptyRecord, greenEnding, greenRecord, largeRecord, redEnding } from '../testing/shapes.ts';
import { pageData } from './page-data.ts';

const page = (record: RunRecord): string => html(record, { strict: false, ending: redEnding });

/** Elements in their order, with their text; enough for a page that we write ourselves. */
function elements(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, inner = '']) => inner,
  );
}

test('the policy lets this style and this script in and nothing else', () => {
  const text = page(sampleRecord);
  const [policy = ''] = /(?<=Content-Security-Policy" content=")[^"]*/.exec(text) ?? [];
  const hash = (part: string): string => `'sha256-${createHash('sha256').update(part).digest('base64')}'`;
  const [style = ''] = elements(text, 'style');
  const script = elements(text, 'script').at(-1) ?? '';
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('the script is one that can be read, and writes nothing as HTML', () => {
  const script = elements(page(sampleRecord), 'script').at(-1) ?? '';
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|fetch|XMLHttpRequest/,
  );
});

test('nothing is loaded from anywhere', () => {
  // What the record says is in one script that is no script.
  const text = page(hostileRecord(sampleRecord)).replace(/<script type="application\/json"[^>]*>[^<]*/, '');
  // What a target says is text: only inside of a tag is `src=` an attribute.
  expect(text).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|<[^>]*\bsrc=|url\(|@import/i);
});

test('no answer can end the script that holds the record', () => {
  const text = page(hostileRecord(sampleRecord));
  expect(elements(text, 'script')).toHaveLength(2);
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(JSON.parse(elements(text, 'script')[0] ?? '')).toEqual(pageData(hostileRecord(sampleRecord)));
});

test('without a script it still tells the end, the numbers and the matrix', () => {
  const text = page(sampleRecord).replaceAll(/<script[\s\S]*?<\/script>/g, '');
  expect(text).toContain('Exit 4: the suite itself broke');
  expect(text).toContain('18 pass, 6 fail');
  expect(text).toContain('its effect is send and --allow is read');
});

describe('the end is shown as', () => {
  test.each([
    ['green', greenRecord, greenEnding],
    ['red', sampleRecord, { code: 1, sentence: 'it departs.' }],
    ['void', emptyRecord, emptyEnding],
    ['void', emptyRecord, greenEnding],
  ])('%s', (standing, record, ending) => {
    expect(html(record, { strict: false, ending })).toContain(`<p class="ending ${standing}">`);
  });
});

describe('the exchange of a case', () => {
  const [first] = sampleRecord.cases;
  if (first?.exchange?.response === undefined) throw new Error('the sample record has no answer');
  const { request, response } = first.exchange;
  const told = (body: string) => {
    const one = { ...first, exchange: { request, response: { ...response, body } } };
    return pageData({ ...sampleRecord, cases: [one] }).exchanges[0];
  };
  const marked = (body: string): readonly string[] =>
    (told(body)?.marks ?? []).map(([from, to]) => told(body)?.answer.slice(from, to) ?? '');

  test('marks the place of the finding', () => {
    expect(marked('[{"Size":"655"}]')).toEqual(['"655"']);
  });

  test('marks it in a part of a long answer, too', () => {
    const body = `[{"Long":"${'x'.repeat(100_000)}","Size":"655","Rest":"${'y'.repeat(100_000)}"}]`;
    expect(marked(body)).toEqual(['"655"']);
    expect(told(body)?.answer.length).toBeLessThan(30_000);
    expect(told(body)?.answer).toMatch(/^\[\d+ characters left out\].*\[\d+ characters left out\]$/s);
  });

  test('marks what holds a member that is missing', () => {
    expect(marked('[{"Other":1}]')).toEqual(['{"Other":1}']);
  });
});

test('a page of ten thousand failures has a bound', () => {
  const cases = largeRecord(10_000);
  const text = page(cases);
  expect(text.length).toBeLessThan(30_000_000);
  expect(pageData(cases).cases).toHaveLength(10_000);
});

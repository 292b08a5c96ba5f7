import { describe, expect, test } from 'vitest';
import { github } from './github.ts';
import { junit } from './junit.ts';
import { markdown, markdownLimit } from './markdown.ts';
import type { RunRecord } from './record.ts';
import { hostileRecord } from './testing/hostile.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { emptyEnding, emptyRecord, greenEnding, greenRecord, largeRecord, redEnding } from './testing/shapes.ts';

const telling = { strict: false, ending: redEnding };
const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('Markdown', () => {
  test.each<[string, RunRecord]>([
    ['two thousand different failures', largeRecord(2000)],
    ['hostile answers everywhere', hostileRecord(largeRecord(500))],
    [
      'one finding of a megabyte',
      {
        ...sampleRecord,
        cases: sampleRecord.cases.map((one) => ({
          ...one,
          verdicts: one.verdicts.map((verdict) => ({
            ...verdict,
            findings: verdict.findings.map((finding) => ({ ...finding, received: '日'.repeat(400_000) })),
          })),
        })),
      },
    ],
  ])('of %s fits into a comment', (_, record) => {
    const text = markdown(record, telling);
    expect(bytes(text)).toBeLessThanOrEqual(markdownLimit);
    expect(bytes(text)).toBeGreaterThan(1000);
  });

  test('says what it left out', () => {
    const record = largeRecord(2000);
    const text = markdown(record, telling);
    const told = [...text.matchAll(/^\*\*\d+ cases?\*\* of/gm)].length;
    const left = Number(/And failures on ([\d,]+) more contracts/.exec(text)?.[1]?.replace(',', ''));
    expect(told + left).toBe(record.contracts.length);
  });

  test('tells the worst first', () => {
    const text = markdown(sampleRecord, telling);
    const places = ['`', 'REST-TYPE', 'SOAP-WELL-FORMED', 'AUTH-SOAP-REQUIRED'].map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
  });

  test('opens and closes each fold', () => {
    for (const record of [sampleRecord, largeRecord(2000), greenRecord, emptyRecord]) {
      const text = markdown(record, telling);
      expect(text.split('<details>').length).toBe(text.split('</details>').length);
    }
  });

  test('has what a target says in code only', () => {
    // What is left when code is taken away, fences of any length.
    const prose = markdown(hostileRecord(sampleRecord), telling)
      .replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
      .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(prose).not.toMatch(/script|@everyone|javascript|onerror/);
  });

  test('shows green, red and neither', () => {
    expect(markdown(greenRecord, { strict: false, ending: greenEnding })).toMatch(/^## ✅/);
    expect(markdown(sampleRecord, { strict: false, ending: { code: 1, sentence: 'it departs.' } })).toMatch(/^## ❌/);
    expect(markdown(emptyRecord, { strict: false, ending: emptyEnding })).toMatch(/^## ⚠️/);
  });
});

describe('annotations', () => {
  const levelsOf = (text: string): readonly string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => /^::(error|warning|notice) title=/.exec(line)?.[1] ?? `no command: ${line}`);

  test('are one for all that a check found alike, the end first', () => {
    const text = github(sampleRecord, telling);
    expect(levelsOf(text)).toEqual(['error', 'error', 'error', 'error', 'warning', 'notice']);
    expect(text).toMatch(/^::error title=soconform%3A exit 4::the suite itself broke/);
    expect(text).toContain('body[0].Size: expected int32, received "655"');
  });

  test('are at most ten a level, the last with the number of the others', () => {
    const record = largeRecord(2000);
    const lines = github(record, telling).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    // One for the end, one a contract.
    expect(lines[9]).toContain(`title=and ${record.contracts.length + 1 - 9} more`);
  });

  test('cannot be broken out of', () => {
    const text = github(hostileRecord(sampleRecord), telling);
    expect(new Set(levelsOf(text))).toEqual(new Set(['error', 'warning', 'notice']));
    expect(text).toContain('received </script>');
  });

  test('count a failed SHOULD as the run does', () => {
    const strict = github(sampleRecord, { strict: true, ending: redEnding });
    expect(levelsOf(strict)).toEqual(['error', 'error', 'error', 'error', 'error', 'notice']);
  });
});

describe('JUnit', () => {
  const numberOf = (text: string, name: string): number =>
    Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(text)?.[1]);

  test.each([2_000, 30_000])('of %i cases is one that GitLab reads, with all that failed', (count) => {
    const record = largeRecord(count);
    const text = junit(record, telling);
    expect(bytes(text)).toBeLessThan(30_000_000);
    const { fail, blocked, broken, pass } = record.summary;
    expect([numberOf(text, 'failures'), numberOf(text, 'errors')]).toEqual([fail, blocked + broken]);
    expect(text).toContain(`<property name="verdicts" value="${pass.toLocaleString('en')} pass, `);
    // Of a large run what passed in one case is told as one.
    expect(text.includes('documented: 3 checks') || text.includes('generated-1: 3 checks')).toBe(count > 10_000);
  });
});

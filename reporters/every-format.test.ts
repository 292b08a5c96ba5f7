import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { figuresOf, verdictsText } from './figures.ts';
import type { PageData } from './html/page-data.ts';
import { reporters } from './index.ts';
import { outcomes } from './matrix.ts';
import type { Outcome, RunRecord } from './record.ts';
import type { Ending } from './telling.ts';
import { hostileRecord } from './testing/hostile.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { emptyEnding, emptyRecord, greenEnding, greenRecord, largeRecord, redEnding } from './testing/shapes.ts';

type Kind = keyof typeof reporters;
type Counted = Readonly<Partial<Record<Outcome, number>>>;

const kinds = Object.keys(reporters) as Kind[];
const tell = (kind: Kind, record: RunRecord, ending: Ending): string =>
  reporters[kind](record, { strict: true, ending });
const parsed = (text: string): never => JSON.parse(text) as never;

/** The sentence with the numbers, as it stands in text for people. */
function ofSentence(text: string): Counted {
  return Object.fromEntries(
    outcomes.map((outcome) => [
      outcome,
      Number(new RegExp(`([\\d,]+) ${outcome}`).exec(text)?.[1]?.replaceAll(',', '')),
    ]),
  );
}

function picked(figures: Readonly<Record<Outcome, number>>): Counted {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, figures[outcome]]));
}

function countedVerdicts(verdicts: readonly { readonly outcome: Outcome }[]): Counted {
  return Object.fromEntries(
    outcomes.map((outcome) => [outcome, verdicts.filter((one) => one.outcome === outcome).length]),
  );
}

/** How each format says its numbers; those that it does not tell apart are left out. */
const numbersIn: Readonly<Record<Kind, (text: string) => Counted>> = {
  json: (text) => {
    const { cases } = parsed(text) as RunRecord;
    return countedVerdicts(cases.flatMap((one) => one.verdicts));
  },
  ndjson: (text) => {
    const lines = text.trimEnd().split('\n').map(parsed) as { case?: RunRecord['cases'][number] }[];
    return countedVerdicts(lines.flatMap((line) => line.case?.verdicts ?? []));
  },
  junit: (text) => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
    const { testsuites } = parser.parse(text) as { testsuites: Record<'failures' | 'skipped', string> };
    return { fail: Number(testsuites.failures), skipped: Number(testsuites.skipped) };
  },
  ctrf: (text) => {
    const { results } = parsed(text) as { results: { tests: { rawStatus?: Outcome }[] } };
    return countedVerdicts(results.tests.flatMap(({ rawStatus }) => (rawStatus ? [{ outcome: rawStatus }] : [])));
  },
  sarif: (text) => {
    const log = parsed(text) as { runs: [{ properties: { summary: Record<Outcome, number> } }] };
    return picked(log.runs[0].properties.summary);
  },
  har: (text) => {
    const { log } = parsed(text) as { log: { comment: string; _soconform: { summary: Record<Outcome, number> } } };
    expect(ofSentence(log.comment)).toEqual(picked(log._soconform.summary));
    return picked(log._soconform.summary);
  },
  markdown: ofSentence,
  html: (text) => {
    const shown = /<dt>verdicts<\/dt><dd>([^<]*)</.exec(text)?.[1] ?? '';
    const data = parsed(/<script type="application\/json"[^>]*>([^<]*)</.exec(text)?.[1] ?? '') as PageData;
    const verdicts = data.cases.flatMap((one) => one[5].map((index) => data.verdicts[index]?.o ?? -1));
    expect(countedVerdicts(verdicts.flatMap((o) => ({ outcome: outcomes[o] ?? 'broken' })))).toEqual(ofSentence(shown));
    return ofSentence(shown);
  },
  github: ofSentence,
  badge: (text) => {
    const { message } = parsed(text) as { message: string };
    const { pass, ...bad } = ofSentence(message);
    // Zeros are left out of a badge.
    return Object.fromEntries([
      ['pass', pass],
      ...(['fail', 'blocked', 'broken'] as const).map((one) => [one, Number.isNaN(bad[one]) ? 0 : bad[one]]),
    ]) as Counted;
  },
  terminal: (text) => {
    const row = /^all +(.*)$/m.exec(text)?.[1]?.split(/ +/) ?? [];
    // The column of what is known is there when something is.
    const shown = outcomes.filter((outcome) => outcome !== 'known' || row.length === outcomes.length);
    return Object.fromEntries(
      shown.map((one, index) => [one, Number(row[index]?.replace('·', '0').replaceAll(',', ''))]),
    );
  },
};

describe.each<[what: string, record: RunRecord, ending: Ending]>([
  ['of every outcome', sampleRecord, redEnding],
  ['that is green', greenRecord, greenEnding],
  ['of a thousand cases', largeRecord(1000), { code: 1, sentence: 'it departs.' }],
])('a run %s has the same numbers', (_, record, ending) => {
  const figures = figuresOf(record);
  test.each(kinds)('in %s', (kind) => {
    const found = numbersIn[kind](tell(kind, record, ending));
    expect(Object.keys(found).length).toBeGreaterThan(0);
    for (const [outcome, count] of Object.entries(found))
      expect([outcome, count]).toEqual([outcome, figures[outcome as Outcome]]);
  });
});

test('the sentence of numbers is read back', () => {
  expect(ofSentence(verdictsText(figuresOf(sampleRecord)))).toEqual(picked(figuresOf(sampleRecord)));
});

/** Whether somebody who sees nothing but this file takes the target for conforming. */
const looksGreen: Readonly<Record<Kind, (text: string) => boolean>> = {
  json: (text) => {
    const { complete, notAsked, contracts } = parsed(text) as RunRecord;
    return complete && notAsked.length < contracts.length;
  },
  ndjson: (text) => !/"complete":false/.test(text) && !/"notAsked":\[\{/.test(text),
  junit: (text) => !/<testsuites[^>]* (failures|errors)="[1-9]/.test(text),
  ctrf: (text) => (parsed(text) as { results: { summary: { failed: number } } }).results.summary.failed === 0,
  sarif: (text) => {
    const { runs } = parsed(text) as {
      runs: [
        {
          invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: { level: string }[] }];
          results: readonly unknown[];
        },
      ];
    };
    const [{ invocations, results }] = runs;
    const [{ executionSuccessful, toolExecutionNotifications }] = invocations;
    const isQuiet = toolExecutionNotifications.every(({ level }) => level !== 'error');
    return executionSuccessful && isQuiet && results.length === 0;
  },
  har: (text) => {
    return (parsed(text) as { log: { _soconform: { standing: string } } }).log._soconform.standing === 'green';
  },
  markdown: (text) => text.includes('✅'),
  html: (text) => text.includes('class="ending green"'),
  github: (text) => !text.startsWith('::error'),
  badge: (text) => (parsed(text) as { color: string }).color.includes('green'),
  terminal: (text) => text.includes('Exit 0') && !text.includes('Nothing was asked') && !text.includes('was cut off'),
};

describe.each<[what: string, record: RunRecord, ending: Ending, green: boolean]>([
  ['in which nothing was asked', emptyRecord, emptyEnding, false],
  ['in which nothing was asked, told with the wrong ending', emptyRecord, greenEnding, false],
  ['without any case', { ...emptyRecord, cases: [], contracts: [], notAsked: [] }, emptyEnding, false],
  ['that was cut off', { ...greenRecord, complete: false }, { code: 130, sentence: 'it was interrupted.' }, false],
  ['whose answers were not judged', greenRecord, { code: 5, sentence: 'nothing was judged: all are empty.' }, false],
  ['that conforms', greenRecord, greenEnding, true],
])('a run %s', (_, record, ending, green) => {
  // The record says what was done, and leaves it to the exit status to say what that means.
  const telling = kinds.filter((kind) => (kind !== 'json' && kind !== 'ndjson') || record.notAsked.length > 0);
  test.each(telling)(`${green ? 'looks' : 'does not look'} green in %s`, (kind) => {
    expect(looksGreen[kind](tell(kind, record, ending))).toBe(green);
  });
});

describe('what a target says stays text', () => {
  const record = hostileRecord(sampleRecord);
  test.each(kinds)('in %s', (kind) => {
    const text = tell(kind, record, redEnding);
    // No control, no mark of direction and no lone surrogate as a byte of the file; JSON has them as escapes.
    const without = kind === 'json' || kind === 'ndjson' || kind === 'har' ? text.replace(/[\ufffe\u202e]/g, '') : text;
    expect(without).not.toMatch(/[^\P{Cc}\n]|[\p{Cs}\ufffe\u202e]/u);
    expect(text.split('\n').filter((line) => /^\s*(::error::|##\[)/.test(line))).toEqual([]);
  });
});

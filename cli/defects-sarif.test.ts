import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Defect, DefectReport } from '../specs/defects/defect.ts';
import { defectRules } from '../specs/defects/rules.ts';
import { sarif } from './defects-sarif.ts';

/** The schema of SARIF 2.1.0 as a package of others carries it. It is of draft 4, which calls the id `id`. */
const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const uri = /^(?:[^\s"<>\\^`{|}%]|%[0-9A-Fa-f]{2})*$/;
const formats = { uri: /^[a-z][a-z0-9+.-]*:/i, 'uri-reference': uri, 'date-time': true as const };
const isSarif = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);

const rules = defectRules({
  'outside-header': { id: 'SOAP-OUTSIDE-HEADER', reason: 'Outside; inside.', match: [], correct: {} },
});

function logOf(defects: readonly Defect[]): unknown {
  const counts = new Map(rules.map((rule) => [rule.id, defects.filter(({ rule: id }) => id === rule.id).length]));
  return JSON.parse([...sarif({ rules, defects, counts }, '1.2.3')].join(''));
}

function errorsOf(log: unknown): unknown {
  isSarif(log);
  return isSarif.errors ?? [];
}

const path = fc
  .array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 3 })
  .map((steps) => steps.join('/'));
const place = fc.record({ page: path, line: fc.integer({ min: 1, max: 99_999 }) });
const message = fc.string({ unit: 'binary', minLength: 1 });
const defect: fc.Arbitrary<Defect> = fc
  .record({
    place,
    rule: fc.constantFrom(...rules),
    message,
    contracts: fc.uniqueArray(fc.string(), { maxLength: 2 }),
    related: fc.array(fc.record({ place, message }), { maxLength: 2 }),
  })
  .map(({ place: at, rule, related, ...rest }) => ({
    ...at,
    ...rest,
    rule: rule.id,
    level: rule.level,
    related: related.map((other) => ({ ...other.place, message: other.message })),
  }));

test('the schema can tell what is no SARIF', () => {
  expect($schema).toMatch(/draft-04/);
  expect(id).toMatch(/sarif-2\.1\.0/);
  expect(errorsOf({ version: '2.1.0' })).not.toEqual([]);
  expect(errorsOf({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).not.toEqual([]);
});

describe('a log', () => {
  test('without results is right', () => {
    expect(errorsOf(logOf([]))).toEqual([]);
  });

  test('is right whatever pages and messages are like', () => {
    fc.assert(
      fc.property(fc.array(defect, { maxLength: 5 }), (defects) => {
        expect(errorsOf(logOf(defects))).toEqual([]);
      }),
    );
  });

  test('has the path of each page as a URI that gives it back', () => {
    fc.assert(
      fc.property(fc.array(defect, { maxLength: 5 }), (defects) => {
        const log = logOf(defects) as {
          runs: [{ results: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }[] }];
        };
        const uris = log.runs[0].results.map(({ locations: [first] }) => first.physicalLocation.artifactLocation.uri);
        const paths = uris.map((one) => decodeURIComponent(one));
        expect(paths).toEqual(defects.map(({ page }) => page.replace(/\p{Surrogate}/gu, '\ufffd')));
      }),
    );
  });

  test('what is no defect is no failure', () => {
    const note: Defect = {
      page: 'a.md',
      line: 1,
      rule: 'PAGE-OTHER',
      level: 'none',
      message: 'x',
      contracts: [],
      related: [],
    };
    expect(logOf([note])).toMatchObject({ runs: [{ results: [{ kind: 'informational', level: 'none' }] }] });
  });

  test('explains and counts every rule', () => {
    const report: DefectReport = { rules, defects: [], counts: new Map([['PAGE-OTHER', 3]]) };
    const log: unknown = JSON.parse([...sarif(report, '1')].join(''));
    expect(log).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              rules: rules.map(({ id: name }) => ({
                id: name,
                help: { text: expect.stringMatching(/\.$/) as unknown },
              })),
            },
          },
          properties: { counts: { 'PAGE-OTHER': 3 } },
        },
      ],
    });
  });
});

test('the ids, levels and titles of rules', () => {
  expect(rules.map(({ id: name, level, title }) => `${name} ${level}: ${title}`)).toMatchSnapshot();
});

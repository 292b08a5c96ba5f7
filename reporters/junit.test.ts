import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { figuresOf, verdictsText } from './figures.ts';
import { junit } from './junit.ts';
import type { RunRecord } from './record.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { redEnding } from './testing/shapes.ts';

interface ParsedCase {
  readonly '@classname': string;
  readonly '@name': string;
  readonly '@time': string;
  readonly failure?: { readonly '@message': string; readonly '@type': string; readonly '#text': string };
  readonly error?: { readonly '@message': string; readonly '@type': string };
  readonly skipped?: { readonly '@message': string };
  readonly 'system-out'?: string;
}
type Counts = Readonly<Record<'@tests' | '@failures' | '@errors' | '@skipped' | '@time', string>>;
interface Parsed {
  readonly testsuites: Counts & {
    readonly testsuite: readonly (Counts & { readonly '@name': string; readonly testcase: readonly ParsedCase[] })[];
  };
}

const parser = new XMLParser({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

function read(record: RunRecord, strict = true): Parsed['testsuites'] {
  const text = junit(record, { strict, ending: redEnding });
  expect(XMLValidator.validate(text)).toBe(true);
  return (parser.parse(text) as Parsed).testsuites;
}

const suites = read(sampleRecord).testsuite;
const cases = suites.flatMap((suite) => suite.testcase);
const find = (name: string): ParsedCase | undefined => cases.find((one) => one['@name'] === name);

test('a test suite a contract, a test case a verdict', () => {
  expect(suites.map((suite) => [suite['@name'], suite['@tests']])).toEqual([
    ['EMail.SendEMails/rest-v1', '25'],
    ['Messaging.SendMessages/soap-Services86', '6'],
    ['EMail.RelayMessage/rest-v1', '4'],
    ['Messaging.GetPlugins/soap-Services87', '2'],
  ]);
});

test('the first suite says which catalogue judged which server, before its test cases', () => {
  const text = junit(sampleRecord, { strict: true, ending: redEnding });
  const properties = [...text.matchAll(/<property name="([^"]*)" value="([^"]*)"/g)].map(([, ...pair]) => pair);
  expect(properties).toEqual([
    ['verdicts', verdictsText(figuresOf(sampleRecord))],
    ['coverage', '1 of 4 operations gave a result (25.0 %)'],
    ['catalogue', 'catalogue 0123456789abcdef'],
    ['catalogue.generations', 'rest-v1, soap-Services86, soap-Services87'],
    ['target.version: GET /api', '10.2.\\u001b[2J1'],
    ['target.version: SoPrincipal.GetSystemInfo/soap-Services86', 'unknown: GetSystemInfo answered 500'],
    ['unsupported', '1'],
  ]);
  expect(text.indexOf('<properties>')).toBeLessThan(text.indexOf('<testcase'));
});

describe('an operation that the target does not offer', () => {
  const contract = 'Messaging.GetPlugins/soap-Services87';
  const withRequired: RunRecord = {
    ...sampleRecord,
    unsupported: sampleRecord.unsupported.map((one) => ({ ...one, required: true })),
  };

  test('is skipped with the reason', () => {
    const told = suites.find((suite) => suite['@name'] === contract)?.testcase ?? [];
    const reason = 'unsupported: its service answers that it knows no such operation';
    expect(told.map((one) => one.skipped?.['@message'])).toEqual([reason, reason]);
  });

  test('is an error of the run when it is required', () => {
    const run = read(withRequired).testsuite.find((suite) => suite['@name'] === 'run');
    expect(run?.testcase).toMatchObject([{ '@name': `${contract} is offered`, error: { '@type': 'run' } }]);
  });

  test('is an error of the run when there is no other', () => {
    const only = sampleRecord.contracts.map(({ id }) => ({ contract: id, reason: 'it answers 404', required: false }));
    const run = read({ ...sampleRecord, unsupported: only }).testsuite.find((suite) => suite['@name'] === 'run');
    expect(run?.testcase).toMatchObject([
      { '@name': 'run asks', error: { '@message': expect.stringMatching(/^nothing was judged/) } },
    ]);
  });

  test('that is required and was not asked is an error of the run, too', () => {
    const required = ['EMail.RelayMessage/rest-v1'];
    const run = read({ ...sampleRecord, required }).testsuite.find((suite) => suite['@name'] === 'run');
    expect(run?.testcase).toMatchObject([{ '@name': 'EMail.RelayMessage/rest-v1 is asked' }]);
  });
});

test('counts are what the test cases say, suite by suite and in all', () => {
  const counted = (part: readonly ParsedCase[]): readonly string[] =>
    [
      part.length,
      ...(['failure', 'error', 'skipped'] as const).map((kind) => part.filter((one) => kind in one).length),
    ].map(String);
  const said = (counts: Counts): readonly string[] => [
    counts['@tests'],
    counts['@failures'],
    counts['@errors'],
    counts['@skipped'],
  ];
  for (const suite of suites) expect(said(suite)).toEqual(counted(suite.testcase));
  expect(said(read(sampleRecord))).toEqual(counted(cases));
});

test('counts are those of the summary', () => {
  const { fail, blocked, broken, skipped } = sampleRecord.summary;
  const all = read(sampleRecord);
  expect([all['@failures'], all['@errors'], all['@skipped']]).toEqual([fail, blocked + broken, skipped].map(String));
});

describe('outcomes', () => {
  test('a failed check is a failure with its findings, its page and a curl line', () => {
    const failure = find('documented: REST-TYPE')?.failure;
    expect(failure?.['@type']).toBe('MUST');
    expect(failure?.['@message']).toBe('body[0].Size: expected int32, received "655"');
    expect(failure?.['#text']).toContain('v1EMailAgent_SendEMails.md:9');
    expect(failure?.['#text']).toContain('repair: write 655; stated in ');
    expect(failure?.['#text']).toContain('blame: target');
    expect(failure?.['#text']).toContain('$SOCONFORM_BEARER');
  });

  test('a SHOULD fails, too, and says its level', () => {
    expect(find('no-credential: AUTH-SOAP-REQUIRED')?.failure?.['@type']).toBe('SHOULD');
  });

  test('what is blocked or broken is an error', () => {
    expect(find('documented: REST-DATE')?.error).toEqual({ '@message': 'REST-TYPE failed', '@type': 'blocked' });
    expect(find('no-credential: SOAP-ORDER')?.error?.['@type']).toBe('broken');
  });

  test('what was skipped says why', () => {
    expect(find('documented: PARITY-VOID')?.skipped?.['@message']).toBe('its effect is send and --allow is read');
  });

  test('an observation passes and is told', () => {
    const observed = find('generated-1: REST-ENUM');
    expect(Object.keys(observed ?? {})).toEqual(['system-out', '@classname', '@name', '@time']);
    expect(observed?.['system-out']).toContain('OBSERVE body[0].Priority');
  });
});

test('pairs of class name and name are unique, even where ids are not', () => {
  const twice = { ...sampleRecord, cases: [...sampleRecord.cases, ...sampleRecord.cases] };
  const pairs = read(twice)
    .testsuite.flatMap((suite) => suite.testcase)
    .map((one) => `${one['@classname']}\n${one['@name']}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});

describe('hostile text', () => {
  const hostile = `]]><x a='"'>&amp;\u0000\u001b\ufffe\ud800 end`;
  const record: RunRecord = {
    ...sampleRecord,
    cases: sampleRecord.cases.map((one) => ({
      ...one,
      verdicts: one.verdicts.map((verdict) => ({
        ...verdict,
        ...(verdict.reason === undefined ? {} : { reason: hostile }),
        findings: verdict.findings.map((finding) => ({ ...finding, received: hostile })),
      })),
    })),
  };

  test('has no illegal character left', () => {
    expect(junit(record, { strict: true, ending: redEnding })).not.toMatch(
      /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u,
    );
  });

  test('is read back as it is shown', () => {
    const failure = read(record).testsuite[0]?.testcase[2]?.failure;
    expect(failure?.['@message']).toBe(
      `body[0].Size: expected int32, received ]]><x a='"'>&amp;\\u0000\\u001b\\ufffe\\ud800 end`,
    );
  });
});

describe('a failed SHOULD', () => {
  const verdict = { level: 'SHOULD', findings: [], seen: 1 } as const;
  const [first] = sampleRecord.cases;
  if (first === undefined) throw new Error('the sample record has no case');
  const record: RunRecord = {
    ...sampleRecord,
    cases: [
      {
        ...first,
        verdicts: [
          { ...verdict, check: 'REST-CASE', outcome: 'fail' },
          { ...verdict, check: 'REST-JSON', outcome: 'blocked', reason: 'REST-CASE failed', blockedBy: 'REST-CASE' },
          { ...verdict, check: 'HTTP-ANSWERED', outcome: 'blocked', reason: 'the network is gone' },
        ],
      },
    ],
  };
  test.each([
    ['counts with --strict, and so does what it blocks', true, { '@failures': '1', '@errors': '2', '@skipped': '0' }],
    ['passes without, and what it blocks is skipped', false, { '@failures': '0', '@errors': '1', '@skipped': '1' }],
  ])('%s', (_, strict, counts) => {
    expect(read(record, strict)).toMatchObject(counts);
  });
});

describe('a run that is worth nothing is not green', () => {
  test.each<[title: string, record: RunRecord]>([
    ['cut off', { ...sampleRecord, complete: false }],
    [
      'no operation was asked',
      {
        ...sampleRecord,
        notAsked: sampleRecord.contracts.map(({ id }) => ({ contract: id, reason: 'held back' })),
      },
    ],
  ])('%s', (_, record) => {
    const last = read(record).testsuite.at(-1);
    expect([last?.['@name'], last?.['@errors']]).toEqual(['run', '1']);
  });
});

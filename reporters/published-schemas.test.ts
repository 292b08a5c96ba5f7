import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { validate as validateCtrf } from 'ctrf';
import { describe, expect, test } from 'vitest';
import { badge } from './badge.ts';
import { ctrf } from './ctrf.ts';
import { har } from './har.ts';
import type { RunRecord } from './record.ts';
import { sarif } from './sarif.ts';
import { hostileRecord } from './testing/hostile.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { emptyEnding, emptyRecord, greenEnding, greenRecord, largeRecord, redEnding } from './testing/shapes.ts';

const require = createRequire(import.meta.url);
const records: readonly (readonly [string, RunRecord])[] = [
  ['of every outcome', sampleRecord],
  ['that is green', greenRecord],
  ['in which nothing was asked', emptyRecord],
  ['that was cut off', { ...sampleRecord, complete: false }],
  ['without any case', { ...emptyRecord, cases: [], contracts: [], notAsked: [] }],
  ['with hostile answers', hostileRecord(sampleRecord)],
  ['of many cases', largeRecord(500)],
];
const telling = { strict: false, ending: redEnding };
const parsed = (text: string): never => JSON.parse(text) as never;

describe('CTRF, by the validator of its own package', () => {
  test('which can tell what is wrong', () => {
    expect(validateCtrf({ reportFormat: 'CTRF', specVersion: '0.0.0', results: {} }).valid).toBe(false);
  });

  test.each(records)('a run %s', (_, record) => {
    const result = validateCtrf(parsed(ctrf(record, telling)));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('counts what it lists', () => {
    const { results } = parsed(ctrf(sampleRecord, telling)) as {
      results: { summary: Record<string, number>; tests: { status: string }[] };
    };
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other']) {
      expect([status, results.summary[status]]).toEqual([
        status,
        results.tests.filter((one) => one.status === status).length,
      ]);
    }
    expect(results.summary['tests']).toBe(results.tests.length);
  });

  test('a failed SHOULD fails with --strict and is told apart without', () => {
    const statusOf = (strict: boolean): string | undefined => {
      const { results } = parsed(ctrf(sampleRecord, { strict, ending: redEnding })) as {
        results: { tests: { name: string; status: string }[] };
      };
      return results.tests.find(({ name }) => name === 'no-credential: AUTH-SOAP-REQUIRED')?.status;
    };
    expect([statusOf(true), statusOf(false)]).toEqual(['failed', 'other']);
  });
});

describe('SARIF 2.1.0, by its schema', () => {
  const file = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // It is of draft 4, which calls the id `id`.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const reference = /^(?:[^\s"<>\\^`{|}%]|%[0-9A-Fa-f]{2})*$/;
  const formats = { uri: /^[a-z][a-z0-9+.-]*:/i, 'uri-reference': reference, 'date-time': true as const };
  const isSarif = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);

  test('which can tell what is wrong', () => {
    expect([$schema, id, isSarif({ version: '2.1.0' })]).toEqual([expect.any(String), expect.any(String), false]);
  });

  test.each(records)('a run %s', (_, record) => {
    isSarif(parsed(sarif(record, telling)));
    expect(isSarif.errors ?? []).toEqual([]);
  });

  test('a result stands at the line of the documentation', () => {
    const log = parsed(sarif(sampleRecord, telling)) as { runs: [{ results: readonly object[] }] };
    expect(log.runs[0].results[0]).toMatchObject({
      ruleId: 'REST-TYPE',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'restful/agent/EMail_Agent/v1EMailAgent_SendEMails.md', uriBaseId: 'DOCS' },
            region: { startLine: 79 },
          },
        },
      ],
      properties: { count: 4 },
    });
  });
});

describe('HAR 1.2, by its schema', () => {
  const schemas = require('har-schema') as Readonly<Record<string, Record<string, unknown>>>;
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    formats: { 'date-time': true, uri: true, date: true, ipv4: true, ipv6: true },
  });
  for (const [, { $schema: _, ...schema }] of Object.entries(schemas)) ajv.addSchema(schema);
  const isHar = ajv.getSchema('har.json#');

  test('which can tell what is wrong', () => {
    expect(isHar?.({ log: { version: '1.2' } })).toBe(false);
  });

  test.each(records)('a run %s', (_, record) => {
    isHar?.(parsed(har(record, telling)));
    expect(isHar?.errors ?? []).toEqual([]);
  });

  test('another reader of HAR sends the request that was recorded', async () => {
    const got: { method?: string; url?: string; body: string; type?: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        got.push({
          method: request.method ?? '',
          url: request.url ?? '',
          body,
          type: request.headers['content-type'] ?? '',
        });
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const moved: RunRecord = JSON.parse(
        JSON.stringify(sampleRecord).replaceAll('https://tenant.example', address),
      ) as RunRecord;
      const fetchHar = ((require('fetch-har') as { default?: unknown }).default ?? require('fetch-har')) as (
        log: unknown,
      ) => Promise<Response>;
      expect((await fetchHar(parsed(har(moved, telling)))).status).toBe(200);
    } finally {
      server.close();
    }
    const sent = sampleRecord.cases[0]?.exchange?.request;
    expect(got).toEqual([
      {
        method: 'POST',
        url: '/Cust12345/api/v1/Agents/EMail/SendEMails',
        body: sent?.body,
        type: 'application/json; charset=utf-8',
      },
    ]);
  });

  test('what was never answered has the status 0', () => {
    const [first] = sampleRecord.cases;
    const request = first?.exchange?.request;
    if (first === undefined || request === undefined) throw new Error('the sample record has no exchange');
    const record = { ...sampleRecord, cases: [{ ...first, exchange: { request, noResponse: 'reset' } }] };
    const { log } = parsed(har(record, telling)) as { log: { entries: readonly object[] } };
    expect(log.entries[0]).toMatchObject({ response: { status: 0, _error: 'reset' } });
  });
});

describe('the endpoint of a badge, by the members that shields.io takes', () => {
  const isBadge = new Ajv().compile({
    type: 'object',
    required: ['schemaVersion', 'label', 'message'],
    additionalProperties: false,
    properties: {
      schemaVersion: { const: 1 },
      label: { type: 'string', minLength: 1 },
      message: { type: 'string', minLength: 1, maxLength: 80 },
      color: { enum: ['brightgreen', 'red', 'lightgrey'] },
    },
  });

  test.each(records)('a run %s', (_, record) => {
    expect(isBadge(parsed(badge(record, telling)))).toBe(true);
  });

  test.each([
    [sampleRecord, { code: 1, sentence: 'it departs.' }, '18 pass, 6 fail, 5 blocked, 1 broken', 'red'],
    [greenRecord, greenEnding, '37 pass', 'brightgreen'],
    [emptyRecord, emptyEnding, 'nothing asked', 'lightgrey'],
    [greenRecord, { code: 3, sentence: 'no connection.' }, 'not reached', 'lightgrey'],
    [{ ...greenRecord, complete: false }, greenEnding, 'interrupted', 'lightgrey'],
  ])('says in few words how it ended (%#)', (record, ending, message, color) => {
    expect(parsed(badge(record, { strict: false, ending }))).toMatchObject({ message, color });
  });
});

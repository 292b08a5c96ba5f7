import { describe, expect, test } from 'vitest';
import type { Dispute } from '../contract.ts';
import type { Problem } from '../extract/problem.ts';
import { extracted, rules } from '../testing/extraction.ts';
import { restPage } from '../testing/pages.ts';
import { defectReport } from './collect.ts';

const [contract] = extracted({ 'page.md': restPage() }).contracts;
if (!contract) throw new Error('a page makes a contract');

function messages(dispute: Omit<Dispute, 'rejected' | 'chosen'> & { chosen: string; rejected: string }): string[] {
  const { at, chosen, rejected } = dispute;
  const disputed: Dispute = {
    at,
    chosen: { value: chosen, source: { evidence: 'table', page: 'page.md', line: 4 } },
    rejected: { value: rejected, source: { evidence: 'sample', page: 'page.md', line: 9 } },
  };
  const one = { ...contract, disputes: [disputed], errata: [] } as typeof contract & object;
  return defectReport([one], [], rules.errata).defects.map(({ rule, line, message }) => `${rule}:${line} ${message}`);
}

describe('a dispute is one sentence', () => {
  test.each([
    [
      'output.A/type',
      'int32',
      'string',
      'DISPUTE-TYPE:9 output.A of Fleet.SaveShip/rest-v1: the sample says string; the table says int32 (page.md:4), which the contract follows.',
    ],
    [
      'output.A',
      'listed',
      'not shown',
      'DISPUTE-MEMBERS:9 output.A of Fleet.SaveShip/rest-v1: the sample does not show it; the table lists it (page.md:4), which the contract follows.',
    ],
    [
      'input/type',
      'unknown',
      'nothing',
      'DISPUTE-BODY:9 input of Fleet.SaveShip/rest-v1: the sample shows nothing; the table does not say what it is (page.md:4), which the contract follows.',
    ],
    [
      'output',
      'nothing',
      'a body',
      'DISPUTE-BODY:9 output of Fleet.SaveShip/rest-v1: the sample shows a body; the table shows nothing (page.md:4), which the contract follows.',
    ],
    [
      'output/colour',
      'red',
      'blue',
      'DISPUTE-OTHER:9 output of Fleet.SaveShip/rest-v1: the sample says blue; the table says red (page.md:4), which the contract follows.',
    ],
  ])('%s %s %s', (at, chosen, rejected, sentence) => {
    expect(messages({ at, chosen, rejected })).toEqual([sentence]);
  });
});

test('what is told twice stands there once, with all contracts that it concerns', () => {
  const erratum = {
    id: 'REST-BYTES-PLACEHOLDER',
    source: { evidence: 'erratum', page: 'sample.md', line: 3 },
  } as const;
  const other = { ...contract, id: 'Fleet.Other/rest-v1', errata: [erratum, erratum], disputes: [] };
  const problem: Problem = { kind: 'broken', rule: 'SAMPLE-JSON', page: 'b.md', line: 7, expected: 'a', found: 'b' };
  const report = defectReport(
    [{ ...contract, errata: [erratum, erratum], disputes: [] }, other],
    [problem, problem],
    rules.errata,
  );
  expect(report.defects.map(({ page, line, contracts }) => [page, line, contracts])).toEqual([
    ['b.md', 7, []],
    ['sample.md', 3, ['Fleet.SaveShip/rest-v1', 'Fleet.Other/rest-v1']],
  ]);
  expect([...report.counts].filter(([, count]) => count > 0)).toEqual([
    ['REST-BYTES-PLACEHOLDER', 1],
    ['SAMPLE-JSON', 1],
  ]);
});

test('every rule has an id of its own, a title without full stop and a help with one', () => {
  const { rules: all } = defectReport([], [], rules.errata);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.filter(({ title, help }) => title.endsWith('.') || !help.endsWith('.'))).toEqual([]);
});

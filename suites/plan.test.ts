import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { checks } from './checks/index.ts';
import { planRun } from './plan.ts';
import type { Selection } from './select.ts';

const catalogue = openCatalogue();
const planned = (selection: Selection, seed = 1) => planRun(catalogue, selection, { seed }).planned;

test('is the same for the same seed, and another for another', () => {
  const bytes = (seed: number): string => JSON.stringify(planned({ set: 'core' }, seed).map((one) => one.case));
  expect(bytes(7)).toBe(bytes(7));
  expect(bytes(7)).not.toBe(bytes(8));
});

test('has every case once, twins side by side and REST first', () => {
  const ids = planned({ set: 'core' }).map((one) => one.case.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...new Set(planned({ set: 'core' }).map(({ contract }) => contract.id))]).toEqual([
    'EMail.RelayMessage/rest-v1',
    'EMail.RelayMessage/soap-Services86',
    'EMail.SendEMails/rest-v1',
    'Messaging.CreateMessage/soap-Services87',
    'Messaging.SendMessages/soap-Services86',
  ]);
});

test('every case is judged by something, and every check judges something', () => {
  const all = planned({ set: 'core' });
  expect(all.filter((one) => one.checks.length === 0)).toEqual([]);
  expect(new Set(all.flatMap((one) => one.checks.map(({ id }) => id)))).toEqual(new Set(checks.map(({ id }) => id)));
});

test('a twin is named only when it is selected', () => {
  const documented = (selection: Selection) =>
    planned(selection).find((one) => one.case.id === 'EMail.RelayMessage/rest-v1/documented');
  expect(documented({ operations: ['EMail.RelayMessage'] })?.case.twin).toBe(
    'EMail.RelayMessage/soap-Services86/documented',
  );
  expect(documented({ operations: ['EMail.RelayMessage'], protocols: ['rest'] })?.case.twin).toBeUndefined();
});

test('a filter of checks leaves the cases that they concern, with what they need', () => {
  const plan = planRun(catalogue, { set: 'core', checks: ['REST-BAD-JSON'] }, { seed: 1 });
  expect(plan.planned.map((one) => one.case.name)).toEqual(['malformed-json', 'malformed-json']);
  expect(plan.checks.map(({ id }) => id)).toContain('HTTP-ANSWERED');
});

test('a filter of cases leaves those', () => {
  expect(planned({ cases: ['*/documented'] }).map((one) => one.case.name)).toEqual(
    Array.from({ length: 5 }, () => 'documented'),
  );
});

test.each<[name: string, selection: Selection, message: RegExp]>([
  [
    'checks that concern nothing selected',
    { protocols: ['soap'], checks: ['REST-TYPE'] },
    /nothing to ask: REST-TYPE concern none of the selected/,
  ],
  [
    'cases that are not there',
    { cases: ['EMail.RelayMessage/rest-v1/document'] },
    /no case matches .*; nearest: EMail\.RelayMessage\/rest-v1\/documented/,
  ],
])('%s are an error', (_name, selection, message) => {
  expect(() => planned(selection)).toThrow(SoconformError);
  expect(() => planned(selection)).toThrow(message);
});

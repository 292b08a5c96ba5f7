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
  const all = planned({ set: 'kinds' });
  expect(all.filter((one) => one.checks.length === 0)).toEqual([]);
  expect(new Set(all.flatMap((one) => one.checks.map(({ id }) => id)))).toEqual(new Set(checks.map(({ id }) => id)));
});

test('a twin is named only when it is selected', () => {
  const documented = (selection: Selection) =>
    planned(selection).find((one) => one.case.id === 'EMail.RelayMessage/rest-v1/documented');
  expect(documented({ set: 'core', operations: ['EMail.RelayMessage'] })?.case.twin).toBe(
    'EMail.RelayMessage/soap-Services86/documented',
  );
  expect(
    documented({ set: 'core', operations: ['EMail.RelayMessage'], protocols: ['rest'] })?.case.twin,
  ).toBeUndefined();
});

test('a filter of checks leaves the cases that they concern, with what they need', () => {
  const plan = planRun(catalogue, { set: 'core', checks: ['REST-BAD-JSON'] }, { seed: 1 });
  const told = plan.planned.map((one) => [one.case.name, one.checks.map(({ id }) => id).join(' ')]);
  const both = [
    // What is refused for its JSON has to be taken with the right one: that is judged on the case that it varies.
    ['documented', 'HTTP-ANSWERED HTTP-NO-REDIRECT REST-STATUS'],
    ['malformed-json', 'HTTP-ANSWERED REST-BAD-JSON'],
  ];
  expect(told).toEqual([...both, ...both]);
});

test.each<[check: string, names: readonly string[]]>([
  ['REST-GET-DESCRIBES', ['documented', 'get']],
  ['AUTH-REST-REQUIRED', ['documented', 'no-credential']],
  ['REST-CASE', ['documented', 'camel-case', 'mixed-case']],
  [
    'REST-INT32',
    [
      'documented',
      'arrays-0',
      'arrays-1',
      'arrays-3',
      'generated-1',
      'generated-2',
      'camel-case',
      'gzip',
      'mixed-case',
    ],
  ],
])('%s brings the case that it is judged against', (check, names) => {
  const operations = ['EMail.SendEMails'];
  expect(planned({ set: 'core', operations, checks: [check] }).map((one) => one.case.name)).toEqual(names);
});

test('a check of parity brings the other protocol', () => {
  expect(planned({ set: 'core', checks: ['PARITY-VOID'] }).map((one) => one.case.id)).toEqual([
    'EMail.RelayMessage/rest-v1/documented',
    'EMail.RelayMessage/soap-Services86/documented',
  ]);
});

test('a check of refusals brings both protocols, with the good requests without which a refusal says nothing', () => {
  const operations = ['FreeText.GetStatus'];
  const versions = ['v1', 'Services86'];
  const ids = planned({ operations, versions, checks: ['PARITY-REFUSAL'] }).map(({ case: { id } }) => id.slice(19));
  const names = ['generated-1', 'no-credential', 'wrong-credential', 'empty-credential', 'expired-credential'];
  expect(ids.filter((id) => id.startsWith('rest-v1/')).toSorted()).toEqual(
    [...names, 'unknown-operation'].map((name) => `rest-v1/${name}`).toSorted(),
  );
  expect(ids.filter((id) => id.startsWith('soap-Services86/')).toSorted()).toEqual(
    [...names, 'unknown-operation'].map((name) => `soap-Services86/${name}`).toSorted(),
  );
});

test('of one protocol nothing can be compared', () => {
  const checks = ['PARITY-REFUSAL', 'PARITY-READ-REFUSAL'];
  for (const protocol of ['rest', 'soap']) {
    const all = planned({ agents: ['Contact'], protocols: [protocol] });
    expect(all.filter((one) => one.case.twin !== undefined || one.case.between?.[1].includes('soap'))).toEqual([]);
    expect(() => planned({ agents: ['Contact'], protocols: [protocol], checks })).toThrow(/nothing to ask/);
  }
});

test('a filter of cases leaves out what checks would bring', () => {
  const cases = ['EMail.SendEMails/rest-v1/malformed-json'];
  expect(planned({ checks: ['REST-BAD-JSON'], cases }).map((one) => one.case.id)).toEqual(cases);
});

test('a filter of cases leaves those', () => {
  expect(planned({ set: 'core', cases: ['*/documented'] }).map((one) => one.case.name)).toEqual(
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

test.each<[why: string, selection: Selection, resources: boolean]>([
  ['of their version', { versions: ['v1-resources'] }, true],
  ['of an operation', { operations: ['License.GetShopUrl'] }, true],
  ['of a case that names their generation', { cases: ['License.*/rest-v1-resources/generated-1'] }, true],
  ['of an agent that has both', { agents: ['Contact'], checks: ['REST-STATUS'] }, false],
  ['of a case that does not', { agents: ['Contact'], cases: ['*.Get*/generated-1'] }, false],
])('resources are asked with a filter %s: %s', (_, selection, resources) => {
  const asked = planned(selection);
  expect(asked.some(({ contract }) => contract.version === 'v1-resources')).toBe(resources);
  expect(
    asked.filter(({ contract, case: one }) => contract.version === 'v1-resources' && one.twin !== undefined),
  ).toEqual([]);
});

test('an agent that has resources only is told how to ask them', () => {
  const only = { ...catalogue, summaries: catalogue.summaries.filter(({ version }) => version === 'v1-resources') };
  expect(() => planRun(only, {}, { seed: 1 })).toThrow(/--version v1-resources/);
});

test('required operations are those of the run, by globs without regard to case', () => {
  const required = (require: readonly string[]) =>
    [...planRun(catalogue, { set: 'core' }, { seed: 1, require }).required].sort();
  expect(required([])).toEqual([]);
  expect(required(['email.Relay*', 'Messaging.SendMessages'])).toEqual([
    'EMail.RelayMessage/rest-v1',
    'EMail.RelayMessage/soap-Services86',
    'Messaging.SendMessages/soap-Services86',
  ]);
});

test('a required operation that is not asked is an error with the nearest names', () => {
  const require = ['EMail.SendEMials'];
  expect(() => planRun(catalogue, { set: 'core' }, { seed: 1, require })).toThrow(
    /no operation of this run matches EMail\.SendEMials.*EMail\.SendEMails/,
  );
  expect(() => planRun(catalogue, { set: 'core' }, { seed: 1, require: ['Contact.*'] })).toThrow(SoconformError);
});

import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { isVoid } from '../specs/contract.ts';
import { planRun } from './plan.ts';

const catalogue = openCatalogue();
const whole = planRun(catalogue, { protocols: ['rest'], agents: ['Contact', 'EMail'] }, { seed: 1 }).planned;
const asked = (name: string) => whole.filter((one) => one.case.name === name);

test('few operations of each agent are asked what proves the whole server', () => {
  const agents = asked('gzip').map(({ contract }) => contract.agent);
  expect(agents).toEqual(['Contact', 'Contact', 'EMail', 'EMail']);
});

test('they are those that only read, where there are any', () => {
  expect(asked('gzip').map(({ contract }) => contract.effect)).toEqual(['read', 'read', 'read', 'read']);
});

test('a void operation does not stand for one with a result', () => {
  expect(asked('gzip').filter(({ contract }) => isVoid(contract))).toEqual([]);
});

test('an operation that is asked alone is asked everything', () => {
  const alone = planRun(catalogue, { operations: ['Contact.SaveContactEntity'], protocols: ['rest'] }, { seed: 1 });
  expect(alone.planned.map((one) => one.case.name)).toContain('gzip');
});

test('a case that is named is asked of the operation that is named', () => {
  const cases = ['Contact.SaveContactEntity/rest-v1/gzip'];
  expect(asked('gzip').map((one) => one.case.id)).not.toContain(cases[0]);
  expect(planRun(catalogue, { cases }, { seed: 1 }).planned.map((one) => one.case.id)).toEqual(cases);
});

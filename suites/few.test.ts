import { describe, expect, test } from 'vitest';
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

describe('a login that does not exist', () => {
  const all = planRun(catalogue, { agents: ['Contact', 'EMail', 'Person'] }, { seed: 1 }).planned;
  const wrong = all.filter((one) => one.case.name === 'wrong-credential');

  test('is tried once in a run on each protocol, at an operation that only reads', () => {
    expect(wrong.map(({ contract }) => `${contract.protocol} ${contract.effect}`).toSorted()).toEqual([
      'rest read',
      'soap read',
    ]);
  });

  test('is nobody’s, and nothing of the configured one goes with it', () => {
    for (const { case: asked } of wrong) {
      expect(asked.request.credentials).toBe('none');
      const told = JSON.stringify(asked.request);
      const [basic = ''] = /(?<=Basic )[\w+/=]+/.exec(told) ?? [];
      expect(told + Buffer.from(basic, 'base64').toString()).toContain('soconform-nobody');
    }
  });

  test('is tried once also where cases are named', () => {
    const named = planRun(catalogue, { cases: ['Contact.*/wrong-credential'] }, { seed: 1 }).planned;
    expect(new Set(named.map(({ contract }) => contract.protocol)).size).toBe(named.length);
  });
});

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

describe('what is wrong likewise on both protocols', () => {
  // Of some of their operations SOAP has one more, which stands before the others.
  const agents = ['Contact', 'EMail', 'Navigator', 'CustomerService', 'List'];
  const { planned } = planRun(catalogue, { agents }, { seed: 1 });
  const byId = new Map(planned.map((one) => [one.case.id, one]));
  const probes = planned.filter(({ case: { twin, variantOf } }) => twin !== undefined && variantOf !== undefined);

  test.each([
    'no-credential',
    'wrong-credential',
    'empty-credential',
    'expired-credential',
    'unknown-operation',
    'unknown-id',
    'malformed-json',
    'malformed-xml',
  ])('%s has a twin', (name) => {
    expect(probes.some((one) => one.case.name === name)).toBe(true);
  });

  test('is asked of the same operation, and each is the twin of the other', () => {
    for (const { case: asked, contract } of probes) {
      const twin = byId.get(asked.twin ?? '');
      expect([asked.id, twin?.case.twin, twin?.contract.operation]).toEqual([asked.id, asked.id, contract.operation]);
    }
  });

  test('is compared with the newest generation of SOAP', () => {
    const versions = new Set(probes.map(({ contract }) => contract.version));
    expect([...versions].toSorted()).toEqual(['Services88', 'v1']);
  });

  test('is asked of SOAP where REST is asked it, when no check of SOAP looks at it', () => {
    const ids = planned.filter((one) => one.case.name === 'unknown-id').map((one) => one.case);
    expect(ids.filter(({ twin }) => twin === undefined)).toEqual([]);
    expect(ids.length).toBeGreaterThan(0);
  });

  test('is compared with nothing where its twin may do less and is tried in its stead', () => {
    const core = planRun(catalogue, { set: 'core' }, { seed: 1 }).planned;
    const [rest, soap] = core.filter((one) => one.case.name === 'wrong-credential');
    expect([rest?.contract.operation, soap?.contract.operation]).toEqual(['RelayMessage', 'CreateMessage']);
    expect(rest?.checks.map(({ id }) => id)).not.toContain('PARITY-REFUSAL');
  });
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

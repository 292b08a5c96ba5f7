import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { withinBudget } from './budget.ts';
import { planRun } from './plan.ts';
import type { Planned } from './plan.ts';

const { planned } = planRun(openCatalogue(), { agents: ['EMail', 'Messaging', 'Replication'] }, { seed: 1 });
const operationOf = ({ contract }: Planned): string => `${contract.agent}.${contract.operation}`;
const operations = new Set(planned.map(operationOf));
const idsOf = (cases: readonly Planned[]): readonly string[] => cases.map((one) => one.case.id);
const all = withinBudget(planned, planned.length);

test.each([1, 2, operations.size, 100, planned.length, planned.length + 1])('%i requests at most', (budget) => {
  expect(withinBudget(planned, budget)).toHaveLength(Math.min(budget, planned.length));
});

test('is the same each time, and a larger budget only adds', () => {
  expect(idsOf(withinBudget([...planned], planned.length))).toEqual(idsOf(all));
  for (const budget of [1, 7, operations.size + 3, 200])
    expect(idsOf(withinBudget(planned, budget))).toEqual(idsOf(all.slice(0, budget)));
});

test('every operation is asked once before any is asked twice', () => {
  expect(new Set(all.slice(0, operations.size).map(operationOf))).toEqual(operations);
});

test('what is documented goes before what is not', () => {
  const kinds = all.slice(0, operations.size).map((one) => one.case.origin.kind);
  expect(kinds).toContain('documented');
  expect(kinds.lastIndexOf('documented')).toBeLessThan(kinds.indexOf('generated') >>> 0);
});

test('a case goes after the one that it varies', () => {
  const places = new Map(all.map((one, place) => [one.case.id, place]));
  const late = all.filter(({ case: { id, variantOf } }) => {
    return variantOf !== undefined && (places.get(variantOf) ?? -1) > (places.get(id) ?? -1);
  });
  expect(idsOf(late)).toEqual([]);
});

test('soon shows every check that the whole plan shows', () => {
  const shown = (cases: readonly Planned[]): number =>
    new Set(cases.flatMap(({ checks }) => checks.map(({ id }) => id))).size;
  const budget = operations.size + 80;
  const everything = shown(planned);
  expect(shown(all.slice(0, budget))).toBe(everything);
  expect(shown(planned.slice(0, budget))).toBeLessThan(everything);
});

test('what it varies need not be there: it may be held back', () => {
  const probes = planned.filter((one) => one.case.asks === 'probe');
  expect(withinBudget(probes, 5)).toHaveLength(5);
});

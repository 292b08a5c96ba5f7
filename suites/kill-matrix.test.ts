import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';
import { documentedAnswer, emulatedAnswer, sampled } from './testing/mutants/answers.ts';
import { allNodes, mutate, newTally, someNodes } from './testing/mutants/campaign.ts';
import { equivalentRules } from './testing/mutants/equivalent.ts';
import { killMatrix } from './testing/mutants/matrix.ts';

/** Right answers, spoiled by machine: every check is proven by what it kills, and not only by the faults that it names. */
const documented = newTally();
const sample = newTally();

beforeAll(() => {
  const catalogue = openCatalogue();
  for (const id of sets.kinds) {
    const answered = documentedAnswer(catalogue, id);
    if (answered !== undefined) mutate(answered, documented, allNodes);
  }
  for (const id of new Set([...sets.kinds, 'List.GetBaseCurrency/rest-v1', ...sampled(catalogue, 8)])) {
    const answered = emulatedAnswer(catalogue, id);
    if (answered !== undefined) mutate(answered, sample, someNodes(4, 60));
  }
}, 300_000);

describe.each([
  ['documented answers', documented],
  ['a sample of the catalogue', sample],
])('mutants of %s', (_, tally) => {
  test('are many', () => {
    expect(tally.answers).toBeGreaterThanOrEqual(4);
    expect([...tally.counts.values()].reduce((all, one) => all + one, 0)).toBeGreaterThan(1500);
  });

  test('are killed by a check that names the changed place and no other, or are equivalent by a rule', () => {
    expect(tally.wrong).toEqual([]);
  });

  test('make every check tell that says it saw something in the content', () => {
    expect(tally.unproven).toEqual([]);
  });
});

test('at most 15 rules say what is equivalent, each of them of something', () => {
  const used = new Set([...documented.excused.keys(), ...sample.excused.keys()]);
  const stale = equivalentRules.flatMap(({ id, of, mutations, on }) =>
    of.flatMap((one) =>
      mutations.flatMap((mutation) =>
        on.map((sort) => `${id} ${one} ${mutation} ${sort}`).filter((key) => !used.has(key)),
      ),
    ),
  );
  expect(stale).toEqual([]);
  expect(equivalentRules.length).toBeLessThanOrEqual(15);
});

test('docs/kill-matrix.md is current: npm run kill-matrix writes it', async () => {
  const options = await resolveConfig('docs/kill-matrix.md');
  const page = await format(killMatrix(documented, sample), { ...options, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot('../docs/kill-matrix.md');
});

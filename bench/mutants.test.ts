import { describe, expect, test } from 'vitest';
import { readDocs } from '../cli/read-docs.ts';
import { catalogueOf, openCatalogue, type Catalogue } from '../specs/catalogue.ts';
import { isResource } from '../specs/contract.ts';
import { extractCatalogue } from '../specs/extract/extract.ts';
import { rules } from '../specs/testing/extraction.ts';
import { archive, reference } from '../specs/testing/reference.ts';
import { documentedAnswer, emulatedAnswer, shuffled } from '../suites/testing/mutants/answers.ts';
import { allNodes, mutate, newTally, someNodes, type Tally } from '../suites/testing/mutants/campaign.ts';

/** What suites/kill-matrix.test.ts does to few answers, done to many: it takes minutes. */
const every = Number(process.env['SOCONFORM_MUTANTS_EVERY'] ?? 0);
const hours = 10_800_000;

if (every === 0) {
  process.stderr.write(
    'skipped: mutants of the whole catalogue; SOCONFORM_MUTANTS_EVERY=20 takes one contract in 20, 1 all\n',
  );
} else if ('absent' in reference) {
  process.stderr.write(`skipped: mutants of documented answers; ${reference.absent}\n`);
}

/** One contract in so many, in no order of their own. */
function chosen(catalogue: Catalogue): readonly string[] {
  const ids = catalogue.summaries.filter((one) => !isResource(one)).map(({ id }) => id);
  return shuffled(ids, (id) => id).filter((_, index) => index % every === 0);
}

function tell(name: string, { answers, counts, kills }: Tally): void {
  const sum = [...counts.values()].reduce((all, one) => all + one, 0);
  const byOutcome = ['MUST', 'SHOULD', 'OBSERVE', 'equivalent'].map((outcome) => {
    const own = [...counts].filter(([key]) => key.endsWith(` ${outcome}`));
    return `${own.reduce((all, [, one]) => all + one, 0)} ${outcome}`;
  });
  process.stderr.write(`${name}: ${answers} answers, ${sum} mutants, ${byOutcome.join(', ')}; ${kills.size} checks\n`);
}

describe.runIf(every > 0)('mutants', () => {
  test(
    'of what the emulator answers are killed at their place, or are equivalent by a rule',
    () => {
      const catalogue = openCatalogue();
      const tally = newTally();
      for (const id of chosen(catalogue)) {
        const answered = emulatedAnswer(catalogue, id);
        if (answered !== undefined) mutate(answered, tally, someNodes(3, 40));
      }
      tell('emulator', tally);
      expect(tally.wrong).toEqual([]);
    },
    hours,
  );

  test.runIf('folder' in reference)(
    'of what the pages of the archive print are killed at their place, or are equivalent by a rule',
    () => {
      if (!('folder' in reference)) return;
      const docs = readDocs([archive(reference.folder)]);
      const { contracts, types, documented } = extractCatalogue(docs.files, rules, docs.include);
      const wanted = new Set(chosen(catalogueOf({ name: 'archive', contracts, types })));
      const catalogue = catalogueOf({
        name: 'archive',
        contracts,
        types,
        documented: [...documented].filter(([id]) => wanted.has(id)).map(([, pair]) => pair()),
      });
      const tally = newTally();
      for (const id of wanted) {
        const answered = documentedAnswer(catalogue, id);
        if (answered !== undefined) mutate(answered, tally, allNodes);
      }
      tell('documented', tally);
      expect(tally.answers).toBeGreaterThan(0);
      expect(tally.wrong).toEqual([]);
    },
    hours,
  );
});

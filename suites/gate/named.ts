import type { Catalogue } from '../../specs/catalogue.ts';
import { generationOf } from '../../specs/contract.ts';
import { SoconformError } from '../../specs/error.ts';
import type { Check } from '../check.ts';
import { nameMatcher } from '../name-glob.ts';
import { nearestText } from '../nearest.ts';
import type { DeviationFile } from './deviation.ts';

/**
 * Throws E_DEVIATIONS for a glob that matches no check, operation or generation there is: it is a typing error, and would
 * stay in the file for ever as "not reached". `checks` and `catalogue`: all there are, not those of one run.
 */
export function checkNames(
  { file, deviations }: DeviationFile,
  { checks, catalogue }: { readonly checks: readonly Check[]; readonly catalogue: Catalogue },
): void {
  const { summaries } = catalogue;
  const known = {
    check: new Set<string>(checks.map(({ id }) => id)),
    operation: new Set(summaries.map(({ agent, operation }) => `${agent}.${operation}`)),
    generation: new Set<string>(summaries.map(generationOf)),
  };
  for (const deviation of deviations) {
    for (const kind of ['check', 'operation', 'generation'] as const) {
      const glob = deviation[kind];
      if (glob === undefined || [...known[kind]].some(nameMatcher(glob))) continue;
      throw new SoconformError(
        'E_DEVIATIONS',
        `${file}:${deviation.line}: expected the ${kind} of a deviation to be one there is, found ${glob}, which matches none${nearestText(glob, known[kind])}`,
      );
    }
  }
}

import type { RecordVerdict } from '../reporters/record.ts';
import type { Check } from './check.ts';

type Verdicts = readonly RecordVerdict[];

/**
 * Gives the list of the case before that was judged by the same checks where it has the same verdicts: four of five do, and a record
 * of a whole catalogue holds tens of thousands of lists.
 */
export function createVerdictLists(): (checks: readonly Check[], verdicts: Verdicts) => Verdicts {
  const last = new Map<readonly Check[], Verdicts>();
  return (checks, verdicts) => {
    const before = last.get(checks);
    if (before !== undefined && isSame(before, verdicts)) return before;
    last.set(checks, verdicts);
    return verdicts;
  };
}

function isSame(some: Verdicts, others: Verdicts): boolean {
  return some.length === others.length && some.every((verdict, index) => verdict === others[index]);
}

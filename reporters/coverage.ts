import type { RecordCase, RunRecord } from './record.ts';
import { groupedBy, number } from './text.ts';

/** An operation on one protocol and version from which no result came, and why. */
interface Uncovered {
  readonly contract: string;
  readonly reason: string;
  /** `asked`: it was asked and did not give one; the others are told under headings of their own as well. */
  readonly why: 'not asked' | 'not offered' | 'asked';
}

/** Selected operations (on one protocol and version each) that gave no result to any case. */
export function uncovered(record: RunRecord): readonly Uncovered[] {
  const notAsked = new Map(record.notAsked.map(({ contract, reason }) => [contract, reason]));
  const unsupported = new Map(record.unsupported.map(({ contract, reason }) => [contract, reason]));
  const cases = groupedBy(record.cases, (one) => one.contract);
  return record.contracts.flatMap(({ id: contract }): readonly Uncovered[] => {
    const own = cases.get(contract) ?? [];
    if (own.some(isResult)) return [];
    const held = notAsked.get(contract);
    if (held !== undefined) return [{ contract, reason: held, why: 'not asked' }];
    const missing = unsupported.get(contract);
    if (missing !== undefined) return [{ contract, reason: missing, why: 'not offered' }];
    return [{ contract, reason: reasonOf(own), why: 'asked' }];
  });
}

function isResult({ answer }: RecordCase): boolean {
  return answer !== undefined && answer.gave !== 'no-result';
}

function reasonOf(cases: readonly RecordCase[]): string {
  const statuses = new Set(cases.flatMap(({ answer }) => answer?.status ?? []));
  if (statuses.size > 0) {
    return `answered, and not with its result (status ${[...statuses].sort((a, b) => a - b).join(', ')})`;
  }
  const blocked = cases.flatMap(({ verdicts }) => verdicts).find(({ outcome }) => outcome === 'blocked');
  return blocked?.reason ?? 'no answer came';
}

/** `4 of 5 operations gave a result (80.0 %)`; percent of none is 0. */
export function coverageText({ summary: { covered, operations } }: Pick<RunRecord, 'summary'>): string {
  const percent = operations === 0 ? 0 : (100 * covered) / operations;
  return `${number(covered)} of ${number(operations)} ${operations === 1 ? 'operation' : 'operations'} gave a result (${percent.toFixed(1)} %)`;
}

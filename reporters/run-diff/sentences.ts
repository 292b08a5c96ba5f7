import type { RunDiffSummary, VerdictChangeKind } from '../run-diff-record.ts';
import { counted, number } from '../text.ts';

/** By kind of change, the worst first. */
export const headings: Readonly<Record<VerdictChangeKind, string>> = {
  regression: 'Regressions: judged right before, red now',
  new: 'Newly red: not judged before',
  'evidence-lost': 'Evidence lost: passes that saw something see nothing now',
  gone: 'Gone: judged before and not now',
  fixed: 'Fixed: red before, right now',
};

export function sentence(summary: RunDiffSummary): string {
  const { regression, new: added, fixed, gone, evidenceLost, stillRed, breakingDrift, compatibleDrift } = summary;
  const counts = [
    counted(regression, 'regression'),
    ...(added > 0 ? [`${number(added)} newly red`] : []),
    `${number(fixed)} fixed`,
    `${number(stillRed)} still red`,
    ...(gone > 0 ? [`${number(gone)} gone`] : []),
    ...(evidenceLost > 0 ? [`${number(evidenceLost)} without their evidence`] : []),
    ...(breakingDrift > 0 ? [`${counted(breakingDrift, 'breaking change')} of shape`] : []),
    ...(compatibleDrift > 0 ? [`${counted(compatibleDrift, 'compatible change')} of shape`] : []),
  ];
  return `${counts.join(', ')}.`;
}

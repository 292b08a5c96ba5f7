import type { DiffOperations, DiffSummary } from '../diff-record.ts';
import { counted, number } from '../text.ts';

/** `2 breaking changes, 480 compatible.` */
export function sentence({ breaking, compatible, operations }: DiffSummary): string {
  if (breaking + compatible === 0) {
    return `Nothing has changed: ${counted(operations.unchanged, 'operation')}, the same on both sides.`;
  }
  return `${counted(breaking, 'breaking change')}, ${number(compatible)} compatible.`;
}

/** `1,275 operations in both, 640 of them changed; 281 new, 0 gone` */
export function operationsText({ added, removed, changed, unchanged }: DiffOperations): string {
  const both = counted(changed + unchanged, 'operation');
  return `${both} in both, ${number(changed)} of them changed; ${number(added)} new, ${number(removed)} gone`;
}

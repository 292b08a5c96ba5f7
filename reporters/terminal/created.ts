import { leftoversOf } from '../created.ts';
import type { RunRecord } from '../record.ts';
import { hanging } from './page.ts';
import type { Page } from './page.ts';

/** What the run made and did not remove. */
export function createdLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const left = leftoversOf(record);
  if (left === undefined) return [];
  return [
    ...hanging(`Left at the target: ${left.heading}`, width, '').map(paint.yellow),
    ...left.lines.flatMap((line) => hanging(line, width, '  ')),
    ...(left.command === undefined ? [] : [paint.dim(`  ${left.command}`)]),
  ];
}

import { headlines } from '../headline.ts';
import type { RunRecord } from '../record.ts';
import { wrap } from '../text.ts';
import type { Page } from './page.ts';

export function hintLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  return headlines(record).flatMap((hint) => wrap(hint, width, '  ').map(paint.yellow));
}

import { matrixOf, outcomes } from '../matrix.ts';
import type { Counts, MatrixRow } from '../matrix.ts';
import type { Outcome, RunRecord } from '../record.ts';
import { number } from '../text.ts';
import type { Page } from './page.ts';

/** With more contracts than this, a row is an agent. */
const rowLimit = 40;

export function matrixLines(record: RunRecord, page: Page): readonly string[] {
  const { of, rows, total } = matrixOf(record, rowLimit);
  // Above the first count stands nothing but the end of the label: its heading needs no gap.
  const shown = outcomes.filter((outcome) => outcome !== 'known' || total.known > 0);
  const columns = shown.map((outcome, index) => ({
    outcome,
    width: Math.max(outcome.length + (index === 0 ? 0 : 1), number(total[outcome]).length + 1),
  }));
  const label = page.width - columns.reduce((sum, column) => sum + column.width, 0);
  const generations = Math.max(0, ...rows.map((row) => row.generation.length));
  const names = Math.min(Math.max(of.length, ...rows.map((row) => row.name.length)), label - generations - 1);
  const heading = of.padEnd(names + 1 + generations) + columns.map((c) => c.outcome.padStart(c.width)).join('');
  const cells = (counts: Counts): string =>
    columns.map(({ outcome, width }) => cell(outcome, counts[outcome], width, page)).join('');
  const line = ({ name, generation, counts }: MatrixRow, repeated: boolean): readonly string[] => {
    const end = generation.padEnd(generations) + cells(counts);
    if (repeated) return [`${' '.repeat(names)} ${end}`];
    return name.length > names ? [name, `${' '.repeat(names)} ${end}`] : [`${name.padEnd(names)} ${end}`];
  };
  return [
    page.paint.dim(heading),
    ...rows.flatMap((row, index) => line(row, rows[index - 1]?.name === row.name)),
    ...(rows.length > 1 ? [page.paint.dim('all'.padEnd(names + 1 + generations)) + cells(total)] : []),
  ];
}

function cell(outcome: Outcome, count: number, width: number, { paint }: Page): string {
  if (count === 0) return paint.dim('·'.padStart(width));
  const text = number(count).padStart(width);
  switch (outcome) {
    case 'pass':
      return paint.green(text);
    case 'fail':
    case 'broken':
    case 'blocked':
      return paint.red(text);
    case 'known':
    case 'observed':
    case 'skipped':
      return paint.yellow(text);
  }
}

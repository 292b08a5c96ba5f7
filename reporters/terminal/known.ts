import { deviationProblems, nameOf, reasonOf } from '../deviations.ts';
import type { RecordDeviation, RunRecord } from '../record.ts';
import { counted, number, printable } from '../text.ts';
import { hanging } from './page.ts';
import type { Page } from './page.ts';

const shownFixed = 8;

/** What the owner knows of, each with how much it covered; those that are out of date in red, those without use apart. */
export function knownLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const { deviations } = record;
  if (deviations === undefined) return [];
  const covered = record.cases.flatMap(({ verdicts }) => verdicts.flatMap(({ known }) => known?.deviations ?? []));
  const line = (entry: RecordDeviation, index: number): readonly string[] => {
    const verdicts = covered.filter((each) => each === index).length;
    return [
      ...hanging(`${counted(verdicts, 'verdict')}: ${printable(nameOf(entry))}`, width, '  '),
      ...hanging(printable(reasonOf(entry)), width, '    ').map(paint.dim),
    ];
  };
  const known = deviations.entries.flatMap((entry, index) => (entry.state === 'known' ? line(entry, index) : []));
  const idle = (state: string): number => deviations.entries.filter((entry) => entry.state === state).length;
  const rest = [
    ...(idle('not-reached') > 0
      ? [`${number(idle('not-reached'))} not reached: nothing that they list was judged`]
      : []),
    ...(idle('elsewhere') > 0 ? [`${number(idle('elsewhere'))} for another target or server version`] : []),
  ];
  const problems = deviationProblems(record).flatMap((problem) =>
    hanging(`${printable(deviations.file)}:${problem.line} ${problem.text}`, width, '  ').map(paint.red),
  );
  return [
    paint.yellow(`Deviations: ${number(deviations.entries.length)} listed in ${printable(deviations.file)}`),
    ...known,
    ...rest.flatMap((text) => hanging(text, width, '  ').map(paint.dim)),
    ...problems,
  ];
}

/** How the run differs from the earlier one. */
export function baselineLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const { baseline } = record;
  if (baseline === undefined) return [];
  const { regressions, added, before, fixed, gone, changed } = baseline;
  const counts = [
    `${number(regressions)} newly red`,
    ...(added > 0 ? [`${number(added)} red that it did not judge`] : []),
    `${number(before)} red as before`,
    `${number(fixed.length)} fixed`,
    ...(gone > 0 ? [`${number(gone)} red then and not judged now`] : []),
  ];
  const names = fixed.slice(0, shownFixed).map((one) => `${one.case} ${one.check}`);
  const more = fixed.length > names.length ? [`and ${number(fixed.length - names.length)} more`] : [];
  return [
    paint.yellow(`Since the baseline ${printable(baseline.file)} of ${baseline.startedAt}`),
    ...hanging(counts.join(', '), width, '  '),
    ...(changed.length > 0
      ? hanging(`not the target alone has changed: ${changed.join(', ')}`, width, '  ').map(paint.red)
      : []),
    ...(names.length > 0 ? hanging(`fixed: ${[...names, ...more].join(', ')}`, width, '    ').map(paint.dim) : []),
  ];
}

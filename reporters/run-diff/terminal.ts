import { createColors } from 'picocolors';
import type { RecordFinding } from '../record.ts';
import type { RunDiffRecord, RunSide, ShapeChange, VerdictChange, VerdictChangeKind } from '../run-diff-record.ts';
import { hanging } from '../terminal/page.ts';
import type { Page } from '../terminal/page.ts';
import { counted, groupedBy, number, printable, shortened, wrap } from '../text.ts';
import { headings, sentence } from './sentences.ts';

export interface RunDiffOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly ending?: { readonly code: number; readonly sentence: string };
}

/** What comes after this many checks of one kind, and cases of one check, is only counted. */
const checkLimit = 20;
const caseLimit = 5;
const driftLimit = 30;

/** The whole report as text that ends with a newline. */
export function runDiffTerminal(record: RunDiffRecord, options: RunDiffOptions): string {
  const page: Page = { paint: createColors(options.colour), width: options.width };
  const kinds = Object.keys(headings) as VerdictChangeKind[];
  const sections = [
    headerLines(record, page),
    ...kinds.map((kind) => verdictLines(record, kind, page)),
    driftLines(record, page),
    closingLines(record, page, options.ending),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headerLines({ tool, before, after, changed }: RunDiffRecord, { paint, width }: Page): readonly string[] {
  const side = (label: string, one: RunSide): readonly string[] =>
    hanging(
      `${label.padEnd(8)} ${printable(one.file)}: ${printable(one.target)}, ${one.startedAt}, ${counted(one.cases, 'case')}`,
      width,
      '  ',
    );
  const also = `Not the answers alone may differ: ${changed.join(', ')} ${changed.length === 1 ? 'is' : 'are'} another.`;
  return [
    paint.bold(`soconform ${tool.version} diff`),
    ...side('before', before),
    ...side('after', after),
    ...(changed.length === 0 ? [] : wrap(also, width, '  ').map(paint.yellow)),
  ];
}

function verdictLines({ verdicts }: RunDiffRecord, kind: VerdictChangeKind, { paint, width }: Page): readonly string[] {
  const found = verdicts.filter((one) => one.kind === kind);
  if (found.length === 0) return [];
  const isBad = kind === 'regression' || kind === 'new';
  const checks = [...groupedBy(found, (one) => one.check)];
  const rest = checks.slice(checkLimit).reduce((sum, [, all]) => sum + all.length, 0);
  return [
    (isBad ? paint.red : kind === 'fixed' ? paint.green : paint.yellow)(`${headings[kind]} (${number(found.length)})`),
    ...checks.slice(0, checkLimit).flatMap(([check, all]) => checkLines(check, all, { paint, width })),
    ...(rest > 0 ? [`  and ${counted(rest, 'verdict')} of other checks; --json has them all`] : []),
  ];
}

function checkLines(check: string, changes: readonly VerdictChange[], { paint, width }: Page): readonly string[] {
  const names = changes.slice(0, caseLimit).map((one) => one.case);
  const more = changes.length > names.length ? [`and ${number(changes.length - names.length)} more`] : [];
  const [first] = changes;
  const finding = first?.findings[0];
  return [
    ...hanging(`${paint.bold(check)}  ${first?.level ?? ''}  ${movement(first)}`, width, '  '),
    ...hanging([...names, ...more].join(', '), width, '    ').map(paint.cyan),
    ...(finding === undefined ? [] : [`    ${shortened(findingText(finding), width - 4)}`]),
  ];
}

function movement(change: VerdictChange | undefined): string {
  return `${change?.before ?? 'not judged'} → ${change?.after ?? 'not judged'}`;
}

function findingText({ at, expected, received }: RecordFinding): string {
  return printable(`${at}: expected ${expected}, received ${received}`);
}

function driftLines({ drift, summary }: RunDiffRecord, { paint, width }: Page): readonly string[] {
  const { compared, dataOnly, notCompared } = summary;
  const shown = drift.slice(0, driftLimit);
  const rest = drift.length - shown.length;
  const facts = [
    `${counted(compared, 'case')} compared`,
    ...(dataOnly > 0 ? [`${number(dataOnly)} differ in their values only`] : []),
    ...(notCompared > 0 ? [`${number(notCompared)} not compared: keep their answers with run --keep all`] : []),
  ];
  return [
    paint.bold('Shape of the answers'),
    ...hanging(facts.join('; '), width, '  '),
    ...shown.flatMap((change) => shapeLines(change, { paint, width })),
    ...(rest > 0 ? [`  and ${counted(rest, 'change')} more; --json has them all`] : []),
  ];
}

function shapeLines({ contract, at, impact, before, after }: ShapeChange, { paint, width }: Page): readonly string[] {
  const mark = impact === 'breaking' ? paint.red('breaking') : paint.green('compatible');
  return hanging(`${mark}  ${contract}  ${printable(`${at}: ${before} → ${after}`)}`, width, '  ');
}

function closingLines(
  record: RunDiffRecord,
  { paint, width }: Page,
  ending: RunDiffOptions['ending'],
): readonly string[] {
  const text = ending === undefined ? sentence(record.summary) : `Exit ${ending.code}: ${ending.sentence}`;
  const { regression, new: added, breakingDrift } = record.summary;
  const colour = regression + added + breakingDrift > 0 ? paint.red : paint.green;
  return wrap(text, width).map((line) => paint.bold(colour(line)));
}

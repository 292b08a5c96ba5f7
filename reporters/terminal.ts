import { createColors } from 'picocolors';
import { bindLines } from './terminal/bind.ts';
import { failureLines, observationLines } from './terminal/findings.ts';
import { baselineLines, knownLines } from './terminal/known.ts';
import { createdText } from './created.ts';
import { createdLines } from './terminal/created.ts';
import { hintLines } from './terminal/hints.ts';
import { matrixLines } from './terminal/matrix.ts';
import { unsupportedLines } from './terminal/unsupported.ts';
import {
  brokenLines,
  blockedLines,
  notAskedLines,
  skippedLines,
  withoutEvidenceLines,
  withoutResultLines,
} from './terminal/reasons.ts';
import type { Page } from './terminal/page.ts';
import { membersText } from './members.ts';
import { loginText, preflightRows } from './preflight.ts';
import type { RunRecord } from './record.ts';
import type { Ending } from './telling.ts';
import { coverageText } from './coverage.ts';
import { besideTarget, counted, number, printable, wrap } from './text.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns. Only curl lines, addresses and what a finding shows are longer. */
  readonly width: number;
  readonly ending?: Ending;
  /** As in `Telling`. */
  readonly recordFile?: string;
}

/** The whole report as text that ends with a newline. */
export function terminal(record: RunRecord, options: TerminalOptions): string {
  const page: Page = { paint: createColors(options.colour), width: options.width };
  const sections = [
    headerLines(record, page),
    hintLines(record, page),
    matrixLines(record, page),
    failureLines(record, page, options.recordFile),
    brokenLines(record, page),
    knownLines(record, page),
    baselineLines(record, page),
    observationLines(record, page),
    bindLines(record, page),
    blockedLines(record, page),
    skippedLines(record, page),
    unsupportedLines(record, page),
    notAskedLines(record, page),
    withoutResultLines(record, page),
    createdLines(record, page),
    withoutEvidenceLines(record, page),
    closingLines(record, page, options.ending),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headerLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const { target, catalogue, summary } = record;
  const sent = record.cases.filter((one) => one.sent).length;
  const asked = summary.operations - record.notAsked.length;
  const missing = summary.unsupported === 0 ? '' : ` (${number(summary.unsupported)} not offered)`;
  const evidence = membersText(record);
  const seconds = (Date.parse(record.finishedAt) - Date.parse(record.startedAt)) / 1000;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['target', `${printable(target.url)}${besideTarget(target)}`],
    ['signed in', loginText(target)],
    ...preflightRows(target),
    ...target.versions.map(({ from, version, unknown }): [string, string] => [
      'version',
      version === undefined
        ? `unknown: ${printable(unknown ?? 'it was not asked')}`
        : `${printable(version)} (${printable(from)})`,
    ]),
    ['catalogue', `${printable(catalogue.name)} ${catalogue.hash}`],
    ['', catalogue.generations.join(', ')],
    ['seed', String(record.seed)],
    ...valuesFact(record),
    ...runFacts(record),
    [
      'asked',
      `${number(asked)} of ${counted(summary.operations, 'operation')}${missing}, ${number(sent)} of ${counted(summary.cases, 'case')}, ${seconds.toFixed(1)} s`,
    ],
    ['covered', coverageText(record)],
    ...(evidence === undefined ? [] : [['evidence', evidence] as const]),
  ];
  const lines = [
    paint.bold(`soconform ${record.tool.version}`),
    ...facts.flatMap(([name, value]) =>
      wrap(value, width - 13).map((line, index) => `  ${paint.dim((index === 0 ? name : '').padEnd(10))} ${line}`),
    ),
  ];
  const warnings = [
    ...(record.complete ? [] : ['The run was cut off: this is what was done until then.']),
    ...(target.preflight?.warnings ?? []).map((warning) => `Note: ${printable(warning)}.`),
    ...(sent === 0 ? ['Nothing was asked: no case was sent.'] : []),
  ];
  return [...lines, ...warnings.flatMap((warning) => wrap(warning, width, '  ').map(paint.yellow))];
}

function valuesFact({ values }: RunRecord): readonly (readonly [name: string, value: string])[] {
  if (values === undefined) return [];
  const unused = values.unused.length === 0 ? '' : `, ${values.unused.length} for operations that were not selected`;
  return [['values', `${values.bound.length} bound${unused} (${printable(values.file)})`]];
}

function runFacts(record: RunRecord): readonly (readonly [name: string, value: string])[] {
  if (record.run === undefined) return [];
  const made = createdText(record);
  return [['run', `${record.run.tag}${made === undefined ? '' : `: ${made}`}`]];
}

function closingLines(record: RunRecord, { paint, width }: Page, ending: Ending | undefined): readonly string[] {
  const { summary } = record;
  const bad = ending === undefined ? summary.fail + summary.blocked + summary.broken > 0 : ending.code !== 0;
  const sentence =
    ending === undefined
      ? `${counted(summary.fail, 'failure')}, ${number(summary.blocked)} blocked, ${number(summary.broken)} broken.`
      : `Exit ${ending.code}: ${printable(ending.sentence)}`;
  const lines = wrap(sentence, width);
  return lines.map((line) => paint.bold(bad ? paint.red(line) : paint.green(line)));
}

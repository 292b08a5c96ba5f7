import { createColors } from 'picocolors';
import { curlLine } from './curl.ts';
import type { RecordFinding } from './record.ts';
import type { ReplayRecord, ReplaySide, ReplayStatus, ReplayedCheck } from './replay-record.ts';
import { hanging } from './terminal/page.ts';
import type { Page } from './terminal/page.ts';
import { counted, printable, wrap } from './text.ts';

const findingLimit = 5;

/** The whole report as text that ends with a newline; its last line begins with the status. */
export function replayTerminal(
  record: ReplayRecord,
  options: { readonly colour: boolean; readonly width: number },
): string {
  const page: Page = { paint: createColors(options.colour), width: options.width };
  const sections = [
    headLines(record, page),
    record.checks.flatMap((one) => checkLines(one, page)),
    exchangeLines(record, page),
    statusLines(record, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headLines(record: ReplayRecord, { paint, width }: Page): readonly string[] {
  const { tool, before, after, changed, request, alsoSent } = record;
  const side = (name: string, one: ReplaySide): readonly string[] =>
    hanging(`${name.padEnd(6)}${printable(one.target)}, ${one.startedAt}`, width, '  ');
  const notes = [
    ...(changed.length === 0
      ? []
      : [`Not the answer alone may differ: ${changed.join(', ')} ${changed.length === 1 ? 'is' : 'are'} another.`]),
    ...(request === 'changed' ? ['The request is another one than then: what is fixed may be our own doing.'] : []),
    ...(alsoSent.length === 0 ? [] : [`Sent as well, for it is judged against them: ${alsoSent.join(', ')}`]),
  ];
  return [
    `${paint.bold(`soconform ${tool.version} replay`)} ${printable(record.case)}`,
    ...side('then', before),
    ...side('now', after),
    ...notes.flatMap((note) => wrap(note, width, '  ').map(paint.yellow)),
  ];
}

const words: Readonly<Record<ReplayedCheck['became'], string>> = {
  fixed: 'fixed',
  still: 'as then',
  elsewhere: 'at other places',
  new: 'new',
  open: 'not known',
};

function checkLines(one: ReplayedCheck, { paint, width }: Page): readonly string[] {
  const { check, became, level, before = 'not judged', after = 'not judged', findings, reason } = one;
  const colour = became === 'fixed' ? paint.green : became === 'open' ? paint.yellow : paint.red;
  const shown = findings.slice(0, findingLimit);
  return [
    `${colour(words[became])}: ${paint.bold(check)} ${level}  ${before} → ${after}`,
    ...(reason === undefined ? [] : hanging(printable(reason), width, '  ')),
    ...shown.flatMap((found) => findingLines(found, paint.dim)),
    ...(findings.length > shown.length ? [`  and ${counted(findings.length - shown.length, 'more finding')}`] : []),
  ];
}

function findingLines(
  { at, expected, received, repair }: RecordFinding,
  dim: (text: string) => string,
): readonly string[] {
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['at', at],
    ['expected', expected],
    ['received', received],
    ...(repair === undefined ? [] : [['repair', repair] as const]),
  ];
  return rows.map(([name, value]) => `  ${dim(name.padEnd(8))}  ${printable(value)}`);
}

function exchangeLines({ exchange }: ReplayRecord, { paint }: Page): readonly string[] {
  if (exchange === undefined) return [];
  const line = curlLine(exchange.request);
  const answer = exchange.response === undefined ? (exchange.noResponse ?? '') : `status ${exchange.response.status}`;
  return [
    `  ${paint.dim('answer'.padEnd(8))}  ${printable(answer)}`,
    ...(line === undefined ? [] : [`  ${paint.dim('curl'.padEnd(8))}  ${line}`]),
  ];
}

function statusLines({ status, checks, reason }: ReplayRecord, { paint, width }: Page): readonly string[] {
  const isRed = checks.some(({ became }) => became !== 'fixed') || status === 'NOT JUDGED';
  const lines = wrap(`${status}: ${printable(sentences[status](checks, reason ?? ''))}`, width);
  return lines.map((line) => paint.bold((isRed ? paint.red : paint.green)(line)));
}

const sentences: Readonly<Record<ReplayStatus, (checks: readonly ReplayedCheck[], reason: string) => string>> = {
  FIXED: (checks) => `${counted(checks.length, 'check')} failed and ${checks.length === 1 ? 'passes' : 'pass'} now.`,
  SAME: (checks) =>
    checks.length === 0
      ? 'nothing failed then, and nothing fails now.'
      : `${counted(checks.length, 'check')} ${checks.length === 1 ? 'fails' : 'fail'} as then.`,
  DIFFERENT: (checks) => {
    const kinds = (['fixed', 'still', 'elsewhere', 'new', 'open'] as const).flatMap((kind) => {
      const count = checks.filter(({ became }) => became === kind).length;
      return count === 0 ? [] : [`${count} ${words[kind]}`];
    });
    return kinds.length === 0 ? 'it was not judged then, and nothing fails now.' : `${kinds.join(', ')}.`;
  },
  'NOT JUDGED': (_, reason) => `${reason}.`,
};

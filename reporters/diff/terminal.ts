import { createColors } from 'picocolors';
import type { DiffChange, DiffComparison, DiffRecord, DiffSide } from '../diff-record.ts';
import { hanging } from '../terminal/page.ts';
import type { Page } from '../terminal/page.ts';
import { counted, number, printable, wrap } from '../text.ts';
import { changeText, groupsOf, isOfOperations, placeBelow } from './groups.ts';
import type { ChangeEntry, ChangeGroup } from './groups.ts';
import { operationsText, sentence } from './sentences.ts';

export interface DiffTerminalOptions {
  readonly colour: boolean;
  /** Columns; only a name that is longer is not broken. */
  readonly width: number;
  /** The exit status and the sentence that says why. */
  readonly ending?: DiffEnding;
}

interface DiffEnding {
  readonly code: number;
  readonly sentence: string;
}

/** What comes after this many entries of one kind is only counted. */
const entryLimit = 40;

/** The whole report as text that ends with a newline. */
export function diffTerminal(record: DiffRecord, options: DiffTerminalOptions): string {
  const page: Page = { paint: createColors(options.colour), width: options.width };
  const sections = [
    headerLines(record, page),
    ...record.comparisons.flatMap((comparison) => comparisonSections(comparison, page)),
    closingLines(record, page, options.ending),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headerLines({ tool, before, after, only }: DiffRecord, { paint, width }: Page): readonly string[] {
  const side = (label: string, one: DiffSide): readonly string[] => {
    const hash = one.hash === undefined ? '' : ` ${one.hash}`;
    const facts = `${one.kind} ${printable(one.name)}${hash}, ${counted(one.contracts, 'contract')}`;
    return hanging(`${label.padEnd(8)} ${facts}`, width, '  ');
  };
  const warnings = [before, after].flatMap(({ name, broken }) =>
    broken === 0
      ? []
      : [`${counted(broken, 'page')} of ${printable(name)} could not be read: what they state is missing.`],
  );
  return [
    paint.bold(`soconform ${tool.version} diff`),
    ...side('before', before),
    ...side('after', after),
    ...(only === undefined ? [] : hanging(`${'only'.padEnd(8)} ${printable(only.join(', '))}`, width, '  ')),
    ...warnings.flatMap((warning) => wrap(warning, width, '  ').map(paint.yellow)),
  ];
}

function comparisonSections(comparison: DiffComparison, page: Page): readonly (readonly string[])[] {
  const { from, to, changes } = comparison;
  const name = from === to ? from : `${from} → ${to}`;
  return [
    [page.paint.bold(name), ...wrap(operationsText(comparison.operations), page.width, '  ')],
    ...groupsOf(changes).map((group) => groupLines(group, page)),
  ];
}

function groupLines(group: ChangeGroup, page: Page): readonly string[] {
  const { paint, width } = page;
  const isBreaking = group.impact === 'breaking';
  const mark = isBreaking ? 'BREAKING' : 'compatible';
  const title = group.count === '1' ? group.title : `${group.title} (${group.count})`;
  const [first = '', ...more] = hanging(`${mark}  ${title}`, width, '');
  const shown = group.entries.slice(0, entryLimit);
  const rest = group.entries.length - shown.length;
  return [
    first.replace(mark, isBreaking ? paint.red : paint.green),
    ...more,
    ...group.reasons.flatMap((reason) => wrap(reason, width, '  ')),
    ...group.checks.flatMap((checks) => hanging(checks, width, '  ').map(paint.dim)),
    ...shown.flatMap((entry) => entryLines(entry, page)),
    ...(rest > 0 ? [`  and ${number(rest)} more; --json has them all`] : []),
  ];
}

function entryLines({ name, reach, changes }: ChangeEntry, page: Page): readonly string[] {
  const own = changes.filter((change) => placeBelow(change) === '');
  const below = changes.filter((change) => placeBelow(change) !== '');
  const [first] = changes;
  if (first !== undefined && isNames(first)) {
    const heading = isOfOperations(first) ? [] : headingLines(name, reach, '', page);
    return [...heading, ...namesLines(isOfOperations(first) ? name : '', below, page)];
  }
  return [
    ...headingLines(name, reach, own.map(changeText).join('; '), page),
    ...own.flatMap((change) => sourceLines(change, page)),
    ...below.flatMap((change) => [
      ...hanging(printable(`${placeBelow(change)}  ${changeText(change)}`), page.width, '    '),
      ...sourceLines(change, page),
    ]),
  ];
}

function headingLines(name: string, reach: string | undefined, own: string, page: Page): readonly string[] {
  const { paint, width } = page;
  return [
    ...painted(hanging(printable(own === '' ? name : `${name}  ${own}`), width, '  '), printable(name), page),
    ...(reach === undefined ? [] : hanging(`in ${printable(reach)}`, width, '    ').map(paint.dim)),
  ];
}

/** Operations of an agent and names of an enum are told one after another. */
function isNames({ kind }: DiffChange): boolean {
  return kind.startsWith('operation-') || kind.startsWith('enum-value-');
}

function namesLines(agent: string, changes: readonly DiffChange[], page: Page): readonly string[] {
  const names = changes.map((change) => printable(placeBelow(change))).join(', ');
  if (agent === '') return hanging(names, page.width, '    ');
  return painted(hanging(`${printable(agent)}  ${names}`, page.width, '  '), printable(agent), page);
}

/** What breaks somebody is to be looked up: where the newer version says so, else where the older one did. */
function sourceLines({ impact, before, after }: DiffChange, { paint }: Page): readonly string[] {
  const source = after?.source ?? before?.source;
  if (impact === 'compatible' || source === undefined) return [];
  const line = source.line === undefined ? '' : `:${source.line}`;
  return [paint.dim(`      ${printable(source.page)}${line}`)];
}

function painted(lines: readonly string[], name: string, { paint }: Page): readonly string[] {
  return lines.map((line, index) => (index === 0 ? line.replace(name, () => paint.cyan(name)) : line));
}

function closingLines(
  { summary }: DiffRecord,
  { paint, width }: Page,
  ending: DiffEnding | undefined,
): readonly string[] {
  const text = ending === undefined ? sentence(summary) : `Exit ${ending.code}: ${ending.sentence}`;
  const colour = summary.breaking > 0 ? paint.red : paint.green;
  return wrap(text, width).map((line) => paint.bold(colour(line)));
}

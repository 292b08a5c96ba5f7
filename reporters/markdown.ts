import { createdText, leftoversOf } from './created.ts';
import { askedText, figuresOf, verdictsText } from './figures.ts';
import { coverageText, uncovered } from './coverage.ts';
import { deviationProblems } from './deviations.ts';
import { groupsOf } from './failures.ts';
import { headlines } from './headline.ts';
import { blockText, checkHeading } from './markdown/failure.ts';
import { cell, code } from './markdown/text.ts';
import { matrixOf, outcomes } from './matrix.ts';
import { membersText } from './members.ts';
import type { RunRecord } from './record.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { besideTarget, counted, groupedBy, number } from './text.ts';
import { unjudgedOf } from './unjudged.ts';

/** GitHub refuses comments of more than 65,536 characters. In bytes of UTF-8, with room for what is added around. */
export const markdownLimit = 60_000;

/** What the closing lines may take; all before them is cut to leave it. */
const closing = 400;
const rowLimit = 60;

/** For a step summary or a comment on a pull request: the end first, then the failures, the worst first. */
export function markdown(record: RunRecord, telling: Telling): string {
  const page = bounded(markdownLimit - closing);
  page.add(head(record, telling));
  page.add(unjudged(record));
  page.add(known(record));
  page.add(leftovers(record));
  let left = 0;
  for (const group of groupsOf(record, 'fail')) {
    // What is told without the heading of its check would be read as another's.
    const texts = group.blocks.map((block) => ({ block, text: blockText(record, group, block, telling.recordFile) }));
    const hasRoom = page.add(checkHeading(group) + (texts[0]?.text ?? ''));
    const rest = texts.slice(1).filter(({ text }) => !hasRoom || !page.add(text));
    for (const { block } of hasRoom ? rest : texts) left += block.contracts.length;
  }
  if (left > 0)
    page.addAlways(`\n**And failures on ${counted(left, 'more contract')}**: the JSON record has them all.\n`);
  page.add(matrix(record));
  page.add(observed(record));
  page.add(reasons('Not offered by the target', record.unsupported));
  page.add(reasons('Not asked', record.notAsked));
  page.add(
    reasons(
      'Asked, and no result came',
      uncovered(record).filter(({ why }) => why === 'asked'),
    ),
  );
  return page.text();
}

function bounded(limit: number) {
  const parts: string[] = [];
  let size = 0;
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  return {
    /** Whether it had room. */
    add: (text: string): boolean => {
      if (size + bytes(text) > limit) return false;
      parts.push(text);
      size += bytes(text);
      return true;
    },
    addAlways: (text: string): void => void parts.push(text),
    text: (): string => parts.join(''),
  };
}

const marks = { green: '✅', red: '❌', void: '⚠️' } as const;

function head(record: RunRecord, { ending }: Telling): string {
  const figures = figuresOf(record);
  const evidence = membersText(record);
  const standing = standingOf(record, ending);
  const { target, catalogue } = record;
  const made = createdText(record);
  return [
    `## ${marks[standing]} soconform: exit ${ending.code}`,
    '',
    `${code(ending.sentence)}`,
    ...(record.complete ? [] : ['', '**The run was cut off: this is what was done until then.**']),
    ...(figures.operationsAsked > 0 ? [] : ['', '**Nothing was asked.**']),
    ...headlines(record).flatMap((line) => ['', `⚠️ ${code(line, 600)}`]),
    '',
    `- target ${code(target.url)}${besideTarget(target)}`,
    `- asked ${askedText(figures)}; ${coverageText(record)}`,
    `- verdicts: ${verdictsText(figures)}`,
    ...(evidence === undefined ? [] : [`- evidence: ${evidence}`]),
    ...(record.run === undefined ? [] : [`- run ${code(record.run.tag)}${made === undefined ? '' : `: ${made}`}`]),
    ...(figures.passWithoutEvidence > 0
      ? [`- ${counted(figures.passWithoutEvidence, 'pass').replace(/passs$/, 'passes')} without evidence`]
      : []),
    `- ${code(catalogue.name)} ${code(catalogue.hash)}, seed ${record.seed}, soconform ${code(record.tool.version)}`,
    '',
  ].join('\n');
}

function unjudged(record: RunRecord): string {
  const all = unjudgedOf(record);
  if (all.length === 0) return '';
  const lines = all
    .slice(0, 20)
    .map(({ outcome, reason, count }) => `- ${counted(count, 'verdict')} ${outcome}: ${code(reason, 400)}`);
  return ['', '### Could not be judged', '', ...lines, ...more(all.length - lines.length, 'reason'), ''].join('\n');
}

/** What has to be mended in the file of deviations, and how the run differs from an earlier one. */
function known(record: RunRecord): string {
  const problems = deviationProblems(record).slice(0, 20);
  const { baseline } = record;
  const lines = [
    ...problems.map(({ line, text }) => `- deviation of line ${line}: ${code(text)}`),
    ...(baseline === undefined
      ? []
      : [
          `- since the baseline ${code(baseline.file)}: ${number(baseline.regressions)} newly red, ` +
            `${number(baseline.added)} red that it did not judge, ${number(baseline.before)} red as before, ` +
            `${number(baseline.fixed.length)} fixed`,
          ...(baseline.changed.length > 0
            ? [`- not the target alone has changed: ${baseline.changed.join(', ')}`]
            : []),
        ]),
  ];
  return lines.length === 0 ? '' : ['', '### Deviations and baseline', '', ...lines, ''].join('\n');
}

/** What the run made at the target and did not remove. */
function leftovers(record: RunRecord): string {
  const found = leftoversOf(record);
  if (found === undefined) return '';
  const lines = found.lines.slice(0, 30).map((line) => `- ${code(line, 400)}`);
  return [
    '',
    '### Left at the target',
    '',
    `${found.heading}.`,
    '',
    ...lines,
    ...more(found.lines.length - lines.length, 'kind'),
    ...(found.command === undefined ? [] : ['', code(found.command)]),
    '',
  ].join('\n');
}

function matrix(record: RunRecord): string {
  const { of, rows, total } = matrixOf(record, 20);
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const counts = (of: Readonly<Record<(typeof outcomes)[number], number>>): readonly string[] =>
    outcomes.map((outcome) => (of[outcome] === 0 ? '·' : number(of[outcome])));
  // Rows with failures come first.
  const sorted = rows.toSorted((a, b) => b.counts.fail + b.counts.broken - a.counts.fail - a.counts.broken);
  return [
    '',
    `<details><summary>Verdicts by ${of}</summary>`,
    '',
    line([of, 'protocol', ...outcomes]),
    line(['---', '---', ...outcomes.map(() => '---:')]),
    ...sorted.slice(0, rowLimit).map((row) => line([cell(row.name), cell(row.generation), ...counts(row.counts)])),
    line(['all', '', ...counts(total)]),
    '',
    ...more(rows.length - rowLimit, 'row'),
    '</details>',
    '',
  ].join('\n');
}

function observed(record: RunRecord): string {
  const groups = groupsOf(record, 'observed');
  if (groups.length === 0) return '';
  const lines = groups.slice(0, 30).map(({ check, blocks }) => {
    const cases = blocks.reduce((sum, block) => sum + block.cases.length, 0);
    return `- ${code(check.id)} in ${counted(cases, 'case')}`;
  });
  return ['', '<details><summary>Observed, never a failure</summary>', '', ...lines, '', '</details>', ''].join('\n');
}

function reasons(heading: string, contracts: readonly { readonly reason: string }[]): string {
  const groups = [...groupedBy(contracts, ({ reason }) => reason)];
  if (groups.length === 0) return '';
  const lines = groups
    .slice(0, 20)
    .map(([reason, all]) => `- ${counted(all.length, 'operation')}: ${code(reason, 400)}`);
  return ['', `### ${heading}`, '', ...lines, ...more(groups.length - lines.length, 'reason'), ''].join('\n');
}

function more(count: number, noun: string): readonly string[] {
  return count > 0 ? [`and ${counted(count, `more ${noun}`)}`, ''] : [];
}

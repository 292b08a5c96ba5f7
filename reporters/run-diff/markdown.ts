import { cell, code } from '../markdown/text.ts';
import type { RunDiffRecord, RunSide, ShapeChange, VerdictChange, VerdictChangeKind } from '../run-diff-record.ts';
import { counted, groupedBy, number } from '../text.ts';
import { headings, sentence } from './sentences.ts';

const rowLimit = 50;

/** The whole report as Markdown, the worst first; a row for each check, with the first case. */
export function runDiffMarkdown(record: RunDiffRecord): string {
  const { before, after, changed, summary } = record;
  const kinds = Object.keys(headings) as VerdictChangeKind[];
  const blocks = [
    '# Changes between two runs',
    sentence(summary),
    [sideLine('Before', before), sideLine('After', after)].join('\n'),
    ...(changed.length === 0 ? [] : [`Not the answers alone may differ: **${changed.join(', ')}**.`]),
    ...kinds.flatMap((kind) => verdictBlocks(record, kind)),
    ...shapeBlocks(record),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sideLine(label: string, { file, target, startedAt, cases }: RunSide): string {
  return `- ${label}: ${code(file)}, ${code(target)}, ${startedAt}, ${counted(cases, 'case')}`;
}

function verdictBlocks({ verdicts }: RunDiffRecord, kind: VerdictChangeKind): readonly string[] {
  const found = verdicts.filter((one) => one.kind === kind);
  if (found.length === 0) return [];
  const checks = [...groupedBy(found, (one) => one.check)];
  const rest = checks.length - rowLimit;
  const rows = checks.slice(0, rowLimit).map(([check, changes]) => verdictRow(check, changes));
  return [
    `## ${headings[kind]} (${number(found.length)})`,
    ['| check | level | verdicts | first case | first finding |', '|---|---|---:|---|---|', ...rows].join('\n'),
    ...(rest > 0 ? [`And ${counted(rest, 'more check')}.`] : []),
  ];
}

function verdictRow(check: string, changes: readonly VerdictChange[]): string {
  const [first] = changes;
  const finding = first?.findings[0];
  const text =
    finding === undefined ? '' : cell(`${finding.at}: expected ${finding.expected}, received ${finding.received}`);
  return `| ${check} | ${first?.level ?? ''} | ${number(changes.length)} | ${cell(first?.case ?? '')} | ${text} |`;
}

function shapeBlocks({ drift, summary }: RunDiffRecord): readonly string[] {
  const { compared, dataOnly, notCompared } = summary;
  const rest = drift.length - rowLimit;
  const row = ({ contract, at, impact, before, after }: ShapeChange): string =>
    `| ${impact} | ${cell(contract)} | ${cell(at)} | ${cell(before)} | ${cell(after)} |`;
  return [
    '## Shape of the answers',
    `${counted(compared, 'case')} compared, ${number(dataOnly)} with other values only, ${number(notCompared)} not compared.`,
    ...(drift.length === 0
      ? []
      : [
          [
            '| impact | operation | place | before | after |',
            '|---|---|---|---|---|',
            ...drift.slice(0, rowLimit).map(row),
          ].join('\n'),
        ]),
    ...(rest > 0 ? [`And ${counted(rest, 'more change')}.`] : []),
  ];
}

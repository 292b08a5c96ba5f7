import type { DiffChange, DiffComparison, DiffRecord, DiffSide } from '../diff-record.ts';
import { counted, printable } from '../text.ts';
import { changeText, groupsOf, isOfOperations, placeBelow } from './groups.ts';
import type { ChangeEntry, ChangeGroup } from './groups.ts';
import { operationsText, sentence } from './sentences.ts';

/** The whole report as Markdown: a section for each comparison, a table for each kind of change. */
export function diffMarkdown(record: DiffRecord): string {
  const { before, after, only, summary, comparisons } = record;
  const blocks = [
    before.name === after.name
      ? `# Changes in ${plain(before.name)}`
      : `# Changes from ${plain(before.name)} to ${plain(after.name)}`,
    sentence(summary),
    [
      sideLine('Before', before),
      sideLine('After', after),
      ...(only === undefined ? [] : [`- Only: ${only.map(code).join(', ')}`]),
    ].join('\n'),
    ...comparisons.flatMap(comparisonBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sideLine(label: string, { kind, name, hash, contracts, broken }: DiffSide): string {
  const facts = [
    `${kind} ${code(name)}`,
    ...(hash === undefined ? [] : [code(hash)]),
    counted(contracts, 'contract'),
    ...(broken === 0 ? [] : [`**${counted(broken, 'page')} could not be read: what they state is missing**`]),
  ];
  return `- ${label}: ${facts.join(', ')}`;
}

function comparisonBlocks({ from, to, operations, changes }: DiffComparison): readonly string[] {
  return [
    `## ${from === to ? from : `${from} → ${to}`}`,
    `${operationsText(operations)}.`,
    ...groupsOf(changes).flatMap(groupBlocks),
  ];
}

function groupBlocks(group: ChangeGroup): readonly string[] {
  const mark = group.impact === 'breaking' ? 'Breaking' : 'Compatible';
  const isList = group.entries.every(({ changes }) => changes.every(isOfOperations));
  return [
    `### ${mark}: ${group.title} (${group.count})`,
    group.reasons.join(' '),
    ...(group.checks.length === 0 ? [] : [`Checks: ${group.checks.join('; ')}.`]),
    isList ? group.entries.map(agentLine).join('\n') : table(group.entries),
  ];
}

function agentLine({ name, changes }: ChangeEntry): string {
  return `- ${plain(name)}: ${changes.map((change) => code(placeBelow(change))).join(', ')}`;
}

function table(entries: readonly ChangeEntry[]): string {
  const rows = entries.flatMap(({ reach = '', changes }) =>
    changes.map((change) => [code(change.at), plain(changeText(change)), plain(reach), sourceText(change)]),
  );
  return [['Where', 'What', 'Reaches', 'Stated in'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function sourceText({ before, after }: DiffChange): string {
  const source = after?.source ?? before?.source;
  if (source === undefined) return '';
  return code(`${source.page}${source.line === undefined ? '' : `:${source.line}`}`);
}

/** Text of a page with nothing in it that Markdown or HTML would take for a mark. */
function plain(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>()#+!|~&]/g, (mark) => `\\${mark}`);
}

/** Text in a code span; a bar would still end the cell of a table. */
function code(text: string): string {
  const shown = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

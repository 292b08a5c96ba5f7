import { curlLine, replayLine } from '../curl.ts';
import type { CheckGroup, FailureBlock, FindingGroup } from '../failures.ts';
import type { RunRecord } from '../record.ts';
import { counted, printable } from '../text.ts';
import { code, codeBlock } from './text.ts';

const contractLimit = 8;
const findingLimit = 5;
/** A longer request is told by its case: `soconform report` and the JSON record have it whole. */
const curlLimit = 2_000;

export function checkHeading({ check, level }: CheckGroup): string {
  const stated = check.source === '' ? '' : `\nStated in: ${code(check.source)}\n`;
  return `\n### ${code(check.id)} ${level}\n\n${code(check.title)}\n${stated}`;
}

/** What one check found alike: where, what, and how to see it again. */
export function blockText(
  record: RunRecord,
  { check }: CheckGroup,
  block: FailureBlock,
  recordFile: string | undefined,
): string {
  const contracts = block.contracts.slice(0, contractLimit).map((id) => code(id));
  const rest = block.contracts.length - contracts.length;
  const where = `${contracts.join(', ')}${rest > 0 ? ` and ${counted(rest, 'more contract')}` : ''}`;
  const findings = block.findings.slice(0, findingLimit);
  return [
    '',
    `**${counted(block.cases.length, 'case')}** of ${where}`,
    '',
    ...(block.blame === 'documentation'
      ? ['Blame: the documentation, whose sources disagree on all of this.', '']
      : []),
    ...findings.flatMap((found) => findingLines(record, found, check.level)),
    ...(block.findings.length > findings.length
      ? [`- and ${counted(block.findings.length - findings.length, 'more finding')}`]
      : []),
    '',
    ...againLines(block, recordFile),
  ].join('\n');
}

function findingLines(record: RunRecord, { finding, cases }: FindingGroup, level: string): readonly string[] {
  const contract = record.contracts.find((each) => each.id === cases[0]?.contract);
  const source = finding.source ?? contract?.source;
  const lower = finding.level === level ? '' : ` (${finding.level})`;
  const place = source === undefined ? '' : `${source.page}${source.line === undefined ? '' : `:${source.line}`}`;
  return [
    `- at ${code(finding.at)}${lower}: expected ${code(finding.expected)}, received ${code(finding.received)}`,
    ...(finding.repair === undefined ? [] : [`  repair: ${code(finding.repair)}`]),
    ...(place === '' ? [] : [`  source ${code(place)}`]),
  ];
}

function againLines({ cases }: FailureBlock, recordFile: string | undefined): readonly string[] {
  const one = cases.find((each) => each.exchange !== undefined);
  if (one?.exchange === undefined) return [];
  const line = curlLine(one.exchange.request);
  const shown = line === undefined || line.length > curlLimit ? undefined : printable(line);
  const replay = replayLine(recordFile, one.id);
  const lines = [...(shown === undefined ? [] : [shown]), ...(replay === undefined ? [] : [replay])];
  if (lines.length === 0) return [`Seen in ${code(one.id)}`, ''];
  return ['<details><summary>See it again</summary>', '', codeBlock(lines.join('\n'), 'sh'), '', '</details>', ''];
}

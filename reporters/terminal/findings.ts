import { curlLine, replayLine } from '../curl.ts';
import { groupsOf } from '../failures.ts';
import type { CheckGroup, FailureBlock, FindingGroup } from '../failures.ts';
import type { RecordCase, RecordLevel, RunRecord } from '../record.ts';
import { counted, printable, shortened, wrap } from '../text.ts';
import { caseLines } from './page.ts';
import type { Page } from './page.ts';

/** A broken serializer fails everywhere: what comes after this many blocks is only counted. */
const blockLimit = 40;
const findingLimit = 5;
const contractLimit = 6;

/** Each failure: check, title, where it is stated, the cases, the findings, and how to see it again. */
export function failureLines(record: RunRecord, page: Page, recordFile: string | undefined): readonly string[] {
  const groups = groupsOf(record, 'fail');
  const shown = new Set<RecordCase>();
  let left = blockLimit;
  const sections = groups.map((group) => {
    const blocks = group.blocks.slice(0, Math.max(0, left));
    left -= blocks.length;
    return [
      ...checkLines(group, page),
      ...blocks.flatMap((block) => [
        ...blockLines(record, block, group, page),
        ...againLines(block, shown, recordFile, page),
      ]),
      ...moreLines(group.blocks.slice(blocks.length)),
    ];
  });
  return sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function checkLines({ check, level }: CheckGroup, { paint, width }: Page): readonly string[] {
  const mark = level === 'MUST' ? paint.red('FAIL') : paint.yellow('FAIL');
  const begin = `FAIL  ${check.id}  ${level}  `;
  const fits = begin.length + check.title.length <= width;
  return [
    `${mark}  ${paint.bold(check.id)}  ${level}${fits ? `  ${check.title}` : ''}`,
    ...(fits ? [] : wrap(check.title, width, '      ')),
    ...(check.source === '' ? [] : wrap(`stated in: ${check.source}`, width, '      ').map(paint.dim)),
  ];
}

function blockLines(record: RunRecord, block: FailureBlock, group: CheckGroup, page: Page): readonly string[] {
  const findings = block.findings.slice(0, findingLimit);
  const rest = block.findings.length - findings.length;
  return [
    ...caseLines(block.cases, page, '  ', contractLimit).map(page.paint.cyan),
    ...findings.flatMap((found) => findingLines(record, found, block, group.check.level, page)),
    ...(rest > 0 ? [`    and ${counted(rest, 'more finding')}`] : []),
    ...(block.blame === 'documentation' ? wrap(disputed, page.width, '    ').map(page.paint.yellow) : []),
  ];
}

const disputed =
  'blame: the documentation, whose sources disagree on all of this; it counts one level less (soconform show CONTRACT tells them)';

function findingLines(
  record: RunRecord,
  { finding, cases }: FindingGroup,
  block: FailureBlock,
  level: RecordLevel,
  { paint }: Page,
): readonly string[] {
  const lower = finding.level === level ? '' : `  (${finding.level})`;
  const some = cases.length === block.cases.length ? '' : `  (in ${cases.length} of ${block.cases.length} cases)`;
  const contract = record.contracts.find((each) => each.id === cases[0]?.contract);
  const source = finding.source ?? contract?.source;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['at', printable(finding.at) + lower + some],
    ['expected', printable(finding.expected)],
    ['received', printable(finding.received)],
    ...(source === undefined
      ? []
      : ([['source', `${source.page}${source.line === undefined ? '' : `:${source.line}`}`]] as const)),
    ...(finding.repair === undefined ? [] : ([['repair', printable(finding.repair)]] as const)),
  ];
  return rows.map(([name, value]) => `    ${paint.dim(name.padEnd(8))}  ${value}`);
}

/** How to see it again. The lines are given once a case: several checks fail on one answer. */
function againLines(
  block: FailureBlock,
  shown: Set<RecordCase>,
  recordFile: string | undefined,
  { paint }: Page,
): readonly string[] {
  const one = block.cases.find((each) => each.exchange !== undefined);
  if (one?.exchange === undefined) return [];
  if (shown.has(one)) return [paint.dim(`    curl as above, ${one.id}`)];
  shown.add(one);
  const replay = replayLine(recordFile, one.id);
  return [
    paint.dim(`    ${curlLine(one.exchange.request) ?? '(the record holds only a part of the request body)'}`),
    ...(replay === undefined ? [] : [paint.dim(`    see it again: ${replay}`)]),
  ];
}

function moreLines(blocks: readonly FailureBlock[]): readonly string[] {
  if (blocks.length === 0) return [];
  const contracts = blocks.reduce((sum, block) => sum + block.contracts.length, 0);
  return [`  and on ${counted(contracts, 'more contract')}; the JSON record has them all`];
}

/** What was recorded and never fails: one line a check and its first finding. */
export function observationLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const groups = groupsOf(record, 'observed');
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => {
    const findings = group.blocks.flatMap((block) => block.findings);
    const cases = group.blocks.reduce((sum, block) => sum + block.cases.length, 0);
    const first = findings[0]?.finding;
    if (first === undefined) return [];
    const more = findings.length > 1 ? `  (and ${counted(findings.length - 1, 'other finding')})` : '';
    const told = [first.at, `expected ${first.expected}, received ${first.received}`];
    return [
      `  ${group.check.id} in ${counted(cases, 'case')}${more}`,
      ...told.map((text) => `    ${shortened(printable(text), width - 4)}`),
    ];
  });
  return [paint.yellow('Observed, never a failure'), ...lines];
}

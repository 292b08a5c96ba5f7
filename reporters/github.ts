import { askedText, figuresOf, verdictsText } from './figures.ts';
import { headlines } from './headline.ts';
import { groupsOf } from './failures.ts';
import type { CheckGroup, FailureBlock } from './failures.ts';
import type { RunRecord } from './record.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { counted, printable, shortened } from './text.ts';
import { unjudgedOf } from './unjudged.ts';

/** GitHub shows no more of one level and step. */
const limit = 10;

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands, which a step of GitHub Actions prints to annotate its run: at most ten a level, one for all that
 * a check found alike. The first says how the run ended.
 */
export function github(record: RunRecord, telling: Telling): string {
  const annotations = [
    endingOf(record, telling),
    ...headlines(record).map(warningOf),
    ...problems(record),
    ...failures(record, telling),
    ...seen(record),
  ];
  return (['error', 'warning', 'notice'] as const)
    .map((level) => annotations.filter((one) => one.level === level))
    .flatMap(bounded)
    .map(commandOf)
    .join('');
}

function endingOf(record: RunRecord, { ending }: Telling): Annotation {
  const figures = figuresOf(record);
  const level = standingOf(record, ending) === 'green' ? 'notice' : 'error';
  return {
    level,
    title: `soconform: exit ${ending.code}`,
    message: `${ending.sentence} Asked ${askedText(figures)}; verdicts: ${verdictsText(figures)}.${record.target.insecure === true ? ' The certificate of the target was not verified.' : ''}`,
  };
}

/** Beside the first annotation, which says how the run ended. */
function warningOf(message: string): Annotation {
  return { level: 'warning', title: 'soconform: what this run can say', message };
}

function failures(record: RunRecord, { strict }: Telling): readonly Annotation[] {
  return groupsOf(record, 'fail').flatMap((group) =>
    group.blocks.map((block) => ({
      level: block.level === 'MUST' || strict ? ('error' as const) : ('warning' as const),
      ...toldOf(record, group, block),
    })),
  );
}

function seen(record: RunRecord): readonly Annotation[] {
  return groupsOf(record, 'observed').flatMap((group) =>
    group.blocks.map((block) => ({ level: 'notice' as const, ...toldOf(record, group, block) })),
  );
}

function problems(record: RunRecord): readonly Annotation[] {
  return unjudgedOf(record).map(({ outcome, reason, count }) => ({
    level: 'error',
    title: `${counted(count, 'verdict')} ${outcome}`,
    message: printable(reason),
  }));
}

function toldOf(record: RunRecord, { check }: CheckGroup, block: FailureBlock): Omit<Annotation, 'level'> {
  const [first] = block.findings;
  const contract = record.contracts.find(({ id }) => id === block.contracts[0]);
  const source = first?.finding.source ?? contract?.source;
  const others = block.contracts.length - 1;
  const where = `${contract?.id ?? block.contracts[0] ?? ''}${others > 0 ? ` and ${counted(others, 'more contract')}` : ''}`;
  const rest = block.findings.length - 1;
  const lines = [
    `${where}, ${counted(block.cases.length, 'case')}`,
    ...(first === undefined
      ? []
      : [
          `${first.finding.at}: expected ${first.finding.expected}, received ${first.finding.received}`,
          ...(first.finding.repair === undefined ? [] : [`repair: ${first.finding.repair}`]),
          ...(rest > 0 ? [`and ${counted(rest, 'more finding')}`] : []),
        ]),
    ...(source === undefined ? [] : [`source ${source.page}${source.line === undefined ? '' : `:${source.line}`}`]),
  ];
  return {
    title: `${check.id} (${block.level}): ${check.title}`,
    message: lines.map((line) => shortened(printable(line), 500)).join('\n'),
  };
}

function bounded(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= limit) return annotations;
  const rest = annotations.length - (limit - 1);
  const message = 'The other reports of this run have them all.';
  return [...annotations.slice(0, limit - 1), { level: first.level, title: `and ${rest} more`, message }];
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts escapes in the same way. */
function commandOf({ level, title, message }: Annotation): string {
  return `::${level} title=${property(shortened(printable(title), 200))}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

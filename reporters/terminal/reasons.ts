import type { RunRecord } from '../record.ts';
import { counted, groupedBy, number, printable, wrap } from '../text.ts';
import { uncovered } from '../coverage.ts';
import { told } from '../told.ts';
import type { Told } from '../told.ts';
import { hanging } from './page.ts';
import type { Page } from './page.ts';

const namesLimit = 8;

/** `a, b, c and 4 more` */
function names(all: Iterable<string>): string {
  const distinct = [...new Set(all)];
  const rest = distinct.length - namesLimit;
  return distinct.slice(0, namesLimit).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Where the suite itself is wrong: a reason to report it, not to mend the target. */
export function brokenLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const broken = told(record, 'broken');
  if (broken.length === 0) return [];
  const groups = groupedBy(broken, ({ verdict }) => `${verdict.check}: ${verdict.reason ?? ''}`);
  return [
    paint.red(`Broken: the suite itself is wrong here, not the target`),
    ...[...groups].flatMap(([reason, all]) => [
      ...hanging(printable(reason), width, '  '),
      ...hanging(names(all.map((one) => one.case.id)), width, '    '),
    ]),
  ];
}

export function blockedLines(record: RunRecord, page: Page): readonly string[] {
  // What waits for data has a section of its own.
  const blocked = told(record, 'blocked').filter(({ verdict }) => verdict.bind === undefined);
  if (blocked.length === 0) return [];
  const groups = groupedBy(blocked, ({ verdict }) =>
    verdict.blockedBy === undefined
      ? (verdict.reason ?? 'no reason was given')
      : `${verdict.blockedBy} failed or is blocked`,
  );
  return [page.paint.red('Blocked: could not be judged'), ...reasonLines(groups, page)];
}

export function skippedLines(record: RunRecord, page: Page): readonly string[] {
  // These have a section of their own.
  const unsupported = new Set(record.unsupported.map(({ contract }) => contract));
  const skipped = told(record, 'skipped').filter((one) => one.case.sent && !unsupported.has(one.case.contract));
  if (skipped.length === 0) return [];
  const groups = groupedBy(skipped, ({ verdict }) => verdict.reason ?? 'no reason was given');
  return [page.paint.yellow('Skipped: the answer leaves nothing to judge'), ...reasonLines(groups, page)];
}

function reasonLines(groups: ReadonlyMap<string, readonly Told[]>, { paint, width }: Page): readonly string[] {
  return [...groups].flatMap(([reason, all]) => [
    ...hanging(`${counted(all.length, 'verdict')}: ${printable(reason)}`, width, '  '),
    ...hanging(names(all.map((one) => one.verdict.check)), width, '    ').map(paint.dim),
  ]);
}

/** Contracts of which the operation itself was not asked, and cases that were not sent. */
export function notAskedLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const unsent = record.cases.filter((one) => !one.sent);
  const contracts = groupedBy(record.notAsked, (one) => one.reason);
  const cases = groupedBy(unsent, (one) => one.verdicts.find((verdict) => verdict.reason !== undefined)?.reason ?? '');
  const reasons = new Set([...contracts.keys(), ...cases.keys()].filter((reason) => reason !== ''));
  if (reasons.size === 0) return [];
  return [
    paint.yellow('Not asked'),
    ...[...reasons].flatMap((reason) => {
      const operations = contracts.get(reason) ?? [];
      const held = cases.get(reason) ?? [];
      const count = held.length > 0 ? counted(held.length, 'case') : counted(operations.length, 'operation');
      return [
        ...hanging(`${count}: ${printable(reason)}`, width, '  '),
        ...(operations.length > 0
          ? hanging(`operation not asked: ${names(operations.map((one) => one.contract))}`, width, '    ').map(
              paint.dim,
            )
          : []),
      ];
    }),
  ];
}

/** Operations that were asked and offered, and from which nothing came that could be judged as a result. */
export function withoutResultLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const asked = uncovered(record).filter(({ why }) => why === 'asked');
  if (asked.length === 0) return [];
  return [
    paint.yellow('Asked, and no result came'),
    ...[...groupedBy(asked, ({ reason }) => reason)].flatMap(([reason, all]) => [
      ...hanging(`${counted(all.length, 'operation')}: ${printable(reason)}`, width, '  '),
      ...hanging(names(all.map(({ contract }) => contract)), width, '    ').map(paint.dim),
    ]),
  ];
}

export function withoutEvidenceLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const empty = told(record, 'pass without evidence');
  if (empty.length === 0) return [];
  const byCheck = [...groupedBy(empty, (one) => one.verdict.check)].map(
    ([check, all]) => `${check} ${number(all.length)}`,
  );
  return [
    paint.yellow(
      `Passed without evidence: ${counted(empty.length, 'verdict')} of ${number(record.summary.pass)} saw nothing to judge`,
    ),
    ...wrap(byCheck.join(', '), width, '  ').map(paint.dim),
  ];
}

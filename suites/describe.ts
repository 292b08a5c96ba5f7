import type { RecordCase, RecordFinding, RecordVerdict } from '../reporters/record.ts';

/** What a runner shows of a case. */
export type CaseResult =
  | { readonly kind: 'pass' }
  /** Nothing of it was judged: it was held back, or the target does not offer the operation. */
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'fail'; readonly message: string };

/** How a case ends for a runner that knows pass, skip and fail. `strict`: a SHOULD that fails counts as well. */
export function resultOf(judged: RecordCase, titles: ReadonlyMap<string, string>, strict: boolean): CaseResult {
  const failing = judged.verdicts.filter((verdict) => isFailing(verdict, strict));
  if (failing.length > 0) return { kind: 'fail', message: messageOf(judged, strict, titles) };
  const [first] = judged.verdicts;
  const isSkipped = judged.verdicts.every(({ outcome }) => outcome === 'skipped');
  return isSkipped ? { kind: 'skip', reason: first?.reason ?? 'not sent' } : { kind: 'pass' };
}

/** What a failed check blocks is no second reason to fail: that failure is told, or is a SHOULD that does not count. */
function isFailing({ outcome, level, blockedBy }: RecordVerdict, strict: boolean): boolean {
  if (outcome === 'broken' || (outcome === 'blocked' && blockedBy === undefined)) return true;
  return outcome === 'fail' && (strict || level === 'MUST');
}

const shownFindings = 10;

function messageOf(judged: RecordCase, strict: boolean, titles: ReadonlyMap<string, string>): string {
  const told = judged.verdicts.filter((verdict) => verdict.outcome !== 'blocked' && isFailing(verdict, strict));
  const blocked = judged.verdicts.filter(({ outcome }) => outcome === 'blocked');
  const lines = told.flatMap(({ check, outcome, level, findings, reason }) => [
    `${outcome === 'broken' ? 'broken' : level} ${check}: ${titles.get(check) ?? ''}`,
    ...findings.slice(0, shownFindings).map((finding) => `    ${findingText(finding)}`),
    ...(findings.length > shownFindings ? [`    and ${findings.length - shownFindings} more`] : []),
    ...(reason === undefined ? [] : [`    ${reason}`]),
  ]);
  const reasons = new Map<string, string[]>();
  for (const { check, reason = '' } of blocked) reasons.set(reason, [...(reasons.get(reason) ?? []), check]);
  const waiting = [...reasons].map(([reason, checks]) => `blocked: ${reason}\n    ${checks.join(', ')}`);
  const { length } = judged.verdicts;
  return [
    `${told.length + blocked.length} of ${length} ${length === 1 ? 'check does' : 'checks do'} not pass`,
    ...lines,
    ...waiting,
  ].join('\n');
}

function findingText({ at, expected, received, source }: RecordFinding): string {
  const where = source === undefined ? '' : ` (${source.page}${source.line === undefined ? '' : `:${source.line}`})`;
  return `${at}: expected ${expected}, received ${received}${where}`;
}

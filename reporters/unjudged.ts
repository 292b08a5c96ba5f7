import type { RunRecord } from './record.ts';

/** Verdicts that could not be reached for one reason. */
export interface Unjudged {
  readonly outcome: 'blocked' | 'broken';
  readonly reason: string;
  readonly count: number;
}

/** What could not be judged, by reason; what a failed check blocks is told with that check. */
export function unjudgedOf(record: RunRecord): readonly Unjudged[] {
  const known = new Map<string, Unjudged>();
  for (const verdict of record.cases.flatMap((one) => one.verdicts)) {
    const { outcome, blockedBy, bind } = verdict;
    if (outcome !== 'broken' && (outcome !== 'blocked' || blockedBy !== undefined)) continue;
    // What the target said names the made-up id, which is another one in each case.
    const reason =
      bind === undefined
        ? (verdict.reason ?? 'no reason was given')
        : `the target refused made-up data; bind ${bind.join(', ')} with --values`;
    const key = `${outcome} ${reason}`;
    known.set(key, { outcome, reason, count: (known.get(key)?.count ?? 0) + 1 });
  }
  return [...known.values()];
}

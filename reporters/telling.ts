import type { RecordVerdict, RunRecord } from './record.ts';

/** How a run ended for whoever started it: the exit status and the sentence that says why. */
export interface Ending {
  readonly code: number;
  readonly sentence: string;
}

/** What a report is told besides the record. */
export interface Telling {
  /** A failed SHOULD fails the run. */
  readonly strict: boolean;
  readonly ending: Ending;
  /** Where the record itself is written: `soconform replay` takes a case of it. */
  readonly recordFile?: string;
}

/** `green`: the target conforms. `void`: nothing can be said of it, which is never shown as if it conformed. */
export type Standing = 'green' | 'red' | 'void';

export function standingOf(record: RunRecord, { code }: Ending): Standing {
  const isAsked = record.notAsked.length < record.contracts.length;
  // 3: not reached or logged in to; 4: the suite itself broke; from 128 on: interrupted.
  if (!record.complete || !isAsked || code === 3 || code === 4 || code >= 128) return 'void';
  return code === 0 ? 'green' : 'red';
}

/** Whether a verdict, or the one that blocks it, is known, or a failed SHOULD of a run that lets it pass. */
export type Tolerance = (contract: string, verdict: RecordVerdict) => boolean;

export function toleranceOf(record: RunRecord, { strict }: Pick<Telling, 'strict'>): Tolerance {
  const counts = (level: string): boolean => strict || level === 'MUST';
  const red = new Set<string>();
  const tolerated = new Set<string>();
  for (const { contract, verdicts } of record.cases) {
    for (const { outcome, level, check } of verdicts) {
      if (outcome === 'known') tolerated.add(`${contract} ${check}`);
      if (outcome === 'fail') (counts(level) ? red : tolerated).add(`${contract} ${check}`);
    }
  }
  return (contract, { outcome, level, blockedBy }) => {
    if (outcome === 'fail') return !counts(level);
    const blocker = `${contract} ${blockedBy ?? ''}`;
    return outcome === 'blocked' && tolerated.has(blocker) && !red.has(blocker);
  };
}

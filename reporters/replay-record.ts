import type { Outcome, RecordExchange, RecordFinding, RecordLevel } from './record.ts';

/** What `soconform replay` found; `schemas/files/replay.schema.json` says the same. */
export interface ReplayRecord {
  readonly format: 'soconform.replay/1';
  readonly tool: { readonly name: 'soconform'; readonly version: string };
  readonly case: string;
  readonly status: ReplayStatus;
  /** Why it was not judged. */
  readonly reason?: string;
  readonly before: ReplaySide;
  readonly after: ReplaySide;
  /** What is different besides the answer: then a difference need not be the target's. */
  readonly changed: readonly ('suite' | 'catalogue' | 'target')[];
  /** Whether the request is the one of the record, but for its login; `unknown` where the record did not keep it. */
  readonly request: 'same' | 'changed' | 'unknown';
  /** Cases that were sent as well, for what failed is judged against them. */
  readonly alsoSent: readonly string[];
  /** Checks that failed then or fail now. */
  readonly checks: readonly ReplayedCheck[];
  /** As it was now; redacted. */
  readonly exchange?: RecordExchange;
}

/**
 * `FIXED`: every check that failed passes, and no other fails. `SAME`: the same checks fail at the same places, or none did and
 * none does. `DIFFERENT`: anything else. `NOT JUDGED`: it was held back, or not reached or logged in to.
 */
export type ReplayStatus = 'FIXED' | 'SAME' | 'DIFFERENT' | 'NOT JUDGED';

export interface ReplaySide {
  readonly target: string;
  readonly startedAt: string;
  readonly suite: string;
  readonly catalogue: string;
}

export interface ReplayedCheck {
  readonly check: string;
  /**
   * `fixed`: failed and passes. `still`: fails at the same places. `elsewhere`: fails at others. `new`: fails and did not.
   * `open`: failed, and could not be judged now, or saw nothing to judge.
   */
  readonly became: 'fixed' | 'still' | 'elsewhere' | 'new' | 'open';
  readonly level: RecordLevel;
  readonly before?: Outcome;
  readonly after?: Outcome;
  /** Those of now. */
  readonly findings: readonly RecordFinding[];
  /** Of `open`: why. */
  readonly reason?: string;
}

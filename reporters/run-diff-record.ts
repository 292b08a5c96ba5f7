import type { Outcome, RecordBaseline, RecordFinding, RecordLevel } from './record.ts';

/** How two run records differ; imports nothing but the types of a record. */
export interface RunDiffRecord {
  readonly format: 'soconform.run-diff/1';
  readonly tool: { readonly name: 'soconform'; readonly version: string };
  readonly before: RunSide;
  readonly after: RunSide;
  /** What is different besides the answers. */
  readonly changed: RecordBaseline['changed'];
  readonly summary: RunDiffSummary;
  readonly verdicts: readonly VerdictChange[];
  readonly drift: readonly ShapeChange[];
}

export interface RunSide {
  /** The path as it was given. */
  readonly file: string;
  readonly target: string;
  readonly startedAt: string;
  readonly suite: string;
  readonly catalogue: string;
  readonly cases: number;
}

/**
 * `regression`: judged and not red, now red. `new`: red, and not judged before. `fixed`: red before, now judged and not red. `gone`:
 * judged before and not now. `evidence-lost`: a pass that saw something is a pass that saw nothing.
 */
export type VerdictChangeKind = 'regression' | 'new' | 'evidence-lost' | 'gone' | 'fixed';

export interface VerdictChange {
  readonly kind: VerdictChangeKind;
  readonly case: string;
  readonly check: string;
  readonly level: RecordLevel;
  /** Absent: it was not judged. */
  readonly before?: Outcome;
  readonly after?: Outcome;
  /** Of the side that is red. */
  readonly findings: readonly RecordFinding[];
}

/** What the answers to one operation show differently at one place; indices are left out. */
export interface ShapeChange {
  /** `EMail.SendEMails/rest-v1` */
  readonly contract: string;
  /** `status`, `content-type`, `body[].Size` */
  readonly at: string;
  /** Whether a caller of the former breaks: what was there is missing or of another type. */
  readonly impact: 'breaking' | 'compatible';
  readonly before: string;
  readonly after: string;
}

export interface RunDiffSummary {
  readonly regression: number;
  readonly new: number;
  readonly fixed: number;
  readonly gone: number;
  readonly evidenceLost: number;
  /** Red in both. */
  readonly stillRed: number;
  readonly breakingDrift: number;
  readonly compatibleDrift: number;
  /** Cases whose answers both records kept, so that their shapes could be compared. */
  readonly compared: number;
  /** Of those: answers that have the same shape and other values. */
  readonly dataOnly: number;
  /** Cases of both records of which at least one kept no answer: nothing is known of their shapes. */
  readonly notCompared: number;
}

import type { RecordSource } from './record.ts';

/** What `soconform diff` found, for every report; `schemas/files/diff.schema.json` says the same. */

export interface DiffRecord {
  readonly format: 'soconform.diff/1';
  readonly tool: { readonly name: 'soconform'; readonly version: string };
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** The filters of agents and operations, when only those were compared. */
  readonly only?: readonly string[];
  readonly summary: DiffSummary;
  /** One for each generation, or the one that was asked for. */
  readonly comparisons: readonly DiffComparison[];
}

export interface DiffSide {
  readonly kind: 'catalogue' | 'docs';
  readonly name: string;
  /** Of a catalogue. */
  readonly hash?: string;
  readonly contracts: number;
  /** Pages of docs that claim to be an operation and cannot be read: what they state is missing here. */
  readonly broken: number;
}

export interface DiffSummary {
  /** Changes. */
  readonly breaking: number;
  readonly compatible: number;
  readonly operations: DiffOperations;
}

/** How many operations are on one side only, are reached by a change, or are the same. */
export interface DiffOperations {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface DiffComparison {
  /** `soap-Services86` */
  readonly from: string;
  readonly to: string;
  readonly operations: DiffOperations;
  /** Breaking ones first. */
  readonly changes: readonly DiffChange[];
}

export type DiffImpact = 'breaking' | 'compatible';
export type DiffDirection = 'request' | 'response';

export interface DiffChange {
  readonly kind: string;
  /** The kind as a sentence. */
  readonly title: string;
  /** For a caller that was right before. */
  readonly impact: DiffImpact;
  readonly reasons: readonly string[];
  /** Where it is met; empty for what concerns the call as a whole. */
  readonly directions: readonly DiffDirection[];
  /** `EMailEntity.Size`, `output[].Priority`, `status`. */
  readonly at: string;
  /** The named type that it is in: told once for all operations that reach it. */
  readonly type?: string;
  readonly before?: DiffStated;
  readonly after?: DiffStated;
  /** Of a member that is new inside a sequence: `before Subject`. */
  readonly place?: string;
  /** `Agent.Operation` */
  readonly operations: readonly string[];
  readonly checks: readonly DiffCheck[];
}

export interface DiffStated {
  readonly value: string;
  readonly source?: RecordSource;
}

/** A check that judges a place it did not judge before, takes less of what it judged, or takes more. */
export interface DiffCheck {
  readonly id: string;
  readonly does: DiffDoes;
}

export type DiffDoes = 'adds' | 'tightens' | 'loosens';

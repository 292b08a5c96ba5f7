import type { Generation, Scalar, Source } from '../contract.ts';
import type { ChangeKind, Direction, Impact } from './rules.ts';

/** What a value is on the wire; that of an array or a map comes with what stands in it. */
export type Wire = Scalar | 'object' | 'array' | 'map' | 'enum' | 'flags' | 'unknown';

/** A fact as one of the two versions states it. */
export interface Stated {
  /** For people: `int32`, `200`, `Low, High`. */
  readonly value: string;
  readonly source?: Source;
  readonly wire?: readonly Wire[];
  /** Of a fact that is stated to hold or not: a member may be null, may be missing. */
  readonly holds?: boolean;
}

/** One place where two versions differ, before anybody asks whom that breaks. */
export interface Difference {
  readonly kind: ChangeKind;
  /** `EMailEntity.Size` in a named type, `output[].Priority` in a message, `status` of a call. */
  readonly at: string;
  readonly before?: Stated;
  readonly after?: Stated;
  /** Of a member that is new inside a SOAP sequence and not at its end: `before Subject`. */
  readonly place?: string;
}

/** A difference with the operations that it reaches, told once, and what it does to their callers. */
export interface Change extends Difference {
  readonly impact: Impact;
  /** One for each direction, or one. */
  readonly reasons: readonly string[];
  /** Empty for what concerns the call as a whole. */
  readonly directions: readonly Direction[];
  /** The pooled type that it is in. */
  readonly type?: string;
  /** `Agent.Operation`, sorted. */
  readonly operations: readonly string[];
}

/** Two generations side by side; the same one of two catalogues, or two of one. */
export interface Comparison {
  readonly from: Generation;
  readonly to: Generation;
  /** `Agent.Operation` of each side, sorted. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Breaking ones first, then by kind and place. */
  readonly changes: readonly Change[];
}

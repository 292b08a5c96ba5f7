/** The run record: every report is made from it, and it imports nothing. `schemas/files/run-record.schema.json` says the same. */

export type Outcome = 'pass' | 'fail' | 'observed' | 'skipped' | 'blocked' | 'broken';
export type RecordLevel = 'MUST' | 'SHOULD' | 'OBSERVE';

export interface RecordSource {
  readonly evidence: string;
  readonly page: string;
  readonly line?: number;
}

export interface RecordFinding {
  readonly at: string;
  readonly expected: string;
  readonly received: string;
  readonly level: RecordLevel;
  /** Where the fact is stated; a failure always says. */
  readonly source?: RecordSource;
  /** The smallest change of the answer that would satisfy it, where there is one. */
  readonly repair?: string;
}

/**
 * Whose failure it is. `documentation`: all findings lie on what two sources say differently, and count one level less.
 * `suite`: the check or the case itself is broken.
 */
export type Blame = 'target' | 'documentation' | 'suite';

export interface RecordVerdict {
  readonly check: string;
  readonly outcome: Outcome;
  /** The highest level among the findings; the check's own where there are none. */
  readonly level: RecordLevel;
  readonly findings: readonly RecordFinding[];
  /** Of what failed or is broken, and of what is only observed because the documentation is of two minds. */
  readonly blame?: Blame;
  /** How many places the check looked at; a pass with 0 is a pass without evidence. */
  readonly seen: number;
  /** Why it was skipped, blocked or broken. */
  readonly reason?: string;
  /** The check (of this case or of the one it varies) that blocks this one. */
  readonly blockedBy?: string;
}

/** Redacted. */
export interface RecordExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
    /** Bytes after the end of the answer, as text with escapes. */
    readonly surplus?: string;
  };
  readonly noResponse?: string;
}

export interface RecordCase {
  readonly id: string;
  readonly contract: string;
  /** `EMail.RelayMessage` */
  readonly operation: string;
  readonly protocol: 'rest' | 'soap';
  readonly version: string;
  readonly origin: string;
  readonly effect: string;
  /** 0 when the case was not sent. */
  readonly ms: number;
  readonly sent: boolean;
  readonly verdicts: readonly RecordVerdict[];
  /** Kept for cases with a fail, an observation or a broken verdict, and for all with `--keep all`. */
  readonly exchange?: RecordExchange;
}

export interface RunSummary {
  readonly operations: number;
  readonly cases: number;
  readonly pass: number;
  readonly fail: number;
  readonly observed: number;
  readonly skipped: number;
  readonly blocked: number;
  readonly broken: number;
  readonly known: number;
  /** Of `pass`: those that saw nothing. */
  readonly passWithoutEvidence: number;
}

export interface RunRecord {
  readonly format: 'soconform.run/1';
  readonly tool: { readonly name: 'soconform'; readonly version: string };
  readonly catalogue: { readonly name: string; readonly hash: string };
  readonly target: {
    readonly url: string;
    readonly name: string;
    readonly auth: 'basic' | 'ticket' | 'bearer' | 'none';
    readonly emulator: boolean;
  };
  readonly seed: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  /** Why most of the run was not sent, when one reason is behind it. `login`: the target refused the credentials. */
  readonly stopped?: { readonly kind: 'login'; readonly reason: string };
  readonly summary: RunSummary;
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly level: RecordLevel;
    readonly source: string;
  }[];
  /** The contracts that were selected, asked or not. */
  readonly contracts: readonly {
    readonly id: string;
    readonly operation: string;
    readonly protocol: 'rest' | 'soap';
    readonly version: string;
    readonly effect: string;
    readonly source: RecordSource;
  }[];
  readonly cases: readonly RecordCase[];
  /** Contracts of which no case asked the operation itself, each with the reason. */
  readonly notAsked: readonly { readonly contract: string; readonly reason: string }[];
  /** Per contract member: how many values of it were typed, how often it was null. */
  readonly evidence: Readonly<Record<string, EvidenceOfMember>>;
}

export interface EvidenceOfMember {
  readonly typed: number;
  readonly nulls: number;
}

/** The run record: every report is made from it, and it imports nothing. `schemas/files/run-record.schema.json` says the same. */

/** `known`: a failure or a block that a deviation or the baseline lists; told apart, and no reason for a red run. */
export type Outcome = 'pass' | 'fail' | 'known' | 'observed' | 'skipped' | 'blocked' | 'broken';
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
  /** Of what is blocked because the target refused made-up data: the members of the request to bind, as keys of values. */
  readonly bind?: readonly string[];
  /** Of an outcome `known`: what it was before, and what lists it. */
  readonly known?: {
    readonly was: 'fail' | 'blocked';
    /** Indices into the entries of `RunRecord.deviations`; empty where the baseline alone lists it. */
    readonly deviations: readonly number[];
  };
  /** Of a red verdict in a run with a baseline: what is new about it. */
  readonly since?: Novelty;
}

/**
 * Why a red verdict is not in the baseline: it was judged there and was not red, or not at these places (`regression`); the
 * case was not part of that run (`new-case`); the check did not judge it there (`new-check`).
 */
export type Novelty = 'regression' | 'new-case' | 'new-check';

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

/** What a record holds of content that is longer than it keeps: `beginning` ends with `…`, `size` is in bytes. */
export function cutTo(beginning: string, size: number): string {
  return `${beginning} [cut: ${size} bytes in all]`;
}

export function isCut(text: string): boolean {
  return /… \[cut: \d+ bytes in all\]$/.test(text);
}

/** What an answer was, whatever the checks say of it. */
export interface RecordAnswer {
  readonly status: number;
  /**
   * `value`: the operation's result, with something in it. `empty`: its result, and nothing in it (null, an empty list,
   * members that are all null). `done`: the success of an operation that has no result. `no-result`: anything else.
   */
  readonly gave: 'value' | 'empty' | 'done' | 'no-result';
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
  /** What came back to a case that asks the operation itself; absent of probes and where nothing came. */
  readonly answer?: RecordAnswer;
  readonly verdicts: readonly RecordVerdict[];
  /** Kept for cases with a fail, an observation or a broken verdict, and for all with `--keep all`. */
  readonly exchange?: RecordExchange;
}

/** What the target says it is, read before the cases. */
export interface RecordVersion {
  /** `GET /api`, `SoPrincipal.GetSystemInfo/soap-Services88` */
  readonly from: string;
  /** As the target writes it. */
  readonly version?: string;
  /** What the answer says besides, by its own names. */
  readonly facts: Readonly<Record<string, string>>;
  /** Why the version is not known. */
  readonly unknown?: string;
}

/** Of a target, before the cases. Nobody's name stands here. */
export interface RecordPreflight {
  /** How far the clock of the target is ahead of ours, in whole seconds. */
  readonly clockSeconds?: number;
  /** Of the connection: `TLSv1.3`, and the last moment of the certificate. */
  readonly tls?: { readonly protocol: string; readonly validTo: string };
  /** What Online says of the tenant. */
  readonly tenant?: { readonly name: string; readonly state: string };
  readonly login?: {
    /** `unclear`: the target did not say; the cases will show. */
    readonly outcome: 'taken' | 'refused' | 'unclear';
    /** How it was obtained; absent: it was configured as it is. */
    readonly by?: 'oauth' | 'system-user';
    readonly associateId?: number;
    /** `InternalAssociate`, `SystemAssociate` */
    readonly userType?: string;
  };
  readonly warnings: readonly string[];
}

/**
 * Something that a run made at its target. `left`: it is there, with the reason why it was not removed; `unknown`: whether it is there, or
 * what it is, is not known.
 */
export interface RecordCreated {
  /** The tag of the run that made it: it stands in its name, where it has one. */
  readonly tag: string;
  /** The case whose request made it. */
  readonly case: string;
  readonly contract: string;
  /** Agent and carrier, `Contact/Contact`; or the operation, where nothing says what it makes. */
  readonly what: string;
  /** The member that is its key, and its value. */
  readonly key?: string;
  readonly id?: number;
  readonly state: 'removed' | 'left' | 'unknown';
  readonly reason?: string;
}

export interface RunSummary {
  readonly operations: number;
  /** Of `operations`: those that the target does not offer. */
  readonly unsupported: number;
  /** Of `operations`: those that gave a result to some case, as `RecordAnswer` says; a void one gives its success. */
  readonly covered: number;
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
  /** `generations`: those of the contracts that were selected. */
  readonly catalogue: { readonly name: string; readonly hash: string; readonly generations: readonly string[] };
  readonly target: {
    readonly url: string;
    readonly name: string;
    readonly auth: 'basic' | 'ticket' | 'bearer' | 'session' | 'none';
    readonly emulator: boolean;
    /** Its certificate was not verified: it can have been anybody. */
    readonly insecure?: true;
    /** The first of `versions` that is known. */
    readonly version?: string;
    /** One for each place that was asked. */
    readonly versions: readonly RecordVersion[];
    /** What was found out before the cases; absent where there was nothing to find out. */
    readonly preflight?: RecordPreflight;
  };
  readonly seed: number;
  /** The values that stood in requests in the stead of printed and made-up ones: their keys. Absent: none were given. */
  readonly values?: RecordValues;
  /** Absent: the record is of a whole run. */
  readonly shard?: RecordShard;
  /** Of a run that may make things at its target: what they are called there, and the file that tells of them. */
  readonly run?: { readonly tag: string; readonly journal: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  /** Why most of the run was not sent, when one reason is behind it. `login`: the target refused the credentials. */
  readonly stopped?: { readonly kind: 'login'; readonly reason: string };
  /** Of exchanges that somebody else recorded: nothing was sent for this record. */
  readonly har?: RecordHar;
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
  readonly deviations?: RecordDeviations;
  readonly baseline?: RecordBaseline;
  /** Contracts of which no case asked the operation itself, each with the reason. */
  readonly notAsked: readonly { readonly contract: string; readonly reason: string }[];
  /**
   * Contracts of operations that the target does not offer. Their verdicts are skipped; of one that was `required` they are what
   * the answers say, and the run fails.
   */
  readonly unsupported: readonly { readonly contract: string; readonly reason: string; readonly required: boolean }[];
  /** Contracts that had to be offered: of `--require`. */
  readonly required: readonly string[];
  /** What the run made at its target, in the order of making; absent where it made nothing. */
  readonly created?: readonly RecordCreated[];
  /**
   * Per contract member that an answer could have had: how many values of it were typed, how often it was null. What stands in a
   * member that never came is not among them.
   */
  readonly evidence: Readonly<Record<string, EvidenceOfMember>>;
  /** How many members `evidence` tells of, by what was seen of them; absent in records of old. */
  readonly members?: MemberCounts;
}

/** The sum is all members. */
export interface MemberCounts {
  readonly typed: number;
  readonly onlyNull: number;
  readonly onlyEmpty: number;
  readonly never: number;
}

export interface RecordValues {
  /** The path as it was given. */
  readonly file: string;
  readonly bound: readonly string[];
  /** For operations that were not part of the run. */
  readonly unused: readonly string[];
}

/** Where the exchanges of a record come from that is of no run. */
export interface RecordHar {
  /** The path as it was given. */
  readonly file: string;
  readonly creator?: string;
  readonly entries: number;
  /** Of `entries`: those that are cases of this record. */
  readonly judged: number;
  /** The others by reason, each with a few of them: `GET /index.html`. */
  readonly notJudged: readonly { readonly reason: string; readonly count: number; readonly such: readonly string[] }[];
}

/** Which part of a plan a run asked. */
export interface RecordShard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** The first 16 hex digits of the SHA-256 of all case ids of the plan. */
  readonly plan: string;
}

/** What is known of a run when it begins. */
export type RunHead = Omit<
  RunRecord,
  | 'finishedAt'
  | 'complete'
  | 'stopped'
  | 'har'
  | 'summary'
  | 'cases'
  | 'notAsked'
  | 'unsupported'
  | 'required'
  | 'evidence'
  | 'members'
  | 'created'
>;

export interface EvidenceOfMember {
  readonly typed: number;
  readonly nulls: number;
  /** `only-empty`: the array or map that it stands in was always empty. */
  readonly seen: 'typed' | 'only-null' | 'only-empty' | 'never';
}

/** The failures that the owner of the target knows of, and what became of each entry in this run. */
interface RecordDeviations {
  /** The path as it was given. */
  readonly file: string;
  readonly entries: readonly RecordDeviation[];
}

export interface RecordDeviation {
  /** Globs. */
  readonly check: string;
  readonly operation: string;
  readonly at?: string;
  readonly kind: 'bug' | 'intended';
  readonly reason: string;
  readonly owner: string;
  readonly ticket?: string;
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires?: string;
  /** Line of the file. */
  readonly line: number;
  /**
   * `known`: it lists something that failed. `stale`: what it lists was judged and is right. `expired`: its last day is
   * over. `over-budget`: more places fail than it allows. `not-reached`: nothing that it lists was judged. `elsewhere`: it
   * is for another target or server version.
   */
  readonly state: 'known' | 'stale' | 'expired' | 'over-budget' | 'not-reached' | 'elsewhere';
  /** Distinct places that failed and that it lists, counted without indices, by operation and check. */
  readonly places: number;
}

/** How this run differs from an earlier one. */
export interface RecordBaseline {
  /** The path as it was given. */
  readonly file: string;
  readonly startedAt: string;
  /** What is different besides the answers. */
  readonly changed: readonly ('suite' | 'catalogue' | 'selection' | 'seed' | 'target')[];
  readonly regressions: number;
  /** Red, and not part of the earlier run: new cases and new checks. */
  readonly added: number;
  /** Red in both, and therefore known. */
  readonly before: number;
  /** Red in the earlier run and not in this one, though judged. */
  readonly fixed: readonly { readonly case: string; readonly check: string }[];
  /** Red in the earlier run and not judged in this one. */
  readonly gone: number;
}

/** A failure that the owner of a target knows of: check × operation × place, with who answers for it and until when. */
export interface Deviation {
  /** Globs over the whole of a name, in any case of letters. */
  readonly check: string;
  /** `Agent.Operation` */
  readonly operation: string;
  /** Glob over the protocol and version, `soap-*`; absent: all. */
  readonly generation?: string;
  /** Glob over the place of a finding, `body[*].To[*].EmailId`; absent: all places, and what is blocked. */
  readonly at?: string;
  /** Glob over the target's host name or address; absent: all targets. */
  readonly target?: string;
  /** Glob over the version that the target tells; absent: all. */
  readonly serverVersion?: string;
  readonly kind: 'bug' | 'intended';
  readonly reason: string;
  readonly owner: string;
  readonly ticket?: string;
  /** The last day on which it holds, UTC, `2027-01-31`. */
  readonly expires?: string;
  /** The most distinct places that it may cover. */
  readonly places?: number;
  /** Line of the file. */
  readonly line: number;
}

/** A file of deviations, read. */
export interface DeviationFile {
  /** The path as it was given. */
  readonly file: string;
  readonly deviations: readonly Deviation[];
}

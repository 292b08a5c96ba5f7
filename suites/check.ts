import type { Case } from '../fixtures/case.ts';
import type { FaultId } from '../fixtures/emulator/faults.ts';
import type { Finding, Level } from '../schemas/finding.ts';
import type { Contract, Types } from '../specs/contract.ts';
import type { Catalogued } from './catalogued.ts';
import type { WireResponse } from './exchange.ts';
import type { Reading } from './reading.ts';

export type CheckId = `${'HTTP' | 'REST' | 'SOAP' | 'AUTH' | 'PARITY' | 'DISCOVERY'}-${string}`;

/** What a check judges: one answered exchange, its contract, and the answer read once for all checks. */
export interface Subject {
  readonly contract: Contract;
  readonly types: Types;
  readonly case: Case;
  readonly response: WireResponse;
  /** The answer as JSON and as XML, each read on first use and only once. */
  readonly reading: Reading;
  /** What the target could have, for an answer that says what it has. */
  readonly catalogued: Catalogued;
  /** The exchange of the same operation on the other protocol, when the case has a twin that was answered. */
  readonly twin?: Omit<Subject, 'twin'>;
  /** The same read in REST's JSON, before this one and after it, when the case stands between two that were answered. */
  readonly reads?: { readonly before: Subject; readonly after: Subject };
}

/**
 * What a check found. `seen` counts the places that it looked at: a pass with `seen: 0` is a pass without
 * evidence. `skip` says why this answer cannot be judged by it.
 */
export type Judgement = { readonly findings: readonly Finding[]; readonly seen: number } | { readonly skip: string };

/** One requirement with a stable id: a pure function of what was asked and what came back. */
export interface Check {
  readonly id: CheckId;
  /** A fact in the present tense: `A 204 answer carries no content`. */
  readonly title: string;
  /** The highest level that it can fail with; a finding may carry a lower one. */
  readonly level: Level;
  /** Where the requirement is stated: a section of an RFC, the kind of page, the WSDL. */
  readonly source: string;
  /** The other answers that it sees: that of the other protocol, or those of the reads before and after it. */
  readonly compares?: 'twin' | 'reads';
  /**
   * Checks without which this one means nothing. One that concerns the case is looked up there; one that
   * does not is looked up in the case that this one varies (`variantOf`).
   */
  readonly needs: readonly CheckId[];
  readonly trippedBy: readonly [FaultId, ...FaultId[]];
  /** Those of `trippedBy` that trip it on the core contracts at a lower level than its own. */
  readonly tripsAt?: Readonly<Partial<Record<FaultId, Level>>>;
  /** Whether the check judges the answer to this case; known before anything is sent. */
  concerns(contract: Contract, asked: Case, types: Types): boolean;
  judge(subject: Subject): Judgement;
}

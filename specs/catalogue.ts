import type {
  Contract,
  ContractId,
  DocumentedPair,
  Effect,
  Generation,
  Protocol,
  Source,
  Types,
  Version,
} from './contract.ts';

/** One row of a catalogue's index: enough to list and select contracts without reading them. */
export interface ContractSummary {
  readonly id: ContractId;
  readonly protocol: Protocol;
  readonly version: Version;
  readonly agent: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly effect: Effect;
  readonly restricted: boolean;
  readonly void: boolean;
  readonly source: Source;
}

/** All contracts of a folder, read agent by agent on first use. All calls are synchronous. */
export interface Catalogue {
  /** The folder's own name, or a name given by the caller. */
  readonly name: string;
  /** SHA-256 over the files' content, first 16 hex digits: tells two catalogues apart in a record. */
  readonly hash: string;
  readonly summaries: readonly ContractSummary[];
  /** Throws `SoconformError` (E_CONTRACT) for an id that is not in the catalogue. */
  contract(id: ContractId): Contract;
  types(generation: Generation): Types;
  documented(id: ContractId): DocumentedPair | undefined;
}

import type { RunRecord } from '../../reporters/record.ts';
import { withBaseline } from './baseline.ts';
import type { BaselineFile } from './baseline.ts';
import type { DeviationFile } from './deviation.ts';
import { withDeviations } from './deviations.ts';

/** What a run is held against besides the contracts. */
export interface Gate {
  readonly deviations?: DeviationFile;
  readonly baseline?: BaselineFile;
}

/** The record as it counts: deviations speak first, so that what the owner knows of is told with reason and expiry. */
export function gated(record: RunRecord, { deviations, baseline }: Gate, now: Date): RunRecord {
  const listed = deviations === undefined ? record : withDeviations(record, deviations, now.toISOString().slice(0, 10));
  return baseline === undefined ? listed : withBaseline(listed, baseline);
}

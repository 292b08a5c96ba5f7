import { readFileSync } from 'node:fs';
import type { Catalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { checks } from '../suites/checks/index.ts';
import type { Gate } from '../suites/gate/gate.ts';
import { readRecord } from './record-file.ts';

/** Where the gate of a run is written down; paths as they were given. */
export interface GateFiles {
  readonly deviations?: string;
  readonly baseline?: string;
}

/**
 * Reads what a run is held against besides the contracts. Before anything is asked, so that a mistyped file is no reason to have sent
 * mail. `catalogue` is opened for deviations, whose names are looked up in it. Throws E_DEVIATIONS and E_RECORD.
 */
export async function openGate({ deviations, baseline }: GateFiles, catalogue: () => Catalogue): Promise<Gate> {
  const [listed, record] = await Promise.all([
    deviations === undefined ? undefined : deviationsIn(deviations, catalogue()),
    baseline === undefined ? undefined : readRecord(baseline),
  ]);
  return {
    ...(listed === undefined ? {} : { deviations: listed }),
    ...(baseline === undefined || record === undefined ? {} : { baseline: { file: baseline, record } }),
  };
}

async function deviationsIn(file: string, catalogue: Catalogue): Promise<NonNullable<Gate['deviations']>> {
  const [{ readDeviations }, { checkNames }] = await Promise.all([
    import('../suites/gate/read-deviations.ts'),
    import('../suites/gate/named.ts'),
  ]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SoconformError('E_DEVIATIONS', `${file}: cannot be read: ${why}`);
  }
  const read = readDeviations(file, text);
  checkNames(read, { checks, catalogue });
  return read;
}

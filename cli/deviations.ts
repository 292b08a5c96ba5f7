import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import type { Deviation, DeviationFile } from '../suites/gate/deviation.ts';
import { edited, revisionOf } from '../suites/gate/edit-deviations.ts';
import { openGate } from './gate-files.ts';
import { readRecord } from './record-file.ts';

export interface DeviationsOptions {
  readonly catalogue?: string;
  readonly kind?: 'bug' | 'intended';
  readonly reason?: string;
  readonly owner?: string;
  readonly ticket?: string;
  readonly expires?: string;
}

const empty = 'format: soconform.deviations/1\ndeviations: []\n';

/**
 * `soconform deviations update|prune RECORD FILE`: writes what a run failed into the file, or takes out what it found to be right. Only
 * what was judged in that run is touched. The file is written whole or not at all.
 */
export async function editDeviations(
  what: 'update' | 'prune',
  [recordFile, file]: readonly [string, string],
  options: DeviationsOptions,
): Promise<number> {
  const about = what === 'update' ? aboutOf(options) : ({ kind: 'intended', reason: '-', owner: '-' } as const);
  const text = textOf(file, what);
  const listed = await listedIn(file, options.catalogue);
  const { missing, stale } = revisionOf(await readRecord(recordFile), listed, about);
  const change = what === 'update' ? { add: missing, remove: [] } : { add: [], remove: stale };
  const count = change.add.length + change.remove.length;
  if (count > 0) {
    const next = edited(text, change);
    const { readDeviations } = await import('../suites/gate/read-deviations.ts');
    // A day that there is not is told as in any file.
    readDeviations(file, next);
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, next);
    renameSync(draft, file);
  }
  const entries = `${count} ${count === 1 ? 'entry' : 'entries'}`;
  process.stdout.write(`${file}: ${entries} ${what === 'update' ? 'added' : 'taken out'}\n`);
  return 0;
}

function aboutOf({ kind = 'bug', reason, owner, ticket, expires }: DeviationsOptions) {
  if (reason === undefined || owner === undefined || (kind === 'bug' && expires === undefined)) {
    throw new SoconformError(
      'E_USAGE',
      'expected --reason, --owner and --expires DAY (or --kind intended): somebody answers for what is let through',
    );
  }
  const more = { ...(ticket === undefined ? {} : { ticket }), ...(expires === undefined ? {} : { expires }) };
  return { kind, reason, owner, ...more } satisfies Partial<Deviation>;
}

function textOf(file: string, what: 'update' | 'prune'): string {
  if (what === 'update' && !existsSync(file)) return empty;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SoconformError('E_DEVIATIONS', `${file}: cannot be read: ${why}`);
  }
}

async function listedIn(file: string, catalogue: string | undefined): Promise<DeviationFile> {
  if (!existsSync(file)) return { file, deviations: [] };
  const { deviations } = await openGate({ deviations: file }, () => openCatalogue(catalogue));
  return deviations ?? { file, deviations: [] };
}

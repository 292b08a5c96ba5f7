import { terminal } from '../reporters/terminal.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { Ending } from '../reporters/telling.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { exitCode } from '../suites/exit.ts';
import type { Demands } from '../suites/exit.ts';
import { gated } from '../suites/gate/gate.ts';
import { mergeShards } from '../suites/gate/merge.ts';
import { openGate } from './gate-files.ts';
import type { GateFiles } from './gate-files.ts';
import type { DemandOptions } from './options.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openReports } from './reports.ts';
import { signalExit } from './signals.ts';

/** The flags of `soconform report`. */
export interface ReportOptions extends GateFiles, DemandOptions {
  readonly catalogue?: string;
  readonly report?: readonly string[];
  readonly incomplete?: true;
}

/**
 * Tells a record, or the one that those of all shards make. Gives the exit status: of shards, and where deviations, a baseline or
 * a share of evidence or coverage are given, that of the run, for there it is judged as a whole for the first time; else that of the
 * telling.
 */
export async function report(
  files: readonly string[],
  options: ReportOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const strict = options.strict === true;
  const gate = await openGate(options, () => openCatalogue(options.catalogue));
  const record = gated(await recordIn(files, options), gate, new Date());
  const ending = endingOf(record, { ...options, strict });
  const [only, ...others] = files;
  const source = only === undefined || others.length > 0 ? {} : { recordFile: only };
  const reports = openReports(options.report ?? [], { strict, ...source });
  try {
    if (options.report === undefined) {
      const colour = coloured(process.stdout, environment);
      process.stdout.write(terminal(record, { colour, width: widthOf(process.stdout), ending, ...source }));
    }
    reports.write(record, ending);
    const asked = [gate.deviations, gate.baseline, options.minEvidence, options.minCoverage];
    const isGate = files.length > 1 || asked.some((one) => one !== undefined);
    return isGate ? ending.code : 0;
  } finally {
    reports.discard();
  }
}

async function recordIn(files: readonly string[], { incomplete }: ReportOptions): Promise<RunRecord> {
  const [only, ...others] = files;
  const taken = incomplete === true ? 'taken' : 'refused';
  if (only !== undefined && others.length === 0) {
    const record = await readRecord(only, { incomplete: taken });
    const { index = 1, of = 1 } = record.shard ?? {};
    if (of === 1 || incomplete === true) return record;
    // A pattern for all shards may have matched one only: told alone, it would look like the run.
    throw new SoconformError(
      'E_SHARD',
      `${only}: expected the records of all ${of} shards, found that of shard ${index}/${of} alone; name the others as well, or tell this one alone with --incomplete`,
    );
  }
  if (incomplete === true) {
    throw new SoconformError('E_USAGE', '--incomplete takes one record: of shards, all have to be there, and whole');
  }
  return mergeShards(await Promise.all(files.map(async (file) => ({ file, record: await readRecord(file) }))));
}

function endingOf(record: RunRecord, demands: Demands): Ending {
  if (record.complete) return exitCode(record, demands);
  return { code: signalExit.SIGINT, sentence: 'the run was cut off.' };
}

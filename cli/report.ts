import { terminal } from '../reporters/terminal.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { Ending } from '../reporters/telling.ts';
import { exitCode } from '../suites/exit.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openReports } from './reports.ts';
import { signalExit } from './signals.ts';

/** The flags of `soconform report`. */
export interface ReportOptions {
  readonly report?: readonly string[];
  readonly strict?: true;
  readonly incomplete?: true;
}

/** Tells a record; gives the exit status, which is that of the telling and not of the run. */
export async function report(file: string, options: ReportOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const strict = options.strict === true;
  const record = await readRecord(file, { incomplete: options.incomplete === true ? 'taken' : 'refused' });
  const ending = endingOf(record, strict);
  const reports = openReports(options.report ?? [], { strict });
  try {
    if (options.report === undefined) {
      const colour = coloured(process.stdout, environment);
      process.stdout.write(terminal(record, { colour, width: widthOf(process.stdout), ending }));
    }
    reports.write(record, ending);
    return 0;
  } finally {
    reports.discard();
  }
}

function endingOf(record: RunRecord, strict: boolean): Ending {
  if (record.complete) return exitCode(record, { strict });
  return { code: signalExit.SIGINT, sentence: 'the run was cut off.' };
}

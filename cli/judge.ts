import { runDiffTerminal } from '../reporters/run-diff/terminal.ts';
import { terminal } from '../reporters/terminal.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { exitCode } from '../suites/exit.ts';
import { compareRuns } from '../suites/gate/compare-runs.ts';
import { gated } from '../suites/gate/gate.ts';
import { judgeAgain } from '../suites/gate/judge-again.ts';
import { openGate } from './gate-files.ts';
import type { DemandOptions } from './options.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openReports, recordAmong } from './reports.ts';

export interface JudgeOptions extends DemandOptions {
  readonly catalogue?: string;
  readonly report?: readonly string[];
  readonly deviations?: string;
  readonly baseline?: string;
}

/** `soconform judge`: what the checks of today say of the answers of an earlier run; gives the exit status. Sends nothing. */
export async function judge(file: string, options: JudgeOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const strict = options.strict === true;
  const catalogue = openCatalogue(options.catalogue);
  const gate = await openGate(options, () => catalogue);
  const before = await readRecord(file);
  const reports = openReports(options.report ?? [], { strict, recordFile: file });
  try {
    const { record: judged, judged: again, kept } = await judgeAgain(before, catalogue);
    const record = gated(judged, gate, new Date());
    const ending = exitCode(record, { ...options, strict });
    const page = { colour: coloured(process.stdout, environment), width: widthOf(process.stdout) };
    const rest = kept === 0 ? '' : `, ${kept} as they were: their answers are not in the record (run --keep all)`;
    const told = `${again} of ${before.cases.length} cases judged again${rest}`;
    const changes = compareRuns({ file, record: before }, { file: 'judged again', record: judged });
    const differing =
      changes.verdicts.length === 0
        ? 'no verdict changed'
        : `${changes.verdicts.length} verdicts changed, all by the suite`;
    if (reports.onStdout) process.stderr.write(`${told}; ${differing}\nExit ${ending.code}: ${ending.sentence}\n`);
    else {
      if (changes.verdicts.length > 0) process.stdout.write(`${runDiffTerminal(changes, page)}\n`);
      process.stdout.write(
        `${terminal(record, { ...page, ending, ...recordAmong(options.report ?? [], file) })}\n${told}; ${differing}.\n`,
      );
    }
    reports.write(record, ending);
    return ending.code;
  } finally {
    reports.discard();
  }
}

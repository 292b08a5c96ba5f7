import type { RunDiffRecord } from '../reporters/run-diff-record.ts';
import { runDiffReporters } from '../reporters/run-diff/index.ts';
import { sentence } from '../reporters/run-diff/sentences.ts';
import { runDiffTerminal } from '../reporters/run-diff/terminal.ts';
import { SoconformError } from '../specs/error.ts';
import { compareRuns } from '../suites/gate/compare-runs.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openReportsOf } from './report-places.ts';

interface RunDiffOptions {
  readonly from?: string;
  readonly to?: string;
  readonly failOn?: 'breaking' | 'regression';
  readonly json?: true;
  readonly report?: readonly string[];
}

/** `soconform diff` of two run records: what the answers of one run had and those of the other have not; gives the exit status. */
export async function diffRuns(
  [before, after]: readonly [string, string],
  options: RunDiffOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { from, to } = options;
  if (from !== undefined || to !== undefined) {
    throw new SoconformError('E_DIFF', '--from and --to name generations of catalogues; two run records have none');
  }
  const asked = [...(options.report ?? []), ...(options.json === true ? ['json=-'] : [])];
  const reports = openReportsOf(
    asked,
    Object.fromEntries(Object.entries(runDiffReporters).map(([kind, tell]) => [kind, { tell }])),
  );
  try {
    const [was, is] = await Promise.all([readRecord(before), readRecord(after)]);
    const record = compareRuns({ file: before, record: was }, { file: after, record: is });
    const ending = endingOf(record, options);
    if (reports.onStdout) process.stderr.write(`Exit ${ending.code}: ${ending.sentence}\n`);
    else {
      const colour = coloured(process.stdout, environment);
      process.stdout.write(runDiffTerminal(record, { colour, width: widthOf(process.stdout), ending }));
    }
    reports.write(record, ending);
    return ending.code;
  } finally {
    reports.discard();
  }
}

/** `regression`: something is newly red. `breaking`: that, or an answer has a shape that breaks a caller. */
function endingOf(
  { summary }: RunDiffRecord,
  { failOn }: RunDiffOptions,
): { readonly code: 0 | 1; readonly sentence: string } {
  const red = summary.regression + summary.new;
  const counted = failOn === undefined ? 0 : failOn === 'breaking' ? red + summary.breakingDrift : red;
  return { code: counted > 0 ? 1 : 0, sentence: sentence(summary) };
}

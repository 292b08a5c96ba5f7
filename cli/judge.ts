import { readFileSync } from 'node:fs';
import { runDiffTerminal } from '../reporters/run-diff/terminal.ts';
import { terminal } from '../reporters/terminal.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { exitCode } from '../suites/exit.ts';
import { compareRuns } from '../suites/gate/compare-runs.ts';
import { gated } from '../suites/gate/gate.ts';
import type { Har } from '../suites/gate/har.ts';
import { judgeAgain } from '../suites/gate/judge-again.ts';
import { openGate } from './gate-files.ts';
import type { DemandOptions } from './options.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openReports, recordAmong } from './reports.ts';

export interface JudgeOptions extends DemandOptions {
  readonly catalogue?: string;
  readonly report?: readonly string[];
  readonly values?: string;
  readonly deviations?: string;
  readonly baseline?: string;
}

/** The answers of a HAR, which somebody else recorded. */
async function judgeExchanges(
  har: Har,
  catalogue: Catalogue,
  options: JudgeOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const strict = options.strict === true;
  const gate = await openGate(options, () => catalogue);
  const reports = openReports(options.report ?? [], { strict });
  try {
    const { judgeHar } = await import('../suites/gate/judge-har.ts');
    const record = gated(await judgeHar(har, catalogue), gate, new Date());
    const ending = exitCode(record, { ...options, strict });
    const page = { colour: coloured(process.stdout, environment), width: widthOf(process.stdout) };
    if (reports.onStdout) process.stderr.write(`Exit ${ending.code}: ${ending.sentence}\n`);
    else process.stdout.write(terminal(record, { ...page, ending }));
    reports.write(record, ending);
    return ending.code;
  } finally {
    reports.discard();
  }
}

/** Undefined where the file is none, and for `readRecord` to read. Throws E_HAR. */
async function harIn(file: string): Promise<Har | undefined> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const { isHar, readHar } = await import('../suites/gate/har.ts');
  return isHar(file, text) ? readHar(file, text) : undefined;
}

/** `soconform judge`: what the checks of today say of the answers of an earlier run; gives the exit status. Sends nothing. */
export async function judge(file: string, options: JudgeOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const strict = options.strict === true;
  const catalogue = openCatalogue(options.catalogue);
  const har = await harIn(file);
  if (har !== undefined) return judgeExchanges(har, catalogue, options, environment);
  const gate = await openGate(options, () => catalogue);
  const before = await readRecord(file);
  const { valuesAgain } = await import('./values-file.ts');
  const values = valuesAgain(options.values, before, catalogue, { environment });
  const reports = openReports(options.report ?? [], { strict, recordFile: file });
  try {
    const { record: judged, judged: again, kept } = await judgeAgain(before, catalogue, values);
    const record = gated(judged, gate, new Date());
    const ending = exitCode(record, { ...options, strict });
    const page = { colour: coloured(process.stdout, environment), width: widthOf(process.stdout) };
    const rest =
      kept === 0 ? '' : `, ${kept} as they were: their answers are not in the record, or not whole (run --keep all)`;
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

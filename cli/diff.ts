import { diffReporters } from '../reporters/diff/index.ts';
import { sentence } from '../reporters/diff/sentences.ts';
import { diffTerminal } from '../reporters/diff/terminal.ts';
import type { DiffRecord } from '../reporters/diff-record.ts';
import type { Generation } from '../specs/contract.ts';
import type { ContractSummary } from '../specs/catalogue.ts';
import { compareCatalogues, generationsIn, narrowed } from '../specs/diff/catalogues.ts';
import type { Wanted } from '../specs/diff/catalogues.ts';
import type { Comparison } from '../specs/diff/change.ts';
import { compareVersions, protocolOf } from '../specs/diff/diff.ts';
import { SoconformError } from '../specs/error.ts';
import { nearestText } from '../suites/nearest.ts';
import { selectContracts } from '../suites/select.ts';
import { diffRecord } from './diff-record.ts';
import { areRecords, readSides } from './diff-sides.ts';
import type { Side } from './diff-sides.ts';
import { coloured, progressOn, widthOf } from './output.ts';
import { openReportsOf } from './report-places.ts';

export interface DiffOptions {
  /** Generations: `soap-Services86`, or `Services86`. */
  readonly from?: string;
  readonly to?: string;
  readonly agent?: readonly string[];
  readonly operation?: readonly string[];
  readonly failOn?: 'breaking' | 'regression';
  readonly json?: true;
  readonly report?: readonly string[];
}

/** `soconform diff`: what a caller of one version meets in another; gives the exit status. */
export async function diff(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  if (before !== undefined && after !== undefined && areRecords(before, after)) {
    if (options.agent !== undefined || options.operation !== undefined) {
      throw problem('--agent and --operation choose operations of catalogues; two run records are compared whole');
    }
    const { diffRuns } = await import('./diff-runs.ts');
    return diffRuns([before, after], options, environment);
  }
  checkUse(after, options);
  if (options.failOn === 'regression') {
    throw problem('--fail-on regression is for two run records; of catalogues a change is breaking or compatible');
  }
  const reports = openReportsOf(
    [...(options.report ?? []), ...(options.json === true ? ['json=-'] : [])],
    Object.fromEntries(Object.entries(diffReporters).map(([kind, tell]) => [kind, { tell }])),
  );
  try {
    const following = (total: number) => progressOn(process.stderr, total, environment, Date.now);
    const [was, is] = readSides(before, after ?? before, following);
    const wanted = wantedOf(was, is, options);
    const only = [...(options.agent ?? []), ...(options.operation ?? [])];
    const record = diffRecord(was, is, compare(was, is, { ...options, ...(wanted && { wanted }) }), only);
    const ending = endingOf(record, options);
    if (reports.onStdout) process.stderr.write(`Exit ${ending.code}: ${ending.sentence}\n`);
    else {
      const colour = coloured(process.stdout, environment);
      process.stdout.write(diffTerminal(record, { colour, width: widthOf(process.stdout), ending }));
    }
    reports.write(record, ending);
    return ending.code;
  } finally {
    reports.discard();
  }
}

/** One place has to hold two versions that are named. */
function checkUse(after: string | undefined, { from, to }: DiffOptions): void {
  if (after !== undefined || (from !== undefined && to !== undefined)) return;
  throw problem('expected two catalogues or two folders of pages, or --from and --to for two generations of one');
}

/** The operations that the filters name, on either side; undefined without a filter. Throws E_FILTER. */
function wantedOf(before: Side, after: Side, { agent, operation }: DiffOptions): Wanted | undefined {
  if (agent === undefined && operation === undefined) return undefined;
  const summaries = [...before.catalogue.summaries, ...after.catalogue.summaries];
  const both = { ...narrowed(before.catalogue, () => true), summaries };
  const nameOf = (one: ContractSummary): string => `${one.agent}.${one.operation}`;
  const filters = { ...(agent && { agents: agent }), ...(operation && { operations: operation }) };
  const names = new Set(selectContracts(both, filters).map(nameOf));
  return (one) => names.has(nameOf(one));
}

function compare(
  before: Side,
  after: Side,
  { from, to, wanted }: DiffOptions & { readonly wanted?: Wanted },
): readonly Comparison[] {
  const [first, other] = [from ?? to, to ?? from];
  if (first === undefined || other === undefined) return compareCatalogues(before.catalogue, after.catalogue, wanted);
  const was = generationOf(before, first, '--from');
  const is = generationOf(after, other, '--to');
  if (protocolOf(was) !== protocolOf(is)) {
    throw problem(`${was} and ${is} have nothing in common that could change; give two generations of one protocol`);
  }
  const some = ({ catalogue }: Side) => (wanted === undefined ? catalogue : narrowed(catalogue, wanted));
  return [compareVersions({ catalogue: some(before), generation: was }, { catalogue: some(after), generation: is })];
}

/** The generation in any case of letters; its version alone is enough where there is one of that name. */
function generationOf({ name, catalogue }: Side, wanted: string, flag: string): Generation {
  const known = generationsIn(catalogue);
  const lower = wanted.toLowerCase();
  const found = known.find((one) => one.toLowerCase() === lower || one.toLowerCase() === `${protocolOf(one)}-${lower}`);
  if (found !== undefined) return found;
  throw problem(`${flag} ${wanted}: ${name} has no such generation${nearestText(wanted, known)}`);
}

function endingOf(
  { summary }: DiffRecord,
  { failOn }: DiffOptions,
): { readonly code: 0 | 1; readonly sentence: string } {
  return { code: failOn === 'breaking' && summary.breaking > 0 ? 1 : 0, sentence: sentence(summary) };
}

function problem(message: string): SoconformError {
  return new SoconformError('E_DIFF', message);
}

import { createRequire } from 'node:module';
import type * as FastXml from 'fast-xml-parser';
import { coverageText } from './coverage.ts';
import { curlLine, replayLine } from './curl.ts';
import { figuresOf, verdictsText } from './figures.ts';
import { headlines } from './headline.ts';
import { deviationProblems, reasonOf } from './deviations.ts';
import type { RecordCase, RecordDeviation, RecordFinding, RecordSource, RecordVerdict, RunRecord } from './record.ts';
import { toleranceOf } from './telling.ts';
import type { Telling, Tolerance } from './telling.ts';
import { counted, groupedBy, printable, shortened } from './text.ts';

const findingLimit = 50;

/** GitLab reads no file of more than 30 MB: with more verdicts than this, those of a case that passed or were skipped are one. */
const verdictLimit = 50_000;
/** Characters of all texts of failures together; what comes after is told by its headline alone. */
const textLimit = 8_000_000;

type Element = Readonly<Record<string, unknown>>;

/** What the record says of checks and contracts, by id, and what does not count. */
interface Known {
  readonly deviations: readonly RecordDeviation[];
  /** Whether a verdict, or the one that blocks it, is known, or a failed SHOULD of a run that lets it pass. */
  readonly isTolerated: Tolerance;
  readonly recordFile: string | undefined;
  /** A text, or its beginning when all texts before it left no room. */
  readonly fitted: (text: string) => string;
  readonly checks: ReadonlyMap<string, RunRecord['checks'][number]>;
  readonly contracts: ReadonlyMap<string, RunRecord['contracts'][number]>;
}

interface TestCase {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly seconds: number;
  readonly element: Element;
}

/**
 * JUnit XML: a test suite a contract, a test case a verdict. A failure is a failed check, an error what could not be
 * judged (blocked, broken); an observation passes and stands in `system-out`. Whoever reads only this file comes to
 * the same end as the exit status: a failed SHOULD that does not count passes, too, and what it blocks is skipped.
 */
export function junit(record: RunRecord, telling: Telling): string {
  const unique = uniqueNames();
  const known: Known = {
    deviations: record.deviations?.entries ?? [],
    isTolerated: toleranceOf(record, telling),
    recordFile: telling.recordFile,
    checks: new Map(record.checks.map((check) => [check.id, check])),
    contracts: new Map(record.contracts.map((contract) => [contract.id, contract])),
    fitted: fitting(textLimit),
  };
  const byContract = groupedBy(record.cases, (one) => one.contract);
  const isLarge = record.cases.reduce((sum, one) => sum + one.verdicts.length, 0) > verdictLimit;
  const judged = [...byContract].map(([contract, cases]) =>
    suiteOf(
      contract,
      record,
      cases.flatMap((one) =>
        (isLarge ? folded(one) : one.verdicts).map((verdict, index) => testCaseOf(known, one, verdict, index, unique)),
      ),
    ),
  );
  const isRed = judged.some(({ cases }) => cases.some(({ kind }) => kind === 'failure' || kind === 'error'));
  const suites = [...judged, ...runProblems(record, telling, isRed).map((one) => suiteOf('run', record, [one]))];
  // Loaded here: most runs write no such report, and loading it takes a tenth of starting a run.
  const { XMLBuilder } = createRequire(import.meta.url)('fast-xml-parser') as typeof FastXml;
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
  });
  const text: string = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'soconform',
      ...countsOf(suites.flatMap((suite) => suite.cases)),
      // About the whole run; readers that show properties know them of suites only.
      testsuite: suites.map(({ element }, index) => (index === 0 ? propertiesOf(record, element) : element)),
    },
  });
  return text;
}

/** Which catalogue judged which server, and how much of it the server has; properties stand before test cases. */
function propertiesOf(record: RunRecord, { testcase, ...attributes }: Element): Element {
  const { catalogue, target, summary } = record;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['verdicts', verdictsText(figuresOf(record))],
    ['coverage', coverageText(record)],
    ...headlines(record).map((line): [string, string] => ['headline', line]),
    ['catalogue', `${catalogue.name} ${catalogue.hash}`],
    ['catalogue.generations', catalogue.generations.join(', ')],
    ...target.versions.map(({ from, version, unknown }): [string, string] => [
      `target.version: ${from}`,
      version ?? `unknown: ${unknown ?? 'it was not asked'}`,
    ]),
    ...(target.insecure === true ? [['target.certificate', 'not verified'] as const] : []),
    ['unsupported', String(summary.unsupported)],
  ];
  const property = facts.map(([name, value]) => ({ '@name': printable(name), '@value': printable(value) }));
  return { ...attributes, properties: { property }, testcase };
}

function suiteOf(
  name: string,
  record: RunRecord,
  cases: readonly TestCase[],
): { readonly cases: readonly TestCase[]; readonly element: Element } {
  return {
    cases,
    element: {
      '@name': printable(name),
      ...countsOf(cases),
      '@timestamp': record.startedAt.replace(/\.\d+Z$/, ''),
      testcase: cases.map((one) => one.element),
    },
  };
}

function countsOf(cases: readonly TestCase[]): Element {
  const count = (kind: TestCase['kind']): number => cases.filter((one) => one.kind === kind).length;
  return {
    '@tests': cases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
    '@time': cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3),
  };
}

function testCaseOf(
  known: Known,
  one: RecordCase,
  verdict: RecordVerdict,
  index: number,
  unique: (classname: string, name: string) => string,
): TestCase {
  const classname = printable(one.contract);
  const caseName = one.id.startsWith(`${one.contract}/`) ? one.id.slice(one.contract.length + 1) : one.id;
  // A case is asked once: its time stands with the first of its verdicts.
  const seconds = index === 0 ? one.ms / 1000 : 0;
  const name = unique(classname, printable(`${caseName}: ${verdict.check}`));
  const about = { '@classname': classname, '@name': name, '@time': seconds.toFixed(3) };
  const reason = printable(verdict.reason ?? verdict.outcome);
  switch (verdict.outcome) {
    case 'pass':
      return { kind: 'passed', seconds, element: about };
    case 'observed':
      return {
        kind: 'passed',
        seconds,
        element: { ...about, 'system-out': known.fitted(legal(findingText(verdict.findings))) },
      };
    case 'fail':
      if (known.isTolerated(one.contract, verdict)) {
        const text = `failed, which counts with --strict only\n${findingText(verdict.findings)}`;
        return { kind: 'passed', seconds, element: { ...about, 'system-out': known.fitted(legal(text)) } };
      }
      return {
        kind: 'failure',
        seconds,
        element: {
          ...about,
          failure: {
            '@message': headline(verdict),
            '@type': verdict.level,
            '#text': known.fitted(failureText(known, one, verdict)),
          },
        },
      };
    case 'blocked':
    case 'broken':
      if (known.isTolerated(one.contract, verdict)) {
        return { kind: 'skipped', seconds, element: { ...about, skipped: { '@message': reason } } };
      }
      return { kind: 'error', seconds, element: { ...about, error: { '@message': reason, '@type': verdict.outcome } } };
    case 'known':
      return {
        kind: 'skipped',
        seconds,
        element: { ...about, skipped: { '@message': knownText(known.deviations, verdict) } },
      };
    case 'skipped':
      return { kind: 'skipped', seconds, element: { ...about, skipped: { '@message': reason } } };
  }
}

/** Neither a pass nor a failure: who knows of it, and until when. */
function knownText(entries: readonly RecordDeviation[], { findings, known }: RecordVerdict): string {
  const [first] = findings;
  const place = first === undefined ? '' : ` at ${first.at}`;
  const why = (known?.deviations ?? []).flatMap((index) => entries[index] ?? []).map(reasonOf);
  return printable(`known${place}: ${why.length === 0 ? 'it was red in the baseline' : why.join('; ')}`);
}

/** All that passed as one, and all that were skipped for one reason. */
function folded({ verdicts }: RecordCase): readonly RecordVerdict[] {
  const groups = groupedBy(verdicts, ({ outcome, check, reason }) =>
    outcome === 'pass' || outcome === 'skipped' ? `${outcome} ${reason ?? ''}` : `${check} alone`,
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined || alike.length === 1 ? alike : [{ ...first, check: `${alike.length} checks` }];
  });
}

function fitting(limit: number): (text: string) => string {
  let left = limit;
  return (text) => {
    left -= text.length;
    return left >= 0 ? text : shortened(text, 200);
  };
}

function headline({ findings }: RecordVerdict): string {
  const [first] = findings;
  if (first === undefined) return 'failed';
  const more = findings.length > 1 ? ` and ${counted(findings.length - 1, 'more finding')}` : '';
  return shortened(printable(`${first.at}: expected ${first.expected}, received ${first.received}${more}`), 1_000);
}

function failureText(known: Known, one: RecordCase, verdict: RecordVerdict): string {
  const check = known.checks.get(verdict.check);
  const source = known.contracts.get(one.contract)?.source;
  const lines = [
    ...(check === undefined ? [] : [`${check.title} (${check.source})`]),
    findingText(verdict.findings),
    ...(source === undefined ? [] : [`page ${placeOf(source)}`]),
    ...(verdict.blame === undefined ? [] : [`blame: ${verdict.blame}`]),
    one.exchange === undefined ? undefined : curlLine(one.exchange.request),
    replayLine(known.recordFile, one.id),
  ];
  return lines.flatMap((line) => (line === undefined ? [] : legal(line))).join('\n');
}

function findingText(findings: readonly RecordFinding[]): string {
  const shown = findings.slice(0, findingLimit);
  const rest = findings.length - shown.length;
  const lines = shown.map(({ at, expected, received, level, source, repair }) =>
    [
      `${level} ${printable(at)}: expected ${printable(expected)}, received ${printable(received)}`,
      ...(repair === undefined ? [] : [`repair: ${printable(repair)}`]),
      ...(source === undefined ? [] : [`stated in ${placeOf(source)}`]),
    ].join('; '),
  );
  return [...lines, ...(rest > 0 ? [`and ${counted(rest, 'more finding')}`] : [])].join('\n');
}

function placeOf({ page, line }: RecordSource): string {
  return printable(line === undefined ? page : `${page}:${line}`);
}

/** What makes the whole run worth nothing is red in a report that counts test cases. */
function runProblems(record: RunRecord, { ending }: Telling, isRed: boolean): readonly TestCase[] {
  const problem = (name: string, message: string): TestCase => ({
    kind: 'error',
    seconds: 0,
    element: {
      '@classname': 'soconform',
      '@name': name,
      '@time': '0.000',
      error: { '@message': printable(message), '@type': 'run' },
    },
  });
  const problems = [
    ...deviationProblems(record).map(({ line, text }) => problem(`deviation of line ${line}`, text)),
    ...requiredProblems(record).map(([name, message]) => problem(name, message)),
  ];
  if (!record.complete) return [problem('run is complete', 'the run was cut off'), ...problems];
  const [nothing] = nothingAsked(record);
  if (nothing !== undefined) return [problem('run asks', nothing), ...problems];
  if (ending.code === 0 || isRed || problems.length > 0) return problems;
  return [problem('run conforms', ending.sentence)];
}

/** Operations that had to be there. */
function requiredProblems({ unsupported, notAsked, required }: RunRecord): readonly (readonly [string, string])[] {
  const absent = unsupported.filter((one) => one.required);
  const missed = notAsked.filter(({ contract }) => required.includes(contract));
  return [
    ...absent.map(({ contract, reason }) => [printable(`${contract} is offered`), `required: ${reason}`] as const),
    ...missed.map(({ contract, reason }) => [printable(`${contract} is asked`), `required: ${reason}`] as const),
  ];
}

function nothingAsked({ notAsked, unsupported, summary: { operations } }: RunRecord): readonly string[] {
  if (notAsked.length >= operations) return ['nothing was asked: no operation was sent to the target'];
  const left = new Set([...notAsked, ...unsupported].map(({ contract }) => contract));
  return left.size < operations ? [] : ['nothing was judged: the target offers none of the operations that were sent'];
}

/** XML 1.0 has no way to write most controls and lone surrogates: they become escapes. A line break stays. */
function legal(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function uniqueNames(): (classname: string, name: string) => string {
  const seen = new Map<string, number>();
  return (classname, name) => {
    const key = `${classname}\n${name}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}

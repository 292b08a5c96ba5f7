import { figuresOf } from './figures.ts';
import { groupsOf } from './failures.ts';
import type { CheckGroup, FailureBlock, FindingGroup } from './failures.ts';
import { headlines } from './headline.ts';
import type { RecordLevel, RecordSource, RunRecord } from './record.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { besideTarget, counted, printable, shortened } from './text.ts';
import { unjudgedOf } from './unjudged.ts';

const levels = { MUST: 'error', SHOULD: 'warning', OBSERVE: 'note' } as const satisfies Readonly<
  Record<RecordLevel, string>
>;

/** GitHub takes in no more results of one run. */
const resultLimit = 25_000;

/** The folder of the documentation, as SARIF names it: whoever shows the report says where it lies. */
const base = 'DOCS';

/**
 * SARIF 2.1.0: a result for all that a check found alike on one contract, at the place of the documentation that the
 * target departs from.
 */
export function sarif(record: RunRecord, { ending }: Telling): string {
  const ruleIndex = new Map(record.checks.map(({ id }, index) => [id, index]));
  const all = (['fail', 'observed'] as const).flatMap((outcome) =>
    groupsOf(record, outcome).flatMap((group) =>
      group.blocks.flatMap((block) =>
        block.findings.flatMap((found) => resultsOf(record, group, block, found, ruleIndex)),
      ),
    ),
  );
  const results = all.slice(0, resultLimit);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'soconform', version: record.tool.version, rules: record.checks.map(ruleOf) } },
        originalUriBaseIds: { [base]: { description: { text: 'The folder of the documentation.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: standingOf(record, ending) !== 'void',
            exitCode: ending.code,
            exitCodeDescription: printable(ending.sentence),
            startTimeUtc: record.startedAt,
            endTimeUtc: record.finishedAt,
            toolExecutionNotifications: [
              ...headlines(record).map((line) => notification('warning', line)),
              ...problems(record),
              ...(ending.code !== 0 && results.length === 0 ? [notification('error', ending.sentence)] : []),
              ...(all.length > results.length
                ? [notification('error', `${counted(all.length - results.length, 'more result')} left out`)]
                : []),
            ],
          },
        ],
        properties: { summary: figuresOf(record), target: printable(record.target.url) + besideTarget(record.target) },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function ruleOf({ id, title, level, source }: RunRecord['checks'][number]) {
  return {
    id,
    shortDescription: { text: `${title}.` },
    help: { text: `Stated in: ${source}. \`soconform explain ${id}\` says how to mend it.` },
    defaultConfiguration: { level: levels[level] },
  };
}

function resultsOf(
  record: RunRecord,
  { check }: CheckGroup,
  block: FailureBlock,
  { finding, cases }: FindingGroup,
  ruleIndex: ReadonlyMap<string, number>,
) {
  const message = printable(`${finding.at}: expected ${finding.expected}, received ${finding.received}`);
  return block.contracts.map((id) => {
    const own = cases.filter((one) => one.contract === id);
    const source = own.length === cases.length ? finding.source : undefined;
    const page = source ?? record.contracts.find((contract) => contract.id === id)?.source;
    return {
      ruleId: check.id,
      ruleIndex: ruleIndex.get(check.id) ?? -1,
      level: levels[finding.level],
      ...(finding.level === 'OBSERVE' ? { kind: 'informational', level: 'none' } : {}),
      message: { text: shortened(`${id} ${message} (${counted(own.length, 'case')})`, 1000) },
      locations: [
        {
          ...(page === undefined ? {} : { physicalLocation: placeOf(page) }),
          logicalLocations: [{ fullyQualifiedName: printable(id), kind: 'function' }],
        },
      ],
      // The same departure of the next run is the same to whoever compares.
      partialFingerprints: { 'soconform/v1': printable(`${check.id} ${id} ${finding.at.replace(/\d+/g, '0')}`) },
      properties: {
        cases: own.slice(0, 20).map((one) => printable(one.id)),
        count: own.length,
        blame: block.blame,
        ...(finding.repair === undefined ? {} : { repair: printable(finding.repair) }),
      },
    };
  });
}

function placeOf({ page, line }: RecordSource) {
  const uri = page
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return {
    artifactLocation: { uri, uriBaseId: base },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}

function notification(level: 'error' | 'warning', text: string) {
  return { level, message: { text: shortened(printable(text), 1000) } };
}

/** What could not be judged is no result of a rule. */
function problems(record: RunRecord) {
  const notAsked = record.notAsked.length;
  const notOffered = record.unsupported.length;
  return [
    ...unjudgedOf(record).map(({ outcome, reason, count }) =>
      notification('error', `${counted(count, 'verdict')} ${outcome}: ${reason}`),
    ),
    ...(notOffered > 0 ? [notification('warning', `${counted(notOffered, 'operation')} not offered`)] : []),
    ...(notAsked > 0 ? [notification('warning', `${counted(notAsked, 'operation')} not asked`)] : []),
  ];
}

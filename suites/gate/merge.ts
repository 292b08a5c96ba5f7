import type {
  EvidenceOfMember,
  MemberCounts,
  RecordCase,
  RecordVerdict,
  RecordVersion,
  RunRecord,
} from '../../reporters/record.ts';
import { SoconformError } from '../../specs/error.ts';
import type { CheckId } from '../check.ts';
import { checks } from '../checks/index.ts';
import type { BaselineFile } from './baseline.ts';
import { recounted } from './deviations.ts';

/**
 * One record from those of all shards of a run, equal to that of the unsharded run but for times. What a gate made of a shard is
 * undone: deviations and a baseline are for the whole. Throws E_SHARD for shards that are missing, doubled, or of different
 * runs.
 */
export function mergeShards(files: readonly BaselineFile[]): RunRecord {
  const [first, ...others] = files;
  if (first === undefined) throw problem('expected the records of all shards, found none');
  const shards = files.map(({ file, record: { shard } }) => {
    if (shard !== undefined) return { file, ...shard };
    throw problem(`${file}: expected the record of a shard (run --shard I/N), found one of a whole run`);
  });
  for (const other of others) checkAlike(first, other);
  const { of } = first.record.shard ?? { of: 0 };
  for (let index = 1; index <= of; index += 1) {
    const same = shards.filter((shard) => shard.index === index);
    if (same.length === 1) continue;
    const found = same.length === 0 ? 'none' : same.map(({ file }) => file).join(' and ');
    throw problem(`expected one record of shard ${index}/${of}, found ${found}`);
  }
  return merged(files.map(({ record }) => ungated(record)));
}

function checkAlike(one: BaselineFile, other: BaselineFile): void {
  const facts = ({ record }: BaselineFile) => ({
    'the number of shards': record.shard?.of,
    'the plan (selection, seed, catalogue)': record.shard?.plan,
    'the version of soconform': record.tool.version,
    'the catalogue': record.catalogue.hash,
    // An emulator that each shard starts has a port of its own.
    'the target': record.target.emulator ? 'emulator' : record.target.url,
    'the login': record.target.auth,
    'the seed': record.seed,
    'what has values': record.values && [...record.values.bound, ...record.values.unused].sort().join(', '),
  });
  const [mine, theirs] = [facts(one), facts(other)];
  for (const [fact, value] of Object.entries(mine)) {
    const found = Object.entries(theirs).find(([name]) => name === fact)?.[1];
    if (found === value) continue;
    throw problem(
      `expected shards of one run, found that ${fact} is ${String(value)} in ${one.file} and ${String(found)} in ${other.file}`,
    );
  }
}

function merged(records: readonly RunRecord[]): RunRecord {
  const [first] = records;
  if (first === undefined) throw problem('expected records, found none');
  const { shard: _, members: __, run: ___, created: ____, ...whole } = first;
  // Each shard has a tag of its own, which stands on what it made.
  const created = records.flatMap((record) => record.created ?? []);
  const contracts = records.flatMap((record) => record.contracts).sort(inOrder);
  const place = new Map(contracts.map(({ id }, index) => [id, index]));
  const byPlace = (left: string, right: string): number => (place.get(left) ?? 0) - (place.get(right) ?? 0);
  const cases = records.flatMap((record) => record.cases).sort((a, b) => byPlace(a.contract, b.contract));
  const used = new Map(records.flatMap((record) => record.checks).map((check) => [check.id, check]));
  const stopped = records.find((record) => record.stopped !== undefined)?.stopped;
  const base: RunRecord = {
    ...whole,
    ...valuesOf(records),
    catalogue: { ...first.catalogue, generations: union(records.map(({ catalogue }) => catalogue.generations)) },
    target: { ...first.target, ...versionsOf(records) },
    startedAt: records.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    finishedAt:
      records
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? first.finishedAt,
    complete: records.every(({ complete }) => complete),
    ...(stopped === undefined ? {} : { stopped }),
    checks: [...used.values()].sort((a, b) => orderOf(a.id) - orderOf(b.id)),
    contracts,
    notAsked: records.flatMap((record) => record.notAsked).sort((a, b) => byPlace(a.contract, b.contract)),
    unsupported: records.flatMap((record) => record.unsupported).sort((a, b) => byPlace(a.contract, b.contract)),
    required: records.flatMap((record) => record.required).sort(byPlace),
    ...(created.length === 0 ? {} : { created }),
    evidence: evidenceOf(records),
    ...membersOf(records),
  };
  return recounted(base, cases);
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}

/** What one shard had no operation for, another one may have bound. */
function valuesOf(records: readonly RunRecord[]): Pick<RunRecord, 'values'> {
  const [first] = records.flatMap(({ values }) => values ?? []);
  if (first === undefined) return {};
  const used = new Set(records.flatMap(({ values }) => values?.bound ?? []));
  return { values: { ...first, bound: [...used].sort(), unused: first.unused.filter((key) => !used.has(key)) } };
}

/** Each shard asked the newest SOAP service that it had: of all the newest is what the whole would have asked. */
function versionsOf(records: readonly RunRecord[]): Pick<RunRecord['target'], 'version' | 'versions'> {
  const all = new Map(records.flatMap(({ target }) => target.versions).map((one) => [one.from, one]));
  const [soap] = [...all.values()].filter(isSoap).sort((a, b) => byNumber.compare(b.from, a.from));
  const versions = [...[...all.values()].filter((one) => !isSoap(one)), ...(soap === undefined ? [] : [soap])];
  const version = versions.find((one) => one.version !== undefined)?.version;
  return { ...(version === undefined ? {} : { version }), versions };
}

function isSoap({ from }: RecordVersion): boolean {
  return from.startsWith('SoPrincipal.');
}

/** An agent is in one shard: nothing is counted twice. */
function evidenceOf(records: readonly RunRecord[]): Readonly<Record<string, EvidenceOfMember>> {
  const entries = records.flatMap(({ evidence }) => Object.entries(evidence));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Absent where one of them does not tell it. */
function membersOf(records: readonly RunRecord[]): Pick<RunRecord, 'members'> {
  const all = records.flatMap(({ members }) => members ?? []);
  if (all.length < records.length) return {};
  const sum = (of: (counts: MemberCounts) => number): number => all.reduce((total, counts) => total + of(counts), 0);
  return {
    members: {
      typed: sum(({ typed }) => typed),
      onlyNull: sum(({ onlyNull }) => onlyNull),
      onlyEmpty: sum(({ onlyEmpty }) => onlyEmpty),
      never: sum(({ never }) => never),
    },
  };
}

/** As it was before deviations and a baseline spoke. */
export function ungated(record: RunRecord): RunRecord {
  if (record.deviations === undefined && record.baseline === undefined) return record;
  const { deviations: _, baseline: __, ...rest } = record;
  const cases = record.cases.map((one): RecordCase => ({ ...one, verdicts: one.verdicts.map(ungatedVerdict) }));
  return recounted(rest, cases);
}

function ungatedVerdict(told: RecordVerdict): RecordVerdict {
  const { known, since: _, ...verdict } = told;
  return known === undefined ? verdict : { ...verdict, outcome: known.was };
}

function orderOf(id: string): number {
  const place = checks.findIndex((check) => check.id === (id as CheckId));
  return place === -1 ? checks.length : place;
}

const byNumber = new Intl.Collator('en', { numeric: true });

type Listed = RunRecord['contracts'][number];

/** That of a plan. */
function inOrder(left: Listed, right: Listed): number {
  if (left.operation !== right.operation) return left.operation < right.operation ? -1 : 1;
  if (left.protocol !== right.protocol) return left.protocol < right.protocol ? -1 : 1;
  return byNumber.compare(left.version, right.version);
}

function problem(message: string): SoconformError {
  return new SoconformError('E_SHARD', message);
}

import type { Effect } from '../specs/contract.ts';
import type { LoginConfig } from '../suites/client/flow.ts';
import type { CredentialNames } from '../suites/client/read-credentials.ts';
import type { NetworkConfig, Profile } from '../suites/config.ts';
import { readShard } from '../suites/gate/shard.ts';
import type { Shard } from '../suites/gate/shard.ts';
import { present, readEnvironment } from '../suites/environment.ts';
import type { Selection } from '../suites/select.ts';
import type { FileSettings } from './config-file.ts';
import type { FilterOptions } from './options.ts';
import { selectionOf } from './selection.ts';
import type { ValuesChoice } from './values-file.ts';

/** The flags of `soconform run`; what was not given is absent. */
export interface RunOptions extends FilterOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly allow?: Effect;
  readonly concurrency?: number;
  readonly rate?: number;
  readonly budget?: number;
  readonly waitFor?: number;
  readonly insecure?: true;
  readonly deadline?: number;
  readonly grace?: number;
  readonly report?: readonly string[];
  readonly values?: string;
  readonly deviations?: string;
  readonly baseline?: string;
  readonly require?: readonly string[];
  readonly shard?: string;
  readonly journal?: string;
  readonly strict?: true;
  readonly bail?: true;
  readonly minEvidence?: number;
  readonly minCoverage?: number;
  readonly dryRun?: true;
  readonly keep?: 'failing' | 'all';
}

/** All that a run has to know. */
export interface RunSettings {
  /** Absent: an emulator that the run starts. */
  readonly target?: string;
  readonly catalogue?: string;
  readonly selection: Selection;
  readonly seed: number;
  readonly allow: Effect;
  /** Absent: one at a time on another host, else eight. */
  readonly concurrency?: number;
  readonly rate?: number;
  /** Requests at most. */
  readonly budget?: number;
  readonly waitForSeconds: number;
  readonly confirmHost?: string;
  readonly network: NetworkConfig;
  readonly deadlines: NonNullable<Profile['deadlines']>;
  readonly credentials: CredentialNames;
  readonly login: LoginConfig;
  /** Names of variables. */
  readonly secrets: readonly string[];
  readonly deadlineMs: number;
  readonly graceMs: number;
  readonly reports: readonly string[];
  readonly values?: ValuesChoice;
  /** The config that was read. */
  readonly config?: string;
  readonly deviations?: string;
  readonly baseline?: string;
  /** Globs of operations that the target has to offer. */
  readonly require: readonly string[];
  readonly shard?: Shard;
  /** Absent: beside the first record, else in `.soconform`. */
  readonly journal?: string;
  readonly strict: boolean;
  readonly bail: boolean;
  /** Percent of the members. */
  readonly minEvidence: number;
  /** Percent of the operations. */
  readonly minCoverage: number;
  readonly dryRun: boolean;
  readonly keep: 'failing' | 'all';
}

/** A flag wins over the environment, the environment over the config file, that over the default. Throws E_ENVIRONMENT. */
export function settingsOf(options: RunOptions, environment: NodeJS.ProcessEnv, file: FileSettings = {}): RunSettings {
  const set = readEnvironment(environment);
  const {
    target,
    catalogue,
    allow,
    seed,
    strict,
    bail,
    minEvidence,
    minCoverage,
    dryRun,
    keep,
    deadlineMs,
    graceMs,
    rate,
    budget,
    waitFor,
    concurrency,
    reports,
    values,
    deviations,
    baseline,
    require,
    shard,
    journal,
    ...filters
  } = set;
  const part = options.shard ?? shard;
  return {
    ...present({
      target: options.target ?? target ?? file.target,
      catalogue: options.catalogue ?? catalogue ?? file.catalogue,
      values: options.values ?? values ?? file.values,
      config: file.file,
      deviations: options.deviations ?? deviations ?? file.deviations,
      baseline: options.baseline ?? baseline ?? file.baseline,
      shard: part === undefined ? undefined : readShard(part),
      journal: options.journal ?? journal ?? file.journal,
      concurrency: options.concurrency ?? concurrency ?? file.concurrency,
      rate: options.rate ?? rate ?? file.rate,
      budget: options.budget ?? budget ?? file.budget,
      confirmHost: file.confirmHost,
    }),
    waitForSeconds: options.waitFor ?? waitFor ?? file.waitFor ?? 0,
    network: { ...file.network, ...(options.insecure === true ? { insecure: true } : {}) },
    deadlines: file.deadlines ?? {},
    credentials: file.credentials ?? {},
    login: file.login ?? {},
    secrets: file.secrets ?? [],
    selection: { ...selectionIn(file), ...filters, ...selectionOf(options) },
    seed: options.seed ?? seed ?? file.seed ?? 1,
    allow: options.allow ?? allow ?? file.allow ?? 'read',
    deadlineMs: options.deadline ?? deadlineMs ?? file.deadline ?? 30_000,
    graceMs: options.grace ?? graceMs ?? file.grace ?? 100,
    reports: options.report ?? reports ?? listed(file.report) ?? [],
    require: options.require ?? require ?? listed(file.require) ?? [],
    strict: options.strict ?? strict ?? file.strict ?? false,
    bail: options.bail ?? bail ?? file.bail ?? false,
    minEvidence: options.minEvidence ?? minEvidence ?? file.minEvidence ?? 0,
    minCoverage: options.minCoverage ?? minCoverage ?? file.minCoverage ?? 0,
    dryRun: options.dryRun ?? dryRun ?? false,
    keep: options.keep ?? keep ?? file.keep ?? 'failing',
  };
}

function selectionIn({ set, protocol, version, agent, operation, case: one, check, level }: Profile): Selection {
  return present({
    set,
    protocols: listed(protocol),
    versions: listed(version),
    agents: listed(agent),
    operations: listed(operation),
    cases: listed(one),
    checks: listed(check),
    level,
  });
}

function listed(names: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof names === 'string' ? [names] : names;
}

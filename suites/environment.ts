import { effects } from '../specs/contract.ts';
import type { Effect } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { Json } from '../specs/json.ts';
import { credentialVariables } from './client/read-credentials.ts';
import { nearestText } from './nearest.ts';
import type { Selection } from './select.ts';

type Bounds = readonly [least: number, greatest: number];

/** What numbers may be, as flags and as variables. Times are in ms. */
export const bounds = {
  seed: [0, 2 ** 31 - 1],
  concurrency: [1, 256],
  minEvidence: [0, 100],
  minCoverage: [0, 100],
  deadline: [1, 3_600_000],
  grace: [0, 60_000],
  rate: [1, 10_000],
  budget: [1, 1_000_000],
  waitFor: [0, 3600],
} as const satisfies Readonly<Record<string, Bounds>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of a run; what is not set is absent. */
export interface EnvironmentSettings extends Selection {
  readonly target?: string;
  readonly catalogue?: string;
  readonly allow?: Effect;
  readonly seed?: number;
  readonly strict?: boolean;
  readonly bail?: boolean;
  readonly minEvidence?: number;
  readonly minCoverage?: number;
  readonly dryRun?: boolean;
  readonly keep?: 'failing' | 'all';
  readonly deadlineMs?: number;
  readonly graceMs?: number;
  readonly concurrency?: number;
  /** Requests a second. */
  readonly rate?: number;
  /** Requests. */
  readonly budget?: number;
  /** Seconds. */
  readonly waitFor?: number;
  /** Operations that the target has to offer. */
  readonly require?: readonly string[];
  /** `KIND=FILE` each. */
  readonly reports?: readonly string[];
  /** A file of values, or the values themselves. */
  readonly values?: string | Readonly<Record<string, Json>>;
  /** A file of deviations. */
  readonly deviations?: string;
  /** The record of an earlier run. */
  readonly baseline?: string;
  /** `2/5`: the second of five parts of the plan. */
  readonly shard?: string;
  /** Where it is written down what the run makes at the target. */
  readonly journal?: string;
}

/**
 * Reads the settings of a run under vitest, which has no command line of its own. Each variable means what the
 * flag of `soconform run` means: TARGET_URL is `--target`, SOCONFORM_X is `--x`; lists are comma lists.
 *
 * | variable | example |
 * |---|---|
 * | TARGET_URL | `https://host/Cust12345`; not set: an emulator that the run starts |
 * | SOCONFORM_SET, SOCONFORM_PROTOCOL, SOCONFORM_VERSION, SOCONFORM_AGENT, SOCONFORM_OPERATION, SOCONFORM_CASE, SOCONFORM_CHECK | `core`, `rest`, `Services86`, `EMail`, `EMail.*`, a case id, `SOAP-*` |
 * | SOCONFORM_LEVEL | `must` or `should` |
 * | SOCONFORM_CATALOGUE | a folder that `soconform extract` wrote |
 * | SOCONFORM_ALLOW | `read`, `write`, `send` or `admin` |
 * | SOCONFORM_SEED, SOCONFORM_DEADLINE, SOCONFORM_GRACE, SOCONFORM_CONCURRENCY | whole numbers; times in ms |
 * | SOCONFORM_RATE, SOCONFORM_WAIT_FOR | requests a second; seconds to wait for the target |
 * | SOCONFORM_BUDGET | requests at most: those that show most |
 * | SOCONFORM_STRICT, SOCONFORM_BAIL, SOCONFORM_DRY_RUN | `1`: as the flag; the last two have no meaning under vitest |
 * | SOCONFORM_REQUIRE | `EMail.*`: operations that the target has to offer |
 * | SOCONFORM_MIN_EVIDENCE | `80`: percent of the members that must have had a value; has no meaning under vitest |
 * | SOCONFORM_MIN_COVERAGE | `80`: percent of the operations that must have given a result; has no meaning under vitest |
 * | SOCONFORM_KEEP | `all`: the record keeps every exchange |
 * | SOCONFORM_REPORT | `json=run.json,junit=run.xml` |
 * | SOCONFORM_SHARD | `2/5` |
 * | SOCONFORM_VALUES | a file of values for members of requests |
 * | SOCONFORM_DEVIATIONS, SOCONFORM_BASELINE | files: what is known to fail, the record of an earlier run |
 * | SOCONFORM_LOGIN_SERVICE, SOCONFORM_CLIENT_ID, SOCONFORM_CONTEXT | `https://sod.superoffice.com`: who gives out logins, to which application, for which tenant |
 * | SOCONFORM_JOURNAL | the file of what the run makes at the target; default: beside the first record, else in .soconform |
 * | SOCONFORM_CONFIG, SOCONFORM_PROFILE | a config file, and a profile of it; for the command line only |
 *
 * Throws E_ENVIRONMENT for a value that the variable cannot have, and for a SOCONFORM_ variable that does not exist:
 * a mistyped SOCONFORM_OPERATION would ask everything.
 */
export function readEnvironment(env: Environment): EnvironmentSettings {
  const text = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const list = (name: string): readonly string[] | undefined => {
    const names = text(name)
      ?.split(/,(?![^{]*\})/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    return names === undefined || names.length === 0 ? undefined : names;
  };
  const whole = (name: string, [least, greatest]: Bounds): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (/^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= greatest) return Number(value);
    throw problem(name, `a whole number from ${least} to ${greatest}`, value);
  };
  const isSet = (name: string): boolean | undefined => {
    const value = oneOf(name, ['0', '1', 'false', 'true']);
    return value === undefined ? undefined : value === '1' || value === 'true';
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const value = text(name);
    const found = allowed.find((one) => one === value?.toLowerCase());
    if (value !== undefined && found === undefined) throw problem(name, allowed.join(', '), value);
    return found;
  };
  refuseUnknown(env);
  return present({
    target: text('TARGET_URL'),
    catalogue: text('SOCONFORM_CATALOGUE'),
    set: text('SOCONFORM_SET'),
    protocols: list('SOCONFORM_PROTOCOL'),
    versions: list('SOCONFORM_VERSION'),
    agents: list('SOCONFORM_AGENT'),
    operations: list('SOCONFORM_OPERATION'),
    cases: list('SOCONFORM_CASE'),
    checks: list('SOCONFORM_CHECK'),
    level: oneOf('SOCONFORM_LEVEL', ['must', 'should']),
    allow: oneOf('SOCONFORM_ALLOW', effects),
    seed: whole('SOCONFORM_SEED', bounds.seed),
    deadlineMs: whole('SOCONFORM_DEADLINE', bounds.deadline),
    graceMs: whole('SOCONFORM_GRACE', bounds.grace),
    concurrency: whole('SOCONFORM_CONCURRENCY', bounds.concurrency),
    rate: whole('SOCONFORM_RATE', bounds.rate),
    waitFor: whole('SOCONFORM_WAIT_FOR', bounds.waitFor),
    budget: whole('SOCONFORM_BUDGET', bounds.budget),
    strict: isSet('SOCONFORM_STRICT'),
    bail: isSet('SOCONFORM_BAIL'),
    minEvidence: whole('SOCONFORM_MIN_EVIDENCE', bounds.minEvidence),
    minCoverage: whole('SOCONFORM_MIN_COVERAGE', bounds.minCoverage),
    dryRun: isSet('SOCONFORM_DRY_RUN'),
    keep: oneOf('SOCONFORM_KEEP', ['failing', 'all']),
    require: list('SOCONFORM_REQUIRE'),
    reports: list('SOCONFORM_REPORT'),
    values: text('SOCONFORM_VALUES'),
    deviations: text('SOCONFORM_DEVIATIONS'),
    baseline: text('SOCONFORM_BASELINE'),
    shard: text('SOCONFORM_SHARD'),
    journal: text('SOCONFORM_JOURNAL'),
  });
}

const settings = (
  'SET PROTOCOL VERSION AGENT OPERATION CASE CHECK LEVEL CATALOGUE ALLOW SEED DEADLINE GRACE CONCURRENCY STRICT BAIL ' +
  'DRY_RUN VALUES MIN_EVIDENCE MIN_COVERAGE KEEP REPORT RATE BUDGET WAIT_FOR DEVIATIONS BASELINE SHARD CONFIG PROFILE ' +
  'REQUIRE JOURNAL DEBUG REFERENCE LOGIN_SERVICE CLIENT_ID CONTEXT'
).split(' ');
const secrets = Object.values(credentialVariables);
const known: readonly string[] = [
  ...settings.map((name) => `SOCONFORM_${name}`),
  ...secrets,
  ...secrets.map((name) => `${name}_FILE`),
];

function refuseUnknown(env: Environment): void {
  const unknown = Object.keys(env).find((name) => /^SOCONFORM_(?!BENCH_)/.test(name) && !known.includes(name));
  if (unknown === undefined) return;
  throw new SoconformError('E_ENVIRONMENT', `${unknown}: no such variable${nearestText(unknown, known)}`);
}

function problem(name: string, expected: string, found: string): SoconformError {
  return new SoconformError('E_ENVIRONMENT', `${name}: expected ${expected}, found ${JSON.stringify(found)}`);
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined. */
export function present<T extends object>(settings: T): Present<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Present<T>;
}

import { replayTerminal } from '../reporters/replay.ts';
import type { ReplayRecord } from '../reporters/replay-record.ts';
import type { RunRecord } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { secretsOf, withSecrets } from '../suites/client/credentials.ts';
import type { Credentials } from '../suites/client/credentials.ts';
import { isLoopback } from '../suites/client/loopback.ts';
import { targetUrl } from '../suites/client/target.ts';
import { present } from '../suites/environment.ts';
import { caseIn, compareReplay, replayPlan } from '../suites/gate/replay.ts';
import type { BoundValues } from '../suites/values/bind-values.ts';
import { coloured, widthOf } from './output.ts';
import { readRecord } from './record-file.ts';
import { openLiveReports } from './reports.ts';
import { ask, configOf } from './run.ts';
import { credentialsOf } from './run-network.ts';
import { settingsOf } from './run-settings.ts';
import type { RunOptions, RunSettings } from './run-settings.ts';
import { signalExit, watchSignals } from './signals.ts';

/** The flags of `soconform replay`: those of `run` that say whom to ask and how. */
export interface ReplayOptions extends Pick<
  RunOptions,
  'config' | 'profile' | 'target' | 'catalogue' | 'values' | 'allow' | 'insecure' | 'deadline' | 'grace' | 'waitFor'
> {
  readonly json?: true;
}

/** `soconform replay`: sends one case of a record again and says what became of it; gives the exit status. */
export async function replay(
  [file, id]: readonly [file: string, id: string],
  options: ReplayOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  // Of a run that was cut off the cases that it has are whole.
  const record = await readRecord(file, { incomplete: 'taken' });
  const before = caseIn(file, record, id);
  const given = settingsOf(options, environment, await configOf(options, environment));
  const url = targetUrl(options.target ?? record.target.url);
  const credentials = credentialsOf(url, given, environment);
  checkAddress(file, url, { options, given, credentials });
  const { budget: _, rate: __, ...rest } = given;
  const settings: RunSettings = { ...rest, keep: 'all', bail: false, reports: [] };
  const catalogue = openCatalogue(settings.catalogue);
  const values = await valuesOf(record, given, catalogue, environment);
  const plan = replayPlan(record, before, catalogue, values);
  const signals = watchSignals();
  try {
    const reports = openLiveReports([], settings);
    const keeping = withSecrets(credentials, values?.secrets());
    const asking = {
      url,
      emulator: undefined,
      credentials: keeping,
      settings,
      signals,
      reports,
      environment,
      gate: {},
    };
    const now = await ask(plan, asking).catch((error: unknown) => Promise.reject(withRemedy(error, record, options)));
    if (now === undefined || !now.complete) {
      process.stderr.write('Interrupted.\n');
      return signalExit[await signals.first];
    }
    const told = compareReplay(record, before, now);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(told, null, 2)}\n`
        : replayTerminal(told, { colour: coloured(process.stdout, environment), width: widthOf(process.stdout) }),
    );
    return exitOf(told, now);
  } finally {
    signals.end();
  }
}

/** A run without values is replayed without, whatever the config says by now. */
async function valuesOf(
  record: RunRecord,
  { values, config }: RunSettings,
  catalogue: Catalogue,
  environment: NodeJS.ProcessEnv,
): Promise<BoundValues | undefined> {
  if (record.values === undefined) return undefined;
  const { valuesAgain } = await import('./values-file.ts');
  return valuesAgain(values, record, catalogue, { environment, ...present({ config }) });
}

/** A record comes from anybody: the address in it does not get a login that is meant for somebody else. */
function checkAddress(
  file: string,
  url: string,
  {
    options,
    given,
    credentials,
  }: { readonly options: ReplayOptions; readonly given: RunSettings; readonly credentials: Credentials },
): void {
  if (options.target !== undefined || isLoopback(new URL(url).hostname)) return;
  if (secretsOf(credentials).length === 0) return;
  if (given.target !== undefined && new URL(targetUrl(given.target)).origin === new URL(url).origin) return;
  throw new SoconformError(
    'E_REPLAY',
    `${file} names ${url}, and nothing else says that your login is meant for it: give --target ${url} to send it there`,
  );
}

function withRemedy(error: unknown, { target }: RunRecord, options: ReplayOptions): unknown {
  const isGone = error instanceof SoconformError && error.code === 'E_UNREACHABLE';
  if (!isGone || !target.emulator || options.target !== undefined) return error;
  const remedy = 'the record is of an emulator that is gone: `soconform serve` starts one, --target names it';
  return new SoconformError(error.code, `${error.message}; ${remedy}`, error.exit);
}

/** As `run` has it: 3 not reached or logged in to, 5 held back, 1 something is red. */
function exitOf({ status, case: id, checks }: ReplayRecord, now: RunRecord): number {
  if (status !== 'NOT JUDGED') return checks.every(({ became }) => became === 'fixed') ? 0 : 1;
  const verdicts = now.cases.find((one) => one.id === id)?.verdicts ?? [];
  return verdicts.some(({ outcome }) => outcome === 'blocked') ? 3 : 5;
}

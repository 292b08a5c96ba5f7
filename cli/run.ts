import { startInWorker } from '../fixtures/emulator/start-worker.ts';
import type { RunRecord } from '../reporters/record.ts';
import { terminal } from '../reporters/terminal.ts';
import type { Ending } from '../reporters/telling.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { askAbout } from '../suites/about.ts';
import { authKind, emulatorCredentials, withSecrets } from '../suites/client/credentials.ts';
import type { Credentials } from '../suites/client/credentials.ts';
import { loginClient } from '../suites/client/login-client.ts';
import type { LoginClient } from '../suites/client/login-client.ts';
import { withManners } from '../suites/client/manners.ts';
import { meetTarget } from '../suites/client/meet.ts';
import type { MetTarget } from '../suites/client/meet.ts';
import { createClient } from '../suites/client/send.ts';
import type { Client, Send } from '../suites/client/send.ts';
import { targetUrl } from '../suites/client/target.ts';
import type { Target } from '../suites/client/target.ts';
import { present } from '../suites/environment.ts';
import { exitCode } from '../suites/exit.ts';
import { gated } from '../suites/gate/gate.ts';
import type { Gate } from '../suites/gate/gate.ts';
import { shardOf } from '../suites/gate/shard.ts';
import { openLogin } from '../suites/open-login.ts';
import { planRun } from '../suites/plan.ts';
import type { Plan } from '../suites/plan.ts';
import { preflightOf } from '../suites/preflight.ts';
import { runPlan } from '../suites/run.ts';
import { selectContracts } from '../suites/select.ts';
import type { BoundValues } from '../suites/values/bind-values.ts';
import { readConfig } from './config-file.ts';
import type { FileSettings } from './config-file.ts';
import { dryRun } from './dry-run.ts';
import { collectAt, compileLess, growHeapBy, usualPercent } from './engine.ts';
import { openJournal } from './journal-file.ts';
import type { JournalFile } from './journal-file.ts';
import { openGate } from './gate-files.ts';
import { coloured, progressOn, widthOf } from './output.ts';
import { openLiveReports, recordAmong } from './reports.ts';
import type { LiveReports } from './reports.ts';
import { awaited, clientOptionsOf, concurrencyFor, credentialsOf } from './run-network.ts';
import { settingsOf } from './run-settings.ts';
import type { RunOptions, RunSettings } from './run-settings.ts';
import { signalExit, watchSignals } from './signals.ts';
import type { Signals } from './signals.ts';

/** Of the thread that asks and judges. With its emulator beside it, a run over the whole catalogue takes 330 MB of memory then. */
const heapMb = 122;

/** Asks, judges and tells; gives the exit status. */
export async function run(options: RunOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const settings = settingsOf(options, environment, await configOf(options, environment));
  const { selection, allow } = settings;
  const url = settings.target === undefined ? undefined : targetUrl(settings.target);
  const credentials = url === undefined ? emulatorCredentials : credentialsOf(url, settings, environment);
  const catalogue = openCatalogue(settings.catalogue);
  if (settings.dryRun) {
    if (settings.reports.length > 0) {
      throw new SoconformError(
        'E_USAGE',
        '--dry-run sends nothing, so there is nothing for --report to tell; leave one out',
      );
    }
    const plan = planOf(catalogue, settings, await valuesOf(settings, catalogue, environment));
    const { confirmHost, budget } = settings;
    const target = url === undefined ? {} : { target: { url, emulator: false, ...present({ confirmHost }) } };
    const keeping = withSecrets(credentials, plan.values?.secrets());
    process.stdout.write(dryRun(plan, { ...target, credentials: keeping, allow, ...present({ budget }) }));
    return 0;
  }
  if (settings.bail && (settings.deviations ?? settings.baseline) !== undefined) {
    throw new SoconformError(
      'E_USAGE',
      '--bail stops at the first failure, also at one that --deviations or --baseline knows; leave one out',
    );
  }
  compileLess();
  growHeapBy(usualPercent);
  // What is mistyped is told before anything is started.
  selectContracts(catalogue, selection);
  const values = await valuesOf(settings, catalogue, environment);
  const gate = await openGate(settings, () => catalogue);
  // It starts in a thread of its own while this one plans.
  const emulator = url === undefined ? ownEmulator(settings) : undefined;
  emulator?.catch(() => {});
  try {
    const plan = planOf(catalogue, settings, values);
    const keeping = withSecrets(credentials, values?.secrets());
    const free = collectAt(heapMb);
    try {
      return await runPlanned(plan, { url, emulator, credentials: keeping, settings, environment, gate });
    } finally {
      free();
    }
  } finally {
    await emulator?.then(
      ({ close }) => close(),
      () => {},
    );
  }
}

async function valuesOf(
  { values, config }: RunSettings,
  catalogue: Catalogue,
  environment: NodeJS.ProcessEnv,
): Promise<BoundValues | undefined> {
  if (values === undefined) return undefined;
  const { openValues } = await import('./values-file.ts');
  return openValues(values, catalogue, { environment, ...present({ config }) });
}

function planOf(catalogue: Catalogue, settings: RunSettings, values: BoundValues | undefined): Plan {
  const { selection, seed, require, shard } = settings;
  const plan = planRun(catalogue, selection, { seed, require, ...present({ values }) });
  return shard === undefined ? plan : shardOf(plan, shard);
}

export function configOf(
  { config, profile }: Pick<RunOptions, 'config' | 'profile'>,
  environment: NodeJS.ProcessEnv,
): Promise<FileSettings> {
  const set = (name: string): string | undefined => environment[name] || undefined;
  const choice = { config: config ?? set('SOCONFORM_CONFIG'), profile: profile ?? set('SOCONFORM_PROFILE') };
  return readConfig(choice, process.cwd());
}

type Running = Omit<Asking, 'signals' | 'reports'>;

async function runPlanned(plan: Plan, running: Running): Promise<number> {
  const { settings, environment } = running;
  const reports = openLiveReports(settings.reports, settings);
  const signals = watchSignals();
  try {
    const record = await ask(plan, { ...running, signals, reports });
    if (record !== undefined)
      return tell(gated(record, running.gate, new Date()), { reports, settings, signals, environment });
    process.stderr.write('Interrupted before anything was asked.\n');
    return signalExit[await signals.first];
  } finally {
    reports.discard();
    signals.end();
  }
}

export interface Asking {
  readonly url: string | undefined;
  /** The target when there is no address. */
  readonly emulator: Promise<OwnEmulator> | undefined;
  readonly credentials: Credentials;
  readonly settings: RunSettings;
  readonly signals: Signals;
  readonly reports: LiveReports;
  readonly environment: NodeJS.ProcessEnv;
  readonly gate: Gate;
}

/** Undefined when a signal came before the target was found. */
export async function ask(plan: Plan, asking: Asking): Promise<RunRecord | undefined> {
  const { url, settings, signals } = asking;
  const client = createClient(clientOptionsOf(url, settings, asking.environment));
  const origin = asking.credentials.flow?.service;
  const service = loginClient(() => clientOptionsOf(origin, settings, asking.environment), settings.deadlineMs);
  try {
    const found =
      asking.emulator?.then((target): Met => ({ target })) ?? met(url ?? '', client.send, settings, signals.abort);
    const first = await Promise.race([found, signals.first]);
    return typeof first === 'string'
      ? undefined
      : await recordOf(plan, first, { ...asking, client, service: service.service });
  } finally {
    await client.close();
    await service.close();
    // Its memory is not needed for the reports.
    await asking.emulator?.then(({ close }) => close());
  }
}

/** The question whether it is the emulator waits no longer than any other. */
export async function met(url: string, send: Send, settings: RunSettings, signal: AbortSignal): Promise<Met> {
  const { waitForSeconds, confirmHost, network } = settings;
  const deadlineMs = Math.min(10_000, settings.deadlineMs);
  const found = await awaited(waitForSeconds, signal, () => meetTarget(url, send, deadlineMs));
  const confirmed = confirmHost === undefined ? {} : { confirmHost };
  const { emulator, forgets } = found.reached;
  const target = {
    url,
    emulator,
    ...present({ forgets }),
    ...confirmed,
    ...(network.insecure === true ? { insecure: true } : {}),
  };
  return { target, found };
}

/** A target, and what its first answers say; of the emulator that the run started nothing has to be said. */
interface Met {
  readonly target: Target;
  readonly found?: MetTarget;
}

/** An emulator bears everything; of anybody else we are a guest. */
function mannered(target: Target, send: Send, { settings, signals }: Asking): Send {
  if (target.emulator) return send;
  const { rate } = settings;
  return withManners(send, { signal: signals.abort, ...(rate === undefined ? {} : { rate }) });
}

interface OwnEmulator extends Target {
  close(): Promise<void>;
}

async function ownEmulator({ catalogue, concurrency }: RunSettings): Promise<OwnEmulator> {
  const atOnce = concurrency ?? concurrencyFor(undefined);
  const { url, close } = await startInWorker({ atOnce, ...present({ catalogueDir: catalogue }) });
  return { url, emulator: true, forgets: true, close };
}

interface Reaching extends Asking {
  readonly client: Client;
  readonly service: LoginClient['service'];
}

async function recordOf(plan: Plan, { target, found }: Met, asking: Reaching): Promise<RunRecord> {
  const { settings, signals, reports, environment, client, service } = asking;
  const send = mannered(target, client.send, asking);
  // An emulator that somebody serves takes the same defaults; they open nothing else.
  const bare = target.emulator && authKind(asking.credentials) === 'none';
  const progress = progressOn(process.stderr, plan.planned.length, environment, Date.now);
  let journal: JournalFile | undefined;
  try {
    const credentials = bare ? withSecrets(emulatorCredentials, asking.credentials.others) : asking.credentials;
    journal = openJournal(plan, { ...settings, target }, new Date());
    const { allow, deadlineMs } = settings;
    const opened = await openLogin(plan, { target, credentials, send, service, allow, deadlineMs });
    const preflight = found && preflightOf({ ...found, tls: client.tls(), opened, now: new Date() });
    const about =
      opened.refused === undefined
        ? await askAbout(plan, { target, credentials, send, allow, deadlineMs, signal: signals.abort })
        : undefined;
    const events = runPlan(plan, {
      target,
      opened,
      ...present({ about, preflight }),
      credentials,
      send,
      allow: settings.allow,
      concurrency: settings.concurrency ?? concurrencyFor(asking.url),
      deadlineMs: settings.deadlineMs,
      graceMs: settings.graceMs,
      keep: settings.keep,
      bail: settings.bail,
      ...present({ budget: settings.budget }),
      ...(journal && { journal }),
      signal: signals.abort,
      now: () => new Date(),
    });
    for await (const event of events) {
      reports.hear(event);
      if (event.kind === 'judged') progress.step(event.case.id);
      if (event.kind === 'removing') tellRemoving(event.count, journal, signals);
      if (event.kind === 'finished') return event.record;
    }
  } finally {
    progress.end();
    journal?.close();
  }
  throw new Error('the engine ended without a record');
}

/** Whoever has interrupted the run waits for this, and may not want to. */
function tellRemoving(count: number, journal: JournalFile | undefined, signals: Signals): void {
  if (signals.received() === undefined) return;
  const later = `a second signal leaves the rest to soconform clean ${journal?.file ?? ''}`;
  process.stderr.write(`Removing what the run made at the target, ${count} in all; ${later}\n`);
}

interface Telling {
  readonly reports: LiveReports;
  readonly settings: RunSettings;
  readonly signals: Signals;
  readonly environment: NodeJS.ProcessEnv;
}

function tell(record: RunRecord, { reports, settings, signals, environment }: Telling): number {
  const ending = endingOf(record, settings, signals);
  if (reports.onStdout) process.stderr.write(`Exit ${ending.code}: ${ending.sentence}\n`);
  else {
    const colour = coloured(process.stdout, environment);
    process.stdout.write(
      terminal(record, { colour, width: widthOf(process.stdout), ending, ...recordAmong(settings.reports) }),
    );
  }
  reports.write(record, ending);
  return ending.code;
}

function endingOf(record: RunRecord, { strict, minEvidence, minCoverage }: RunSettings, signals: Signals): Ending {
  const signal = signals.received();
  if (signal !== undefined) return { code: signalExit[signal], sentence: `the run was interrupted (${signal}).` };
  return exitCode(record, { strict, minEvidence, minCoverage });
}

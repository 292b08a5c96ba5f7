import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import type { RunRecord } from '../reporters/record.ts';
import { terminal } from '../reporters/terminal.ts';
import type { Ending } from '../reporters/terminal.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Effect } from '../specs/contract.ts';
import { authKind, readCredentials } from '../suites/client/credentials.ts';
import type { Credentials } from '../suites/client/credentials.ts';
import { createClient } from '../suites/client/send.ts';
import type { Send } from '../suites/client/send.ts';
import { reachTarget, targetUrl } from '../suites/client/target.ts';
import type { Target } from '../suites/client/target.ts';
import { exitCode } from '../suites/exit.ts';
import { planRun } from '../suites/plan.ts';
import type { Plan } from '../suites/plan.ts';
import { runPlan } from '../suites/run.ts';
import { dryRun } from './dry-run.ts';
import type { FilterOptions } from './options.ts';
import { coloured, progressOn, widthOf } from './output.ts';
import { openReports } from './reports.ts';
import type { Reports } from './reports.ts';
import { selectionOf } from './selection.ts';
import { signalExit, watchSignals } from './signals.ts';
import type { Signals } from './signals.ts';

export interface RunOptions extends FilterOptions {
  readonly target?: string;
  readonly allow: Effect;
  readonly concurrency: number;
  readonly deadline: number;
  readonly grace: number;
  readonly report?: readonly string[];
  readonly strict?: true;
  readonly bail?: true;
  readonly dryRun?: true;
  readonly keep: 'failing' | 'all';
}

/** One attempt of this length; a target behind it is not there. */
const connectMs = 5_000;

const emulatorCredentials: Credentials = {
  basic: { user: defaultCredentials.user, password: defaultCredentials.password },
  ticket: defaultCredentials.ticket,
  bearer: defaultCredentials.bearer,
  appToken: defaultCredentials.appToken,
};

/** Asks, judges and tells; gives the exit status. */
export async function run(options: RunOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  // An empty TARGET_URL is one that is not set.
  const url = options.target === undefined || options.target === '' ? undefined : targetUrl(options.target);
  const credentials = url === undefined ? emulatorCredentials : readCredentials(environment);
  const plan = planRun(openCatalogue(options.catalogue), selectionOf(options), { seed: options.seed });
  if (options.dryRun === true) {
    const target = url === undefined ? undefined : { url, emulator: false };
    process.stdout.write(dryRun(plan, { ...(target && { target }), credentials, allow: options.allow }));
    return 0;
  }
  const reports = openReports(options.report ?? []);
  const signals = watchSignals();
  try {
    const record = await ask(plan, { url, credentials, options, signals, environment });
    if (record !== undefined) return tell(record, { reports, options, signals, environment });
    process.stderr.write('Interrupted before anything was asked.\n');
    return signalExit[await signals.first];
  } finally {
    reports.discard();
    signals.end();
  }
}

interface Asking {
  readonly url: string | undefined;
  readonly credentials: Credentials;
  readonly options: RunOptions;
  readonly signals: Signals;
  readonly environment: NodeJS.ProcessEnv;
}

/** Undefined when a signal came before the target was found. */
async function ask(plan: Plan, asking: Asking): Promise<RunRecord | undefined> {
  const { url, options, signals } = asking;
  const client = createClient({ connections: options.concurrency, connectMs });
  const emulator = url === undefined ? await ownEmulator(options.catalogue) : undefined;
  try {
    const target = emulator ?? (await Promise.race([reached(url ?? '', client.send, options), signals.first]));
    return typeof target === 'string' ? undefined : await recordOf(plan, target, client.send, asking);
  } finally {
    await client.close();
    await emulator?.close();
  }
}

/** The question whether it is the emulator waits no longer than any other. */
async function reached(url: string, send: Send, { deadline }: RunOptions): Promise<Target> {
  const { emulator } = await reachTarget(url, (request, limits) =>
    send(request, { ...limits, deadlineMs: Math.min(limits.deadlineMs, deadline) }),
  );
  return { url, emulator };
}

async function ownEmulator(catalogueDir: string | undefined): Promise<Target & { close(): Promise<void> }> {
  const { startInWorker } = await import('../fixtures/emulator/serve.ts');
  const { url, close } = await startInWorker(catalogueDir === undefined ? {} : { catalogueDir });
  return { url, emulator: true, close };
}

async function recordOf(plan: Plan, target: Target, send: Send, asking: Asking): Promise<RunRecord> {
  const { options, signals, environment } = asking;
  // An emulator that somebody serves takes the same defaults; they open nothing else.
  const bare = target.emulator && authKind(asking.credentials) === 'none';
  const progress = progressOn(process.stderr, plan.planned.length, environment, Date.now);
  try {
    const events = runPlan(plan, {
      target,
      credentials: bare ? emulatorCredentials : asking.credentials,
      send,
      allow: options.allow,
      concurrency: options.concurrency,
      deadlineMs: options.deadline,
      graceMs: options.grace,
      keep: options.keep,
      bail: options.bail === true,
      signal: signals.abort,
      now: () => new Date(),
    });
    for await (const event of events) {
      if (event.kind === 'judged') progress.step(event.case.id);
      if (event.kind === 'finished') return event.record;
    }
  } finally {
    progress.end();
  }
  throw new Error('the engine ended without a record');
}

interface Telling {
  readonly reports: Reports;
  readonly options: RunOptions;
  readonly signals: Signals;
  readonly environment: NodeJS.ProcessEnv;
}

function tell(record: RunRecord, { reports, options, signals, environment }: Telling): number {
  const ending = endingOf(record, options, signals);
  if (reports.onStdout) process.stderr.write(`Exit ${ending.code}: ${ending.sentence}\n`);
  else {
    const colour = coloured(process.stdout, environment);
    process.stdout.write(terminal(record, { colour, width: widthOf(process.stdout), ending }));
  }
  reports.write(record);
  return ending.code;
}

function endingOf(record: RunRecord, options: RunOptions, signals: Signals): Ending {
  const signal = signals.received();
  if (signal !== undefined) return { code: signalExit[signal], sentence: `the run was interrupted (${signal}).` };
  return exitCode(record, { strict: options.strict === true });
}

import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import type { RunnerTestSuite } from 'vitest';
import { openGate } from '../cli/gate-files.ts';
import { openJournal } from '../cli/journal-file.ts';
import type { JournalFile } from '../cli/journal-file.ts';
import { openReports } from '../cli/reports.ts';
import { openValues } from '../cli/values-file.ts';
import { startInWorker } from '../fixtures/emulator/start-worker.ts';
import type { RecordCase, RecordVerdict, RunRecord } from '../reporters/record.ts';
import { terminal } from '../reporters/terminal.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { askAbout } from './about.ts';
import { authKind, emulatorCredentials, withSecrets } from './client/credentials.ts';
import type { Credentials } from './client/credentials.ts';
import { tenantOf } from './client/flow.ts';
import type { LoginConfig } from './client/flow.ts';
import { withManners } from './client/manners.ts';
import { isLoopback } from './client/loopback.ts';
import { readCredentials } from './client/read-credentials.ts';
import { createClient } from './client/send.ts';
import { loginClient } from './client/login-client.ts';
import { meetTarget } from './client/meet.ts';
import { targetUrl } from './client/target.ts';
import type { Target } from './client/target.ts';
import { resultOf } from './describe.ts';
import { present, readEnvironment } from './environment.ts';
import type { EnvironmentSettings } from './environment.ts';
import { exitCode } from './exit.ts';
import { gated } from './gate/gate.ts';
import { readShard, shardOf } from './gate/shard.ts';
import { openLogin } from './open-login.ts';
import { planRun } from './plan.ts';
import type { Plan } from './plan.ts';
import { preflightOf } from './preflight.ts';
import { runPlan } from './run.ts';
import { copyProblem, versionOfVitest, versionProblem } from './vitest-version.ts';

/** What a run asks and how; what is not given comes from the environment (`suites/environment.ts`), else has the default of `soconform run`. */
export interface ConformanceOptions extends EnvironmentSettings {
  /** Name of the suite; `conformance` by default. */
  readonly name?: string;
  /** Default: SOCONFORM_USER and so on; for an emulator, what it accepts. */
  readonly credentials?: Credentials;
  /** The service that gives out logins, where one is obtained; default: SOCONFORM_LOGIN_SERVICE and so on. */
  readonly login?: LoginConfig;
  /** The host name of the target once more: without it nothing that sends is sent to another host. */
  readonly confirmHost?: string;
  /** For the whole run; 10 minutes by default. */
  readonly timeoutMs?: number;
}

/** How a run is told on the terminal. */
export interface Telling {
  readonly colour: boolean;
  readonly width: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Of `suites/global-setup.ts`: our own emulator, and the terminal that the report is for. */
    soconform?: { readonly emulator?: string; readonly telling: Telling };
  }
  interface TaskMeta {
    /** On a test: its verdicts. On the suite: what it is going to ask, and once it has run, the whole run. */
    soconform?:
      | { readonly kind: 'plan' }
      | { readonly kind: 'case'; readonly verdicts: readonly RecordVerdict[] }
      | { readonly kind: 'run'; readonly report: string };
  }
}

/**
 * Registers one test per case of the plan, named by its id, in a suite of its own. Nothing is sent while tests are collected;
 * then one hook asks for those that were selected to run, through the same engine as `soconform run`, and each test
 * tells its verdicts. Without a target it starts the emulator.
 *
 * A case that is held back is skipped with its reason; a run that asked no operation fails.
 */
export function describeConformance(options: ConformanceOptions = {}): void {
  try {
    const problem = versionProblem(versionOfVitest());
    if (problem !== undefined) throw problem;
    register({ ...readEnvironment(process.env), ...present(options) });
  } catch (error) {
    throw withoutStack(error);
  }
}

function register(options: ConformanceOptions): void {
  const url = options.target === undefined ? undefined : targetUrl(options.target);
  const catalogue = openCatalogue(options.catalogue);
  const values =
    options.values === undefined ? undefined : openValues(options.values, catalogue, { environment: process.env });
  const { require } = options;
  const whole = planRun(catalogue, options, { seed: options.seed ?? 1, ...present({ require, values }) });
  const plan = options.shard === undefined ? whole : shardOf(whole, readShard(options.shard));
  const titles = new Map<string, string>(plan.checks.map((check) => [check.id, check.title]));
  const results = new Map<string, RecordCase>();
  let record: RunRecord | undefined;

  describeWith(options.name ?? 'conformance', () => {
    // oxlint-disable-next-line no-empty-pattern -- vitest reads how a hook is written and wants a pattern
    beforeAll(async ({}, suite) => {
      const only = selectedIn(suite);
      if (only.size === 0) return;
      try {
        // Before anything is sent: a report that cannot be written is no reason to have sent mail.
        const reports = openReports(options.reports ?? [], { strict: options.strict === true });
        try {
          const gate = await openGate(options, () => plan.catalogue);
          record = gated(await runFor(plan, only, url, options), gate, new Date());
          reports.write(record, exitCode(record, { strict: options.strict === true }));
        } finally {
          reports.discard();
        }
      } catch (error) {
        throw withoutStack(error);
      }
      for (const one of record.cases) results.set(one.id, one);
    }, options.timeoutMs ?? 600_000);

    for (const { case: asked } of plan.planned) {
      test(asked.id, ({ task, skip }) => {
        const judged = results.get(asked.id);
        if (judged === undefined) throw named(new Error('it was not asked: the run failed before'), 'Conformance');
        task.meta.soconform = { kind: 'case', verdicts: judged.verdicts };
        const result = resultOf(judged, titles, options.strict === true);
        if (result.kind === 'skip') skip(result.reason);
        if (result.kind === 'fail') throw named(new Error(result.message), 'Conformance');
      });
    }

    // oxlint-disable-next-line no-empty-pattern -- the same
    afterAll(({}, suite) => {
      if (record === undefined) return;
      const ending = exitCode(record, { strict: options.strict === true });
      const telling = inject('soconform')?.telling ?? { colour: false, width: 100 };
      (suite as RunnerTestSuite).meta.soconform = { kind: 'run', report: terminal(record, { ...telling, ending }) };
      const isMissing = record.unsupported.some(({ required }) => required);
      if (isMissing) throw withoutStack(new SoconformError('E_NOT_OFFERED', ending.sentence));
      if (ending.code === 5) throw withoutStack(new SoconformError('E_NOTHING_ASKED', ending.sentence));
    });
  });
}

/** A copy of vitest that does not run this file has no place to put a suite. */
function describeWith(name: string, factory: () => void): void {
  try {
    describe(name, { meta: { soconform: { kind: 'plan' } } }, factory);
  } catch (error) {
    throw copyProblem(error);
  }
}

async function runFor(
  plan: Plan,
  only: ReadonlySet<string>,
  url: string | undefined,
  options: ConformanceOptions,
): Promise<RunRecord> {
  const { deadlineMs = 30_000, graceMs = 100, allow = 'read', keep = 'failing', confirmHost, rate } = options;
  // A guest asks one thing at a time; on this machine eight.
  const isHere = url === undefined || isLoopback(new URL(url).hostname);
  const concurrency = options.concurrency ?? (isHere ? 8 : 1);
  const client = createClient({ connections: concurrency, connectMs: 5_000 });
  const service = loginClient(() => ({ connections: 1, connectMs: 5_000 }), deadlineMs);
  const provided = options.catalogue === undefined ? inject('soconform')?.emulator : undefined;
  const own =
    url === undefined && provided === undefined
      ? await startInWorker({ ...catalogueOf(options), atOnce: concurrency })
      : undefined;
  const emulator = own?.url ?? provided;
  let journal: JournalFile | undefined;
  try {
    const found = url === undefined ? undefined : await meetTarget(url, client.send, Math.min(deadlineMs, 10_000));
    const target: Target =
      url === undefined
        ? { url: emulator ?? '', emulator: true, forgets: true }
        : {
            url,
            emulator: found?.reached.emulator === true,
            ...present({ confirmHost, forgets: found?.reached.forgets }),
          };
    const manners = { signal: new AbortController().signal, ...present({ rate }) };
    const send = target.emulator ? client.send : withManners(client.send, manners);
    const configured = options.credentials ?? (url === undefined ? {} : credentialsFor(url, options));
    const login = target.emulator && authKind(configured) === 'none' ? emulatorCredentials : configured;
    const credentials = withSecrets(login, plan.values?.secrets());
    const asked = { ...plan, planned: plan.planned.filter((one) => only.has(one.case.id)) };
    const { reports = [], journal: place } = options;
    journal = openJournal(asked, { target, allow, reports, ...present({ journal: place }) }, new Date());
    const asking = { target, credentials, send, allow, deadlineMs, only };
    const opened = await openLogin(plan, { ...asking, service: service.service });
    const preflight = found && preflightOf({ ...found, tls: client.tls(), opened, now: new Date() });
    const about = opened.refused === undefined ? await askAbout(plan, asking) : undefined;
    const events = runPlan(plan, {
      target,
      opened,
      ...present({ about, preflight }),
      credentials,
      send,
      allow,
      concurrency,
      deadlineMs,
      graceMs,
      keep,
      only,
      ...present({ budget: options.budget }),
      ...(journal && { journal }),
      now: () => new Date(),
    });
    for await (const event of events) if (event.kind === 'finished') return event.record;
  } finally {
    journal?.close();
    await client.close();
    await service.close();
    await own?.close();
  }
  throw new Error('the engine ended without a record');
}

function credentialsFor(url: string, { login }: ConformanceOptions): Credentials {
  return readCredentials(process.env, { login: { ...present({ context: tenantOf(url) }), ...login } });
}

function catalogueOf({ catalogue }: ConformanceOptions): { catalogueDir?: string } {
  return catalogue === undefined ? {} : { catalogueDir: resolve(catalogue) };
}

/** The tests that will run: `-t`, `.only` and the like have spoken before the first hook. */
function selectedIn(suite: Pick<RunnerTestSuite, 'tasks'>): ReadonlySet<string> {
  return new Set(suite.tasks.flatMap((task) => (task.type === 'test' && task.mode === 'run' ? [task.name] : [])));
}

/** A message for people says all; a stack would only show our own code. What we did not foresee keeps its stack. */
function withoutStack(error: unknown): unknown {
  return error instanceof SoconformError ? named(error, error.code) : error;
}

function named(error: Error, name: string): Error {
  error.name = name;
  error.stack = `${name}: ${error.message}`;
  return error;
}

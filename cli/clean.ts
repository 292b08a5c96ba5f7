import type { RecordCreated } from '../reporters/record.ts';
import { printable } from '../reporters/text.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Effect } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import { authKind, emulatorCredentials, secretsOf } from '../suites/client/credentials.ts';
import { withManners } from '../suites/client/manners.ts';
import { loginClient } from '../suites/client/login-client.ts';
import { createClient } from '../suites/client/send.ts';
import { targetUrl } from '../suites/client/target.ts';
import type { JournalRun } from '../suites/created/journal.ts';
import { removableOf } from '../suites/created/keeper.ts';
import { removeAll, removerOf } from '../suites/created/remove.ts';
import type { Removing } from '../suites/created/remove.ts';
import { openLogin } from '../suites/open-login.ts';
import { planRun } from '../suites/plan.ts';
import { createRedactor } from '../suites/redact.ts';
import { continued, readRuns } from './journal-runs.ts';
import { clientOptionsOf, credentialsOf } from './run-network.ts';
import { settingsOf } from './run-settings.ts';
import { configOf, met } from './run.ts';
import { signalExit, watchSignals } from './signals.ts';
import type { Signals } from './signals.ts';

/** The flags of `soconform clean`. */
export interface CleanOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly allow?: Effect;
  readonly catalogue?: string;
  readonly waitFor?: number;
  readonly insecure?: true;
  readonly deadline?: number;
  readonly rate?: number;
  readonly dryRun?: true;
}

/**
 * `soconform clean`: removes what a run made at its target and has not removed, the last first, and tells each. Gives the exit status:
 * 0 when nothing is left, 1 when something is or may be, 3 when the target refuses the login.
 */
export async function clean(file: string, options: CleanOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const { runs, journal } = await readRuns(file);
  const open = runs.filter(({ created }) => created.some(({ state }) => state !== 'removed'));
  if (open.length === 0) {
    say(`Nothing to do: nothing that ${file} tells of is left.`);
    return 0;
  }
  // Where it was made is written down; a variable that somebody changed since then does not count.
  const settings = settingsOf(options, { ...environment, TARGET_URL: '' }, await configOf(options, environment));
  const url = addressOf(file, open, options.target, settings.target);
  const credentials = credentialsOf(url, settings, environment);
  const catalogue = openCatalogue(settings.catalogue);
  const signals = watchSignals();
  const client = createClient(clientOptionsOf(url, settings, environment));
  const origin = credentials.flow?.service;
  const service = loginClient(() => clientOptionsOf(origin, settings, environment), settings.deadlineMs);
  try {
    const { target } = await met(url, client.send, settings, signals.abort);
    const { allow, deadlineMs, rate } = settings;
    const manners = { signal: signals.abort, ...(rate === undefined ? {} : { rate }) };
    const send = target.emulator ? client.send : withManners(client.send, manners);
    const login = target.emulator && authKind(credentials) === 'none' ? emulatorCredentials : credentials;
    const plan = planRun(catalogue, { operations: operationsOf(open) }, { seed: 1 });
    const asking = { target, credentials: login, send, service: service.service, allow, deadlineMs };
    const opened = options.dryRun === true ? undefined : await openLogin(plan, asking);
    if (opened?.refused !== undefined) throw new SoconformError('E_LOGIN', opened.refused, 3);
    const removing: Removing = {
      catalogue,
      target,
      credentials: () => opened?.login.carried('rest').credentials ?? login,
      allow,
      send,
      deadlineMs,
    };
    const secrets = opened?.login.secrets ?? (() => secretsOf(login));
    if (options.dryRun === true) return foretold(open, removing);
    const counts = { removed: 0, left: 0, refused: 0 };
    for (const run of open.toReversed()) await cleanRun(run, { removing, secrets, journal, signals, counts });
    say(`${counts.removed} removed, ${counts.left} left.`);
    const signal = signals.received();
    if (signal !== undefined) return signalExit[signal];
    return counts.refused > 0 ? 3 : counts.left > 0 ? 1 : 0;
  } finally {
    signals.end();
    await client.close();
    await service.close();
  }
}

function operationsOf(runs: readonly JournalRun[]): readonly string[] {
  return [...new Set(runs.flatMap(({ created }) => created.map(({ contract }) => contract.split('/')[0] ?? contract)))];
}

/** That of the run, unless another one was given by name. Throws E_USAGE. */
function addressOf(
  file: string,
  runs: readonly JournalRun[],
  given: string | undefined,
  configured: string | undefined,
): string {
  if (given !== undefined) return targetUrl(given);
  const [own = '', ...others] = [...new Set(runs.map(({ target }) => target))];
  const found =
    others.length > 0
      ? `tells of runs against ${[own, ...others].join(' and ')}: name one`
      : configured !== undefined && targetUrl(configured) !== own
        ? `is of a run against ${own}, and the config says ${configured}: name the one that is meant`
        : undefined;
  if (found === undefined) return targetUrl(own);
  throw new SoconformError('E_USAGE', `${file} ${found} with --target`);
}

interface Cleaning {
  readonly removing: Removing;
  readonly secrets: () => readonly string[];
  readonly journal: string;
  readonly signals: Signals;
  readonly counts: { removed: number; left: number; refused: number };
}

async function cleanRun(run: JournalRun, { removing, secrets, journal, signals, counts }: Cleaning): Promise<void> {
  const opened = continued(journal, run);
  try {
    const things = removableOf(run.created);
    await removeAll(
      things,
      removing,
      (thing, removal) => {
        if (removal.kind === 'removed') {
          counts.removed += 1;
          opened.write({ kind: 'removed', case: thing.case });
          return say(`removed  ${named(thing)}  ${removal.by}`);
        }
        const reason = createRedactor(secrets()).text(removal.reason);
        counts.left += 1;
        if (removal.kind === 'refused') counts.refused += 1;
        opened.write({ kind: 'left', case: thing.case, reason });
        say(`left     ${named(thing)}: ${reason}`);
      },
      signals.abort,
    );
    const ids = new Set(things.map((one) => one.case));
    for (const one of run.created) {
      if (one.state === 'removed' || ids.has(one.case)) continue;
      counts.left += 1;
      say(`unknown  ${named(one)}: ${one.reason ?? ''}`);
    }
  } finally {
    opened.close();
  }
}

/** Sends nothing but the question whether the target is an emulator. */
function foretold(runs: readonly JournalRun[], removing: Removing): number {
  let left = 0;
  for (const { created } of runs.toReversed()) {
    for (const thing of removableOf(created).toReversed()) {
      const remover = removerOf(thing, removing);
      if ('none' in remover) left += 1;
      say(
        'none' in remover
          ? `left     ${named(thing)}: ${remover.none}`
          : `would remove  ${named(thing)}  ${remover.contract.id}`,
      );
    }
    const others = created.filter(({ state }) => state === 'unknown');
    left += others.length;
    for (const one of others) say(`unknown  ${named(one)}: ${one.reason ?? ''}`);
  }
  say('Nothing was removed: --dry-run.');
  return left > 0 ? 1 : 0;
}

/** What an administrator has to look for. */
function named({ what, key, id, tag, case: asked }: RecordCreated): string {
  return `${what}${id === undefined ? '' : ` ${key ?? ''} ${id}`} (${tag}, ${asked})`;
}

function say(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

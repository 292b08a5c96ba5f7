import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import { faults } from '../fixtures/emulator/faults.ts';
import { memoryLogins, type LoginAccounts } from '../fixtures/emulator/logins.ts';
import { memoryOutbox } from '../fixtures/emulator/memory-outbox.ts';
import { servedFault, type ServedFault } from '../fixtures/emulator/served-fault.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import { plainSettings, type AcceptedCredentials } from '../fixtures/emulator/settings.ts';
import { memoryStore } from '../fixtures/emulator/store.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Flow } from '../suites/client/flow.ts';
import { readCredentials } from '../suites/client/read-credentials.ts';
import { nearestText } from '../suites/nearest.ts';
import { columns } from './output.ts';
import { watchSignals } from './signals.ts';
import { mailServer, postTo } from './smtp.ts';
import { readState, stateWriter } from './state-file.ts';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly catalogue?: string;
  readonly fault?: readonly string[];
  readonly latency: number;
  readonly seed: number;
  readonly ids?: readonly number[];
  readonly stateful?: true;
  readonly state?: string;
  readonly smtp?: string;
  readonly cors?: true;
  readonly loginUses?: number;
}

/** Serves until SIGINT or SIGTERM, which is the ordinary end. */
export async function serveEmulator(options: ServeOptions, environment: NodeJS.ProcessEnv): Promise<number> {
  const served = (options.fault ?? []).map((text) => servedFault(text, (id) => nearestText(id, faultIds)));
  const credentials = configuredCredentials(environment, options.loginUses);
  const catalogue = openCatalogue(options.catalogue);
  const before = options.state === undefined ? undefined : readState(options.state);
  const post = options.smtp === undefined ? undefined : await postTo(mailServer(options.smtp));
  const complain = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  };
  const writer =
    options.state === undefined
      ? undefined
      : stateWriter(options.state, () => ({ store: store.contents(), outbox: outbox.messages() }), complain);
  const changed = (): void => writer?.changed();
  const store = memoryStore(before?.store, changed);
  const outbox = memoryOutbox({
    now: () => new Date(),
    changed,
    ...(before && { messages: before.outbox }),
    ...(post && { deliver: post.deliver }),
  });
  const isStateful = options.stateful === true || options.state !== undefined;
  const emulator = await serve({
    catalogue,
    port: options.port,
    host: options.host,
    faults: served,
    latencyMs: options.latency,
    settings: {
      credentials: credentials ?? plainSettings.credentials,
      seed: options.seed,
      outbox,
      ...(options.ids === undefined ? {} : { ids: new Set(options.ids) }),
      ...(isStateful ? { store } : {}),
    },
    kept: { outbox, ...(isStateful ? { store } : {}) },
    origins: options.cors === true ? 'any' : 'own',
  });
  const signals = watchSignals();
  process.stdout.write(
    `Emulator at ${emulator.url}\n${about(options, served, credentials)}Ask it: soconform run --target ${emulator.url}\n`,
  );
  await signals.first;
  await emulator.close();
  writer?.flush();
  post?.close();
  signals.end();
  return 0;
}

const faultIds = faults.map(({ id }) => id);

/** Undefined where the environment says nothing: the documented defaults are let in. */
function configuredCredentials(environment: NodeJS.ProcessEnv, uses?: number): AcceptedCredentials | undefined {
  const { basic, flow, ...others } = readCredentials(environment, { login: ownService });
  const configured: AcceptedCredentials = { ...basic, ...others };
  if (flow === undefined && uses === undefined) return Object.keys(configured).length === 0 ? undefined : configured;
  const accounts = accountsOf(flow, configured.appToken ?? '');
  const logins = memoryLogins({ ...accounts, ...(uses === undefined ? {} : { uses }) });
  const letIn = Object.keys(configured).length === 0 ? plainSettings.credentials : configured;
  return { ...letIn, logins };
}

/** It is its own login service: a run names its address. */
const ownService = { service: 'http://localhost', clientId: 'emulator', context: 'Cust00000' };

function accountsOf(flow: Flow | undefined, appToken: string): LoginAccounts {
  if (flow === undefined) return {};
  if (flow.kind === 'oauth') {
    const { clientId, clientSecret, refreshToken } = flow;
    return { clientId, oauth: { clientSecret, refreshToken } };
  }
  const { clientId = '', systemToken, context, privateKey: key } = flow;
  return { clientId, systemUser: { systemToken, appToken, context, key } };
}

function about(
  options: ServeOptions,
  served: readonly ServedFault[],
  configured: AcceptedCredentials | undefined,
): string {
  return columns([
    ...credentialRows(configured),
    ...(served.length === 0
      ? [['  faults', 'none']]
      : served.map(({ fault, probability }, index) => [
          index === 0 ? '  faults' : '',
          `${fault.id}: ${fault.title}${probability < 1 ? ` (${probability} of the answers)` : ''}`,
        ])),
    ...(options.ids === undefined ? [] : [['  ids', `${options.ids.join(', ')}; any other one is refused`]]),
    ...(options.latency > 0 ? [['  latency', `${options.latency} ms`]] : []),
    [
      '  state',
      options.state ?? (options.stateful === true ? 'in memory, until it ends' : 'none: the same answers each time'),
    ],
    ['  outbox', `GET and DELETE /_emulator/outbox${options.smtp === undefined ? '' : `, and ${options.smtp}`}`],
    ...(options.cors === true ? [['  origins', 'any']] : []),
  ]);
}

/** What the environment holds is a secret and is not printed. */
function credentialRows(configured: AcceptedCredentials | undefined): readonly (readonly string[])[] {
  const names = [
    ['SOCONFORM_USER', 'user'],
    ['SOCONFORM_PASSWORD', 'password'],
    ['SOCONFORM_TICKET', 'ticket'],
    ['SOCONFORM_BEARER', 'bearer'],
    ['SOCONFORM_APP_TOKEN', 'appToken'],
    ['SOCONFORM_COOKIE', 'cookie'],
  ] as const;
  const accounts = configured?.logins?.accounts;
  const given = accounts?.oauth ? 'access tokens' : accounts?.systemUser ? 'tickets of a system user' : undefined;
  const isDefault = configured === undefined || configured.ticket === defaultCredentials.ticket;
  return [
    ...names.map(([name, key]) => {
      if (isDefault) return [`  ${name}`, defaultCredentials[key]];
      const found = key === 'cookie' ? configured.session?.cookie : configured[key];
      return [`  ${name}`, found === undefined ? 'not let in' : 'as in the environment'];
    }),
    ...(given === undefined ? [] : [['  login service', `${given}, at its own address`]]),
    ...(accounts?.uses === undefined ? [] : [['  a login', `is good for ${accounts.uses} requests`]]),
  ];
}

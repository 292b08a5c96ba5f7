import { defaultCredentials } from '../fixtures/emulator/credentials.ts';
import { faultOf, faults } from '../fixtures/emulator/faults.ts';
import type { Fault } from '../fixtures/emulator/answer.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { nearestText } from '../suites/nearest.ts';
import { columns } from './output.ts';
import { watchSignals } from './signals.ts';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly catalogue?: string;
  readonly fault?: readonly string[];
  readonly latency: number;
}

/** Serves until SIGINT or SIGTERM, which is the ordinary end. */
export async function serveEmulator(options: ServeOptions): Promise<number> {
  const served = (options.fault ?? []).map(faultNamed);
  const catalogue = openCatalogue(options.catalogue);
  const emulator = await serve({
    catalogue,
    port: options.port,
    host: options.host,
    faults: served,
    latencyMs: options.latency,
  });
  const signals = watchSignals();
  process.stdout.write(
    `Emulator at ${emulator.url}\n${about(options, served)}Ask it: soconform run --target ${emulator.url}\n`,
  );
  await signals.first;
  await emulator.close();
  signals.end();
  return 0;
}

function faultNamed(id: string): Fault {
  const fault = faultOf(id);
  if (fault !== undefined) return fault;
  const known = faults.map((each) => each.id);
  throw new SoconformError('E_FAULT', `no fault is called ${JSON.stringify(id)}${nearestText(id, known)}`);
}

function about(options: ServeOptions, served: readonly Fault[]): string {
  const { user, password, ticket, bearer, appToken } = defaultCredentials;
  return columns([
    ['  SOCONFORM_USER', user],
    ['  SOCONFORM_PASSWORD', password],
    ['  SOCONFORM_TICKET', ticket],
    ['  SOCONFORM_BEARER', bearer],
    ['  SOCONFORM_APP_TOKEN', appToken],
    ...(served.length === 0
      ? [['  faults', 'none']]
      : served.map((fault, index) => [index === 0 ? '  faults' : '', `${fault.id}: ${fault.title}`])),
    ...(options.latency > 0 ? [['  latency', `${options.latency} ms`]] : []),
  ]);
}

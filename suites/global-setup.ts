import type { TestProject } from 'vitest/node';
import { serveNamed } from '../fixtures/emulator/serve.ts';
import { failWhenNothingIsSelected } from './nothing-selected.ts';

/**
 * Starts the emulator for the conformance suites, in the process of the runner, and hands its address
 * to them; with TARGET_URL there is nothing to start. Also with another reporter than ours a run that selects
 * nothing fails.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { env, stdout } = process;
  const emulator = env['TARGET_URL'] ? undefined : await serveNamed({});
  const colour = env['NO_COLOR'] ? false : env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : stdout.isTTY === true;
  project.provide('soconform', {
    ...(emulator === undefined ? {} : { emulator: emulator.url }),
    telling: { colour, width: Math.min(120, Math.max(60, stdout.columns ?? 100)) },
  });
  return async () => {
    await emulator?.close();
    failWhenNothingIsSelected(project.vitest);
  };
}

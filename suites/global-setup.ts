import type { TestModule, TestProject } from 'vitest/node';
import { serveNamed } from '../fixtures/emulator/serve.ts';

/**
 * Starts the emulator from source for the conformance suites, in the process of the runner, and hands its address
 * to them; with TARGET_URL there is nothing to start. Afterwards fails a run in which no test was selected: `-t`
 * with a pattern that matches nothing would otherwise be green.
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
    const modules = project.vitest.state.getTestModules();
    if (project.vitest.config.testNamePattern === undefined || !modules.every(isUntouched)) return;
    process.stderr.write(
      `\nE_FILTER no test matches ${String(project.vitest.config.testNamePattern)}: nothing was asked\n`,
    );
    process.exitCode = 1;
  };
}

/** Every test of it was left out before it began. */
function isUntouched(module: TestModule): boolean {
  const tests = [...module.children.allTests()];
  return (
    module.errors().length === 0 &&
    tests.every((test) => test.result().state === 'skipped' && test.meta().soconform === undefined)
  );
}

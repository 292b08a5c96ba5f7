import type { TestModule, Vitest } from 'vitest/node';

/**
 * Fails a run whose name filter selected nothing, where a conformance suite was among what it left out: vitest itself calls
 * that a success. A filter that selects other tests is the user's choice. What is red already stays as it is.
 */
export function failWhenNothingIsSelected(vitest: Vitest): void {
  const pattern = vitest.config.testNamePattern;
  const modules = vitest.state.getTestModules();
  if (pattern === undefined || process.exitCode === 1) return;
  if (!modules.some(hasConformance) || !modules.every(isUntouched)) return;
  process.stderr.write(`\nE_FILTER no test matches ${String(pattern)}: nothing was asked\n`);
  process.exitCode = 1;
}

function hasConformance(module: TestModule): boolean {
  return [...module.children.allSuites()].some((suite) => suite.meta().soconform !== undefined);
}

/** Every test of it was left out before it began. */
function isUntouched(module: TestModule): boolean {
  const tests = [...module.children.allTests()];
  return (
    module.errors().length === 0 &&
    tests.every((test) => test.result().state === 'skipped' && test.meta().soconform?.kind !== 'case')
  );
}

import type { Reporter, TestSuite, Vitest } from 'vitest/node';
import { failWhenNothingIsSelected } from './nothing-selected.ts';

/** Prints the report of each conformance run after vitest's own lines; a name filter that matches no test is an error. */
export default function conformanceReporter(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit(started) {
      vitest = started;
    },
    onTestRunEnd(modules) {
      const suites = modules.flatMap((module) => [...module.children.suites()]);
      for (const suite of suites) process.stdout.write(reportOf(suite));
      if (vitest !== undefined) failWhenNothingIsSelected(vitest);
    },
  };
}

function reportOf(suite: TestSuite): string {
  const told = suite.meta().soconform;
  return told?.kind === 'run' ? `\n${told.report}` : '';
}

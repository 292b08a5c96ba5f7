import type { Reporter, TestSuite } from 'vitest/node';

/** Prints the report of each conformance run after vitest's own lines. */
export default function conformanceReporter(): Reporter {
  return {
    onTestRunEnd(modules) {
      const suites = modules.flatMap((module) => [...module.children.suites()]);
      for (const suite of suites) process.stdout.write(reportOf(suite));
    },
  };
}

function reportOf(suite: TestSuite): string {
  const told = suite.meta().soconform;
  return told?.kind === 'run' ? `\n${told.report}` : '';
}

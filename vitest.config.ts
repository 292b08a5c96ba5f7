import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: [['default', { summary: false }], './suites/vitest-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{specs,schemas,fixtures,suites,reporters,cli,bench}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['suites/**/*.suite.ts'],
          globalSetup: ['./suites/global-setup.ts'],
          testTimeout: 120_000,
          // As `soconform run` does for itself: by itself a heap grows to several times of what is needed.
          execArgv: ['--heap-growing-percent=33'],
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: [['default', { summary: false }], './suites/vitest-reporter.ts'],
    // By itself vitest leaves one core to itself, which is half of a small machine; most tests wait for programs that they have started.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{specs,schemas,fixtures,suites,reporters,cli,bench}/**/*.test.ts'],
          testTimeout: 30_000,
          // From a cold disk, beside other tests, a browser takes more than the usual ten seconds to start.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conformance',
          // The suites as they are shipped: from source each call from file to file goes through vite's own module objects.
          include: ['dist/suites/**/*.suite.js'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./dist/suites/global-setup.js'],
          server: { deps: { external: [/\/dist\//] } },
          testTimeout: 120_000,
          // As `soconform run` does for itself: by itself a heap grows to several times of what is needed.
          execArgv: ['--heap-growing-percent=28'],
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

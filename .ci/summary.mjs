// The closing lines of a CI run, from the files that the two runs wrote; fails when either asked nothing.
import { readFileSync } from 'node:fs';

const [testsFile, recordFile] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

const record = read(recordFile);
const { operations, cases, pass, fail, blocked, broken } = record.summary;
say(
  `core conformance run: ${operations} operations, ${cases} cases, ${pass} verdicts pass, ${fail} fail, ${blocked} blocked, ${broken} broken`,
);
if (record.complete !== true || operations === 0 || cases === 0 || pass === 0) {
  say(`${recordFile}: expected a complete run that asked and judged something`);
  process.exit(1);
}

const tests = read(testsFile);
const unseen = tests.testResults
  .filter(({ name }) => name.endsWith('browser.test.ts'))
  .flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
  );
if (unseen.length > 0) say(`not run: browser (${unseen.length} tests want Chromium)`);
const skipped = tests.numPendingTests + tests.numTodoTests;
say(`${tests.numPassedTests} passed, ${tests.numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (tests.numPassedTests === 0 || tests.numFailedTests > 0) process.exit(1);

import { expect, test } from 'vitest';
import { copyProblem, versionOfVitest, versionProblem } from './vitest-version.ts';

test.each(['4.1.0', '4.1.12', '4.9.0-beta.1'])('vitest %s will do', (version) => {
  expect(versionProblem(version)).toBeUndefined();
});

test.each(['3.2.4', '4.0.18', '5.0.0', ''])('vitest %j is refused', (version) => {
  expect(versionProblem(version)).toMatchObject({
    code: 'E_VITEST',
    message: `soconform/vitest needs vitest 4.1 or later of that major, found ${version || 'none'}: npm install -D vitest@4`,
  });
});

test('the one at hand will do', () => {
  expect(versionProblem(versionOfVitest())).toBeUndefined();
});

test('another copy is named', () => {
  expect(copyProblem(new TypeError('no config')).message).toMatch(
    /vitest.package\.json is not the vitest that runs this file.*\(it said: no config\)$/,
  );
});

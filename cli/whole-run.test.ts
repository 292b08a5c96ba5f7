import { expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { isResource } from '../specs/contract.ts';
import { soconform } from './testing/command.ts';

test('the emulator conforms in every operation of the catalogue, SHOULD included', async () => {
  const { code, stdout } = await soconform(['run', '--strict', '--min-coverage', '100'], {
    env: { SOCONFORM_SET: '' },
  });
  const operations = openCatalogue().summaries.filter((one) => !isResource(one)).length;
  expect(stdout.match(/^FAIL.*$/gm) ?? []).toEqual([]);
  expect(stdout).toContain(`the target conforms in ${operations} operations`);
  expect(code).toBe(0);
}, 240_000);

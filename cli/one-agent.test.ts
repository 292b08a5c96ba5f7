import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { soconform } from './testing/command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'one-agent-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const committed = resolve(import.meta.dirname, '../specs/catalogue');

/** Without the core set, which the command of the tests asks unless told otherwise. */
const ask = (args: readonly string[]) => soconform(args, { env: { SOCONFORM_SET: undefined } });

/** The committed catalogue with the index and the files that match, and no other. */
function part(name: string, files: RegExp): string {
  const folder = join(scratch, name);
  cpSync(committed, folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.json') || files.test(path.slice(committed.length + 1).replaceAll('\\', '/')),
  });
  return folder;
}

test('a run of one agent reads its own files, the pools of its generations and the service that says which server it is, and no other', async () => {
  const folder = part(
    'run',
    /^catalogue\.json$|\/TimeZone\.json$|^soap-Services88\/SoPrincipal\.json$|^(?:rest-v1|soap-Services8[678])\/types\.json$/,
  );
  const { code, stdout, stderr } = await ask(['run', '--catalogue', folder, '--agent', 'TimeZone']);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('E_')]);
  const asked = openCatalogue().summaries.filter(({ agent }) => agent === 'TimeZone').length;
  expect(stdout).toMatch(new RegExp(`the target conforms in ${asked} operations`));
});

// The emulator says on SOAP what it says on REST, and so reads the agent there, too.
test('a run of one generation needs no pool of another SOAP generation', async () => {
  const folder = part(
    'generation',
    /^catalogue\.json$|^soap-Services88\/SoPrincipal\.json$|^(?:rest-v1|soap-Services88)\/(?:TimeZone|types)\.json$/,
  );
  const args = ['run', '--catalogue', folder, '--agent', 'TimeZone', '--version', 'Services88'];
  expect((await ask(args)).code).toBe(0);
});

test('a list of contracts reads the index alone', async () => {
  const folder = part('list', /^catalogue\.json$/);
  const { code, stdout } = await soconform(['list', 'contracts', '--catalogue', folder]);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(openCatalogue().summaries.length);
});

test('what is not there is missed', async () => {
  const folder = part('none', /^catalogue\.json$|\/types\.json$/);
  const { code, stderr } = await ask(['run', '--catalogue', folder, '--agent', 'TimeZone']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/E_CATALOGUE.*TimeZone\.json/);
});

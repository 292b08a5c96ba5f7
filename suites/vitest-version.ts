import { createRequire } from 'node:module';
import { SoconformError } from '../specs/error.ts';

const { resolve } = createRequire(import.meta.url);

/** The version of the vitest that our own imports find. */
export function versionOfVitest(): string {
  const manifest: unknown = createRequire(import.meta.url)('vitest/package.json');
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

/** Other versions give other arguments to hooks: say so instead of failing in the middle. */
export function versionProblem(version: string): SoconformError | undefined {
  const [major, minor = 0] = version.split('.').map(Number);
  if (major === 4 && minor >= 1) return undefined;
  const found = version === '' ? 'none' : version;
  return new SoconformError(
    'E_VITEST',
    `soconform/vitest needs vitest 4.1 or later of that major, found ${found}: npm install -D vitest@4`,
  );
}

/** What vitest says when it is not the copy that runs the tests is of no use to anybody. */
export function copyProblem(error: unknown): SoconformError {
  const said = error instanceof Error ? error.message : String(error);
  return new SoconformError(
    'E_VITEST',
    `${resolve('vitest/package.json')} is not the vitest that runs this file: install one for both, and see \`npm ls vitest\` (it said: ${said})`,
  );
}

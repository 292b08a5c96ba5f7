import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createColors } from 'picocolors';
import { SoconformError } from '../specs/error.ts';
import { checks } from '../suites/checks/index.ts';
import { plainText } from './markdown.ts';
import { nearestText } from '../suites/nearest.ts';
import { coloured, widthOf } from './output.ts';

/** Prints the page of a check, `docs/checks/<ID>.md`. */
export async function explain(wanted: string): Promise<number> {
  const ids = checks.map((check) => check.id);
  const id = ids.find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (id === undefined) {
    throw new SoconformError(
      'E_CHECK',
      `no check is called ${JSON.stringify(wanted)}${nearestText(wanted, ids)}; \`soconform list checks\` has them all`,
    );
  }
  const page = readFileSync(createRequire(import.meta.url).resolve(`#checks/${id}.md`), 'utf8');
  const paint = createColors(coloured(process.stdout, process.env));
  process.stdout.write(plainText(page, { width: widthOf(process.stdout), paint }));
  return 0;
}

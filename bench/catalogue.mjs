// Makes the committed catalogue from the published pages: npm run build && node bench/catalogue.mjs
// The pages are looked for in SOCONFORM_REFERENCE, else in ../shared/reference: the five seed pages, and the archive for
// all others. A path that both have is the seed's. Documented pairs are those of the core set alone.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { readDocs } from '../dist/cli/read-docs.js';
import { filesOfIndex, openFolder } from '../dist/cli/replace-folder.js';
import { committedRules } from '../dist/specs/catalogue.js';
import { readEffectRules } from '../dist/specs/extract/effects.js';
import { readErrata } from '../dist/specs/extract/errata.js';
import { extractCatalogue } from '../dist/specs/extract/extract.js';
import { sets } from '../dist/specs/sets.js';
import { catalogueBytes, indexFile, indexFormat } from '../dist/specs/store/files.js';

const project = resolve(import.meta.dirname, '..');
const reference = process.env.SOCONFORM_REFERENCE ?? resolve(project, '../shared/reference');
const archive = execFileSync(join(reference, 'unpack'), { encoding: 'utf8' }).trim();
const out = openFolder(join(project, 'specs/catalogue'), {
  what: 'the committed catalogue',
  index: indexFile,
  filesOf: filesOfIndex(indexFormat),
});
const pages = readDocs([join(reference, 'seeds'), archive]);
const { effects, errata } = committedRules();
const rules = { effects: readEffectRules(effects), errata: readErrata(errata) };
const extraction = extractCatalogue(pages.files, rules, pages.include);
const broken = [...pages.problems, ...extraction.problems].filter(({ kind }) => kind === 'broken');
for (const { page, line, expected, found } of broken) {
  process.stderr.write(`${page}:${line}: expected ${expected}, found ${found}\n`);
}
if (broken.length > 0) process.exit(1);
const core = new Set(sets.core);
const documented = new Map([...extraction.documented].filter(([id]) => core.has(id)));
out.replace(catalogueBytes({ ...extraction, documented }));
process.stdout.write(`${extraction.contracts.length} contracts written to ${out.path}\n`);

// Makes the committed catalogue from the published pages: npm run build && node bench/catalogue.mjs
// The pages are looked for in SOCONFORM_REFERENCE, else in ../shared/reference; bench/catalogue-pages.json names them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { extract } from '../dist/cli/extract.js';

const project = resolve(import.meta.dirname, '..');
const reference = process.env.SOCONFORM_REFERENCE ?? resolve(project, '../shared/reference');
const { seeds, archived } = JSON.parse(readFileSync(join(import.meta.dirname, 'catalogue-pages.json'), 'utf8'));
const archive = execFileSync(join(reference, 'unpack'), { encoding: 'utf8' }).trim();
const pages = mkdtempSync(join(tmpdir(), 'catalogue-pages-'));
try {
  for (const [root, paths] of [
    [join(reference, 'seeds'), seeds],
    [archive, archived],
  ]) {
    for (const path of paths) {
      mkdirSync(dirname(join(pages, path)), { recursive: true });
      cpSync(join(root, path), join(pages, path));
    }
  }
  process.exitCode = await extract({
    docs: [pages],
    out: join(project, 'specs/catalogue'),
    strict: true,
    print: (line) => process.stdout.write(`${line}\n`),
  });
} finally {
  rmSync(pages, { recursive: true, force: true });
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFile } from '../extract/extract.ts';

/** The published pages beside the project, when they are there: an input of tests that is not committed. */
export const reference: { readonly folder: string } | { readonly absent: string } = find();

function find(): { readonly folder: string } | { readonly absent: string } {
  const folder = process.env['SOCONFORM_REFERENCE'] ?? resolve(import.meta.dirname, '../../../shared/reference');
  if (existsSync(join(folder, 'unpack'))) return { folder };
  return { absent: `no reference pages at ${folder} (SOCONFORM_REFERENCE names their folder)` };
}

/** The folder of the unpacked archive, unpacked when it is not there yet. */
export function archive(folder: string): string {
  return execFileSync(join(folder, 'unpack'), { encoding: 'utf8' }).trim();
}

/** The five pages that the project began with. */
export function seedPages(folder: string): SourceFile[] {
  return [...archivedFiles(join(folder, 'seeds'))];
}

/** The pages that the committed catalogue is made from: `bench/catalogue.mjs` makes it, a test compares. */
export function committedPages(folder: string): SourceFile[] {
  const seeds = seedPages(folder);
  const own = new Set(seeds.map(({ path }) => path));
  return [...seeds, ...[...archivedFiles(archive(folder))].filter(({ path }) => !own.has(path))];
}

/** The files of the archive whose path begins with one of these, in the order of their paths. */
export function* archivedFiles(root: string, beginnings: readonly string[] = ['']): Iterable<SourceFile> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  for (const path of paths.sort()) {
    if (!/\.(?:md|xml)$/.test(path) || !beginnings.some((beginning) => path.startsWith(beginning))) continue;
    yield { path, text: readFileSync(join(root, path), 'utf8') };
  }
}

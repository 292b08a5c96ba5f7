import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { printable } from '../reporters/text.ts';
import { catalogueOf, committedRules, openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { readEffectRules } from '../specs/extract/effects.ts';
import { readErrata } from '../specs/extract/errata.ts';
import { extractCatalogue } from '../specs/extract/extract.ts';
import { indexFile } from '../specs/store/files.ts';
import type { Progress } from './output.ts';
import { readDocs } from './read-docs.ts';

/** What can be compared, each with its like. */
type Kind = 'catalogue' | 'docs' | 'record';

/** One side of a comparison, read. */
export interface Side {
  readonly kind: 'catalogue' | 'docs';
  /** The path as it was given. */
  readonly name: string;
  readonly catalogue: Catalogue;
  /** Pages that claim to be an operation and cannot be read. */
  readonly broken: number;
}

/** Told once for each folder of pages how many there are. */
export type Following = (total: number) => Progress;

/**
 * Reads both sides; what each is, its content tells. Without a path it is the catalogue of the package. Throws E_DIFF
 * for two that cannot be compared.
 */
export function readSides(
  before: string | undefined,
  after: string | undefined,
  following: Following,
): readonly [Side, Side] {
  const kinds = [kindOf(before), kindOf(after)] as const;
  checkKinds([before, after], kinds);
  const first = readSide(before, kinds[0], following);
  return [first, before === after ? first : readSide(after, kinds[1], following)];
}

/** Whether both are run records; anything else is left to `readSides`. */
export function areRecords(before: string, after: string): boolean {
  return kindOf(before) === 'record' && kindOf(after) === 'record';
}

function checkKinds(places: readonly [string | undefined, string | undefined], [was, is]: readonly [Kind, Kind]): void {
  if (was === is && was !== 'record') return;
  const [left, right] = places.map((place) => place ?? 'the catalogue of the package');
  throw problem(`expected two of a kind, found ${words[was]} (${left}) and ${words[is]} (${right})`);
}

const words: Readonly<Record<Kind, string>> = { catalogue: 'a catalogue', docs: 'pages', record: 'a run record' };

function kindOf(place: string | undefined): Kind {
  if (place === undefined) return 'catalogue';
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw problem(`${place}: expected a catalogue or a folder of pages, found nothing; give a path that exists`);
  }
  const format = formatOf(stats.isDirectory() ? path.join(place, indexFile) : place);
  if (format === 'catalogue') return 'catalogue';
  return format === 'run' && stats.isFile() ? 'record' : 'docs';
}

/** `catalogue` of a file that says `"format": "soconform.catalogue/1"` in its first member. */
function formatOf(file: string): string | undefined {
  const start = Buffer.alloc(400);
  try {
    const handle = openSync(file, 'r');
    try {
      const length = readSync(handle, start, 0, start.length, 0);
      return /^\s*\{\s*"format"\s*:\s*"soconform\.(\w+)\//.exec(start.toString('utf8', 0, length))?.[1];
    } finally {
      closeSync(handle);
    }
  } catch {
    // What cannot be read says nothing; whoever reads it as pages says why.
    return undefined;
  }
}

function readSide(place: string | undefined, kind: Kind, following: Following): Side {
  if (place === undefined) return { kind: 'catalogue', name: 'catalogue', catalogue: openCatalogue(), broken: 0 };
  if (kind === 'docs') return extracted(place, following);
  const folder = path.basename(place) === indexFile && statSync(place).isFile() ? path.dirname(place) : place;
  return { kind: 'catalogue', name: place, catalogue: openCatalogue(folder), broken: 0 };
}

/** A folder of pages, extracted in memory and written nowhere. */
function extracted(place: string, following: Following): Side {
  const pages = readDocs([place]);
  const progress = following(pages.total);
  const { effects, errata } = committedRules();
  const rules = { effects: readEffectRules(effects), errata: readErrata(errata) };
  const { contracts, types, problems } = extractCatalogue(followed(pages.files, progress), rules, pages.include);
  progress.end();
  const broken = [...pages.problems, ...problems].filter(({ kind }) => kind === 'broken').length;
  if (contracts.length === 0) {
    throw problem(
      `${place}: expected pages of operations, found none that is one; "soconform extract ${place} --out DIR" says why`,
    );
  }
  return { kind: 'docs', name: place, catalogue: catalogueOf({ name: place, contracts, types }), broken };
}

function* followed<T extends { readonly path: string }>(files: Iterable<T>, progress: Progress): Iterable<T> {
  for (const file of files) {
    progress.step(printable(file.path));
    yield file;
  }
}

function problem(message: string): SoconformError {
  return new SoconformError('E_DIFF', message);
}

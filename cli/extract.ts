import { committedRules } from '../specs/catalogue.ts';
import type { Generation, Types } from '../specs/contract.ts';
import { readEffectRules } from '../specs/extract/effects.ts';
import { readErrata } from '../specs/extract/errata.ts';
import { extractCatalogue as extractFiles, type Extraction } from '../specs/extract/extract.ts';
import { problemLine, type Problem } from '../specs/extract/problem.ts';
import { catalogueFiles, indexFile, indexFormat } from '../specs/store/files.ts';
import { readDocs, type Docs } from './read-docs.ts';
import { checkReplaceable, replaceFolder, type Replaceable } from './replace-folder.ts';
import { generationFolder, schemaFolderFiles, schemasFolder } from './schema-files.ts';

export interface ExtractOptions {
  readonly out: string;
  /** Where the schemas go; none are made when it is not given. */
  readonly schemas?: string;
  /** A page that claims to be an operation and cannot be read is an error. */
  readonly strict?: boolean;
}

/** Where schemas may be put, as well. */
const schemaFolder = 'schemas';

const catalogueFolder: Replaceable = {
  what: 'a catalogue',
  file: indexFile,
  isRight: (text) => text.slice(0, 200).includes(`"${indexFormat}"`),
  isOurs: (name) => name === indexFile || name === schemaFolder || generationFolder.test(name),
};

/** `soconform extract`. */
export async function extractCatalogue(docs: readonly string[], options: ExtractOptions): Promise<number> {
  return extract({ ...options, docs, print: (line) => process.stdout.write(`${line}\n`) });
}

/**
 * Pages to a catalogue, with its schemas where they are wanted. Every page that is no contract is printed with the
 * reason. Gives the exit status: 0; 1 with `strict` when a page is broken; 2 when a page given by name is broken, or
 * nothing at all is a contract. With 1 and 2 nothing was written.
 */
export async function extract(
  options: ExtractOptions & {
    readonly docs: readonly string[];
    readonly print: (line: string) => void;
  },
): Promise<number> {
  const { docs, out, schemas, strict = false, print } = options;
  checkReplaceable(out, catalogueFolder);
  if (schemas !== undefined) checkReplaceable(schemas, schemasFolder);
  const pages = readDocs(docs);
  const { effects, errata } = committedRules();
  const rules = { effects: readEffectRules(effects), errata: readErrata(errata) };
  const extraction = extractFiles(pages.files, rules, pages.include);
  const problems = [...pages.problems, ...extraction.problems].sort(byPlace);
  for (const problem of problems) print(problemLine(problem));

  const code = refusal(problems, extraction, pages, strict);
  if (code !== undefined) {
    print(`${countOf(extraction.contracts.length, 'contract')}, ${brokenCount(problems)}; nothing was written`);
    return code;
  }
  replaceFolder(out, catalogueFiles(extraction));
  if (schemas !== undefined) {
    const typesOf = (generation: Generation): Types => extraction.types.get(generation) ?? new Map();
    replaceFolder(schemas, schemaFolderFiles(extraction.contracts, typesOf));
  }
  print(
    `${countOf(extraction.contracts.length, 'contract')} written to ${out}; ${brokenCount(problems)}, ${listedCount(problems)}`,
  );
  return 0;
}

function refusal(problems: readonly Problem[], extraction: Extraction, docs: Docs, strict: boolean): 1 | 2 | undefined {
  const broken = problems.filter(({ kind }) => kind === 'broken');
  if (extraction.contracts.length === 0) return 2;
  if (broken.some(({ page }) => docs.named.has(page))) return 2;
  return strict && broken.length > 0 ? 1 : undefined;
}

function byPlace(left: Problem, right: Problem): number {
  return left.page === right.page ? left.line - right.line : left.page < right.page ? -1 : 1;
}

function brokenCount(problems: readonly Problem[]): string {
  return countOf(problems.filter(({ kind }) => kind === 'broken').length, 'broken page');
}

function listedCount(problems: readonly Problem[]): string {
  return countOf(problems.filter(({ kind }) => kind === 'listed').length, 'other page');
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

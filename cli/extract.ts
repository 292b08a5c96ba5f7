import { committedRules } from '../specs/catalogue.ts';
import type { Generation, Types } from '../specs/contract.ts';
import { defectReport } from '../specs/defects/collect.ts';
import { readEffectRules } from '../specs/extract/effects.ts';
import { readErrata } from '../specs/extract/errata.ts';
import { extractCatalogue as extractFiles, type Extraction } from '../specs/extract/extract.ts';
import { problemLine, type Problem, type ProblemRule } from '../specs/extract/problem.ts';
import { catalogueBytes, indexFile, indexFormat } from '../specs/store/files.ts';
import { openDefects } from './defects.ts';
import { compileLess, growHeapBy, growYoungAtOnce } from './engine.ts';
import { progressOn, type Progress } from './output.ts';
import { readDocs, type Docs } from './read-docs.ts';
import { counted, printable } from '../reporters/text.ts';
import { checkApart, filesOfIndex, openFolder, type Replaceable } from './replace-folder.ts';
import { schemaFolderFiles, schemasFolder } from './schema-files.ts';
import { replaceFolders } from './staged-folder.ts';

export interface ExtractOptions {
  readonly out: string;
  /** Where the schemas go; none are made when it is not given. */
  readonly schemas?: string;
  /** Where the report of defects goes, SARIF or Markdown by the ending. */
  readonly defects?: readonly string[];
  /** A page that claims to be an operation and cannot be read is an error. */
  readonly strict?: boolean;
  /** Pages that are about something else are printed one by one, too. */
  readonly verbose?: boolean;
}

const catalogueFolder: Replaceable = {
  what: 'a catalogue',
  index: indexFile,
  filesOf: filesOfIndex(indexFormat),
};

/** `soconform extract`. */
export async function extractCatalogue(
  docs: readonly string[],
  options: ExtractOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  compileLess();
  growHeapBy(100);
  growYoungAtOnce();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const progress = (total: number): Progress => progressOn(process.stderr, total, environment, () => performance.now());
  return extract({ ...options, docs, print, progress });
}

/**
 * Pages to a catalogue, with schemas and a report of defects where they are wanted. Every page that is broken is
 * printed with the reason. Gives the exit status: 0; 1 with `strict` when a page is broken; 2 when a page given by
 * name is broken, or nothing at all is a contract. With 1 and 2 nothing but the report of defects was written.
 */
export async function extract(
  options: ExtractOptions & {
    readonly docs: readonly string[];
    readonly print: (line: string) => void;
    readonly progress?: (total: number) => Progress;
  },
): Promise<number> {
  const { docs, out, schemas, print } = options;
  const catalogueAt = openFolder(out, catalogueFolder);
  const schemasAt = schemas === undefined ? undefined : openFolder(schemas, schemasFolder);
  if (schemasAt !== undefined) checkApart(catalogueAt, schemasAt);
  const replaced = schemas === undefined ? [out] : [out, schemas];
  const defects = openDefects(options.defects ?? [], { docs, replaced });
  try {
    const pages = readDocs(docs, defects.isOwn);
    const { effects, errata: written } = committedRules();
    const errata = readErrata(written);
    const progress = options.progress?.(pages.total);
    const files = progress ? followed(pages.files, progress) : pages.files;
    const extraction = extractFiles(files, { effects: readEffectRules(effects), errata }, pages.include);
    progress?.end();
    const problems = [...pages.problems, ...extraction.problems].sort(byPlace);
    for (const problem of problems) {
      if (problem.kind === 'broken' || options.verbose === true) print(printable(problemLine(problem)));
    }
    defects.write(() => defectReport(extraction.contracts, problems, errata));

    const code = refusal(problems, extraction, pages, options.strict ?? false);
    const contracts = counted(extraction.contracts.length, 'contract');
    if (code === undefined) {
      const typesOf = (generation: Generation): Types => extraction.types.get(generation) ?? new Map();
      replaceFolders([
        { path: catalogueAt.path, files: catalogueBytes(extraction) },
        ...(schemasAt ? [{ path: schemasAt.path, files: schemaFolderFiles(extraction.contracts, typesOf) }] : []),
      ]);
    }
    defects.commit();
    const isBare = extraction.contracts.length === 0 && problems.every(({ kind }) => kind === 'listed');
    if (isBare) print(printable(noPages(docs)));
    print(
      code === undefined
        ? `${contracts} written to ${out}; ${countsOf(problems)}`
        : `${contracts}, ${countsOf(problems)}; nothing was written to ${out}`,
    );
    return code ?? 0;
  } finally {
    defects.discard();
  }
}

/** A folder of something else, or the wrong part of the documentation: no page and no WSDL has an operation. */
function noPages([first = '', ...more]: readonly string[]): string {
  const where = more.length === 0 ? first : `${first} and ${more.length} more`;
  return `E_DOCS ${where}: expected a page of an operation or a WSDL that has one, found neither; give a folder of the published reference, such as docs/en/api/reference`;
}

function* followed<T extends { readonly path: string }>(files: Iterable<T>, progress: Progress): Iterable<T> {
  for (const file of files) {
    progress.step(printable(file.path));
    yield file;
  }
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

const namedApart: ReadonlySet<ProblemRule> = new Set(['LINK-NOT-FOLLOWED', 'PAGE-REPEATED', 'PAGE-NONE']);

function countsOf(problems: readonly Problem[]): string {
  const listed = problems.filter(({ kind }) => kind === 'listed').map(({ rule }) => rule);
  const pageless = listed.filter((rule) => rule === 'PAGE-NONE').length;
  const count = (name: string, number: number): string[] => (number === 0 ? [] : [counted(number, name)]);
  return [
    counted(problems.length - listed.length, 'broken page'),
    ...count('unfollowed link', listed.filter((rule) => rule === 'LINK-NOT-FOLLOWED').length),
    ...count('repeated page', listed.filter((rule) => rule === 'PAGE-REPEATED').length),
    ...(pageless === 0 ? [] : [`${counted(pageless, 'operation')} without a page`]),
    counted(listed.filter((rule) => !namedApart.has(rule)).length, 'other page'),
  ].join(', ');
}

import { openCatalogue } from '../specs/catalogue.ts';
import type { FilterOptions } from './options.ts';
import { openFolder } from './replace-folder.ts';
import { schemaFolderFiles, schemasFolder } from './schema-files.ts';
import { selectedContracts } from './selected-contracts.ts';

export interface SchemasOptions extends FilterOptions {
  readonly out: string;
}

/** `soconform schemas`: JSON Schemas, XSDs and WSDLs of the selected contracts; the folder is whole or not there. */
export async function writeSchemas(options: SchemasOptions): Promise<number> {
  const { out } = options;
  const folder = openFolder(out, schemasFolder);
  const catalogue = openCatalogue(options.catalogue);
  const selected = await selectedContracts(catalogue, options);
  let count = 0;
  function* files(): Iterable<readonly [path: string, text: string]> {
    for (const file of schemaFolderFiles(
      selected.map(({ id }) => catalogue.contract(id)),
      catalogue.types,
    )) {
      count += 1;
      yield file;
    }
  }
  folder.replace(files());
  const contracts = `${selected.length} contract${selected.length === 1 ? '' : 's'}`;
  process.stdout.write(`${count - 1} schemas of ${contracts} written to ${out}\n`);
  return 0;
}

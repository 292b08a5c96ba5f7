import { createColors } from 'picocolors';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { generationOf } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import { contractText } from './contract-text.ts';
import { nearestText } from '../suites/nearest.ts';
import { coloured } from './output.ts';
import { printableJson } from './printable-lines.ts';
import { typesUsedBy } from './types-used.ts';

export interface ShowOptions {
  readonly catalogue?: string;
  readonly json?: true;
}

/** Prints a contract: every member with its type, whether it may be null, and where that is stated. */
export async function show(wanted: string, options: ShowOptions): Promise<number> {
  const catalogue = openCatalogue(options.catalogue);
  const contract = catalogue.contract(idOf(catalogue, wanted));
  const types = catalogue.types(generationOf(contract));
  if (options.json === true) {
    process.stdout.write(printableJson({ contract, types: typesUsedBy(contract, types) }));
    return 0;
  }
  const paint = createColors(coloured(process.stdout, process.env));
  process.stdout.write(contractText(contract, types, paint));
  return 0;
}

/** The id in any case of letters; an operation that has one contract may be given without its generation. */
function idOf(catalogue: Catalogue, wanted: string): string {
  const ids = catalogue.summaries.map((summary) => summary.id);
  const lower = wanted.toLowerCase();
  const exact = ids.find((id) => id.toLowerCase() === lower);
  if (exact !== undefined) return exact;
  const versions = ids.filter((id) => id.toLowerCase().startsWith(`${lower}/`));
  const [only] = versions;
  if (only !== undefined && versions.length === 1) return only;
  const hint = only === undefined ? nearestText(wanted, ids) : `; there are ${versions.join(', ')}`;
  throw new SoconformError('E_CONTRACT', `${catalogue.name} has no contract ${JSON.stringify(wanted)}${hint}`);
}

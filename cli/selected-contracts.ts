import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import { selectContracts } from '../suites/select.ts';
import type { FilterOptions } from './options.ts';
import { selectionOf } from './selection.ts';

/**
 * The contracts that filters leave, in the order of the catalogue; without one all of them. Filters of cases and
 * checks leave the contracts of which a case is left. Throws E_FILTER.
 */
export async function selectedContracts(
  catalogue: Catalogue,
  options: FilterOptions,
): Promise<readonly ContractSummary[]> {
  const selection = selectionOf(options);
  const selected = selectContracts(catalogue, selection);
  if (options.case === undefined && options.check === undefined && options.level === undefined) return selected;
  const { planRun } = await import('../suites/plan.ts');
  const { planned } = planRun(catalogue, selection, { seed: options.seed ?? 1 });
  const asked = new Set(planned.map(({ contract }) => contract.id));
  return selected.filter(({ id }) => asked.has(id));
}

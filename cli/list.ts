import { openCatalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import type { Plan } from '../suites/plan.ts';
import type { FilterOptions } from './options.ts';
import { columns } from './output.ts';
import { printableJson, printableLines } from './printable-lines.ts';
import { selectedContracts } from './selected-contracts.ts';
import { selectionOf } from './selection.ts';

export interface ListOptions extends FilterOptions {
  readonly json?: true;
}

/** A list: rows for people, and the same with more facts for JSON; whichever is printed is made. */
interface Listing {
  readonly rows: () => readonly (readonly string[])[];
  readonly json: () => readonly object[];
}

export type Listed = 'contracts' | 'checks' | 'cases' | 'faults';

/** Prints a list; only what it needs is imported. */
export async function listed(what: Listed, options: ListOptions): Promise<number> {
  const listing = await listings[what](options);
  const text = options.json === true ? printableJson(listing.json()) : printableLines(columns(listing.rows()));
  process.stdout.write(text);
  return 0;
}

const listings: Readonly<Record<Listed, (options: FilterOptions) => Promise<Listing>>> = {
  contracts: listContracts,
  checks: listChecks,
  cases: listCases,
  faults: listFaults,
};

async function listContracts(options: FilterOptions): Promise<Listing> {
  const selected = await selectedContracts(openCatalogue(options.catalogue), options);
  return {
    rows: () =>
      selected.map((one) => [
        one.id,
        one.effect,
        one.void ? 'void' : '',
        one.restricted ? 'restricted' : '',
        `${one.method} ${one.path}`,
      ]),
    json: () => selected.map(contractRow),
  };
}

/** A contract as `--json` lists it: the same members for both protocols, null where one has no such fact. */
function contractRow(one: ContractSummary): object {
  return {
    id: one.id,
    protocol: one.protocol,
    version: one.version,
    agent: one.agent,
    operation: one.operation,
    method: one.method,
    path: one.path,
    query: one.query,
    statuses: one.statuses,
    soapAction: one.soapAction ?? null,
    namespace: one.namespace ?? null,
    effect: one.effect,
    restricted: one.restricted,
    void: one.void,
    source: one.source.page,
  };
}

async function listChecks(options: FilterOptions): Promise<Listing> {
  const { checks } = await import('../suites/checks/index.ts');
  const { selectChecks } = await import('../suites/select.ts');
  const selected = selectChecks(checks, selectionOf(options));
  const concerning = needsCases(options) ? await concernedBy(options) : undefined;
  const shown = selected.filter((check) => concerning?.has(check.id) ?? true);
  return {
    rows: () => shown.map((check) => [check.id, check.level, check.title]),
    json: () =>
      shown.map((check) => ({
        id: check.id,
        title: check.title,
        level: check.level,
        source: check.source,
        needs: check.needs,
        trippedBy: check.trippedBy,
      })),
  };
}

/** Filters of contracts and cases leave the checks that concern one of those cases. */
function needsCases({ set, catalogue, protocol, version, agent, operation, case: cases }: FilterOptions): boolean {
  return [set, catalogue, protocol, version, agent, operation, cases].some((filter) => filter !== undefined);
}

async function concernedBy(options: FilterOptions): Promise<ReadonlySet<string>> {
  const { planned } = await planOf(openCatalogue(options.catalogue), options);
  return new Set(planned.flatMap(({ checks }) => checks.map((check) => check.id)));
}

async function planOf(catalogue: Catalogue, options: FilterOptions): Promise<Plan> {
  const { planRun } = await import('../suites/plan.ts');
  return planRun(catalogue, selectionOf(options), { seed: options.seed ?? 1 });
}

async function listCases(options: FilterOptions): Promise<Listing> {
  const { planned } = await planOf(openCatalogue(options.catalogue), options);
  return {
    rows: () => planned.map(({ case: one, checks }) => [one.id, one.effect, one.asks, `${checks.length} checks`]),
    json: () =>
      planned.map(({ case: one, checks }) => ({
        id: one.id,
        contract: one.contract,
        origin: one.origin.kind,
        effect: one.effect,
        asks: one.asks,
        method: one.request.method,
        path: one.request.path,
        checks: checks.map((check) => check.id),
      })),
  };
}

/** Of the filters only those of checks say anything of a fault: it is listed when it trips one of them. */
async function listFaults(options: FilterOptions): Promise<Listing> {
  const { check, level, json: _json, ...others } = options as ListOptions;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new SoconformError('E_USAGE', `list faults takes --check and --level only, found --${other}`);
  }
  const { faults } = await import('../fixtures/emulator/faults.ts');
  const { checks, trippedBy } = await import('../suites/checks/index.ts');
  const { selectChecks } = await import('../suites/select.ts');
  const isFiltered = check !== undefined || level !== undefined;
  const wanted = new Set(selectChecks(checks, selectionOf(options)).map(({ id }) => id));
  const told = faults
    .map(({ id, title }) => ({ id, title, trips: trippedBy(id) }))
    .filter(({ trips }) => !isFiltered || trips.some((trip) => wanted.has(trip.check)));
  return {
    rows: () => told.map(({ id, title, trips }) => [id, trips.map((trip) => trip.check).join(' '), title]),
    json: () => told,
  };
}

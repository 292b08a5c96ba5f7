import type { Case, CaseId } from '../fixtures/case.ts';
import { casesOf } from '../fixtures/generate.ts';
import type { CaseOptions } from '../fixtures/generate.ts';
import { baseName } from '../fixtures/variations.ts';
import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import type { RecordShard } from '../reporters/record.ts';
import { generationOf, isResource, isVoid } from '../specs/contract.ts';
import type { Contract, ContractId, Types } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import { cataloguedIn } from './catalogued.ts';
import type { Catalogued } from './catalogued.ts';
import type { Check } from './check.ts';
import { chooseFew, withoutRepeats } from './few.ts';
import type { Few } from './few.ts';
import { checks as allChecks } from './checks/index.ts';
import { selectCases, selectChecks, selectContracts, selectRequired, withNeeded } from './select.ts';
import type { Selection } from './select.ts';
import { byNumber, counterpartsOf, operationOf, twinsAmong } from './twins.ts';
import { unboundIn } from './values/bind-values.ts';
import type { BoundValues } from './values/bind-values.ts';

/** One request to send, and the checks that judge its answer. */
export interface Planned {
  readonly case: Case;
  readonly contract: Contract;
  readonly types: Types;
  /** Empty only when we forgot something: the case is told as broken. */
  readonly checks: readonly Check[];
  /** Those that judge the case that this one varies, also when that is not part of the run. */
  readonly baseChecks: readonly Check[];
}

/** All that a run will do, before anything is sent. Always the same for the same catalogue, selection and seed. */
export interface Plan {
  readonly catalogue: Catalogue;
  /** What the target is compared with that says what it offers. */
  readonly catalogued: Catalogued;
  readonly selection: Selection;
  readonly seed: number;
  /** All checks that judge, in the order of the list; each concerns some of the cases. */
  readonly checks: readonly Check[];
  /** Contracts of operations that the target has to offer. */
  readonly required: ReadonlySet<ContractId>;
  /** By operation, REST before SOAP, in the order of the record. */
  readonly planned: readonly Planned[];
  readonly values?: BoundValues;
  /** Of what the requests of a contract are made that nobody gave, as keys of values. */
  unbound(contract: Contract): readonly string[];
  /** Absent: it is the whole. */
  readonly shard?: RecordShard;
}

export interface PlanOptions {
  readonly seed: number;
  readonly checks?: readonly Check[];
  /** Globs of operations (`Agent.Operation`) that the target has to offer. */
  readonly require?: readonly string[];
  /** All contracts that are known, where the catalogue is a part of them. */
  readonly known?: readonly ContractSummary[];
  /** What stands in the requests in the stead of printed and made-up values. */
  readonly values?: BoundValues;
}

/** Throws E_FILTER when a filter or a required operation matches nothing, or nothing is left to ask; E_VALUES for a value that does not fit. */
export function planRun(catalogue: Catalogue, selection: Selection, options: PlanOptions): Plan {
  const all = options.checks ?? allChecks;
  const chosen = selectChecks(all, selection);
  const judging = withNeeded(chosen, all);
  const isFiltered = selection.checks !== undefined || selection.level !== undefined;

  const summaries = inOrder(runnable(selectContracts(catalogue, selection), selection));
  const twins = twinsAmong(summaries);
  const concerning = sharedLists(judging);
  const typesOf = (contract: Contract): Types => catalogue.types(generationOf(contract));
  const drawnBy = (id: ContractId): CaseOptions => ({ seed: options.seed, ...requestIn(catalogue, id) });
  const pairOf = (contract: Contract): Contract | undefined => {
    const pair = twins.pairOf(contract);
    return pair && catalogue.contract(pair.id);
  };
  /** A read that both protocols have is asked on both with the same arguments; of several generations of SOAP on the newest. */
  const readsWith = (contract: Contract, twin: ContractSummary): Pick<CaseOptions, 'read' | 'rereads'> => {
    const other = catalogue.contract(twin.id);
    if (contract.effect !== 'read' || other.effect !== 'read' || isVoid(contract) || isVoid(other)) return {};
    if (contract.protocol === 'rest') return { rereads: true };
    if (other.protocol === 'soap' || twins.of(twin)?.id !== contract.id) return {};
    return {
      read: {
        contract: other,
        types: typesOf(other),
        options: { ...drawnBy(other.id), ...boundIn(options.values, other) },
      },
    };
  };
  /** What is wrong on purpose is asked likewise on both protocols; of several generations of SOAP on the newest. */
  const wrongLike = (contract: Contract, few: Few | undefined): Pick<CaseOptions, 'counterparts'> => {
    const pair = pairOf(contract);
    const asked = (one: Contract) => ({ contract: one, types: typesOf(one), few: few?.get(one.id) });
    return pair === undefined ? {} : { counterparts: counterpartsOf(asked(contract), asked(pair)) };
  };
  const plannedOf = (contract: Contract, twin: ContractSummary | undefined, few: Few | undefined): Planned[] => {
    const types = typesOf(contract);
    const ownFew = few?.get(contract.id);
    const cases = casesOf(contract, types, {
      ...drawnBy(contract.id),
      ...(ownFew === undefined ? {} : { few: ownFew }),
      ...printedIn(catalogue, contract),
      ...boundIn(options.values, contract),
      ...(twin === undefined ? {} : { twin, twinBase: baseName(requestIn(catalogue, twin.id)) }),
      ...(twin === undefined ? {} : readsWith(contract, twin)),
      ...wrongLike(contract, few),
    });
    const judgedBy = new Map(
      cases.map((asked) => [asked.id, concerning((check) => check.concerns(contract, asked, types))]),
    );
    return cases.map((asked) => {
      const checks = judgedBy.get(asked.id) ?? none;
      return { case: asked, contract, types, checks, baseChecks: judgedBy.get(asked.variantOf ?? '') ?? none };
    });
  };
  const planned = agentByAgent(summaries).flatMap((ofAgent) => {
    const contracts = ofAgent.map(({ id }) => catalogue.contract(id));
    // Whoever names cases may name any.
    const few = selection.cases === undefined ? chooseFew(contracts, typesOf, pairOf) : undefined;
    return ofAgent.flatMap((summary) => plannedOf(catalogue.contract(summary.id), twins.of(summary), few));
  });

  const selected = withoutRepeats(isFiltered ? judgedByAny(planned, chosen, selection) : inCases(planned, selection));
  if (selected.length > 0) {
    const required = requiredContracts(selected, options.require ?? []);
    const catalogued = cataloguedIn(options.known ?? catalogue.summaries, summaries, catalogue);
    const values = options.values === undefined ? {} : { values: options.values };
    const { seed, known } = options;
    const unbound = (contract: Contract): readonly string[] =>
      unboundIn(contract, catalogue, options.values?.for(contract) ?? [], known);
    return { catalogue, catalogued, selection, seed, checks: judging, required, planned: selected, unbound, ...values };
  }
  const names = chosen.slice(0, 5).map(({ id }) => id);
  throw new SoconformError('E_FILTER', `nothing to ask: ${names.join(', ')} concern none of the selected operations`);
}

/**
 * Resources are asked only where a filter says so: of versions or operations, or of cases when it names their generation. They
 * were never part of a run without one, and the agents' operations do what they do.
 */
function runnable(selected: readonly ContractSummary[], selection: Selection): readonly ContractSummary[] {
  const { versions = [], operations = [], cases = [] } = selection;
  if (versions.length > 0 || operations.length > 0 || cases.some((glob) => /-resources/i.test(glob))) return selected;
  const agents = selected.filter((one) => !isResource(one));
  if (agents.length > 0) return agents;
  throw new SoconformError(
    'E_FILTER',
    `nothing to ask: ${selected[0]?.id ?? 'what is selected'} and its like are REST resources, which are asked with --version v1-resources or --operation only`,
  );
}

function requiredContracts(planned: readonly Planned[], globs: readonly string[]): ReadonlySet<ContractId> {
  const contracts = [...new Set(planned.map(({ contract }) => contract))];
  return new Set(selectRequired(contracts, globs).map(({ id }) => id));
}

function inCases(planned: readonly Planned[], selection: Selection): readonly Planned[] {
  const wanted = new Set(
    selectCases(
      planned.map((one) => one.case),
      selection,
    ),
  );
  return planned.filter((one) => wanted.has(one.case));
}

/** The cases that one of the checks judges, with those that they are judged against. */
function judgedByAny(planned: readonly Planned[], chosen: readonly Check[], selection: Selection): readonly Planned[] {
  const isChosen = new Set(chosen);
  const judged = inCases(
    planned.filter(({ checks }) => checks.some((check) => isChosen.has(check))),
    selection,
  );
  const wanted = new Set([...judged.map((one) => one.case.id), ...judged.flatMap(judgedAgainst)]);
  return inCases(
    planned.filter((one) => wanted.has(one.case.id)),
    selection,
  );
}

/** The cases without which this one cannot be judged: the one that it varies, where a check needs one of that, and those that it is compared with. */
function judgedAgainst(one: Planned): readonly CaseId[] {
  const { variantOf, twin, between } = one.case;
  const own = new Set(one.checks.map(({ id }) => id));
  const inBase = new Set(one.baseChecks.map(({ id }) => id));
  const needsBase = one.checks.some(({ needs }) => needs.some((id) => !own.has(id) && inBase.has(id)));
  return [
    ...(variantOf !== undefined && needsBase ? [variantOf] : []),
    ...(twin !== undefined && compares(one, 'twin') ? [twin] : []),
    ...(between !== undefined && compares(one, 'reads') ? between : []),
  ];
}

/** Whether a check compares the answer with others of that sort. */
export function compares({ checks }: Pick<Planned, 'checks'>, what: NonNullable<Check['compares']>): boolean {
  return checks.some((check) => check.compares === what);
}

function boundIn(values: BoundValues | undefined, contract: Contract): Pick<CaseOptions, 'bindings'> {
  const bindings = values?.for(contract) ?? [];
  return bindings.length === 0 ? {} : { bindings };
}

/** Of a documented pair nothing but the request: a plan holds thousands of them. */
function requestIn(catalogue: Catalogue, id: ContractId): Pick<CaseOptions, 'documented'> {
  const body = catalogue.documented(id)?.request.body;
  if (body === undefined) return catalogue.documented(id) === undefined ? {} : { documented: { request: {} } };
  return { documented: { request: { body } } };
}

/** The printed envelope as it stands, read when it is sent. */
function printedIn(catalogue: Catalogue, { id, protocol }: Contract): Pick<CaseOptions, 'verbatim'> {
  if (protocol === 'rest' || catalogue.documented(id) === undefined) return {};
  return { verbatim: () => catalogue.documented(id)?.request.verbatim };
}

/** One value, as `sharedLists` gives one for each other list. */
const none: readonly Check[] = [];

/** Filters a list, and gives the same value for the same result: few of the many cases are judged in a way of their own. */
function sharedLists<T>(all: readonly T[]): (isIn: (one: T) => boolean) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  const bits = new Uint16Array(Math.ceil(all.length / 16));
  return (isIn) => {
    bits.fill(0);
    all.forEach((one, index) => {
      if (isIn(one)) bits[index >> 4] = (bits[index >> 4] ?? 0) | (1 << (index & 15));
    });
    const key = String.fromCharCode(...bits);
    const same = known.get(key);
    if (same !== undefined) return same;
    const made = all.filter((_, index) => ((bits[index >> 4] ?? 0) >> (index & 15)) & 1);
    known.set(key, made);
    return made;
  };
}

/** Twins stand together, so that an answer is not kept for long until the other one is there. */
function inOrder(summaries: readonly ContractSummary[]): readonly ContractSummary[] {
  const named = summaries.map((summary) => ({ summary, operation: operationOf(summary) }));
  named.sort(
    (a, b) =>
      compare(a.operation, b.operation) ||
      compare(a.summary.protocol, b.summary.protocol) ||
      byNumber.compare(a.summary.version, b.summary.version),
  );
  return named.map(({ summary }) => summary);
}

/** Those of one agent stand together. */
function agentByAgent(summaries: readonly ContractSummary[]): readonly (readonly ContractSummary[])[] {
  const agents: ContractSummary[][] = [];
  for (const summary of summaries) {
    const last = agents.at(-1);
    if (last?.[0]?.agent === summary.agent) last.push(summary);
    else agents.push([summary]);
  }
  return agents;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

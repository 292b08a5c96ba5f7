import type { Case } from '../fixtures/case.ts';
import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { sets } from '../specs/sets.ts';
import type { Check, CheckId } from './check.ts';
import { nameMatcher } from './name-glob.ts';
import { nearestText } from './nearest.ts';

/**
 * Which part of a catalogue is asked. Globs stand for a whole name, without regard to case; `*` also crosses `/`.
 * Several of one kind are OR, kinds are AND; one that adds nothing is an error, so that nothing is left out unseen.
 */
export interface Selection {
  /** A name of `specs/sets.ts`. */
  readonly set?: string;
  readonly protocols?: readonly string[];
  /** `v1`, `Services86`. */
  readonly versions?: readonly string[];
  readonly agents?: readonly string[];
  /** `Agent.Operation`. */
  readonly operations?: readonly string[];
  readonly cases?: readonly string[];
  readonly checks?: readonly string[];
  /** `must`: MUST only; `should`: MUST and SHOULD. */
  readonly level?: 'must' | 'should';
}

/** The contracts that a selection names, in the order of the catalogue. Throws E_FILTER. */
export function selectContracts(catalogue: Catalogue, selection: Selection): readonly ContractSummary[] {
  if (catalogue.summaries.length === 0)
    throw new SoconformError('E_FILTER', `the catalogue ${catalogue.name} is empty`);
  return narrowed(inSet(catalogue, selection.set), [
    { kind: 'protocol', globs: selection.protocols, nameOf: (one) => one.protocol },
    { kind: 'version', globs: selection.versions, nameOf: (one) => one.version },
    { kind: 'agent', globs: selection.agents, nameOf: (one) => one.agent },
    { kind: 'operation', globs: selection.operations, nameOf: (one) => `${one.agent}.${one.operation}` },
  ]);
}

/** The cases whose id a selection names. Throws E_FILTER. */
export function selectCases<C extends Pick<Case, 'id'>>(cases: readonly C[], selection: Selection): readonly C[] {
  return narrowed(cases, [{ kind: 'case', globs: selection.cases, nameOf: (one) => one.id }]);
}

/** Of the contracts that are asked those of required operations; none without a glob. Throws E_FILTER. */
export function selectRequired<C extends Pick<ContractSummary, 'agent' | 'operation'>>(
  contracts: readonly C[],
  globs: readonly string[],
): readonly C[] {
  if (globs.length === 0) return [];
  return narrowed(contracts, [
    { kind: 'operation of this run', globs, nameOf: (one) => `${one.agent}.${one.operation}` },
  ]);
}

/** The checks that a selection names, without those that they need. Throws E_FILTER. */
export function selectChecks(checks: readonly Check[], selection: Selection): readonly Check[] {
  const levels = selection.level === 'must' ? ['MUST'] : ['MUST', 'SHOULD'];
  const ofLevel = selection.level === undefined ? checks : checks.filter(({ level }) => levels.includes(level));
  return narrowed(ofLevel, [{ kind: 'check', globs: selection.checks, nameOf: (one) => one.id }]);
}

/** Checks together with those that they need, in the order of `all`. */
export function withNeeded(selected: readonly Check[], all: readonly Check[]): readonly Check[] {
  const byId = new Map(all.map((check) => [check.id, check]));
  const wanted = new Set<CheckId>();
  const open = selected.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue;
    wanted.add(id);
    open.push(...(byId.get(id)?.needs ?? []));
  }
  return all.filter(({ id }) => wanted.has(id));
}

function inSet(catalogue: Catalogue, name: string | undefined): readonly ContractSummary[] {
  if (name === undefined) return catalogue.summaries;
  const entry = Object.entries(sets).find(([known]) => known.toLowerCase() === name.toLowerCase());
  if (entry === undefined) {
    throw new SoconformError('E_FILTER', `no set is called ${name}${nearestText(name, Object.keys(sets))}`);
  }
  const ids = new Set(entry[1]);
  const found = catalogue.summaries.filter(({ id }) => ids.has(id));
  const missing = [...ids].filter((id) => !found.some((one) => one.id === id));
  if (missing.length === 0) return found;
  throw new SoconformError(
    'E_FILTER',
    `the set ${name} has ${missing.join(', ')}, which the catalogue ${catalogue.name} has not`,
  );
}

interface Filter<T> {
  readonly kind: string;
  readonly globs: readonly string[] | undefined;
  nameOf(one: T): string;
}

function narrowed<T>(all: readonly T[], filters: readonly Filter<T>[]): readonly T[] {
  const active = filters.flatMap(({ kind, globs, nameOf }) => {
    return globs === undefined || globs.length === 0
      ? []
      : [{ kind, nameOf, globs: globs.map((glob) => ({ glob, matches: nameMatcher(glob) })) }];
  });
  const passes = (one: T, but?: (typeof active)[number]): boolean =>
    active.every((filter) => filter === but || filter.globs.some(({ matches }) => matches(filter.nameOf(one))));

  for (const filter of active) {
    const names = new Set(all.filter((one) => passes(one, filter)).map(filter.nameOf));
    for (const { glob, matches } of filter.globs) {
      if ([...names].some(matches)) continue;
      const everywhere = new Set(all.map(filter.nameOf));
      const elsewhere = [...everywhere].some(matches) ? ' that the other filters leave' : '';
      const known = names.size === 0 ? everywhere : names;
      throw new SoconformError('E_FILTER', `no ${filter.kind}${elsewhere} matches ${glob}${nearestText(glob, known)}`);
    }
  }
  return all.filter((one) => passes(one));
}

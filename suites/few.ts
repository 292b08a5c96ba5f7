import { besideRest, fewNames, onceAnAgent, onceInARun } from '../fixtures/few.ts';
import { counterpartsOn, hasCase } from '../fixtures/pairs.ts';
import type { Case } from '../fixtures/case.ts';
import { effects, generationOf, isVoid } from '../specs/contract.ts';
import type { Contract, ContractId, Types } from '../specs/contract.ts';
import type { Check } from './check.ts';

/** By contract, the names of the cases that prove what a whole server does and are asked of it. */
export type Few = ReadonlyMap<ContractId, ReadonlySet<string>>;

/** So many operations with a result, and so many without one, are asked of each agent. */
const ofEach = 2;

/**
 * Which of these contracts are asked in the cases that prove what a whole server does: in each generation of an agent the
 * first ones that a case suits, those that only read before all others, for they are asked without leave; and of them those first
 * whose twin suits the case that is wrong likewise, for they can be compared.
 */
export function chooseFew(
  contracts: readonly Contract[],
  typesOf: (contract: Contract) => Types,
  pairOf: (contract: Contract) => Contract | undefined,
): Few {
  const chosen = new Map<ContractId, Set<string>>(contracts.map(({ id }) => [id, new Set()]));
  /** How many contracts of a kind are asked in the case of a name. */
  const asked = new Map<string, Map<string, number>>();
  const askedOf = (kind: string): Map<string, number> => {
    const counts = asked.get(kind) ?? new Map<string, number>();
    asked.set(kind, counts);
    return counts;
  };
  const suiting = new Map(contracts.map((one) => [one.id, new Set(fewNames(one, typesOf(one)))]));
  const isPaired = (contract: Contract, name: string): boolean => {
    const other = counterpartsOn(contract.protocol).get(name);
    const pair = other === undefined ? undefined : pairOf(contract);
    return other !== undefined && pair !== undefined && hasCase(pair, typesOf(pair), other, suiting.get(pair.id));
  };
  const choose = (contract: Contract, wanted: 'paired' | 'alone'): void => {
    const service = `${contract.agent}/${generationOf(contract)}`;
    const ofService = askedOf(service);
    const ofSort = askedOf(`${service}/${isVoid(contract) ? 'void' : 'result'}`);
    for (const name of suiting.get(contract.id) ?? []) {
      const isOnce = onceAnAgent.has(name);
      const counts = isOnce ? ofService : ofSort;
      const before = counts.get(name) ?? 0;
      if (before >= (isOnce ? 1 : ofEach)) continue;
      if (isPaired(contract, name) !== (wanted === 'paired')) continue;
      if (wanted === 'alone' && contract.protocol === 'soap' && besideRest.has(name)) continue;
      counts.set(name, before + 1);
      chosen.get(contract.id)?.add(name);
    }
  };
  for (const effect of effects) {
    const alike = contracts.filter((one) => one.effect === effect);
    for (const wanted of ['paired', 'alone'] as const) for (const contract of alike) choose(contract, wanted);
  }
  return chosen;
}

interface Repeated {
  readonly case: Case;
  readonly contract: Contract;
  readonly checks: readonly Check[];
}

const isOfOne = ({ compares }: Check): boolean => compares !== 'twin';

/**
 * Leaves of the cases that are asked once in a run the one that may do least, of each protocol; and of those one first whose twin
 * is asked as well. One that is left alone is compared with nothing.
 */
export function withoutRepeats<P extends Repeated>(planned: readonly P[]): readonly P[] {
  const least = new Map<string, P>();
  const kindOf = ({ case: asked, contract }: P): string => `${contract.protocol}/${asked.name}`;
  const limited = planned.filter((one) => onceInARun.has(one.case.name));
  const ids = new Set(limited.map((one) => one.case.id));
  const rankOf = ({ case: { effect, twin } }: P): number =>
    2 * effects.indexOf(effect) + (twin !== undefined && ids.has(twin) ? 0 : 1);
  for (const one of limited) {
    const before = least.get(kindOf(one));
    if (before === undefined || rankOf(one) < rankOf(before)) least.set(kindOf(one), one);
  }
  const kept = new Set(least.values());
  if (limited.length === kept.size) return planned;
  const left = new Set(limited.filter((one) => !kept.has(one)).map((one) => one.case.id));
  return planned
    .filter((one) => !left.has(one.case.id))
    .map((one) => (left.has(one.case.twin ?? '') ? { ...one, checks: one.checks.filter(isOfOne) } : one));
}

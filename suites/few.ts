import { fewNames, onceAnAgent, onceInARun } from '../fixtures/few.ts';
import type { Case } from '../fixtures/case.ts';
import { generationOf, isVoid } from '../specs/contract.ts';
import type { Contract, ContractId, Effect, Types } from '../specs/contract.ts';

/** So many operations with a result, and so many without one, are asked of each agent. */
const ofEach = 2;

const rank: Readonly<Record<Effect, number>> = { read: 0, write: 1, send: 2, admin: 3 };

/**
 * Which of these contracts are asked in the cases that prove what a whole server does: in each generation of an agent the
 * first ones that a case suits, those that only read before all others, for they are asked without leave.
 */
export function chooseFew(
  contracts: readonly Contract[],
  typesOf: (contract: Contract) => Types,
): ReadonlyMap<ContractId, ReadonlySet<string>> {
  const chosen = new Map<ContractId, Set<string>>(contracts.map(({ id }) => [id, new Set()]));
  const asked = new Map<string, number>();
  for (const contract of contracts.toSorted((a, b) => rank[a.effect] - rank[b.effect])) {
    for (const name of fewNames(contract, typesOf(contract))) {
      const isOnce = onceAnAgent.has(name);
      const sort = isOnce ? 'any' : isVoid(contract) ? 'void' : 'result';
      const kind = `${contract.agent}/${generationOf(contract)}/${sort}/${name}`;
      const before = asked.get(kind) ?? 0;
      if (before >= (isOnce ? 1 : ofEach)) continue;
      asked.set(kind, before + 1);
      chosen.get(contract.id)?.add(name);
    }
  }
  return chosen;
}

/** Leaves of the cases that are asked once in a run the one that may do least, of each protocol. */
export function withoutRepeats<P extends { readonly case: Case; readonly contract: Contract }>(
  planned: readonly P[],
): readonly P[] {
  const least = new Map<string, P>();
  const kindOf = ({ case: asked, contract }: P): string => `${contract.protocol}/${asked.name}`;
  const limited = planned.filter((one) => onceInARun.has(one.case.name));
  for (const one of limited) {
    const before = least.get(kindOf(one));
    if (before === undefined || rank[one.case.effect] < rank[before.case.effect]) least.set(kindOf(one), one);
  }
  const kept = new Set(least.values());
  return limited.length === kept.size
    ? planned
    : planned.filter((one) => !onceInARun.has(one.case.name) || kept.has(one));
}

import { allFields, reachableTypes } from '../schemas/types.ts';
import { generationOf } from '../specs/contract.ts';
import type { Contract, ContractId, TypeRef, Types } from '../specs/contract.ts';
import type { CheckId } from './check.ts';
import type { Planned } from './plan.ts';

/** Why a case is not sent that the budget left out. */
export function leftOut(budget: number): string {
  return `left out: the budget of ${budget} request${budget === 1 ? '' : 's'} is for others (--budget)`;
}

/**
 * The cases that are worth a budget of so many requests, in the order in which they are asked. First one case of each operation, the
 * documented ones before all others; then, whatever their operation, those that add most, which are checks and members of answers that
 * no case before them shows. A case that varies another one goes after that. What may not be sent must not be among the
 * cases. The same cases, the same choice.
 */
export function withinBudget(cases: readonly Planned[], budget: number): readonly Planned[] {
  const evidence = createEvidence(cases);
  const operations = byOperation(cases);
  const asked: Planned[] = [];
  const take = (turn: Turn, one: Planned): void => {
    asked.push(one);
    evidence.take(one);
    turn.left.splice(turn.left.indexOf(one), 1);
  };
  for (const round of ['first', 'further'] as const) {
    const now = (left: Planned[]): Turn => ({ left, best: evidence.best(left, round) });
    const turns = operations.map(now).sort(inTurn);
    for (let turn = turns.shift(); turn?.best !== undefined && asked.length < budget; turn = turns.shift()) {
      // What it adds can have become less by what went before it.
      const worth = now(turn.left);
      const isNext = turns[0] === undefined || inTurn(worth, turns[0]) <= 0;
      if (isNext && worth.best !== undefined) take(worth, worth.best.one);
      if (isNext && round === 'first') continue;
      const again = isNext ? now(turn.left) : worth;
      turns.splice(placeIn(turns, again), 0, again);
    }
  }
  return asked;
}

/** A case and what it adds. */
interface Candidate {
  readonly one: Planned;
  readonly rank: number;
  readonly place: number;
}

/** An operation: the cases that it has left, and the best of them. */
interface Turn {
  readonly left: Planned[];
  readonly best: Candidate | undefined;
}

function inTurn({ best: one }: Turn, { best: other }: Turn): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return other.rank - one.rank || one.place - other.place;
}

function placeIn(turns: readonly Turn[], turn: Turn): number {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = turns[middle];
    if (other !== undefined && inTurn(other, turn) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** On both protocols and in all versions it is one. */
function byOperation(cases: readonly Planned[]): Planned[][] {
  const operations = new Map<string, Planned[]>();
  for (const one of cases) {
    const name = `${one.contract.agent}.${one.contract.operation}`;
    const known = operations.get(name);
    if (known === undefined) operations.set(name, [one]);
    else known.push(one);
  }
  return [...operations.values()];
}

/** A check that nothing has shown yet outweighs one that was shown for other contracts, and any number of members. */
const weights = { documented: 1e9, check: 1e6, checkOfContract: 1e3 } as const;
const mostMembers = 999;

/** What the cases that were chosen show. */
function createEvidence(cases: readonly Planned[]) {
  const places = new Map(cases.map((one, index) => [one, index]));
  const ids = new Set(cases.map((one) => one.case.id));
  const varying = new Map<string, Planned[]>();
  for (const one of cases) {
    const { variantOf, between: [, after] = [] } = one.case;
    for (const id of new Set([variantOf, after])) {
      if (id === undefined) continue;
      const known = varying.get(id);
      if (known === undefined) varying.set(id, [one]);
      else known.push(one);
    }
  }
  const chosen = new Set<string>();
  const checks = new Set<CheckId>();
  const checksOf = new Map<ContractId, Set<CheckId>>();
  const types = new Set<string>();
  const contracts = new Set<ContractId>();
  const known = new WeakMap<Contract, ReadonlyMap<string, number>>();
  const membersOf = (contract: Contract, pool: Types): ReadonlyMap<string, number> => {
    let found = known.get(contract);
    if (found === undefined) known.set(contract, (found = typesOfResult(contract, pool)));
    return found;
  };

  /** `also`: a case that is taken for chosen. */
  const judging = ({ case: asked, checks: all }: Planned, also?: string): readonly CheckId[] => {
    const { twin, between } = asked;
    const isChosen = (id: string): boolean => id === also || chosen.has(id);
    const isThere = {
      twin: twin !== undefined && isChosen(twin),
      reads: between !== undefined && between.every(isChosen),
    };
    return all.flatMap(({ id, compares }) => (compares === undefined || isThere[compares] ? [id] : []));
  };
  const rankOf = (one: Planned, round: 'first' | 'further'): number => {
    const { case: asked, contract } = one;
    const before = checksOf.get(contract.id);
    let rank = round === 'first' && asked.origin.kind === 'documented' ? weights.documented : 0;
    for (const id of judging(one)) {
      if (!checks.has(id)) rank += weights.check;
      if (before?.has(id) !== true) rank += weights.checkOfContract;
    }
    // What only those can show that vary it, or that stand before it, is a request further.
    const later = new Set(
      varying.get(asked.id)?.flatMap((other) => judging(other, asked.id).filter((id) => !checks.has(id))),
    );
    rank += (later.size * weights.check) / 2;
    if (asked.asks !== 'operation' || contracts.has(contract.id)) return rank;
    let members = 0;
    for (const [name, count] of membersOf(contract, one.types)) if (!types.has(name)) members += count;
    return rank + Math.min(members, mostMembers);
  };

  return {
    /** Of an operation, the case that adds most; none where each waits for one that it varies. */
    best(left: readonly Planned[], round: 'first' | 'further'): Candidate | undefined {
      let best: Candidate | undefined;
      for (const one of left) {
        const { variantOf } = one.case;
        if (variantOf !== undefined && ids.has(variantOf) && !chosen.has(variantOf)) continue;
        const rank = rankOf(one, round);
        if (best === undefined || rank > best.rank) best = { one, rank, place: places.get(one) ?? 0 };
      }
      return best;
    },
    take(one: Planned): void {
      const { id } = one.contract;
      const own = checksOf.get(id) ?? new Set();
      for (const check of judging(one)) {
        checks.add(check);
        own.add(check);
      }
      checksOf.set(id, own);
      chosen.add(one.case.id);
      if (one.case.asks !== 'operation') return;
      contracts.add(id);
      for (const name of membersOf(one.contract, one.types).keys()) types.add(name);
    },
  };
}

/** What stands in a result, by type, with the number of its members: all answers show a type alike. */
function typesOfResult(contract: Contract, pool: Types): ReadonlyMap<string, number> {
  const generation = generationOf(contract);
  const roots: readonly TypeRef[] =
    contract.protocol === 'soap'
      ? contract.output.fields.map(({ type }) => type)
      : contract.output === 'nothing'
        ? []
        : [contract.output.type];
  const [body] = roots;
  const own = contract.protocol === 'rest' && body?.kind === 'object' ? body.fields.length : roots.length;
  const found = new Map([[contract.id, own]]);
  for (const type of reachableTypes(pool, roots, 'references')) {
    const count = type.kind === 'object' ? allFields(pool, type).length : 1;
    found.set(`${generation} ${type.name}`, count);
  }
  return found;
}

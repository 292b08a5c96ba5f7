import type { CaseId } from '../fixtures/case.ts';
import { counterpartsOn, hasCase } from '../fixtures/pairs.ts';
import type { ContractSummary } from '../specs/catalogue.ts';
import { isResource } from '../specs/contract.ts';
import type { Contract, ContractId, Types } from '../specs/contract.ts';

type Named = Pick<ContractSummary, 'id' | 'agent' | 'operation' | 'protocol' | 'version'>;

export interface Twins {
  /** For a contract, the same operation on the other protocol; of several generations the newest. */
  of(one: Named): ContractSummary | undefined;
  /** Its twin, where it is in turn that of its twin: not of an older generation. */
  pairOf(one: Named): ContractSummary | undefined;
}

export function twinsAmong(summaries: readonly ContractSummary[]): Twins {
  const byOperation = new Map<string, ContractSummary[]>();
  // A resource may be called like an operation of an agent; nothing says that both are one.
  const agents = summaries.filter((one) => !isResource(one));
  for (const one of agents) byOperation.set(operationOf(one), [...(byOperation.get(operationOf(one)) ?? []), one]);
  const of = (one: Named): ContractSummary | undefined => {
    if (isResource(one)) return undefined;
    const others = byOperation.get(operationOf(one))?.filter(({ protocol }) => protocol !== one.protocol) ?? [];
    return others.length > 1 ? others.toSorted((a, b) => byNumber.compare(b.version, a.version))[0] : others[0];
  };
  const pairs = new Map<ContractId, ContractSummary | undefined>();
  const pairOf = (one: Named): ContractSummary | undefined => {
    if (!pairs.has(one.id)) {
      const twin = of(one);
      pairs.set(one.id, twin !== undefined && of(twin)?.id === one.id ? twin : undefined);
    }
    return pairs.get(one.id);
  };
  return { of, pairOf };
}

export const byNumber = new Intl.Collator('en', { numeric: true });

export function operationOf({ agent, operation }: Pick<ContractSummary, 'agent' | 'operation'>): string {
  return `${agent}.${operation}`;
}

/** A contract and the names of the cases that prove the server and are asked of it; absent: all that suit. */
interface Few {
  readonly contract: Contract;
  readonly types: Types;
  readonly few: ReadonlySet<string> | undefined;
}

/** By the name of a case that is wrong on purpose, the case of the twin that is wrong likewise and is asked as well. */
export function counterpartsOf(own: Few, twin: Few): ReadonlyMap<string, CaseId> {
  const found = new Map<string, CaseId>();
  for (const [name, other] of counterpartsOn(own.contract.protocol)) {
    if (hasCase(twin.contract, twin.types, other, twin.few)) found.set(name, `${twin.contract.id}/${other}`);
  }
  return found;
}

import type { Argument } from '../../fixtures/binding.ts';
import { fold } from '../../schemas/names.ts';
import { resolveType } from '../../schemas/types.ts';
import type { Catalogue, ContractSummary } from '../../specs/catalogue.ts';
import { isResource } from '../../specs/contract.ts';
import type { Contract, ContractId, Types } from '../../specs/contract.ts';

interface Operation {
  /** `EMail.SendEMails` */
  readonly name: string;
  readonly contracts: ContractId[];
}

const known = new WeakMap<readonly ContractSummary[], ReadonlyMap<string, Operation>>();

/** The operations of a catalogue by their names in small letters. */
export function operationsOf(summaries: readonly ContractSummary[]): ReadonlyMap<string, Operation> {
  const before = known.get(summaries);
  if (before !== undefined) return before;
  const made = new Map<string, Operation>();
  for (const { id, agent, operation } of summaries) {
    const name = `${agent}.${operation}`;
    const same = made.get(fold(name));
    if (same === undefined) made.set(fold(name), { name, contracts: [id] });
    else same.contracts.push(id);
  }
  known.set(summaries, made);
  return made;
}

const byContract = new WeakMap<Contract, { readonly name: string | undefined }>();

/**
 * What the only argument of the operation is called on SOAP: a REST body that is this argument itself has no name of its own.
 * `summaries`: of all contracts that are known, where the catalogue is a part of them.
 */
export function argumentName(
  catalogue: Catalogue,
  contract: Contract,
  summaries: readonly ContractSummary[] = catalogue.summaries,
): string | undefined {
  if (contract.protocol === 'soap' || contract.input === 'nothing' || isResource(contract)) return undefined;
  const before = byContract.get(contract);
  if (before !== undefined) return before.name;
  const { agent, operation } = contract;
  const ids = operationsOf(summaries).get(fold(`${agent}.${operation}`))?.contracts ?? [];
  const twins = ids.filter((id) => id.includes('/soap-')).sort();
  const twin = twins.length === 0 ? undefined : catalogue.contract(twins.at(-1) ?? '');
  const [only, ...others] = twin?.protocol === 'soap' ? twin.input.fields : [];
  const name = others.length === 0 ? only?.name : undefined;
  byContract.set(contract, { name });
  return name;
}

/** Whether a target can know the value or not: an id, a text, a list or a carrier. Any number, moment or name of an enum will do. */
export function refersToSomething({ name, type: ref }: Pick<Argument, 'name' | 'type'>, types: Types): boolean {
  const type = resolveType(types, ref);
  if (type.kind !== 'scalar') return type.kind !== 'enum' && type.kind !== 'flags';
  if (['string', 'guid', 'any'].includes(type.scalar)) return true;
  return /int/.test(type.scalar) && /id$/i.test(name);
}

/** What nobody gets back by the same agent: a glob, which may match more than its author thought of, gives it no data. */
export function destroys({ operation, effect }: Pick<Contract, 'operation' | 'effect'>): boolean {
  return (
    effect !== 'read' &&
    /^(?:delete|remove|truncate|purge|clear|clean|empty|anonymi[sz]e|discard|merge)/i.test(operation)
  );
}

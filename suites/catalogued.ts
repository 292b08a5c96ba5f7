import type { ContractSummary } from '../specs/catalogue.ts';
import { isResource } from '../specs/contract.ts';

/** The REST operations of a catalogue by agent, for an answer that says which ones the target has. */
export interface Catalogued {
  /** Agents and operations by their names in small letters; both give the name as the catalogue writes it. */
  readonly agents: ReadonlyMap<string, CataloguedAgent>;
}

interface CataloguedAgent {
  readonly name: string;
  readonly operations: ReadonlyMap<string, string>;
  /** Whether the run asks anything of it. */
  readonly isAsked: boolean;
}

export function cataloguedIn(all: readonly ContractSummary[], asked: readonly ContractSummary[]): Catalogued {
  const isAgents = (one: ContractSummary): boolean => one.protocol === 'rest' && !isResource(one);
  const askedAgents = new Set(asked.filter(isAgents).map(({ agent }) => agent));
  const agents = new Map<string, CataloguedAgent & { readonly operations: Map<string, string> }>();
  for (const { agent, operation } of all.filter(isAgents)) {
    const known = agents.get(agent.toLowerCase());
    const one = known ?? { name: agent, operations: new Map<string, string>(), isAsked: askedAgents.has(agent) };
    agents.set(agent.toLowerCase(), one);
    one.operations.set(operation.toLowerCase(), operation);
  }
  return { agents };
}

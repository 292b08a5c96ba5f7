import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import { isResource, serviceOf } from '../specs/contract.ts';
import type { SoapContract } from '../specs/contract.ts';
import { groupedBy } from '../specs/grouped-by.ts';

/** What a catalogue holds, for answers in which a target says what it has. */
export interface Catalogued {
  /** The REST operations by agent. Agents and operations by their names in small letters; both give the name as the catalogue writes it. */
  readonly agents: ReadonlyMap<string, CataloguedAgent>;
  /** The operations of the SOAP service that this one belongs to, itself among them. Read when they are asked for. */
  readonly serviceOf: (contract: SoapContract) => readonly SoapContract[];
}

interface CataloguedAgent {
  readonly name: string;
  readonly operations: ReadonlyMap<string, string>;
  /** Whether the run asks anything of it. */
  readonly isAsked: boolean;
}

/** `catalogue`: where the operations of a service are read. */
export function cataloguedIn(
  all: readonly ContractSummary[],
  asked: readonly ContractSummary[],
  catalogue?: Catalogue,
): Catalogued {
  const isAgents = (one: ContractSummary): boolean => one.protocol === 'rest' && !isResource(one);
  const askedAgents = new Set(asked.filter(isAgents).map(({ agent }) => agent));
  const agents = new Map<string, CataloguedAgent & { readonly operations: Map<string, string> }>();
  for (const { agent, operation } of all.filter(isAgents)) {
    const known = agents.get(agent.toLowerCase());
    const one = known ?? { name: agent, operations: new Map<string, string>(), isAsked: askedAgents.has(agent) };
    agents.set(agent.toLowerCase(), one);
    one.operations.set(operation.toLowerCase(), operation);
  }
  let services: ReadonlyMap<string, readonly ContractSummary[]> | undefined;
  return {
    agents,
    serviceOf: (contract) => {
      services ??= groupedBy(catalogue?.summaries ?? [], serviceOf);
      const own = services.get(serviceOf(contract)) ?? [];
      const contracts = own.map(({ id }) => (id === contract.id ? contract : catalogue?.contract(id)));
      const soap = contracts.flatMap((one) => (one?.protocol === 'soap' ? [one] : []));
      return soap.length === 0 ? [contract] : soap;
    },
  };
}

import {
  isVoid,
  type Contract,
  type ContractId,
  type Effect,
  type Protocol,
  type RestContract,
  type Source,
  type Version,
} from '../contract.ts';

/** A query parameter, without its type. */
export interface QuerySummary {
  readonly name: string;
  readonly required: boolean;
}

/** One row of a catalogue's index: enough to list and select contracts without reading them. */
export interface ContractSummary {
  readonly id: ContractId;
  readonly protocol: Protocol;
  readonly version: Version;
  readonly agent: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** All documented parameters, in the page's order; none on SOAP. */
  readonly query: readonly QuerySummary[];
  /** All documented ones, those of a refusal too. */
  readonly statuses: readonly number[];
  /** SOAP only, as `namespace`. */
  readonly soapAction?: string;
  readonly namespace?: string;
  readonly effect: Effect;
  readonly restricted: boolean;
  readonly void: boolean;
  readonly source: Source;
}

export function summaryOf(contract: Contract): ContractSummary {
  return {
    id: contract.id,
    protocol: contract.protocol,
    version: contract.version,
    agent: contract.agent,
    operation: contract.operation,
    method: contract.protocol === 'rest' ? contract.method : 'POST',
    path: contract.path,
    query: contract.protocol === 'rest' ? contract.query.map(({ name, required }) => ({ name, required })) : [],
    // WCF answers 200 whatever the operation returns; the WSDL binding states no other status.
    statuses: contract.protocol === 'rest' ? statusesOf(contract) : [200],
    ...(contract.protocol === 'soap' ? { soapAction: contract.soapAction, namespace: contract.namespace } : {}),
    effect: contract.effect,
    restricted: contract.restricted !== undefined,
    void: isVoid(contract),
    source: contract.source,
  };
}

function statusesOf({ statuses, otherStatuses = [] }: RestContract): readonly number[] {
  return [...statuses, ...otherStatuses].map(({ status }) => status).sort((left, right) => left - right);
}

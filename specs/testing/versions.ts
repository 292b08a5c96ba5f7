import { catalogueOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { contractId } from '../contract.ts';
import type {
  Contract,
  Field,
  Generation,
  NamedType,
  RestContract,
  Scalar,
  SoapContract,
  Source,
  TypeRef,
} from '../contract.ts';

/** Small versions of a service for tests of what differs between two of them, without any page behind them. */

export const stated: Source = { evidence: 'wsdl', page: 'fleet.xml', line: 7 };

export const scalar = (name: Scalar): TypeRef => ({ kind: 'scalar', scalar: name });
export const named = (name: string): TypeRef => ({ kind: 'named', name });
export const arrayOf = (items: TypeRef): TypeRef => ({ kind: 'array', items });
export const mapOf = (values: TypeRef): TypeRef => ({ kind: 'map', values });
export const object = (...fields: readonly Field[]): TypeRef => ({ kind: 'object', fields });
export const unknown: TypeRef = { kind: 'unknown' };

type Facts = Partial<Pick<Field, 'nullable' | 'optional'>>;

/** A member; on SOAP most may be missing. */
export function member(name: string, type: TypeRef = scalar('string'), facts: Facts = {}): Field {
  return { name, type, source: stated, ...facts };
}

const namespace = (version: string): string => `http://www.superoffice.net/ws/crm/NetServer/${version}`;

interface CarrierParts {
  readonly base?: string;
  readonly namespace?: string;
}

export function carrier(name: string, fields: readonly Field[], parts: CarrierParts = {}): NamedType {
  return { kind: 'object', name, fields, source: stated, namespace: namespace('Services86'), ...parts };
}

export function enumOf(name: string, values: readonly string[], kind: 'enum' | 'flags' = 'enum'): NamedType {
  return { kind, name, values, source: stated, namespace: namespace('Services86') };
}

export function namedArray(name: string, item: Field): NamedType {
  return { kind: 'array', name, item, source: stated, namespace: namespace('Services86') };
}

export function namedMap(name: string, entry: string, key: Field, value: Field): NamedType {
  return { kind: 'map', name, entry, key, value, source: stated, namespace: namespace('Services86') };
}

export type RestParts = Partial<Omit<RestContract, 'protocol' | 'id'>>;
export type SoapParts = Partial<Omit<SoapContract, 'protocol' | 'id' | 'input' | 'output'>> & {
  readonly request?: readonly Field[];
  readonly result?: readonly Field[];
  readonly elements?: { readonly input?: string; readonly output?: string };
};

const common = {
  agent: 'Fleet',
  effect: 'write',
  effectRule: 'test',
  disputes: [],
  errata: [],
  source: stated,
} as const;

export function restContract(parts: RestParts = {}): RestContract {
  const { agent = common.agent, operation = 'SaveShip', version = 'v1' } = parts;
  return {
    ...common,
    protocol: 'rest',
    id: contractId(agent, operation, `rest-${version}`),
    operation,
    version,
    method: 'POST',
    path: `/api/${version}/Agents/${agent}/${operation}`,
    query: [],
    consumes: ['application/json'],
    produces: ['application/json'],
    input: { type: object(member('Name')), source: stated },
    output: { type: object(member('Name')), source: stated },
    statuses: [{ status: 200, source: stated }],
    ...parts,
  };
}

export function soapContract({ request, result, elements, ...parts }: SoapParts = {}): SoapContract {
  const { agent = common.agent, operation = 'SaveShip', version = 'Services86' } = parts;
  const own = namespace(version);
  const wrapper = (element: string, fields: readonly Field[]) => ({ element, namespace: own, fields, source: stated });
  return {
    ...common,
    protocol: 'soap',
    id: contractId(agent, operation, `soap-${version}`),
    operation,
    version,
    path: `/Remote/${version}/${agent}.svc`,
    soapAction: `${own}/${agent}/${operation}`,
    namespace: own,
    input: wrapper(elements?.input ?? operation, request ?? [member('Name')]),
    output: wrapper(elements?.output ?? `${operation}Response`, result ?? [member('Response')]),
    requestHeader: [member('ApplicationToken', scalar('string'), { nullable: true })],
    responseHeader: [member('Succeeded', scalar('boolean'), { nullable: false })],
    ...parts,
  };
}

/** A catalogue of these contracts; all their generations have these types. */
export function versionOf(contracts: readonly Contract[], types: readonly NamedType[] = []): Catalogue {
  const pool = new Map(types.map((type) => [type.name, type]));
  const generations = contracts.map(({ protocol, version }): Generation => `${protocol}-${version}`);
  return catalogueOf({ name: 'test', contracts, types: new Map(generations.map((one) => [one, pool])) });
}

/**
 * What one operation promises on one protocol, with the place each fact was read from.
 * Everything here is plain JSON: a contract is read from a file and never has methods.
 */

export type Protocol = 'rest' | 'soap';

/** `v1` for REST agents, `v1-resources` for REST resources, `Services86` and so on for SOAP. */
export type Version = string;

/** A protocol and its version, the folder of a catalogue: `rest-v1`, `rest-v1-resources`, `soap-Services86`. */
export type Generation = `${Protocol}-${Version}`;

/** `EMail.SendEMails/rest-v1`: agent, operation, generation. */
export type ContractId = string;

/** What a call does to the target, that which does least first. What no rule knows counts as `write`. */
export const effects = ['read', 'write', 'send', 'admin'] as const;
export type Effect = (typeof effects)[number];

/**
 * The kind of page or file that states a fact. `twin` is the same operation on the other protocol;
 * `erratum` is a written correction of what a page prints wrongly.
 */
export type Evidence = 'erratum' | 'wsdl' | 'swagger' | 'table' | 'sample' | 'twin';

/** `page` is the file's path below the folder that was extracted, with `/`; `line` counts from 1. */
export interface Source {
  readonly evidence: Evidence;
  readonly page: string;
  readonly line?: number;
}

/** Built-in types. On JSON, `date-time`, `duration`, `base64`, `guid`, `char` and `uri` are strings. */
export const scalars = [
  'string',
  'boolean',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float',
  'double',
  'decimal',
  'date-time',
  'duration',
  'base64',
  'guid',
  'char',
  'uri',
  'any',
] as const;
export type Scalar = (typeof scalars)[number];

/**
 * The type of a member.
 *
 * `named` points into the pool of its generation. `array`, `map` and `object` stand inline where no
 * source gives the type a name (REST); on SOAP, arrays and dictionaries are named. `unknown` means
 * that no source says, `shape: 'object'` that it is at least an object.
 */
export type TypeRef =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'array'; readonly items: TypeRef }
  | { readonly kind: 'map'; readonly values: TypeRef }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'unknown'; readonly shape?: 'object' };

/** A member of a body, a carrier or a wrapper. */
export interface Field {
  readonly name: string;
  readonly type: TypeRef;
  /** Whether null (`xsi:nil`) is allowed; absent when no source says. */
  readonly nullable?: boolean;
  /** `minOccurs="0"`; absent when no source says. */
  readonly optional?: boolean;
  /** Where the member itself is stated. */
  readonly source: Source;
  /** Where its type is stated, when that is another place. */
  readonly typeSource?: Source;
}

/**
 * A type that has a name, pooled per generation: one definition serves all agents.
 * `namespace` is the XML namespace that the type is defined in, and that its member elements have;
 * REST types have none.
 */
export type NamedType =
  | {
      readonly kind: 'object';
      readonly name: string;
      readonly namespace?: string;
      /** The type it extends; the members of a base come first on the wire. */
      readonly base?: string;
      readonly fields: readonly Field[];
      readonly source: Source;
    }
  | {
      readonly kind: 'enum' | 'flags';
      readonly name: string;
      readonly namespace?: string;
      readonly values: readonly string[];
      readonly source: Source;
    }
  | {
      readonly kind: 'array';
      readonly name: string;
      readonly namespace: string;
      /** The element that each item stands in. */
      readonly item: Field;
      readonly source: Source;
    }
  | {
      readonly kind: 'map';
      readonly name: string;
      readonly namespace: string;
      /** The element that each pair stands in. */
      readonly entry: string;
      readonly key: Field;
      readonly value: Field;
      readonly source: Source;
    };

/** The pool of one generation. */
export type Types = ReadonlyMap<string, NamedType>;

/** Two sources that disagree: the fact that was chosen and the one that was not. */
export interface Dispute {
  /** Path in the contract: `output[].Priority/type`. */
  readonly at: string;
  readonly chosen: { readonly value: string; readonly source: Source };
  readonly rejected: { readonly value: string; readonly source: Source };
}

/** A correction from `specs/errata.json` that was applied to this contract or its documented pair. */
export interface AppliedErratum {
  readonly id: string;
  readonly source: Source;
}

interface ContractBase {
  readonly id: ContractId;
  readonly agent: string;
  readonly operation: string;
  readonly version: Version;
  /** Path below the base address of the target, with a leading `/`. */
  readonly path: string;
  readonly effect: Effect;
  /** The rule or override of `specs/effects.json` that gave the effect. */
  readonly effectRule: string;
  /** The page that says the agent is not available Online by default. */
  readonly restricted?: Source;
  readonly experimental?: Source;
  /** The result has as many items as this argument (an argument's name). */
  readonly resultLength?: { readonly of: string; readonly source: Source };
  readonly disputes: readonly Dispute[];
  readonly errata: readonly AppliedErratum[];
  readonly source: Source;
}

/** A parameter in a REST address, of the query or of the path; `values` where the page lists them. */
export interface QueryParameter {
  readonly name: string;
  readonly type: TypeRef;
  readonly required: boolean;
  readonly values?: readonly string[];
  readonly source: Source;
}

/** A REST body; its members are the fields of an inline `object` type where the page lists them. */
export interface Body {
  readonly type: TypeRef;
  readonly source: Source;
}

export interface RestContract extends ContractBase {
  readonly protocol: 'rest';
  readonly method: 'POST' | 'GET' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query: readonly QueryParameter[];
  /** One for each `{placeholder}` of the path, in its order; all are required. Absent where the path has none. */
  readonly pathParameters?: readonly QueryParameter[];
  /** Media types of the request body, in the page's order. */
  readonly consumes: readonly string[];
  /** Media types of the answer; empty on operations that answer 204. */
  readonly produces: readonly string[];
  readonly input: 'nothing' | Body;
  readonly output: 'nothing' | Body;
  /** Success statuses with the line of the table each stands on. */
  readonly statuses: readonly Status[];
  /** The other statuses of that table, which answer no call as it is meant. Absent where it has none. */
  readonly otherStatuses?: readonly Status[];
}

export interface Status {
  readonly status: number;
  readonly source: Source;
}

/** The element of a SOAP body and the members in it, in order. */
export interface Wrapper {
  readonly element: string;
  readonly namespace: string;
  readonly fields: readonly Field[];
  readonly source: Source;
}

export interface SoapContract extends ContractBase {
  readonly protocol: 'soap';
  readonly soapAction: string;
  readonly namespace: string;
  readonly input: Wrapper;
  /** A void operation has an output wrapper without fields. */
  readonly output: Wrapper;
  /** Parts of `soap:Header`; elements of `namespace`. */
  readonly requestHeader: readonly Field[];
  readonly responseHeader: readonly Field[];
}

export type Contract = RestContract | SoapContract;

/** True for an operation that answers nothing: 204 on REST, an empty wrapper on SOAP. */
export function isVoid(contract: Contract): boolean {
  return contract.protocol === 'rest' ? contract.output === 'nothing' : contract.output.fields.length === 0;
}

/** REST resources are a generation of their own, asked only where a filter says so. */
export function isResource({ version }: Pick<Contract, 'version'>): boolean {
  return version.endsWith('-resources');
}

export function generationOf(contract: Pick<Contract, 'protocol' | 'version'>): Generation {
  return `${contract.protocol}-${contract.version}`;
}

/** What is served at one address on SOAP, and its like on REST: the operations of an agent of a generation. */
export function serviceOf(contract: Pick<Contract, 'protocol' | 'version' | 'agent'>): string {
  return `${contract.agent}/${generationOf(contract)}`;
}

export function contractId(agent: string, operation: string, generation: Generation): ContractId {
  // Joined, the text is one piece: added up, each plus sign would keep an object of its own, and there are thousands of ids.
  return [agent, '.', operation, '/', generation].join('');
}

/** A request and an answer as a page prints them, and as they are valid on the wire. */
export interface DocumentedPair {
  readonly contract: ContractId;
  readonly request: DocumentedMessage;
  readonly response: DocumentedMessage;
}

/** `line` is the line of the page that the sample's text begins on. */
export interface DocumentedMessage {
  readonly source: Source;
  /** The sample's text, unchanged. */
  readonly verbatim: string;
  /** Header lines of a REST sample, names as printed; empty for SOAP. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /**
   * The body after the errata: JSON text, or a SOAP 1.1 envelope as XML text; absent when there is none.
   */
  readonly body?: string;
}

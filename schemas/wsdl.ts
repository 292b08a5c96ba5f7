import type { Field, SoapContract, Types } from '../specs/contract.ts';
import { inlineSchemas } from './xsd.ts';
import { node, renderDocument, type Node } from './xml-tree.ts';

const namespaces = {
  'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
  'xmlns:soap': 'http://schemas.xmlsoap.org/wsdl/soap/',
  'xmlns:wsaw': 'http://www.w3.org/2006/05/addressing/wsdl',
};
const transport = 'http://schemas.xmlsoap.org/soap/http';

/** The two messages of an operation and their names, which published files make of the names of the wrappers. */
interface Messages {
  readonly contract: SoapContract;
  readonly input: string;
  readonly output: string;
}

/**
 * A WSDL 1.1 of these contracts, which are of one service: SOAP 1.1, document/literal, with the names of messages,
 * port and binding that the published files have. `base` is the address that the contracts' paths stand below.
 */
export function wsdl(contracts: readonly SoapContract[], types: Types, base: string): string {
  const [first] = contracts;
  if (first === undefined) return '';
  const prefixes = prefixesOf(contracts);
  const operations = contracts.map((contract): Messages => {
    return { contract, input: `${contract.input.element}Request`, output: contract.output.element };
  });
  const { agent, namespace } = first;
  const service = `Wcf${agent}Service`;
  const binding = `BasicHttpBinding_${agent}`;
  const declarations = Array.from(prefixes, ([uri, prefix]) => [`xmlns:${prefix}`, uri] as const);
  const attributes = { name: service, targetNamespace: namespace, ...namespaces, ...Object.fromEntries(declarations) };
  return renderDocument(
    node('wsdl:definitions', attributes, [
      node('wsdl:types', {}, inlineSchemas(contracts, types)),
      ...messages(operations, prefixes),
      node('wsdl:portType', { name: agent }, operations.map(portOperation)),
      node('wsdl:binding', { name: binding, type: `tns:${agent}` }, [
        node('soap:binding', { transport }),
        ...operations.map(boundOperation),
      ]),
      node('wsdl:service', { name: service }, [
        node('wsdl:port', { name: binding, binding: `tns:${binding}` }, [
          node('soap:address', { location: `${base}${first.path}` }),
        ]),
      ]),
    ]),
  );
}

type Prefixes = ReadonlyMap<string, string>;

function prefixesOf(contracts: readonly SoapContract[]): Prefixes {
  const prefixes = new Map<string, string>();
  for (const { namespace, input, output } of contracts) {
    for (const uri of [namespace, input.namespace, output.namespace]) {
      if (!prefixes.has(uri)) prefixes.set(uri, prefixes.size === 0 ? 'tns' : `q${prefixes.size}`);
    }
  }
  return prefixes;
}

/** Operations may share a message, which then stands once. */
function messages(operations: readonly Messages[], prefixes: Prefixes): readonly Node[] {
  const made = new Map<string, Node>();
  const make = (name: string, parts: readonly Node[]): void => {
    if (parts.length > 0 && !made.has(name)) made.set(name, node('wsdl:message', { name }, parts));
  };
  for (const { contract, input, output } of operations) {
    const part = (name: string, namespace: string, element: string): Node =>
      node('wsdl:part', { name, element: `${prefixes.get(namespace) ?? 'tns'}:${element}` });
    const headers = (fields: readonly Field[]): readonly Node[] =>
      fields.map(({ name }) => part(name, contract.namespace, name));
    make(input, [part('parameters', contract.input.namespace, contract.input.element)]);
    make(headersOf(input), headers(contract.requestHeader));
    make(output, [part('parameters', contract.output.namespace, contract.output.element)]);
    make(headersOf(output), headers(contract.responseHeader));
  }
  return [...made.values()];
}

function headersOf(message: string): string {
  return `${message}_Headers`;
}

function portOperation({ contract, input, output }: Messages): Node {
  const action = contract.soapAction;
  const side = (name: string, message: string, wanted: string): Node =>
    node(name, { 'wsaw:Action': wanted, name: message, message: `tns:${message}` });
  return node('wsdl:operation', { name: contract.operation }, [
    side('wsdl:input', input, action),
    side('wsdl:output', output, `${action}Response`),
  ]);
}

function boundOperation({ contract, input, output }: Messages): Node {
  const side = (name: string, message: string, headers: readonly Field[]): Node =>
    node(name, { name: message }, [
      ...headers.map((header) =>
        node('soap:header', { message: `tns:${headersOf(message)}`, part: header.name, use: 'literal' }),
      ),
      node('soap:body', { use: 'literal' }),
    ]);
  return node('wsdl:operation', { name: contract.operation }, [
    node('soap:operation', { soapAction: contract.soapAction, style: 'document' }),
    side('wsdl:input', input, contract.requestHeader),
    side('wsdl:output', output, contract.responseHeader),
  ]);
}

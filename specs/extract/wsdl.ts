import type { Field, NamedType, Source, Wrapper } from '../contract.ts';
import type { Problem, ProblemRule } from './problem.ts';
import {
  complexType,
  nameOf,
  sequenceFields,
  simpleType,
  typeRef,
  WsdlProblem,
  xsNamespace,
  type At,
} from './wsdl-type.ts';
import { readXml } from './read-xml.ts';
import { ownText } from './own-text.ts';
import { attribute, childOf, resolveQName, type XmlNode } from './xml.ts';

/** What a WSDL file says of one service. */
export interface Wsdl {
  readonly page: string;
  readonly agent: string;
  readonly version: string;
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, WsdlOperation>;
  readonly types: ReadonlyMap<string, NamedType>;
}

export interface WsdlOperation {
  readonly soapAction: string;
  readonly input: Wrapper;
  readonly output: Wrapper;
  readonly requestHeader: readonly Field[];
  readonly responseHeader: readonly Field[];
  readonly source: Source;
}

/** `firstLine`: the line of the page on which the XML begins. */
export function readWsdl(page: string, xml: string, firstLine: number): Wsdl | Problem {
  const reading = readXml(xml, firstLine);
  if (!reading.ok) {
    const { line, message, limit } = reading;
    return { ...broken('WSDL-XML', page, line, 'a well-formed WSDL', message), ...(limit && { limit }) };
  }
  if (reading.root.name !== 'definitions') {
    return broken(
      'WSDL-DEFINITION',
      page,
      reading.root.line,
      'the root element "definitions"',
      `"${reading.root.name}"`,
    );
  }
  try {
    return definitions(page, reading.root);
  } catch (error) {
    if (error instanceof WsdlProblem) return broken('WSDL-DEFINITION', page, error.line, error.expected, error.found);
    throw error;
  }
}

function broken(rule: ProblemRule, page: string, line: number, expected: string, found: string): Problem {
  return { kind: 'broken', rule, page, line, expected, found };
}

/** Global elements by namespace and name. */
type Elements = ReadonlyMap<string, ReadonlyMap<string, PlacedElement>>;

interface PlacedElement {
  readonly node: XmlNode;
  readonly namespace: string;
}

function definitions(page: string, root: XmlNode): Wsdl {
  const at: At = (node) => ({ evidence: 'wsdl', page, line: node.line });
  const namespace = attribute(root, 'targetNamespace') ?? '';
  const address = attribute(childOf(childOf(childOf(root, 'service'), 'port'), 'address') ?? root, 'location') ?? '';
  const service = /\/(Services\d+)\/([A-Za-z0-9_]+)\.svc$/.exec(address);
  const version = service?.[1] ?? /\/(Services\d+)\/?$/.exec(namespace)?.[1];
  if (version === undefined)
    throw new WsdlProblem(root.line, 'a target namespace or address with "ServicesNN"', `"${namespace}"`);
  const portType = childOf(root, 'portType');
  const agent = service?.[2] ?? (portType && nameOf(portType));
  if (agent === undefined) throw new WsdlProblem(root.line, 'a service address or a portType', 'none');

  const elements = new Map<string, Map<string, PlacedElement>>();
  const types = new Map<string, NamedType>();
  for (const schema of childOf(root, 'types')?.children ?? []) {
    if (schema.namespace !== xsNamespace || schema.name !== 'schema') continue;
    const target = attribute(schema, 'targetNamespace') ?? '';
    const own = elements.get(target) ?? new Map<string, PlacedElement>();
    elements.set(target, own);
    for (const node of schema.children) {
      if (node.name === 'element') own.set(nameOf(node), { node, namespace: target });
      const type =
        node.name === 'complexType'
          ? complexType(node, target, at)
          : node.name === 'simpleType'
            ? simpleType(node, target, at)
            : undefined;
      if (type) types.set(type.name, type);
    }
  }
  const found = operations(root, elements, at);
  for (const type of types.values()) refuseUnknown(type, types);
  for (const { input, output, requestHeader, responseHeader } of found.values()) {
    for (const field of [...input.fields, ...output.fields]) refuseUnknownIn(field, types);
    for (const field of [...requestHeader, ...responseHeader]) refuseUnknownIn(field, types);
  }
  return { page, agent: ownText(agent), version: ownText(version), namespace, operations: found, types };
}

/** A type that is its own base has no first member. */
function refuseCircle(type: NamedType & { kind: 'object' }, types: ReadonlyMap<string, NamedType>): void {
  const seen = new Set([type.name]);
  for (let of = types.get(type.base ?? ''); of?.kind === 'object'; of = types.get(of.base ?? '')) {
    if (seen.has(of.name)) {
      throw new WsdlProblem(type.source.line ?? 1, `bases of "${type.name}" that end`, `"${of.name}" twice`);
    }
    seen.add(of.name);
  }
}

function refuseUnknown(type: NamedType, types: ReadonlyMap<string, NamedType>): void {
  switch (type.kind) {
    case 'object':
      if (type.base !== undefined && !types.has(type.base)) {
        throw new WsdlProblem(type.source.line ?? 1, 'a base that the schemas define', `"${type.base}"`);
      }
      refuseCircle(type, types);
      for (const field of type.fields) refuseUnknownIn(field, types);
      return;
    case 'array':
      return refuseUnknownIn(type.item, types);
    case 'map':
      refuseUnknownIn(type.key, types);
      return refuseUnknownIn(type.value, types);
    case 'enum':
    case 'flags':
      return;
  }
}

/** A type that no schema of the file defines could not be written, read or judged. */
function refuseUnknownIn({ type, source }: Field, types: ReadonlyMap<string, NamedType>): void {
  if (type.kind === 'object') for (const field of type.fields) refuseUnknownIn(field, types);
  if (type.kind === 'named' && !types.has(type.name)) {
    throw new WsdlProblem(source.line ?? 1, 'a type that the schemas define', `"${type.name}"`);
  }
}

function operations(root: XmlNode, elements: Elements, at: At): Map<string, WsdlOperation> {
  const messages = new Map<string, XmlNode>();
  const bindings: XmlNode[] = [];
  const portTypes = new Map<string, ReadonlyMap<string | undefined, XmlNode>>();
  for (const child of root.children) {
    if (child.name === 'message') messages.set(nameOf(child), child);
    if (child.name === 'binding') bindings.push(child);
    if (child.name === 'portType') portTypes.set(nameOf(child), byName(child));
  }
  const found = new Map<string, WsdlOperation>();
  const parts: Parts = { messages, elements, at, headers: new Map(), headerRows: [] };
  for (const binding of bindings) {
    const port = resolveQName(binding, attribute(binding, 'type') ?? '');
    for (const bound of binding.children) {
      if (bound.name !== 'operation') continue;
      const name = nameOf(bound);
      const declared = port && portTypes.get(port.name)?.get(name);
      if (!declared) throw new WsdlProblem(bound.line, 'an operation of the portType', `"${name}"`);
      found.set(name, operation(bound, declared, parts));
    }
  }
  return found;
}

/** The first child of each name. */
function byName(node: XmlNode): ReadonlyMap<string | undefined, XmlNode> {
  return new Map(node.children.toReversed().map((child) => [attribute(child, 'name'), child]));
}

interface Parts {
  readonly messages: ReadonlyMap<string, XmlNode>;
  readonly elements: Elements;
  readonly at: At;
  /** All operations have the same few parts in their headers: each is read once. */
  readonly headers: Map<XmlNode, Field>;
  readonly headerRows: (readonly Field[])[];
}

function operation(bound: XmlNode, declared: XmlNode, parts: Parts): WsdlOperation {
  const soapAction = attribute(childOf(bound, 'operation') ?? bound, 'soapAction');
  if (soapAction === undefined) throw new WsdlProblem(bound.line, 'a soapAction', 'none');
  return {
    soapAction,
    input: wrapper(declared, 'input', parts),
    output: wrapper(declared, 'output', parts),
    requestHeader: headerFields(childOf(bound, 'input'), parts),
    responseHeader: headerFields(childOf(bound, 'output'), parts),
    source: parts.at(declared),
  };
}

function wrapper(declared: XmlNode, direction: 'input' | 'output', parts: Parts): Wrapper {
  const node = childOf(declared, direction);
  const part = node && childOf(messageOf(node, parts), 'part');
  if (!part) throw new WsdlProblem(declared.line, `a message with one part as ${direction}`, 'none');
  const element = elementOf(part, parts);
  const sequence = childOf(childOf(element.node, 'complexType'), 'sequence');
  return {
    element: nameOf(element.node),
    namespace: element.namespace,
    fields: sequenceFields(sequence, parts.at),
    source: parts.at(element.node),
  };
}

function headerFields(bound: XmlNode | undefined, parts: Parts): readonly Field[] {
  const fields: Field[] = [];
  for (const header of bound?.children ?? []) {
    if (header.name !== 'header') continue;
    const wanted = attribute(header, 'part');
    const part = messageOf(header, parts).children.find((child) => attribute(child, 'name') === wanted);
    if (!part) throw new WsdlProblem(header.line, 'a header part of a message', `"${wanted ?? ''}"`);
    const { node } = elementOf(part, parts);
    const field = parts.headers.get(node) ?? headerField(node, parts.at);
    parts.headers.set(node, field);
    fields.push(field);
  }
  const same = parts.headerRows.find(
    (row) => row.length === fields.length && row.every((one, at) => one === fields[at]),
  );
  if (!same) parts.headerRows.push(fields);
  return same ?? fields;
}

function headerField(node: XmlNode, at: At): Field {
  return {
    name: nameOf(node),
    type: typeRef(node, at),
    nullable: attribute(node, 'nillable') === 'true',
    source: at(node),
  };
}

function messageOf(node: XmlNode, parts: Parts): XmlNode {
  const qname = attribute(node, 'message') ?? '';
  const message = parts.messages.get(resolveQName(node, qname)?.name ?? '');
  if (!message) throw new WsdlProblem(node.line, 'a message of this file', `"${qname}"`);
  return message;
}

function elementOf(part: XmlNode, parts: Parts): PlacedElement {
  const qname = attribute(part, 'element') ?? '';
  const resolved = resolveQName(part, qname);
  const element = resolved && parts.elements.get(resolved.namespace)?.get(resolved.name);
  if (!element) throw new WsdlProblem(part.line, 'an element of the schemas', `"${qname}"`);
  return element;
}

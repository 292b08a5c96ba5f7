import type { Field, NamedType, Scalar, Source, TypeRef } from '../contract.ts';
import { attribute, childOf, resolveQName, type XmlNode } from './xml.ts';

/** Reads the type definitions of an XML Schema as published in a WSDL: the subset that WCF writes. */

export const xsNamespace = 'http://www.w3.org/2001/XMLSchema';
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/';

const builtIn = new Map<string, Scalar>(
  Object.entries({
    string: 'string',
    boolean: 'boolean',
    byte: 'int8',
    short: 'int16',
    int: 'int32',
    long: 'int64',
    unsignedByte: 'uint8',
    unsignedShort: 'uint16',
    unsignedInt: 'uint32',
    unsignedLong: 'uint64',
    float: 'float',
    double: 'double',
    decimal: 'decimal',
    dateTime: 'date-time',
    duration: 'duration',
    base64Binary: 'base64',
    anyURI: 'uri',
    QName: 'string',
    ID: 'string',
    IDREF: 'string',
    anyType: 'any',
  } as const),
);

/** Restrictions of built-in types that WCF puts beside every service. */
const serialized = new Map<string, Scalar>([
  ['char', 'char'],
  ['duration', 'duration'],
  ['guid', 'guid'],
]);

/** A scalar for a name of XML Schema or of WCF's own schema; undefined for a name of the service's own schemas. */
export function scalarOf(namespace: string, name: string): Scalar | undefined {
  if (namespace === xsNamespace) return builtIn.get(name);
  if (namespace === serialization) return serialized.get(name);
  return undefined;
}

/** Where a node stands, as a source. */
export type At = (node: XmlNode) => Source;

/** Throws `WsdlProblem` for what it does not know: a type must never be half read. */
export class WsdlProblem extends Error {
  readonly line: number;
  readonly expected: string;
  readonly found: string;

  constructor(line: number, expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.line = line;
    this.expected = expected;
    this.found = found;
  }
}

export function nameOf(node: XmlNode): string {
  const name = attribute(node, 'name');
  if (name === undefined || name === '') throw new WsdlProblem(node.line, `a name on <${node.name}>`, 'none');
  return name;
}

/** Members by the hundred thousand have the same few hundred types: each is made once. */
const ofScalars = new Map<string, TypeRef>();
const ofNames = new Map<string, TypeRef>();

function scalarType(scalar: Scalar): TypeRef {
  return ofScalars.get(scalar) ?? kept(ofScalars, scalar, { kind: 'scalar', scalar });
}

function namedType(name: string): TypeRef {
  return ofNames.get(name) ?? kept(ofNames, name, { kind: 'named', name });
}

function kept(types: Map<string, TypeRef>, key: string, type: TypeRef): TypeRef {
  if (types.size > 50_000) types.clear();
  types.set(key, type);
  return type;
}

export function typeRef(node: XmlNode, at: At): TypeRef {
  const qname = attribute(node, 'type');
  if (qname !== undefined) {
    const resolved = resolveQName(node, qname);
    if (!resolved) throw new WsdlProblem(node.line, 'a bound prefix', `type "${qname}"`);
    const scalar = scalarOf(resolved.namespace, resolved.name);
    if (scalar) return scalarType(scalar);
    if (resolved.namespace === xsNamespace) throw new WsdlProblem(node.line, 'a built-in type', `"${resolved.name}"`);
    return namedType(resolved.name);
  }
  const inline = childOf(node, 'complexType');
  if (inline) return { kind: 'object', fields: sequenceFields(childOf(inline, 'sequence'), at) };
  throw new WsdlProblem(node.line, `a type on element "${nameOf(node)}"`, 'none');
}

function fieldOf(node: XmlNode, at: At): Field {
  return {
    name: nameOf(node),
    type: typeRef(node, at),
    nullable: isTrue(attribute(node, 'nillable')),
    optional: /^\s*0+\s*$/.test(attribute(node, 'minOccurs') ?? ''),
    source: at(node),
  };
}

/** The two ways to write it in XML Schema; white space around a value is none of it. */
function isTrue(value: string | undefined): boolean {
  return /^\s*(?:true|1)\s*$/.test(value ?? '');
}

export function sequenceFields(sequence: XmlNode | undefined, at: At): Field[] {
  const fields: Field[] = [];
  for (const child of sequence?.children ?? []) {
    if (child.name === 'annotation') continue;
    if (child.name !== 'element') throw new WsdlProblem(child.line, 'an element in a sequence', `<${child.name}>`);
    fields.push(fieldOf(child, at));
  }
  return fields;
}

export function complexType(node: XmlNode, namespace: string, at: At): NamedType {
  const name = nameOf(node);
  const source = at(node);
  const content = childOf(node, 'complexContent');
  if (content) {
    const extension = childOf(content, 'extension');
    const base = extension && resolveQName(extension, attribute(extension, 'base') ?? '');
    if (!extension || !base) throw new WsdlProblem(content.line, 'an extension of a known base', `type "${name}"`);
    const fields = sequenceFields(childOf(extension, 'sequence'), at);
    return { kind: 'object', name, namespace, base: base.name, fields, source };
  }
  const sequence = childOf(node, 'sequence');
  const only = sequence?.children.length === 1 ? sequence.children[0] : undefined;
  if (only && attribute(only, 'maxOccurs')?.trim() === 'unbounded') {
    if (isDictionary(node)) return dictionary(node, only, namespace, at);
    return { kind: 'array', name, namespace, item: fieldOf(only, at), source };
  }
  return { kind: 'object', name, namespace, fields: sequenceFields(sequence, at), source };
}

function isDictionary(node: XmlNode): boolean {
  return isTrue(childOf(childOf(childOf(node, 'annotation'), 'appinfo'), 'IsDictionary')?.text);
}

function dictionary(node: XmlNode, entry: XmlNode, namespace: string, at: At): NamedType {
  const [key, value, ...more] = sequenceFields(childOf(childOf(entry, 'complexType'), 'sequence'), at);
  if (!key || !value || more.length > 0) {
    throw new WsdlProblem(entry.line, 'a key and a value in a dictionary', `type "${nameOf(node)}"`);
  }
  return { kind: 'map', name: nameOf(node), namespace, entry: nameOf(entry), key, value, source: at(node) };
}

/** Undefined for a restriction without names, such as WCF's own `guid`: a member of any other such type is refused. */
export function simpleType(node: XmlNode, namespace: string, at: At): NamedType | undefined {
  const list = childOf(node, 'list');
  const restriction = childOf(list ? childOf(list, 'simpleType') : node, 'restriction');
  if (!restriction) throw new WsdlProblem(node.line, 'a restriction', `simple type "${nameOf(node)}"`);
  const values: string[] = [];
  for (const child of restriction.children) {
    if (child.name === 'enumeration') values.push(attribute(child, 'value') ?? '');
  }
  if (values.length === 0) return undefined;
  return { kind: list ? 'flags' : 'enum', name: nameOf(node), namespace, values, source: at(node) };
}

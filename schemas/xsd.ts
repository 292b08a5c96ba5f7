import type { Field, NamedType, SoapContract, TypeRef, Types, Wrapper } from '../specs/contract.ts';
import { isValueType } from './scalars.ts';
import { serializationElements, serializationTypes } from './serialization-schema.ts';
import { reachableTypes, resolveType, type ObjectType } from './types.ts';
import { node, renderDocument, textNode, type Node } from './xml-tree.ts';
import { serializationNamespace, xsdNamespace, xsdTypes } from './xsd-scalars.ts';

/** What stands in the schema of one namespace. */
interface Part {
  readonly namespace: string;
  readonly file: string;
  /** Wrappers and header parts, by name. */
  readonly elements: Map<string, Wrapper | Field>;
  readonly types: NamedType[];
}

/** One schema under way: how it names the types of other schemas, which it then imports. */
interface Writing {
  readonly types: Types;
  readonly part: Part;
  readonly home: string;
  /** Namespace to prefix. */
  readonly used: Map<string, string>;
}

/**
 * XML Schemas of the messages of these contracts (of one service, or of one generation): wrappers and header parts as
 * elements, and all types that they reach, bases and derived ones included, each with an element of its own name, as
 * the published ones have. One file for each target namespace, by file name; they import each other by these names.
 * The first one is that of the contracts.
 */
export function xsd(contracts: readonly SoapContract[], types: Types): Readonly<Record<string, string>> {
  const parts = partsOf(contracts, types);
  // That of Microsoft's own simple types is added when a schema first refers to it; the loop sees it, too.
  const files: [string, string][] = [];
  for (const part of parts.values()) {
    const locate = (namespace: string): string => partOf(parts, namespace).file;
    files.push([part.file, renderDocument(schema(part, homeOf(contracts), types, locate))]);
  }
  return Object.fromEntries(files);
}

/** The same schemas to stand inside a WSDL: imports do not say where, and Microsoft's simple types are always there. */
export function inlineSchemas(contracts: readonly SoapContract[], types: Types): readonly Node[] {
  const parts = partsOf(contracts, types);
  partOf(parts, serializationNamespace);
  return Array.from(parts.values(), (part) => schema(part, homeOf(contracts), types));
}

function homeOf(contracts: readonly SoapContract[]): string {
  return contracts[0]?.namespace ?? '';
}

function partsOf(contracts: readonly SoapContract[], types: Types): Map<string, Part> {
  const home = homeOf(contracts);
  const parts = new Map<string, Part>();
  const roots: TypeRef[] = [];
  partOf(parts, home);
  for (const contract of contracts) {
    for (const wrapper of [contract.input, contract.output]) {
      partOf(parts, wrapper.namespace).elements.set(wrapper.element, wrapper);
      roots.push(...wrapper.fields.map((field) => field.type));
    }
    for (const header of [...contract.requestHeader, ...contract.responseHeader]) {
      partOf(parts, contract.namespace).elements.set(header.name, header);
      roots.push(header.type);
    }
  }
  for (const type of reachableTypes(types, roots)) partOf(parts, type.namespace ?? home).types.push(type);
  return parts;
}

/** The schema of a namespace; its file is named after the last step of the namespace. */
function partOf(parts: Map<string, Part>, namespace: string): Part {
  const known = parts.get(namespace);
  if (known !== undefined) return known;
  const stem = /([\w.-]+)\/?$/.exec(namespace)?.[1] ?? 'messages';
  const taken = new Set(Array.from(parts.values(), (part) => part.file));
  let file = `${stem}.xsd`;
  for (let index = 2; taken.has(file); index += 1) file = `${stem}-${index}.xsd`;
  const part: Part = { namespace, file, elements: new Map(), types: [] };
  parts.set(namespace, part);
  return part;
}

/** `locate` gives the file of another namespace; without it, an import does not say where. */
function schema(part: Part, home: string, types: Types, locate?: (namespace: string) => string): Node {
  const used = new Map([[part.namespace, 'tns']]);
  const writing: Writing = { types, part, home, used };
  const isSerialization = part.namespace === serializationNamespace;
  const content = [
    ...Array.from(part.elements, ([name, element]) => globalElement(writing, name, element)),
    ...(isSerialization ? serializationElements : []),
    ...part.types.flatMap((type) => [namedType(writing, type), ...elementOfType(writing, type)]),
    ...(isSerialization ? serializationTypes : []),
  ];
  const others = Array.from(used.keys()).filter((namespace) => namespace !== part.namespace);
  const imports = others.map((namespace) => node('xs:import', { namespace, schemaLocation: locate?.(namespace) }));
  const prefixes = Array.from(used, ([namespace, prefix]) => [`xmlns:${prefix}`, namespace] as const);
  const attributes = {
    'xmlns:xs': xsdNamespace,
    ...Object.fromEntries(prefixes),
    targetNamespace: part.namespace,
    ...(isSerialization ? { attributeFormDefault: 'qualified' } : {}),
    elementFormDefault: 'qualified',
  };
  return node('xs:schema', attributes, [...imports, ...content]);
}

/** Every published type has an element of its name, unless a wrapper or header part is called that. */
function elementOfType(writing: Writing, { name, namespace = writing.home }: NamedType): readonly Node[] {
  if (writing.part.elements.has(name)) return [];
  return [node('xs:element', { name, nillable: 'true', type: qname(writing, { namespace, name }) })];
}

function globalElement(writing: Writing, name: string, element: Wrapper | Field): Node {
  if ('element' in element) return node('xs:element', { name }, [complexType(writing, {}, element.fields)]);
  return node(
    'xs:element',
    { ...typed(writing, element), name, nillable: nillable(writing, element) },
    inline(writing, element.type),
  );
}

function namedType(writing: Writing, type: NamedType): Node {
  const { name } = type;
  switch (type.kind) {
    case 'object':
      return carrier(writing, type);
    case 'enum':
      return node('xs:simpleType', { name }, [names(type.values)]);
    case 'flags':
      return node('xs:simpleType', { name }, [node('xs:list', {}, [node('xs:simpleType', {}, [names(type.values)])])]);
    case 'array':
      return node('xs:complexType', { name }, [node('xs:sequence', {}, [repeated(writing, type.item)])]);
    case 'map': {
      const pair = complexType(writing, {}, [
        { ...type.key, optional: type.key.optional ?? false },
        { ...type.value, optional: type.value.optional ?? false },
      ]);
      const entry = node('xs:element', { minOccurs: '0', maxOccurs: 'unbounded', name: type.entry }, [pair]);
      return node('xs:complexType', { name }, [isDictionary, node('xs:sequence', {}, [entry])]);
    }
  }
}

function carrier(writing: Writing, type: ObjectType): Node {
  const { name, base } = type;
  if (base === undefined || !writing.types.has(base)) return complexType(writing, { name }, type.fields);
  const extension = node('xs:extension', { base: reference(writing, { kind: 'named', name: base }) }, [
    sequence(writing, type.fields),
  ]);
  return node('xs:complexType', { name }, [node('xs:complexContent', { mixed: 'false' }, [extension])]);
}

function complexType(writing: Writing, attributes: { readonly name?: string }, fields: readonly Field[]): Node {
  return node('xs:complexType', attributes, [sequence(writing, fields)]);
}

function sequence(writing: Writing, fields: readonly Field[]): Node {
  return node(
    'xs:sequence',
    {},
    fields.map((field) => element(writing, field)),
  );
}

function element(writing: Writing, field: Field): Node {
  const minOccurs = field.optional === false ? undefined : '0';
  const attributes = { minOccurs, name: field.name, nillable: nillable(writing, field), ...typed(writing, field) };
  return node('xs:element', attributes, inline(writing, field.type));
}

function repeated(writing: Writing, item: Field): Node {
  const attributes = { name: item.name, nillable: nillable(writing, item), ...typed(writing, item) };
  return node('xs:element', { minOccurs: '0', maxOccurs: 'unbounded', ...attributes }, inline(writing, item.type));
}

function typed(writing: Writing, field: Field): { readonly type: string | undefined } {
  return { type: reference(writing, field.type) };
}

/** Where no source says, numbers, booleans, dates and enums are not nillable, and the rest is. */
function nillable(writing: Writing, field: Field): 'true' | undefined {
  const type = resolveType(writing.types, field.type);
  const value = type.kind === 'enum' || type.kind === 'flags' || (type.kind === 'scalar' && isValueType(type.scalar));
  return (field.nullable ?? !value) ? 'true' : undefined;
}

/** The QName of a type; undefined for what has no name. */
function reference(writing: Writing, ref: TypeRef): string | undefined {
  if (ref.kind === 'scalar') return qname(writing, xsdTypes[ref.scalar]);
  if (ref.kind === 'unknown') return 'xs:anyType';
  if (ref.kind !== 'named') return undefined;
  const type = resolveType(writing.types, ref);
  return 'name' in type ? qname(writing, { namespace: type.namespace ?? writing.home, name: type.name }) : undefined;
}

function qname(writing: Writing, type: { readonly namespace: string; readonly name: string }): string {
  if (type.namespace === xsdNamespace) return `xs:${type.name}`;
  const prefix = writing.used.get(type.namespace) ?? `q${writing.used.size}`;
  writing.used.set(type.namespace, prefix);
  return `${prefix}:${type.name}`;
}

/** The content of a type that stands where it is used. Arrays and maps without a name have items of any name. */
function inline(writing: Writing, ref: TypeRef): readonly Node[] {
  if (ref.kind === 'object') return [complexType(writing, {}, ref.fields)];
  if (ref.kind !== 'array' && ref.kind !== 'map') return [];
  const any = node('xs:any', { minOccurs: '0', maxOccurs: 'unbounded', processContents: 'skip' });
  return [node('xs:complexType', {}, [node('xs:sequence', {}, [any])])];
}

function names(values: readonly string[]): Node {
  return node(
    'xs:restriction',
    { base: 'xs:string' },
    values.map((value) => node('xs:enumeration', { value })),
  );
}

/** Tells generators of code that an array of pairs is a dictionary. */
const isDictionary: Node = node('xs:annotation', {}, [
  node('xs:appinfo', {}, [textNode('IsDictionary', { xmlns: serializationNamespace }, 'true')]),
]);

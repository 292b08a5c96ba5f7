import type { Field, NamedType, TypeRef, Types } from '../specs/contract.ts';
import type { Json, JsonObject } from '../specs/json.ts';
import { allFields, derivedTypes, resolveType, type ObjectType, type OwnedField } from './types.ts';
import { qname, refuse, safeText, wrap, type Writer } from './soap-writer.ts';
import { escapeText } from './xml-write.ts';
import { xsiNamespace } from './xsi.ts';
import { arraysNamespace, xsdNamespace, xsdOfJson, xsdTypes } from './xsd-scalars.ts';

/** The members of a wrapper or carrier that the value has, in the order of the contract. */
export function encodeFields(
  writer: Writer,
  fields: readonly (Field & { readonly namespace?: string })[],
  value: JsonObject,
  namespace: string,
): string {
  let xml = '';
  let written = 0;
  for (const field of fields) {
    if (Object.hasOwn(value, field.name)) {
      written += 1;
      xml += encodeField(writer, field, value[field.name] ?? null, field.namespace ?? namespace);
    } else if (field.optional === false) {
      refuse(writer, `the member ${field.name}`, 'none');
    }
  }
  if (written < Object.keys(value).length) {
    const known = new Set(fields.map((field) => field.name));
    refuse(writer, `only members of the contract`, Object.keys(value).find((name) => !known.has(name)) ?? '');
  }
  return xml;
}

/** One element. */
function encodeField(writer: Writer, field: Field, value: Json, namespace: string): string {
  writer.path.push(`.${field.name}`);
  const xml = encodeElement(writer, qname(writer, namespace, field.name), field, value, namespace);
  writer.path.pop();
  return xml;
}

/** Only what says whether null is allowed there, and the type. */
type Slot = Pick<Field, 'type' | 'nullable'>;

function encodeElement(writer: Writer, tag: string, slot: Slot, value: Json, namespace: string): string {
  if (value === null) {
    if (slot.nullable === false) refuse(writer, `a value, for the member is not nillable`, 'null');
    return `<${tag} ${qname(writer, xsiNamespace, 'nil')}="true"/>`;
  }
  const type = resolveType(writer.types, slot.type);
  switch (type.kind) {
    case 'scalar': {
      if (type.scalar === 'any') return encodeUnknown(writer, tag, value, namespace, 'typed');
      const text = xsdOfJson(type.scalar, value) ?? refuse(writer, type.scalar, value);
      return `<${tag}>${safeText(writer, text)}</${tag}>`;
    }
    case 'enum':
      if (typeof value !== 'string' || !type.values.includes(value)) refuse(writer, `a name of ${type.name}`, value);
      return `<${tag}>${escapeText(String(value))}</${tag}>`;
    case 'flags':
      return `<${tag}>${escapeText(encodeFlags(writer, type, value))}</${tag}>`;
    case 'array': {
      const item: Field | undefined = 'item' in type ? type.item : undefined;
      const inner = item ?? guessedItem(writer.types, type as TypeRef & { kind: 'array' });
      const itemNamespace = 'item' in type ? type.namespace : guessedNamespace(inner.type, namespace);
      return encodeItems(writer, tag, inner, value, itemNamespace);
    }
    case 'map':
      return 'entry' in type
        ? encodePairs(writer, tag, type, value)
        : encodePairs(writer, tag, guessedMap(type, namespace), value);
    case 'object':
      return 'name' in type
        ? encodeCarrier(writer, tag, type, value, namespace)
        : wrap(tag, '', encodeFields(writer, type.fields, objectOf(writer, value), namespace));
    case 'unknown':
      return encodeUnknown(writer, tag, value, namespace, 'untyped');
  }
}

function encodeFlags(writer: Writer, type: NamedType & { readonly values: readonly string[] }, value: Json): string {
  if (typeof value !== 'string') refuse(writer, `names of ${type.name}`, value);
  const names = value.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const wrong = names.find((name) => !type.values.includes(name));
  if (wrong !== undefined) refuse(writer, `names of ${type.name}`, wrong);
  return names.join(' ');
}

function encodeItems(
  writer: Writer,
  tag: string,
  item: Slot & { name: string },
  value: Json,
  namespace: string,
): string {
  if (!Array.isArray(value)) refuse(writer, 'an array', value);
  const itemTag = qname(writer, namespace, item.name);
  let xml = '';
  for (const [index, entry] of (value as readonly Json[]).entries()) {
    writer.path.push(`[${index}]`);
    xml += encodeElement(writer, itemTag, item, entry, namespace);
    writer.path.pop();
  }
  return wrap(tag, '', xml);
}

function encodePairs(writer: Writer, tag: string, type: NamedType & { kind: 'map' }, value: Json): string {
  const entry = qname(writer, type.namespace, type.entry);
  let xml = '';
  for (const [key, member] of Object.entries(objectOf(writer, value))) {
    writer.path.push(`[${JSON.stringify(key)}]`);
    const keyElement = encodeElement(
      writer,
      qname(writer, type.namespace, type.key.name),
      type.key,
      keyOf(writer, type.key, key),
      type.namespace,
    );
    const valueElement = encodeElement(
      writer,
      qname(writer, type.namespace, type.value.name),
      type.value,
      member,
      type.namespace,
    );
    writer.path.pop();
    xml += `<${entry}>${keyElement}${valueElement}</${entry}>`;
  }
  return wrap(tag, '', xml);
}

/** JSON has only text for keys. */
function keyOf(writer: Writer, key: Slot, text: string): Json {
  const type = resolveType(writer.types, key.type);
  if (type.kind !== 'scalar') return text;
  if (type.scalar === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return type.scalar.includes('int') || type.scalar === 'double' || type.scalar === 'float' ? Number(text) : text;
}

function encodeCarrier(writer: Writer, tag: string, type: ObjectType, value: Json, namespace: string): string {
  const object = objectOf(writer, value);
  const actual = typeOfValue(writer.types, type, object);
  const own = actual.namespace ?? namespace;
  const isPlain = actual === type && writer.xsiTypes !== 'all';
  const typed = isPlain ? '' : ` ${qname(writer, xsiNamespace, 'type')}="${qname(writer, own, actual.name)}"`;
  return wrap(tag, typed, encodeFields(writer, allFields(writer.types, actual), object, own));
}

/** JSON has no `xsi:type`: a value with members that the declared type lacks is of the smallest derived type that has them. */
function typeOfValue(types: Types, declared: ObjectType, value: JsonObject): ObjectType {
  const size = Object.keys(value).length;
  const holds = (fields: readonly OwnedField[]): boolean => {
    let held = 0;
    for (const field of fields) if (Object.hasOwn(value, field.name)) held += 1;
    return held === size;
  };
  if (holds(allFields(types, declared))) return declared;
  let best: ObjectType | undefined;
  for (const derived of derivedTypes(types, declared.name)) {
    const fields = allFields(types, derived);
    if (holds(fields) && (best === undefined || fields.length < allFields(types, best).length)) best = derived;
  }
  return best ?? declared;
}

/** What no source gives a type is written by its own shape; `typed` adds the `xsi:type` that `xs:anyType` needs to be read back. */
function encodeUnknown(writer: Writer, tag: string, value: Json, namespace: string, as: 'typed' | 'untyped'): string {
  if (value === null) return `<${tag} ${qname(writer, xsiNamespace, 'nil')}="true"/>`;
  if (typeof value !== 'object') {
    const scalar = typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'string' : 'double';
    const text = safeText(writer, xsdOfJson(scalar, value) ?? refuse(writer, 'a finite number', value));
    const name = xsdTypes[scalar].name;
    const typed =
      as === 'typed' ? ` ${qname(writer, xsiNamespace, 'type')}="${qname(writer, xsdNamespace, name)}"` : '';
    return `<${tag}${typed}>${text}</${tag}>`;
  }
  if (Array.isArray(value)) {
    const type: TypeRef = as === 'typed' ? { kind: 'scalar', scalar: 'any' } : { kind: 'unknown' };
    const item = { name: 'anyType', type };
    return encodeItems(writer, tag, item, value, arraysNamespace);
  }
  let xml = '';
  for (const [name, member] of Object.entries(value)) {
    writer.path.push(`.${name}`);
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) refuse(writer, 'a member name that can be an element', name);
    xml += encodeUnknown(writer, qname(writer, namespace, name), member, namespace, as);
    writer.path.pop();
  }
  return wrap(tag, '', xml);
}

/** Item elements of an array that only a sample shows: a built-in type stands in Microsoft's arrays under its own name. */
function guessedItem(types: Types, array: TypeRef & { kind: 'array' }): Slot & { name: string } {
  const items = resolveType(types, array.items);
  const name = items.kind === 'scalar' ? xsdTypes[items.scalar].name : 'name' in items ? items.name : 'anyType';
  return { name, type: array.items };
}

function guessedNamespace(items: TypeRef, namespace: string): string {
  return items.kind === 'named' ? namespace : arraysNamespace;
}

/** Pairs of a dictionary that only a sample shows. */
function guessedMap(map: TypeRef & { kind: 'map' }, namespace: string): NamedType & { kind: 'map' } {
  const source = { evidence: 'sample', page: '' } as const;
  const key: Field = { name: 'Key', type: { kind: 'scalar', scalar: 'string' }, source };
  const value: Field = { name: 'Value', type: map.values, source };
  return { kind: 'map', name: '', namespace, entry: 'KeyValuePair', key, value, source };
}

function objectOf(writer: Writer, value: Json): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(writer, 'an object', value);
  return value as JsonObject;
}

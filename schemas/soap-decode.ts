import type { Field, NamedType, TypeRef, Types } from '../specs/contract.ts';
import type { Json, JsonObject } from '../specs/json.ts';
import { allFields, resolveType, type ObjectType } from './types.ts';
import type { XmlElement } from './xml.ts';
import { isNil, resolveQName, xsiAttribute } from './xsi.ts';
import { actualType } from './xsi-type.ts';
import { arraysNamespace, collapse, jsonOfXsd, scalarOfXsd, xsdNamespace } from './xsd-scalars.ts';

/** Why an element is no value of its type, and where it stands. */
export interface DecodeProblem {
  readonly problem: string;
  readonly at: string;
}

type Decoded<T extends Json = Json> = { readonly value: T } | DecodeProblem;

export const isProblem = (decoded: object): decoded is DecodeProblem => 'problem' in decoded;

/**
 * The members of a wrapper or carrier. Elements that the contract does not know are passed over, as the vendor's
 * own reader does, and the order is not asked for: judging is the business of `judge-xml.ts`.
 */
export function decodeFields(
  types: Types,
  fields: readonly (Field & { readonly namespace?: string })[],
  element: XmlElement,
  namespace: string,
  at: string,
): Decoded<JsonObject> {
  const members: [string, Json][] = [];
  let next = 0;
  for (const field of fields) {
    // Elements mostly stand in the order of the contract.
    const own = field.namespace ?? namespace;
    const expected = element.children[next];
    const isNext = expected?.name === field.name && expected.namespace === own;
    const child = isNext ? expected : childOf(element, field.name, own);
    if (child === undefined) continue;
    if (isNext) next += 1;
    const decoded = decodeElement(types, field, child, own, `${at}/${field.name}`);
    if (isProblem(decoded)) return decoded;
    members.push([field.name, decoded.value]);
  }
  return { value: Object.fromEntries(members) };
}

export function childOf(element: XmlElement, name: string, namespace: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && child.namespace === namespace);
}

function decodeElement(
  types: Types,
  slot: Pick<Field, 'type' | 'nullable'>,
  element: XmlElement,
  namespace: string,
  at: string,
): Decoded {
  if (isNil(element))
    return slot.nullable === false ? { problem: 'xsi:nil on a member that is not nillable', at } : { value: null };
  const type = resolveType(types, slot.type);
  switch (type.kind) {
    case 'scalar': {
      if (type.scalar === 'any') return { value: decodeUnknown(element) };
      if (element.children.length > 0) return { problem: `expected ${type.scalar}, found elements`, at };
      const value = jsonOfXsd(type.scalar, element.text);
      return value === undefined ? { problem: `expected ${type.scalar}, found ${shown(element.text)}`, at } : { value };
    }
    case 'enum': {
      const name = collapse(element.text);
      return type.values.includes(name)
        ? { value: name }
        : { problem: `expected a name of ${type.name}, found ${shown(name)}`, at };
    }
    case 'flags': {
      const names = collapse(element.text)
        .split(' ')
        .filter((name) => name !== '');
      const wrong = names.find((name) => !type.values.includes(name));
      return wrong === undefined
        ? { value: names.join(', ') }
        : { problem: `expected names of ${type.name}, found ${shown(wrong)}`, at };
    }
    case 'array':
      return 'item' in type
        ? decodeItems(types, type.item, element, type.namespace, at)
        : decodeItems(types, { type: type.items }, element, undefined, at);
    case 'map':
      return 'entry' in type
        ? decodePairs(types, type, element, at)
        : decodeGuessedPairs(types, type, element, namespace, at);
    case 'object':
      return 'name' in type
        ? decodeCarrier(types, type, element, namespace, at)
        : decodeFields(types, type.fields, element, namespace, at);
    case 'unknown':
      return { value: decodeUnknown(element) };
  }
}

/** `item.name` is absent for an array that only a sample shows: every child is an item then. */
function decodeItems(
  types: Types,
  item: Pick<Field, 'type' | 'nullable'> & { readonly name?: string },
  element: XmlElement,
  namespace: string | undefined,
  at: string,
): Decoded {
  const items: Json[] = [];
  for (const child of element.children) {
    if (item.name !== undefined && (child.name !== item.name || child.namespace !== namespace)) continue;
    const decoded = decodeElement(types, item, child, child.namespace, `${at}/${child.name}[${items.length + 1}]`);
    if (isProblem(decoded)) return decoded;
    items.push(decoded.value);
  }
  return { value: items };
}

function decodePairs(types: Types, type: NamedType & { kind: 'map' }, element: XmlElement, at: string): Decoded {
  const members = new Map<string, Json>();
  let index = 0;
  for (const entry of element.children) {
    if (entry.name !== type.entry || entry.namespace !== type.namespace) continue;
    index += 1;
    const place = `${at}/${type.entry}[${index}]`;
    const pair = decodeFields(types, [type.key, type.value], entry, type.namespace, place);
    if (isProblem(pair)) return pair;
    const key = pair.value[type.key.name];
    if (key === undefined || key === null) return { problem: 'expected a key, found none', at: place };
    if (members.has(String(key)))
      return { problem: `expected each key once, found ${shown(String(key))} again`, at: place };
    members.set(String(key), pair.value[type.value.name] ?? null);
  }
  return { value: Object.fromEntries(members) };
}

/** Pairs of a dictionary that only a sample shows: two elements each, the key and the value. */
function decodeGuessedPairs(
  types: Types,
  map: TypeRef & { kind: 'map' },
  element: XmlElement,
  namespace: string,
  at: string,
): Decoded {
  const members: [string, Json][] = [];
  for (const [index, entry] of element.children.entries()) {
    const [key, value] = entry.children;
    if (key === undefined || value === undefined) continue;
    const decoded = decodeElement(
      types,
      { type: map.values },
      value,
      namespace,
      `${at}/${entry.name}[${index + 1}]/${value.name}`,
    );
    if (isProblem(decoded)) return decoded;
    members.push([key.text, decoded.value]);
  }
  return { value: Object.fromEntries(members) };
}

function decodeCarrier(
  types: Types,
  declared: ObjectType,
  element: XmlElement,
  namespace: string,
  at: string,
): Decoded<JsonObject> {
  const text = element.text.trim();
  if (text !== '') return { problem: `expected elements, found text ${shown(text)}`, at };
  const actual = actualType(types, declared, element);
  if (actual === undefined) {
    return {
      problem: `expected xsi:type ${declared.name} or a type derived from it, found ${shown(xsiAttribute(element, 'type') ?? '')}`,
      at,
    };
  }
  return decodeFields(types, allFields(types, actual), element, actual.namespace ?? namespace, at);
}

function decodeUnknown(element: XmlElement): Json {
  if (isNil(element)) return null;
  if (element.children.length === 0) {
    const name = resolveQName(element, xsiAttribute(element, 'type') ?? '');
    if (name?.namespace !== xsdNamespace) return element.text;
    const scalar = scalarOfXsd(name.name);
    return (scalar === undefined ? undefined : jsonOfXsd(scalar, element.text)) ?? element.text;
  }
  if (element.children.every((child) => child.namespace === arraysNamespace))
    return element.children.map(decodeUnknown);
  const members = new Map<string, Json[]>();
  for (const child of element.children) {
    const value = decodeUnknown(child);
    const same = members.get(child.name);
    if (same === undefined) members.set(child.name, [value]);
    else same.push(value);
  }
  return Object.fromEntries(
    Array.from(members, ([name, values]): [string, Json] => [name, values.length === 1 ? (values[0] ?? null) : values]),
  );
}

function shown(text: string): string {
  return JSON.stringify(text).slice(0, 200);
}

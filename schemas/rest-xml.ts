import type { NamedType, TypeRef, Types } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { Json } from '../specs/json.ts';
import { isoDuration } from './durations.ts';
import { allFields, resolveType } from './types.ts';
import { escapeText, isXmlText } from './xml-write.ts';
import { xsdOfJson, xsdTypes } from './xsd-scalars.ts';
import { xsiNamespace } from './xsi.ts';

/**
 * A REST body as XML: the root is the entity's name, members are elements of their own names, and nothing but
 * `xsi:nil` has a namespace. No page prints such a body; items and pairs are named as Microsoft's serializers name them.
 * Throws `SoconformError` (E_VALUE) for a value that the type does not allow.
 */
export function encodeRestXml(value: Json, type: TypeRef, types: Types, names: RestXmlNames): string {
  const declared = ` xmlns:i="${xsiNamespace}"`;
  const root = element(names.root, value, type, types, { declared, ...(names.item && { item: names.item }) });
  return `<?xml version="1.0" encoding="utf-8"?>\n${root}`;
}

/** `item` is what each item of an array is called whose carriers have no name of their own. */
export interface RestXmlNames {
  readonly root: string;
  readonly item?: string;
}

/** What only the root has. */
interface Root {
  readonly declared: string;
  readonly item?: string;
}

/** What an element of such a type is called where no member gives it a name; undefined for a carrier without a name. */
export function elementName(type: TypeRef): string | undefined {
  switch (type.kind) {
    case 'scalar':
      return xsdTypes[type.scalar].name;
    case 'named':
      return type.name;
    case 'array':
      return `ArrayOf${elementName(type.items) ?? 'anyType'}`;
    case 'map':
      return `ArrayOfKeyValueOfstring${elementName(type.values) ?? 'anyType'}`;
    case 'unknown':
      return 'anyType';
    case 'object':
      return undefined;
  }
}

function element(name: string, value: Json, ref: TypeRef, types: Types, root?: Root): string {
  const declared = root?.declared ?? '';
  if (value === null) return `<${name}${declared} i:nil="true"/>`;
  const content = contentOf(name, value, ref, types, root?.item);
  return content === '' ? `<${name}${declared}/>` : `<${name}${declared}>${content}</${name}>`;
}

function contentOf(name: string, value: Json, ref: TypeRef, types: Types, itemName?: string): string {
  const type = resolveType(types, ref);
  switch (type.kind) {
    case 'scalar':
      if (type.scalar === 'any') return untyped(name, value);
      if (type.scalar === 'duration' && typeof value === 'string') return isoDuration(value);
      return text(name, xsdOfJson(type.scalar, value) ?? refuse(name, type.scalar, value));
    case 'enum':
      return text(name, typeof value === 'string' ? value : refuse(name, type.name, value));
    case 'flags':
      return text(name, typeof value === 'string' ? value.split(/,\s*/).join(' ') : refuse(name, type.name, value));
    case 'array': {
      if (!Array.isArray(value)) return refuse(name, 'an array', value);
      const item = 'item' in type ? type.item.type : type.items;
      return value
        .map((entry: Json) => element(elementName(item) ?? itemName ?? 'anyType', entry, item, types))
        .join('');
    }
    case 'map':
      return pairs(name, value, type, types);
    case 'object': {
      const members = membersOf(name, value);
      const fields = 'name' in type ? allFields(types, type) : type.fields;
      return fields
        .filter((field) => Object.hasOwn(members, field.name))
        .map((field) => element(field.name, members[field.name] ?? null, field.type, types))
        .join('');
    }
    case 'unknown':
      return untyped(name, value);
  }
}

type MapType = Extract<NamedType | TypeRef, { kind: 'map' }>;

function pairs(name: string, value: Json, type: MapType, types: Types): string {
  const values = 'entry' in type ? type.value.type : type.values;
  const entry = `KeyValueOfstring${elementName(values) ?? 'anyType'}`;
  return Object.entries(membersOf(name, value))
    .map(
      ([key, member]) => `<${entry}><Key>${text(name, key)}</Key>${element('Value', member, values, types)}</${entry}>`,
    )
    .join('');
}

/** What no source gives a type is written by its own shape. */
function untyped(name: string, value: Json): string {
  if (value === null) return '';
  if (typeof value !== 'object') return text(name, String(value));
  const inner = (member: string, content: Json): string =>
    content === null ? `<${member} i:nil="true"/>` : `<${member}>${untyped(member, content)}</${member}>`;
  if (Array.isArray(value)) return value.map((entry: Json) => inner('anyType', entry)).join('');
  return Object.entries(membersOf(name, value))
    .map(([member, content]) =>
      inner(
        /^[A-Za-z_][\w.-]*$/.test(member) ? member : refuse(name, 'a name that an element can have', member),
        content,
      ),
    )
    .join('');
}

function membersOf(name: string, value: Json): { readonly [name: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(name, 'an object', value);
  return value as { readonly [name: string]: Json };
}

function text(name: string, characters: string): string {
  return isXmlText(characters) ? escapeText(characters) : refuse(name, 'characters that XML can hold', characters);
}

function refuse(name: string, expected: string, value: Json): never {
  throw new SoconformError('E_VALUE', `${name}: expected ${expected}, found ${JSON.stringify(value).slice(0, 200)}`);
}

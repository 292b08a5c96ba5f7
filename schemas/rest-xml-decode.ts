import type { Field, TypeRef, Types } from '../specs/contract.ts';
import type { Json } from '../specs/json.ts';
import { clockDuration } from './durations.ts';
import { allFields, resolveType } from './types.ts';
import type { XmlElement } from './xml.ts';
import { collapse } from './xsd-scalars.ts';
import { isNil } from './xsi.ts';

/**
 * The value of an XML body of REST, for whoever binds or judges it: the kinds of the contract, names as they were
 * written, and every built-in type but a duration as its text. The name of the root and all namespaces are passed over.
 */
export function decodeRestXml(element: XmlElement, ref: TypeRef, types: Types): Json {
  if (isNil(element)) return null;
  const type = resolveType(types, ref);
  switch (type.kind) {
    case 'scalar':
      if (type.scalar === 'any') return untyped(element);
      // What should be text and is not, stays what it is, so that it can be refused.
      if (element.children.length > 0) return untyped(element);
      if (type.scalar === 'string') return element.text;
      if (type.scalar === 'duration') return clockDuration(collapse(element.text));
      return type.scalar === 'base64' ? element.text.replace(/\s+/g, '') : collapse(element.text);
    case 'enum':
      return collapse(element.text);
    case 'flags':
      return collapse(element.text)
        .split(/[ ,]+/)
        .filter((name) => name !== '')
        .join(', ');
    case 'array': {
      const item = 'item' in type ? type.item.type : type.items;
      return element.children.map((child) => decodeRestXml(child, item, types));
    }
    case 'map': {
      const values = 'entry' in type ? type.value.type : type.values;
      return Object.fromEntries(
        element.children.map((pair): [string, Json] => {
          const [key, value] = pair.children;
          return [key?.text ?? '', value === undefined ? null : decodeRestXml(value, values, types)];
        }),
      );
    }
    case 'object':
      return membersOf(element, 'name' in type ? allFields(types, type) : type.fields, types);
    case 'unknown':
      return untyped(element);
  }
}

function membersOf(element: XmlElement, fields: readonly Field[], types: Types): Json {
  // Text where members are due is no carrier.
  if (element.children.length === 0 && element.text.trim() !== '') return element.text;
  const declared = new Map(fields.map((field) => [field.name.toLowerCase(), field.type]));
  return Object.fromEntries(
    element.children.map((child): [string, Json] => {
      const type = declared.get(child.name.toLowerCase());
      return [child.name, type === undefined ? untyped(child) : decodeRestXml(child, type, types)];
    }),
  );
}

function untyped(element: XmlElement): Json {
  if (isNil(element)) return null;
  if (element.children.length === 0) return element.text;
  return Object.fromEntries(element.children.map((child): [string, Json] => [child.name, untyped(child)]));
}

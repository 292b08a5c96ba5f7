import { memberStep } from '../../../schemas/names.ts';
import { allFields, resolveType } from '../../../schemas/types.ts';
import type { Scalar, TypeRef, Types } from '../../../specs/contract.ts';
import { kindOfScalar, type Kind, type Role } from './mutant.ts';

/** A value in a JSON text, with what its contract says of it. */
export interface JsonNode {
  readonly at: string;
  readonly role: Role;
  readonly kind: Kind;
  readonly scalar?: Scalar;
  /** The names of an enum. */
  readonly names?: readonly string[];
  readonly value: unknown;
  /** Where the name begins, or the value that has none. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  readonly name?: string;
  readonly children: readonly JsonNode[];
}

type Made = { -readonly [K in keyof JsonNode]: JsonNode[K] };

/** All nodes of a text that JSON.stringify wrote without spaces. */
export function jsonNodes(text: string, output: TypeRef, types: Types): readonly JsonNode[] {
  const found: JsonNode[] = [];
  let at = 0;

  const visit = (ref: TypeRef, role: Role, path: string, name?: string): JsonNode => {
    const node: Made = {
      at: path,
      role,
      kind: 'anything',
      value: undefined,
      start: at,
      valueStart: at,
      end: at,
      children: [],
    };
    found.push(node);
    if (name !== undefined) {
      node.name = name;
      at += JSON.stringify(name).length + 1;
      node.valueStart = at;
    }
    Object.assign(node, described(ref, types));
    const opens = text.charAt(at);
    if (opens === '{' || opens === '[') node.children = within(ref, path, opens);
    else at += (/^(?:"(?:[^"\\]|\\.)*"|[^,\]}]+)/.exec(text.slice(at))?.[0] ?? '').length;
    node.end = at;
    node.value = JSON.parse(text.slice(node.valueStart, at));
    return node;
  };

  const within = (ref: TypeRef, path: string, opens: '{' | '['): readonly JsonNode[] => {
    const children: JsonNode[] = [];
    at += 1;
    while (text.charAt(at) !== '}' && text.charAt(at) !== ']') {
      if (opens === '[') {
        children.push(visit(itemOf(ref, types), 'item', `${path}[${children.length}]`));
      } else {
        const raw = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at))?.[0] ?? '""';
        const name = String(JSON.parse(raw));
        const [role, type] = memberOf(ref, name, types);
        children.push(visit(type, role, path + memberStep(name), name));
      }
      if (text.charAt(at) === ',') at += 1;
    }
    at += 1;
    return children;
  };

  visit(output, 'body', 'body');
  return found;
}

const unknown: TypeRef = { kind: 'unknown' };

function described(ref: TypeRef, types: Types): Pick<JsonNode, 'kind' | 'scalar' | 'names'> {
  const type = resolveType(types, ref);
  switch (type.kind) {
    case 'scalar':
      return { kind: kindOfScalar(type.scalar), scalar: type.scalar };
    case 'enum':
    case 'flags':
      return { kind: type.kind, names: type.values };
    case 'array':
    case 'map':
      return { kind: type.kind };
    case 'object':
      return { kind: 'carrier' };
    case 'unknown':
      return { kind: 'anything' };
  }
}

function itemOf(ref: TypeRef, types: Types): TypeRef {
  const type = resolveType(types, ref);
  if (type.kind !== 'array') return unknown;
  return 'item' in type ? type.item.type : type.items;
}

function memberOf(ref: TypeRef, name: string, types: Types): readonly [Role, TypeRef] {
  const type = resolveType(types, ref);
  if (type.kind === 'map') return ['entry', 'entry' in type ? type.value.type : type.values];
  if (type.kind !== 'object') return ['entry', unknown];
  const fields = 'name' in type ? allFields(types, type) : type.fields;
  const field = fields.find((one) => one.name === name);
  return field === undefined ? ['entry', unknown] : ['member', field.type];
}

import { allFields, resolveType } from '../../../schemas/types.ts';
import type { Field, Scalar, SoapContract, TypeRef, Types } from '../../../specs/contract.ts';
import { kindOfScalar, type Kind, type Role } from './mutant.ts';

/** An element in the text of an envelope, with what its contract says of it. */
export interface XmlNode {
  readonly at: string;
  readonly role: Role;
  readonly kind: Kind;
  readonly scalar?: Scalar;
  /** As written, with its prefix. */
  readonly tag: string;
  readonly name: string;
  /** Attributes as written, each with the blank before it. */
  readonly attributes: string;
  readonly start: number;
  readonly end: number;
  /** What stands between the tags; empty for `<a/>`. */
  readonly content: { readonly start: number; readonly end: number };
  readonly parent: XmlNode | undefined;
  readonly children: readonly XmlNode[];
}

type Made = { -readonly [K in keyof XmlNode]: XmlNode[K] } & {
  children: XmlNode[];
  content: { start: number; end: number };
};

/** What a contract says of an element: what it is there, and what stands in it. */
interface Described {
  readonly role: Role;
  readonly kind: Kind;
  readonly scalar?: Scalar;
  readonly within: (name: string) => Described;
}

const tags = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

/** All elements of an envelope without comments, CDATA and entities of its own. */
export function xmlNodes(text: string, contract: SoapContract, types: Types): readonly XmlNode[] {
  const found: XmlNode[] = [];
  const open: { node: Made; described: Described }[] = [];
  for (const match of text.matchAll(tags)) {
    const [whole, closes, tag = '', attributes = '', isEmpty] = match;
    const end = match.index + whole.length;
    if (closes === '/') {
      const ended = open.pop()?.node;
      if (ended !== undefined) Object.assign(ended, { end, content: { ...ended.content, end: match.index } });
      continue;
    }
    const above = open.at(-1);
    const name = tag.slice(tag.indexOf(':') + 1);
    const outer = above?.described.within(name) ?? envelopeOf(contract, types);
    const described = derived(outer, attributes, types);
    const { role, kind, scalar } = described;
    const content = { start: end, end };
    const at =
      above === undefined
        ? name
        : `${above.node.at}/${name}${numbered.has(role) ? `[${above.node.children.length + 1}]` : ''}`;
    const node: Made = {
      at,
      role,
      kind,
      tag,
      name,
      attributes,
      start: match.index,
      end,
      content,
      parent: above?.node,
      children: [],
    };
    if (scalar !== undefined) node.scalar = scalar;
    above?.node.children.push(node);
    found.push(node);
    if (isEmpty !== '/') open.push({ node, described });
  }
  return found;
}

const numbered: ReadonlySet<Role> = new Set(['item', 'counted item', 'entry']);

const structure = (role: Role, within: Described['within']): Described => ({ role, kind: 'structure', within });
const stranger: Described = structure('header part', () => stranger);

function envelopeOf(contract: SoapContract, types: Types): Described {
  const { fields } = contract.output;
  const list = contract.resultLength === undefined ? undefined : fields.find(({ type }) => isArray(type, types));
  const wrapper = structure('wrapper', (name) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) return stranger;
    return describe(field.type, 'member', types, field === list ? 'counted item' : 'item');
  });
  const header = structure('header', (name) =>
    name === 'Succeeded' ? { role: 'Succeeded', kind: 'boolean', within: () => stranger } : stranger,
  );
  return structure('envelope', (name) => (name === 'Header' ? header : structure('body', () => wrapper)));
}

function isArray(ref: TypeRef, types: Types): boolean {
  return resolveType(types, ref).kind === 'array';
}

function describe(ref: TypeRef, role: Role, types: Types, items: Role = 'item'): Described {
  const type = resolveType(types, ref);
  switch (type.kind) {
    case 'scalar':
      return { role, kind: kindOfScalar(type.scalar), scalar: type.scalar, within: () => anything };
    case 'enum':
    case 'flags':
      return { role, kind: type.kind, within: () => stranger };
    case 'array':
      if (!('item' in type)) return { role, kind: 'array', within: () => describe(type.items, items, types) };
      return { role, kind: 'array', within: () => describe(type.item.type, items, types) };
    case 'map': {
      if (!('entry' in type)) return { role, kind: 'map', within: () => stranger };
      const pair: Described = {
        role: 'entry',
        kind: 'structure',
        within: (name) =>
          name === type.key.name ? describe(type.key.type, 'key', types) : describe(type.value.type, 'value', types),
      };
      return { role, kind: 'map', within: () => pair };
    }
    case 'object': {
      const fields: readonly (Field & { inherited?: boolean })[] =
        'name' in type ? allFields(types, type) : type.fields;
      return {
        role,
        kind: 'carrier',
        within: (name) => {
          const field = fields.find((one) => one.name === name);
          if (field === undefined) return stranger;
          return describe(field.type, field.inherited === true ? 'inherited member' : 'member', types);
        },
      };
    }
    default:
      return { role, kind: 'anything', within: () => anything };
  }
}

const anything: Described = { role: 'value', kind: 'anything', within: () => anything };

/** What stands in a carrier whose `xsi:type` names another one. */
function derived(declared: Described, attributes: string, types: Types): Described {
  const name = /:type\s*=\s*["'](?:[\w.-]+:)?([\w.-]+)["']/.exec(attributes)?.[1];
  const type = name === undefined ? undefined : types.get(name);
  if (declared.kind !== 'carrier' || type?.kind !== 'object') return declared;
  return describe({ kind: 'named', name: type.name }, declared.role, types);
}

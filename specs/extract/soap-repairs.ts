import type { Field, NamedType, TypeRef } from '../contract.ts';
import { matches, type Errata, type Erratum } from './errata.ts';
import type { EnvelopeSample } from './soap-page.ts';
import { carrierFields, memberAt } from './twin.ts';
import { scalarOf } from './wsdl-type.ts';
import { attribute, resolveQName, type XmlNode } from './xml.ts';

/** A value of a sample that its own type forbids, and what an erratum puts there. Offsets are those of the sample. */
export interface Repair {
  readonly erratum: Erratum;
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

type Types = ReadonlyMap<string, NamedType>;
type Slot = Pick<Field, 'type' | 'nullable'>;

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** The wrapper's values are walked with the types of the contract, and by their `xsi:type` where those say nothing. */
export function repairs(
  { wrapper, verbatim }: EnvelopeSample,
  fields: readonly Field[],
  types: Types,
  errata: Errata,
): Repair[] {
  const found: Repair[] = [];
  const visit = (node: XmlNode, slot: Slot | undefined): void => {
    if (node.children.length > 0) {
      for (const [index, child] of node.children.entries()) visit(child, slotOf(child, index, slot?.type, types));
      return;
    }
    const repair = repairOf(node, slot, verbatim, types, errata);
    if (repair) found.push(repair);
  };
  for (const [index, child] of wrapper.children.entries()) visit(child, memberAt(fields, index, child.name));
  return found;
}

/** The child of that number; samples have their members in the order of the type. */
function slotOf(node: XmlNode, index: number, within: TypeRef | undefined, types: Types): Slot | undefined {
  if (within?.kind === 'object') return memberAt(within.fields, index, node.name);
  const type = within?.kind === 'named' ? types.get(within.name) : undefined;
  switch (type?.kind) {
    case 'object': {
      const own = memberAt(type.fields, index, node.name);
      return own ?? carrierFields(type.name, types).find(({ name }) => name === node.name);
    }
    case 'array':
      return type.item;
    case 'map':
      // The pair's own element has no type; its two members are found by name.
      return node.name === type.entry ? { type: { kind: 'object', fields: [type.key, type.value] } } : undefined;
    case 'enum':
    case 'flags':
    case undefined:
      return undefined;
  }
}

function repairOf(
  node: XmlNode,
  slot: Slot | undefined,
  verbatim: string,
  types: Types,
  errata: Errata,
): Repair | undefined {
  const type = typeNameOf(node, slot, types);
  const nil = errata['illegal-nil'];
  const printedNil = attribute(node, 'nil', xsi);
  if (printedNil !== undefined && /^\s*(?:true|1)\s*$/.test(printedNil)) {
    if (!matches(nil, { nillable: String(slot?.nullable ?? ''), type: type ?? '' })) return undefined;
    const value = nil.correct[type ?? ''] ?? firstName(slot, types) ?? '';
    return replaced(node, verbatim, nil, value);
  }
  const empty = errata['empty-value'];
  if (type === undefined || !matches(empty, { type, value: node.text.trim() })) return undefined;
  return replaced(node, verbatim, empty, empty.correct[type] ?? '');
}

/** The scalar, or the kind of a named type; by the sample's own `xsi:type` without a WSDL. */
function typeNameOf(node: XmlNode, slot: Slot | undefined, types: Types): string | undefined {
  if (slot?.type.kind === 'scalar') return slot.type.scalar;
  if (slot?.type.kind === 'named') return types.get(slot.type.name)?.kind;
  const qname = attribute(node, 'type', xsi);
  const printed = qname === undefined ? undefined : resolveQName(node, qname);
  return printed && scalarOf(printed.namespace, printed.name);
}

/** An enumeration has no other value that means nothing; the generator prints the first name, too. */
function firstName(slot: Slot | undefined, types: Types): string | undefined {
  const type = slot?.type.kind === 'named' ? types.get(slot.type.name) : undefined;
  return type?.kind === 'enum' ? type.values[0] : undefined;
}

/** The element as printed, without `nil` and with the value as its content. */
function replaced(node: XmlNode, verbatim: string, erratum: Erratum, value: string): Repair {
  const { start, end, line } = node;
  const [tag = ''] = /^<[^>]*>/.exec(verbatim.slice(start, end)) ?? [];
  const name = node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  const open = tag.replace(/\s+[\w.-]+:nil\s*=\s*(?:"[^"]*"|'[^']*')/, '').replace(/\s*\/?>$/, '>');
  return { erratum, line, from: start, to: end, text: `${open}${value}</${name}>` };
}

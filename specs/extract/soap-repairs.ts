import type { Field, NamedType, TypeRef } from '../contract.ts';
import { matches, type Errata, type Erratum } from './errata.ts';
import type { EnvelopeSample } from './soap-page.ts';
import { carrierFields, memberAt } from './twin.ts';
import { scalarOf } from './wsdl-type.ts';
import { attribute, resolveQName, type XmlNode } from './xml.ts';

/** A value of a sample that its own type forbids, and what an erratum puts there. Line and offsets are those of the sample. */
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

/** What is put right in the sample: each member is walked with the types of the contract, and by its `xsi:type` where those say nothing. */
export function repairs(
  { members, verbatim }: Pick<EnvelopeSample, 'members' | 'verbatim'>,
  fields: readonly Field[],
  types: Types,
  errata: Errata,
): Repair[] {
  return members.flatMap(({ node, offset, lines }, index) => {
    const slot = memberAt(fields, index, node.name);
    const text = verbatim.slice(node.start + offset, node.end + offset);
    return repairsIn(node, text, slot, types, errata).map((repair) => ({
      ...repair,
      line: repair.line + lines,
      from: repair.from + offset,
      to: repair.to + offset,
    }));
  });
}

/** What an element was last found to need: samples of a service show the same carriers over and over. */
const repaired = new WeakMap<
  XmlNode,
  {
    readonly type: TypeRef | undefined;
    readonly nullable: boolean | undefined;
    readonly types: Types;
    readonly errata: Errata;
    readonly repairs: readonly Repair[];
  }
>();

/** `text`: that of the element. Places are those of the node. */
function repairsIn(
  node: XmlNode,
  text: string,
  slot: Slot | undefined,
  types: Types,
  errata: Errata,
): readonly Repair[] {
  const { type, nullable } = slot ?? {};
  const last = repaired.get(node);
  const isSame = last?.type === type && last?.nullable === nullable && last?.types === types && last.errata === errata;
  if (isSame) return last.repairs;
  const found: Repair[] = [];
  const visit = (inner: XmlNode, within: Slot | undefined): void => {
    if (inner.children.length > 0) {
      for (const [index, child] of inner.children.entries()) visit(child, slotOf(child, index, within?.type, types));
      return;
    }
    const tag = text.slice(inner.start - node.start, inner.end - node.start);
    const repair = repairOf(inner, within, tag, types, errata);
    if (repair) found.push(repair);
  };
  visit(node, slot);
  repaired.set(node, { type, nullable, types, errata, repairs: found });
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
  text: string,
  types: Types,
  errata: Errata,
): Repair | undefined {
  const type = typeNameOf(node, slot, types);
  const nil = errata['illegal-nil'];
  const printedNil = attribute(node, 'nil', xsi);
  if (printedNil !== undefined && /^\s*(?:true|1)\s*$/.test(printedNil)) {
    if (!matches(nil, { nillable: String(slot?.nullable ?? ''), type: type ?? '' })) return undefined;
    const value = nil.correct[type ?? ''] ?? firstName(slot, types) ?? '';
    return replaced(node, text, nil, value);
  }
  const empty = errata['empty-value'];
  if (type === undefined || !matches(empty, { type, value: node.text.trim() })) return undefined;
  return replaced(node, text, empty, empty.correct[type] ?? '');
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
function replaced(node: XmlNode, printed: string, erratum: Erratum, value: string): Repair {
  const { start, end, line } = node;
  const [tag = ''] = /^<[^>]*>/.exec(printed) ?? [];
  const name = node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  const open = tag.replace(/\s+[\w.-]+:nil\s*=\s*(?:"[^"]*"|'[^']*')/, '').replace(/\s*\/?>$/, '>');
  return { erratum, line, from: start, to: end, text: `${open}${value}</${name}>` };
}

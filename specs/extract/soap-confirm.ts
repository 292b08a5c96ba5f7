import type { Dispute, Field, NamedType, Source, TypeRef, Wrapper } from '../contract.ts';
import type { EnvelopeSample } from './soap-page.ts';
import { memberAt } from './twin.ts';
import { scalarOf } from './wsdl-type.ts';
import { attribute, resolveQName, type XmlNode } from './xml.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Compares a message of the WSDL with the page's sample: header parts, the body's element, names, order, namespaces,
 * types as the sample's `xsi:type` says them, and names of enumerations. A sample shows no inherited members, not all
 * header parts, and only `xsi:nil` below its depth limit: what it does not show is no dispute.
 */
export function confirm(
  at: 'input' | 'output',
  stated: Wrapper,
  header: readonly Field[],
  sample: EnvelopeSample,
  types: ReadonlyMap<string, NamedType>,
): Dispute[] {
  const disputes: Dispute[] = [];
  let { line } = sample;
  const dispute = (place: string, value: string, source: Source, found: string, node: Named): void => {
    const rejected: Source = { evidence: 'sample', page: sample.page, line: line + node.line };
    disputes.push({ at: place, chosen: { value, source }, rejected: { value: found, source: rejected } });
  };

  const names = (
    place: string,
    fields: readonly Field[],
    source: Source,
    node: Named,
    children: readonly Named[],
  ): void => {
    if (sameNames(fields, children)) return;
    const expected = fields.map(({ name }) => name).join(', ');
    dispute(`${place}/members`, expected, source, children.map(({ name }) => name).join(', '), node);
  };

  const members = (place: string, fields: readonly Field[], namespace: string, source: Source, node: XmlNode): void => {
    names(place, fields, source, node, node.children);
    for (const [index, child] of node.children.entries()) {
      const field = memberAt(fields, index, child.name);
      if (field) member(`${place}.${field.name}`, field, namespace, child);
    }
  };

  const member = (place: string, field: Field, namespace: string, node: XmlNode): void => {
    if (node.namespace !== namespace) dispute(`${place}/namespace`, namespace, field.source, node.namespace, node);
    const type = field.type.kind === 'named' ? types.get(field.type.name) : undefined;
    const printed = printedType(node);
    if (printed) {
      const expected = nameOf(field.type, type);
      const found = scalarOf(printed.namespace, printed.name) ?? `{${printed.namespace}}${printed.name}`;
      if (expected !== undefined && expected !== found) {
        dispute(`${place}/type`, expected, field.typeSource ?? field.source, found, node);
        return;
      }
    }
    if (node.children.length === 0) {
      if (type && (type.kind === 'enum' || type.kind === 'flags')) value(place, type, node);
    } else if (type?.kind === 'object') members(place, type.fields, type.namespace ?? namespace, type.source, node);
    else if (type?.kind === 'array') items(`${place}[]`, type.item, type.namespace, node);
    else if (type?.kind === 'map') {
      for (const entry of node.children) {
        if (entry.name !== type.entry) dispute(`${place}{}/element`, type.entry, type.source, entry.name, entry);
        else members(`${place}{}`, [type.key, type.value], type.namespace, type.source, entry);
      }
    }
  };

  const items = (place: string, item: Field, namespace: string, node: XmlNode): void => {
    for (const child of node.children) {
      if (child.name === item.name) member(place, item, namespace, child);
      else dispute(`${place}/element`, item.name, item.source, child.name, child);
    }
  };

  const value = (place: string, type: NamedType & { kind: 'enum' | 'flags' }, node: XmlNode): void => {
    const wrong = node.text.split(/\s+/).find((name) => name !== '' && !type.values.includes(name));
    if (wrong !== undefined) dispute(`${place}/value`, type.values.join(', '), type.source, wrong, node);
  };

  const { wrapper } = sample;
  for (const part of sample.beside) {
    const field = header.find((candidate) => candidate.name === part.name);
    if (field) member(`${at} header.${field.name}`, field, stated.namespace, part);
    else dispute(`${at} header`, header.map(({ name }) => name).join(', '), stated.source, part.name, part);
  }
  const expected = `{${stated.namespace}}${stated.element}`;
  const found = `{${wrapper.namespace}}${wrapper.name}`;
  if (expected !== found) dispute(`${at}/element`, expected, stated.source, found, wrapper);
  const shown = sample.members.map(({ node }) => node);
  names(at, stated.fields, stated.source, wrapper, shown);
  for (const [index, { node, lines }] of sample.members.entries()) {
    const field = memberAt(stated.fields, index, node.name);
    if (!field || isConfirmed(node, field, stated.namespace, types)) continue;
    const before = disputes.length;
    line = sample.line + lines;
    member(`${at}.${field.name}`, field, stated.namespace, node);
    if (disputes.length === before) confirmed.set(node, { type: field.type, namespace: stated.namespace, types });
  }
  return disputes;
}

type Named = Pick<XmlNode, 'name' | 'line'>;

function sameNames(fields: readonly Field[], shown: readonly Named[]): boolean {
  return fields.length === shown.length && fields.every(({ name }, index) => shown[index]?.name === name);
}

/** What an element was last found to be, all of it: samples of a service show the same carriers over and over. */
const confirmed = new WeakMap<
  XmlNode,
  { readonly type: TypeRef; readonly namespace: string; readonly types: ReadonlyMap<string, NamedType> }
>();

function isConfirmed(
  node: XmlNode,
  { type }: Field,
  namespace: string,
  types: ReadonlyMap<string, NamedType>,
): boolean {
  const as = confirmed.get(node);
  return as?.type === type && as.namespace === namespace && as.types === types;
}

function printedType(node: XmlNode): { namespace: string; name: string } | undefined {
  const qname = attribute(node, 'type', xsi);
  return qname === undefined ? undefined : resolveQName(node, qname);
}

/** Undefined for what has no name to compare: a member whose type stands inline. */
function nameOf(type: TypeRef, named: NamedType | undefined): string | undefined {
  if (type.kind === 'scalar') return type.scalar;
  return named && `{${named.namespace ?? ''}}${named.name}`;
}

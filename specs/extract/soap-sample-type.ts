import type { Field, NamedType, Source, TypeRef } from '../contract.ts';
import type { EnvelopeSample } from './soap-page.ts';
import { scalarOf } from './wsdl-type.ts';
import { attribute, resolveQName, type XmlNode } from './xml.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** What a printed envelope shows of the types, by its `xsi:type` attributes. */
export interface SampleTypes {
  readonly fields: readonly Field[];
  readonly types: ReadonlyMap<string, NamedType>;
}

/**
 * The members of a wrapper as a sample shows them. Nothing is known of nillability, of occurrence, of the
 * values of an enumeration but the one printed, and of inherited members.
 */
export function sampleTypes({ page, line, members }: Pick<EnvelopeSample, 'page' | 'line' | 'members'>): SampleTypes {
  const types = new Map<string, NamedType>();
  let first = line;
  const at = (node: XmlNode): Source => ({ evidence: 'sample', page, line: first + node.line });
  const field = (node: XmlNode): Field => ({ name: node.name, type: typeOf(node), source: at(node) });

  const typeOf = (node: XmlNode): TypeRef => {
    const qname = attribute(node, 'type', xsi);
    const named = qname === undefined ? undefined : resolveQName(node, qname);
    if (!named) return node.children.length > 0 ? { kind: 'unknown', shape: 'object' } : { kind: 'unknown' };
    const scalar = scalarOf(named.namespace, named.name);
    if (scalar) return { kind: 'scalar', scalar };
    if (node.children.length > 0) define(named, node);
    else if (node.text.trim() !== '') {
      // One printed value is no list of values: the type stays a text.
      return { kind: 'scalar', scalar: 'string' };
    }
    return types.has(named.name) ? { kind: 'named', name: named.name } : { kind: 'unknown' };
  };

  const define = (named: { namespace: string; name: string }, node: XmlNode): void => {
    const { name, namespace } = named;
    if (types.has(name)) return;
    const source = at(node);
    types.set(name, { kind: 'object', name, namespace, fields: [], source });
    const [first, ...more] = node.children;
    const [key, value, ...others] = first?.children ?? [];
    // The pair of a dictionary is the one element whose type has no name.
    const isPair = more.length === 0 && others.length === 0 && first && attribute(first, 'type', xsi) === undefined;
    if (isPair && key && value) {
      types.set(name, {
        kind: 'map',
        name,
        namespace,
        entry: first.name,
        key: field(key),
        value: field(value),
        source,
      });
    } else if (first && more.length === 0 && name.startsWith('ArrayOf')) {
      types.set(name, { kind: 'array', name, namespace, item: field(first), source });
    } else {
      types.set(name, { kind: 'object', name, namespace, fields: node.children.map(field), source });
    }
  };

  const fields = members.map(({ node, lines }) => {
    first = line + lines;
    return field(node);
  });
  return { fields, types };
}

import type { Dispute, Field, NamedType, Source, TypeRef, Wrapper } from '../contract.ts';
import type { EnvelopeSample } from './soap-page.ts';
import { scalarOf } from './wsdl-type.ts';
import { attribute, resolveQName, type XmlNode } from './xml.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Compares a wrapper of the WSDL with the page's sample: names, order, types as the sample's `xsi:type` says them.
 * A sample shows no inherited members, and only `xsi:nil` below its depth limit: what it does not show is no dispute.
 */
export function confirm(
  at: 'input' | 'output',
  stated: Wrapper,
  sample: EnvelopeSample,
  types: ReadonlyMap<string, NamedType>,
  page: string,
): Dispute[] {
  const disputes: Dispute[] = [];
  const dispute = (place: string, value: string, source: Source, found: string, node: XmlNode): void => {
    const rejected: Source = { evidence: 'sample', page, line: node.line };
    disputes.push({ at: place, chosen: { value, source }, rejected: { value: found, source: rejected } });
  };

  const members = (place: string, fields: readonly Field[], source: Source, node: XmlNode): void => {
    const expected = fields.map((field) => field.name).join(', ');
    const found = node.children.map((child) => child.name).join(', ');
    if (expected !== found) dispute(`${place}/members`, expected, source, found, node);
    for (const child of node.children) {
      const field = fields.find((candidate) => candidate.name === child.name);
      if (field) member(`${place}.${field.name}`, field, child);
    }
  };

  const member = (place: string, field: Field, node: XmlNode): void => {
    const qname = attribute(node, 'type', xsi);
    const printed = qname === undefined ? undefined : resolveQName(node, qname);
    if (printed) {
      const expected = nameOf(field.type);
      const found = scalarOf(printed.namespace, printed.name) ?? printed.name;
      if (expected !== undefined && expected !== found) {
        dispute(`${place}/type`, expected, field.typeSource ?? field.source, found, node);
        return;
      }
    }
    if (node.children.length === 0 || field.type.kind !== 'named') return;
    const type = types.get(field.type.name);
    if (type?.kind === 'object') members(place, type.fields, type.source, node);
    else if (type?.kind === 'array') items(`${place}[]`, type.item, node);
    else if (type?.kind === 'map') {
      for (const entry of node.children) members(`${place}{}`, [type.key, type.value], type.source, entry);
    }
  };

  const items = (place: string, item: Field, node: XmlNode): void => {
    for (const child of node.children) {
      if (child.name === item.name) member(place, item, child);
      else dispute(`${place}/element`, item.name, item.source, child.name, child);
    }
  };

  const { wrapper } = sample;
  const expected = `{${stated.namespace}}${stated.element}`;
  const found = `{${wrapper.namespace}}${wrapper.name}`;
  if (expected !== found) dispute(`${at}/element`, expected, stated.source, found, wrapper);
  members(at, stated.fields, stated.source, wrapper);
  return disputes;
}

function nameOf(type: TypeRef): string | undefined {
  if (type.kind === 'scalar') return type.scalar;
  return type.kind === 'named' ? type.name : undefined;
}

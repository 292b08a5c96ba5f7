import type { XmlElement } from './xml.ts';
import { collapse } from './xsd-scalars.ts';

export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

export function xsiAttribute(element: XmlElement, name: 'nil' | 'type'): string | undefined {
  if (element.attributes.length === 0) return undefined;
  return element.attributes.find((attribute) => attribute.name === name && attribute.namespace === xsiNamespace)?.value;
}

export function isNil(element: XmlElement): boolean {
  const nil = xsiAttribute(element, 'nil');
  return nil !== undefined && ['true', '1'].includes(collapse(nil));
}

/** Namespace and local name of a QName in the content of an element; undefined when its prefix is not bound. */
export function resolveQName(element: XmlElement, text: string): { namespace: string; name: string } | undefined {
  const [, prefix = '', name = ''] = /^(?:([^:\s]+):)?([^:\s]+)$/.exec(collapse(text)) ?? [];
  const namespace = element.scope(prefix);
  if (name === '' || (namespace === undefined && prefix !== '')) return undefined;
  return { namespace: namespace ?? '', name };
}

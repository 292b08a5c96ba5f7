import type { XmlElement } from './xml-element.ts';
import { xsiNamespace } from './xsi.ts';

/**
 * Whether two lists of elements are judged alike: the same names, attributes and texts, wherever they stand. An `xsi:type` is a name
 * whose prefix may be bound otherwise, so elements that have one count as different.
 */
export function sameElements(some: readonly XmlElement[], others: readonly XmlElement[]): boolean {
  return some.length === others.length && some.every((one, index) => isSame(one, others[index]));
}

function isSame(one: XmlElement, other: XmlElement | undefined): boolean {
  return (
    other !== undefined &&
    one.name === other.name &&
    one.namespace === other.namespace &&
    one.text === other.text &&
    sameAttributes(one, other) &&
    sameElements(one.children, other.children)
  );
}

function sameAttributes({ attributes }: XmlElement, { attributes: others }: XmlElement): boolean {
  return (
    attributes.length === others.length &&
    attributes.every(({ name, prefix, namespace, value }, index) => {
      const other = others[index];
      if (other === undefined || (namespace === xsiNamespace && name === 'type')) return false;
      return other.name === name && other.prefix === prefix && other.namespace === namespace && other.value === value;
    })
  );
}

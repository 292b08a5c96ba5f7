/** The namespace declarations in force at an element, the innermost and last one first. */
export interface Scope {
  readonly prefix: string;
  readonly namespace: string;
  readonly outer: Scope | undefined;
}

/** An element with the places it was read from. Offsets count characters of the text that was read. */
export interface XmlNode {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Character data, references resolved; without what is blank between two elements. */
  readonly text: string;
  /** Line of the page, of the `<` of the start tag. */
  readonly line: number;
  /** Offset of the `<` of the start tag, and the offset after the end tag. */
  readonly start: number;
  readonly end: number;
  readonly scope: Scope | undefined;
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  /** A slice of the text: what is kept beyond it goes through `ownText`. */
  readonly value: string;
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** The namespace of a prefix; undefined for one that is not bound. */
export function namespaceOf(scope: Scope | undefined, prefix: string): string | undefined {
  for (let at = scope; at; at = at.outer) {
    if (at.prefix === prefix) return at.namespace;
  }
  if (prefix === '') return '';
  return prefix === 'xml' ? xmlNamespace : undefined;
}

/** The namespace and local name that a QName in a value stands for; undefined for an unbound prefix. */
export function resolveQName(node: XmlNode, qname: string): { namespace: string; name: string } | undefined {
  const trimmed = qname.trim();
  const colon = trimmed.indexOf(':');
  const namespace = namespaceOf(node.scope, colon < 0 ? '' : trimmed.slice(0, colon));
  return namespace === undefined ? undefined : { namespace, name: trimmed.slice(colon + 1) };
}

export function attribute(node: XmlNode, name: string, namespace = ''): string | undefined {
  for (const candidate of node.attributes) {
    if (candidate.name === name && candidate.namespace === namespace) return candidate.value;
  }
  return undefined;
}

export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

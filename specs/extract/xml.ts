import { ownText } from './own-text.ts';

/** The namespace declarations in force at an element, the innermost and last one first. */
export interface Scope {
  readonly prefix: string;
  readonly namespace: string;
  readonly outer: Scope | undefined;
  /** How many there are, with this one. */
  readonly depth: number;
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
  const { prefix, name } = partsOf(qname);
  const namespace = namespaceOf(node.scope, prefix);
  return namespace === undefined ? undefined : { namespace, name };
}

interface Parts {
  readonly prefix: string;
  readonly name: string;
}

/** A reference has some ten thousand QNames, each hundreds of times. */
const parts = new Map<string, Parts>();

function partsOf(qname: string): Parts {
  const known = parts.get(qname);
  if (known) return known;
  const trimmed = qname.trim();
  const colon = trimmed.indexOf(':');
  const made = {
    prefix: colon < 0 ? '' : ownText(trimmed.slice(0, colon)),
    name: colon < 0 ? trimmed : ownText(trimmed.slice(colon + 1)),
  };
  if (parts.size > 50_000) parts.clear();
  parts.set(qname, made);
  return made;
}

export function attribute(node: XmlNode, name: string, namespace = ''): string | undefined {
  for (const candidate of node.attributes) {
    if (candidate.name === name && candidate.namespace === namespace) return candidate.value;
  }
  return undefined;
}

export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  for (const child of node?.children ?? []) if (child.name === name) return child;
  return undefined;
}

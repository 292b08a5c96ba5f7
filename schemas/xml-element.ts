export interface XmlAttribute {
  /** Local name. */
  readonly name: string;
  readonly prefix: string;
  /** Empty for an attribute without prefix. */
  readonly namespace: string;
  readonly value: string;
}

export interface XmlElement {
  /** Local name. */
  readonly name: string;
  readonly prefix: string;
  /** Empty when the element is in no namespace. */
  readonly namespace: string;
  /** Without the declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its own characters, CDATA and references resolved; white space between child elements is left out. */
  readonly text: string;
  /** Where its `<` stands, from 1. */
  readonly line: number;
  readonly column: number;
  /** The namespace that a prefix (`''`: none) is bound to here; undefined when it is not bound. */
  readonly scope: (prefix: string) => string | undefined;
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

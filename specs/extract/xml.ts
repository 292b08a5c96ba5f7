import { SaxesParser } from 'saxes';

/** Namespace declarations in force at an element. */
interface Scope {
  readonly declared: Readonly<Record<string, string>>;
  readonly outer: Scope | undefined;
}

/** An element with the places it was read from. Offsets count characters of the text that was read. */
export interface XmlNode {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
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

export type XmlReading =
  | { readonly ok: true; readonly root: XmlNode }
  | { readonly ok: false; readonly line: number; readonly message: string };

const deepest = 200;

/** Strict, namespace-aware; a DOCTYPE is refused. `firstLine` is the line of the page on which the text begins. */
export function readXml(text: string, firstLine = 1): XmlReading {
  type Open = Omit<XmlNode, 'text' | 'end' | 'children'> & { text: string; end: number; children: Open[] };
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Open[] = [];
  let root: Open | undefined;
  let problem: { line: number; message: string } | undefined;
  let start = 0;
  let line = 0;
  const fail = (message: string) => {
    problem ??= { line: firstLine - 1 + parser.line, message };
  };

  parser.on('error', (error) => fail(error.message.replace(/^(\d+:\d+: )+/, '')));
  parser.on('doctype', () => fail('a DOCTYPE is not allowed'));
  parser.on('opentagstart', () => {
    start = text.lastIndexOf('<', parser.position - 1);
    // The reader has taken the character after the name, which may be the end of the line.
    line = firstLine - 1 + parser.line - (text[parser.position - 1] === '\n' ? 1 : 0);
  });
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const attributes: XmlAttribute[] = [];
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.uri === 'http://www.w3.org/2000/xmlns/') continue;
      attributes.push({ name: attribute.local, namespace: attribute.uri, value: attribute.value });
    }
    const declares = Object.keys(tag.ns).length > 0;
    const node: Open = {
      name: tag.local,
      prefix: tag.prefix,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      line,
      start,
      end: start,
      scope: declares ? { declared: { ...tag.ns }, outer: parent?.scope } : parent?.scope,
    };
    if (parent) parent.children.push(node);
    else root = node;
    open.push(node);
    if (open.length > deepest) fail(`elements nest deeper than ${deepest}`);
  });
  parser.on('text', (characters) => {
    const current = open.at(-1);
    if (current) current.text += characters;
  });
  parser.on('cdata', (characters) => {
    const current = open.at(-1);
    if (current) current.text += characters;
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) closed.end = parser.position;
  });

  // In pieces, so that a broken file is left at its first error and not read to the end.
  const piece = 65_536;
  for (let at = 0; at < text.length; at += piece) {
    parser.write(text.slice(at, at + piece));
    if (problem) break;
  }
  if (!problem) parser.close();
  if (problem) return { ok: false, ...problem };
  if (!root) return { ok: false, line: firstLine, message: 'no element' };
  return { ok: true, root };
}

/** The namespace and local name that a QName in a value stands for; undefined for an unbound prefix. */
export function resolveQName(node: XmlNode, qname: string): { namespace: string; name: string } | undefined {
  const trimmed = qname.trim();
  const colon = trimmed.indexOf(':');
  const prefix = colon < 0 ? '' : trimmed.slice(0, colon);
  for (let scope = node.scope; scope; scope = scope.outer) {
    const namespace = scope.declared[prefix];
    if (namespace !== undefined) return { namespace, name: trimmed.slice(colon + 1) };
  }
  return prefix === '' ? { namespace: '', name: trimmed } : undefined;
}

export function attribute(node: XmlNode, name: string, namespace = ''): string | undefined {
  return node.attributes.find((candidate) => candidate.name === name && candidate.namespace === namespace)?.value;
}

export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

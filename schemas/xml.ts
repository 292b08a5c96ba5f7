import { SaxesParser, type SaxesTagNS } from 'saxes';
import { SoconformError } from '../specs/error.ts';
import { decodeXmlBytes } from './xml-bytes.ts';
import { xmlNamespace, xmlnsNamespace, type XmlAttribute, type XmlElement } from './xml-element.ts';
import { readPlainXml } from './xml-plain.ts';

export { decodeXmlBytes };
export type { XmlElement };

/** `line` and `column` count from 1. */
interface XmlError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** A limit of ours, which says nothing of the document. */
  readonly limit?: true;
}

export type XmlReading =
  { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly error: XmlError };

export interface XmlLimits {
  /** How deep elements may nest; 200 unless told. */
  readonly depth?: number;
  /** How many elements there may be; 500,000 unless told. */
  readonly elements?: number;
}

const outermost = (prefix: string): string | undefined => (prefix === 'xml' ? xmlNamespace : undefined);

// A prototype would make `&toString;` an entity.
const predefinedEntities: Record<string, string> = Object.assign(Object.create(null), {
  amp: '&',
  gt: '>',
  lt: '<',
  quot: '"',
  apos: "'",
});

/** The local part of a name may not begin with what only may follow, which saxes lets pass after a colon. */
const beginsName =
  /^[A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}]/u;
const loneSurrogate = /\p{Cs}/u;

/** Stops the parser at its first complaint; never leaves `readXml`. */
class Stop extends Error {
  readonly at: XmlError;

  constructor(at: XmlError) {
    super(at.message);
    this.at = at;
  }
}

interface Open {
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
  readonly column: number;
  readonly scope: XmlElement['scope'];
}

/**
 * Reads one XML 1.0 document with namespaces, strictly: what is not well-formed is an error with its place,
 * and so is a document type declaration, of which nothing is read or expanded. Never throws.
 */
export function readXml(text: string, limits: XmlLimits = {}): XmlReading {
  const plain = readPlainXml(text, limits.depth ?? deepest, limits.elements ?? mostElements);
  return plain === undefined ? readXmlStrictly(text, limits) : { ok: true, root: plain };
}

const deepest = 200;
const mostElements = 500_000;

/** The same for every document, by the parser that decides where there is doubt. */
export function readXmlStrictly(text: string, limits: XmlLimits = {}): XmlReading {
  const broken = loneSurrogate.exec(text);
  if (broken !== null) return { ok: false, error: { message: 'disallowed character', ...placeOf(text, broken.index) } };
  try {
    return { ok: true, root: parse(text, limits.depth ?? deepest, limits.elements ?? mostElements) };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, error: error.at };
    throw error;
  }
}

/** `readXml` of bytes, decoded by `decodeXmlBytes`; what cannot be decoded is an error at the beginning. */
export function readXmlBytes(bytes: Uint8Array, contentType?: string, limits?: XmlLimits): XmlReading {
  try {
    return readXml(decodeXmlBytes(bytes, contentType), limits);
  } catch (error) {
    if (error instanceof SoconformError) return { ok: false, error: { message: error.message, line: 1, column: 1 } };
    throw error;
  }
}

function parse(text: string, depth: number, elements: number): XmlElement {
  // XML 1.0 readers take what calls itself 1.1 as 1.0; the control characters of 1.1 stay refused.
  const parser = new SaxesParser({ xmlns: true, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  parser.ENTITIES = predefinedEntities;
  const place = places(text);
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let start = 0;
  let count = 0;

  const here = (): Omit<XmlError, 'message'> => ({ line: parser.line, column: Math.max(1, parser.column) });
  const stop = (message: string, at = here()): never => {
    throw new Stop({ message: message.replace(/\.$/, ''), ...at });
  };
  const append = (characters: string): void => {
    const top = open.at(-1);
    if (top !== undefined) top.text += characters;
  };

  parser.on('error', (error) => stop(error.message));
  parser.on('doctype', () => stop('a document type declaration is refused'));
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('opentagstart', () => {
    start = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    const at = place(start);
    if (open.length >= depth) stop(`elements nest deeper than ${depth}`, { ...at, limit: true });
    if ((count += 1) > elements) stop(`there are more than ${elements} elements`, { ...at, limit: true });
    if (tag.prefix !== '' && !beginsName.test(tag.local)) stop(`malformed name: ${tag.name}`, at);
    const scope = scopeOf(tag.ns, open.at(-1)?.scope ?? outermost);
    const attributes = attributesOf(tag);
    if (attributes.some(({ prefix, name }) => prefix !== '' && !beginsName.test(name)))
      stop('malformed name of an attribute', at);
    open.push({
      name: tag.local,
      prefix: tag.prefix,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      ...at,
      scope,
    });
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    if (closed.children.length > 0 && /^[ \t\r\n]*$/.test(closed.text)) closed.text = '';
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });

  parser.write(text).close();
  return root ?? stop('document must contain a root element');
}

const none: readonly XmlAttribute[] = [];

function attributesOf(tag: SaxesTagNS): readonly XmlAttribute[] {
  let attributes: XmlAttribute[] | undefined;
  for (const key in tag.attributes) {
    const attribute = tag.attributes[key];
    if (attribute === undefined || attribute.uri === xmlnsNamespace) continue;
    attributes ??= [];
    attributes.push({
      name: attribute.local,
      prefix: attribute.prefix,
      namespace: attribute.uri,
      value: attribute.value,
    });
  }
  return attributes ?? none;
}

/** Elements that declare nothing share the scope of their parent. */
function scopeOf(declared: Record<string, string>, outer: XmlElement['scope']): XmlElement['scope'] {
  let bound: Map<string, string> | undefined;
  for (const prefix in declared) (bound ??= new Map()).set(prefix, declared[prefix] ?? '');
  if (bound === undefined) return outer;
  const inner = bound;
  return (prefix) => {
    const namespace = inner.get(prefix) ?? outer(prefix);
    return namespace === '' ? undefined : namespace;
  };
}

/** Line and column of offsets that only grow. */
function places(text: string): (offset: number) => { line: number; column: number } {
  let line = 1;
  let begin = 0;
  // Kept: in a text of one line each search goes to its end.
  let end = text.indexOf('\n');
  return (offset) => {
    while (end !== -1 && end < offset) {
      line += 1;
      begin = end + 1;
      end = text.indexOf('\n', begin);
    }
    return { line, column: offset - begin + 1 };
  };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  return places(text)(offset);
}

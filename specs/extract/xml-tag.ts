import { namespaceOf, xmlNamespace, type Scope, type XmlAttribute, type XmlNode } from './xml.ts';
import { afterSpace, content, IllFormed, nameEnd, OverLimit, shared, type Codes } from './xml-text.ts';

/** Start tags of XML 1.0, read strictly, with the namespaces that their prefixes stand for. */

export type Open = { -readonly [key in keyof XmlNode]: XmlNode[key] };

/** Where a reader of tags stands. */
export interface TagCursor {
  readonly text: string;
  readonly codes: Codes;
  at: number;
  /** The line that the tag begins on. */
  line: number;
}

export const noNodes: readonly XmlNode[] = [];
const noAttributes: readonly XmlAttribute[] = [];

/** Each is looked for among all others: a page with a hundred thousand of them would not end. The reference has ten. */
const most = 500;

const ampersand = 0x26;
const apostrophe = 0x27;
const slash = 0x2f;
const colon = 0x3a;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;
const quote = 0x22;

/** The element whose tag begins at `tag`; the cursor stands after the tag then. */
export function startTag(cursor: TagCursor, tag: number, outer: Scope | undefined): Open {
  const { text, codes } = cursor;
  let end = nameEnd(text, codes, tag + 1);
  if (end === tag + 1) throw new IllFormed(tag, 'a "<" that begins no tag');
  let prefix = '';
  let name = shared(text, codes, tag + 1, end);
  if (codes[end] === colon) {
    const from = end + 1;
    end = nameEnd(text, codes, from);
    if (end === from) throw notRight(tag);
    prefix = name;
    name = shared(text, codes, from, end);
  }
  if (codes[end] !== greaterThan) return withAttributes(cursor, tag, end, prefix, name, outer);
  cursor.at = end + 1;
  return nodeOf(cursor, tag, prefix, name, noAttributes, outer);
}

/** One literal for all nodes: they are of one shape, and their members quick to read. */
function nodeOf(
  { line, at }: TagCursor,
  start: number,
  prefix: string,
  name: string,
  attributes: readonly XmlAttribute[],
  scope: Scope | undefined,
): Open {
  const namespace = bound(scope, prefix, start);
  return { name, prefix, namespace, attributes, children: noNodes, text: '', line, start, end: at, scope };
}

function notRight(tag: number): IllFormed {
  return new IllFormed(tag, 'a start tag that is not right');
}

type Unbound = { -readonly [key in keyof XmlAttribute]: XmlAttribute[key] };

/** The attributes of a tag until it ends: a list that grows has room for sixteen more. */
const gathered: Unbound[] = [];

function withAttributes(
  cursor: TagCursor,
  tag: number,
  from: number,
  prefix: string,
  name: string,
  outer: Scope | undefined,
): Open {
  const { text, codes } = cursor;
  let count = 0;
  let prefixes: string[] | undefined;
  let scope = outer;
  let at = from;
  for (;;) {
    const next = afterSpace(codes, at);
    const isEmpty = codes[next] === slash;
    if (codes[isEmpty ? next + 1 : next] === greaterThan) {
      cursor.at = isEmpty ? next + 2 : next + 1;
      break;
    }
    let end = nameEnd(text, codes, next);
    if (next === at || end === next) throw notRight(tag);
    let own = shared(text, codes, next, end);
    let before = '';
    if (codes[end] === colon) {
      const second = end + 1;
      end = nameEnd(text, codes, second);
      if (end === second) throw notRight(tag);
      before = own;
      own = shared(text, codes, second, end);
    }
    const sign = afterSpace(codes, end);
    if (codes[sign] !== equals) throw notRight(tag);
    const opening = afterSpace(codes, sign + 1);
    const closing = closingQuote(codes, opening, tag);
    const value = valueOf(text, codes, opening + 1, closing);
    at = closing + 1;
    if (before === 'xmlns' || (before === '' && own === 'xmlns')) {
      scope = declare(scope, outer, before === '' ? '' : own, value, tag);
    } else {
      if (before !== '') (prefixes ??= [])[count] = before;
      gathered[count] = { name: own, namespace: '', value };
      count += 1;
      if (count > most) throw new OverLimit(tag, `more than ${most} attributes`);
    }
  }
  if (count === 0) return nodeOf(cursor, tag, prefix, name, noAttributes, scope);
  const attributes = gathered.slice(0, count);
  if (prefixes) bind(attributes, prefixes, scope, tag);
  if (attributes.length > 1) refuseTwice(attributes, tag);
  return nodeOf(cursor, tag, prefix, name, attributes, scope);
}

/** The closing quote for the opening one; between the two stands no `<`. */
function closingQuote(codes: Codes, opening: number, tag: number): number {
  const mark = codes[opening];
  if (mark !== quote && mark !== apostrophe) throw notRight(tag);
  for (let at = opening + 1; ; at += 1) {
    const code = codes[at];
    if (code === mark) return at;
    if (code === lessThan || code === 0) throw notRight(tag);
  }
}

/** A white-space character is a space in an attribute's value; one written as a reference stays what it is. */
function valueOf(text: string, codes: Codes, from: number, to: number): string {
  for (let at = from; at < to; at += 1) {
    const code = codes[at] ?? 0;
    if (code < 32 || code === ampersand) {
      return content(text.slice(from, to).replace(/\r\n|[\t\r\n]/g, ' '), from);
    }
  }
  return shared(text, codes, from, to);
}

const declaringNamespace = 'http://www.w3.org/2000/xmlns/';

function declare(
  scope: Scope | undefined,
  outer: Scope | undefined,
  prefix: string,
  namespace: string,
  at: number,
): Scope {
  for (let own = scope; own && own !== outer; own = own.outer) {
    if (own.prefix === prefix) throw new IllFormed(at, `the prefix "${prefix}" is declared twice`);
  }
  const isXml = prefix === 'xml';
  if (prefix === 'xmlns' || isXml !== (namespace === xmlNamespace) || namespace === declaringNamespace) {
    throw new IllFormed(at, `the prefix "${prefix}" cannot be bound to "${namespace}"`);
  }
  if (prefix !== '' && namespace === '') throw new IllFormed(at, `the prefix "${prefix}" is bound to nothing`);
  const depth = (scope?.depth ?? 0) + 1;
  if (depth > most) throw new OverLimit(at, `more than ${most} prefixes are declared`);
  return { prefix, namespace, outer: scope, depth };
}

function bound(scope: Scope | undefined, prefix: string, at: number): string {
  const namespace = prefix === 'xmlns' ? undefined : namespaceOf(scope, prefix);
  if (namespace === undefined) throw new IllFormed(at, `the prefix "${prefix}" is not bound`);
  return namespace;
}

/** An attribute without a prefix is in no namespace, whatever the default one is. */
function bind(
  attributes: readonly Unbound[],
  prefixes: readonly (string | undefined)[],
  scope: Scope | undefined,
  at: number,
): void {
  for (const [index, attribute] of attributes.entries()) {
    const prefix = prefixes[index];
    if (prefix !== undefined) attribute.namespace = bound(scope, prefix, at);
  }
}

function refuseTwice(attributes: readonly XmlAttribute[], at: number): void {
  for (let index = 1; index < attributes.length; index += 1) {
    const one = attributes[index];
    for (let before = 0; before < index; before += 1) {
      const other = attributes[before];
      if (one && other?.name === one.name && other.namespace === one.namespace) {
        throw new IllFormed(at, `the attribute "${one.name}" stands there twice`);
      }
    }
  }
}

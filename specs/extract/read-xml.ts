import { namespaceOf, xmlNamespace, type Scope, type XmlAttribute, type XmlNode } from './xml.ts';
import {
  afterSpace,
  codesOf,
  content,
  forbiddenMessage,
  IllFormed,
  nameEnd,
  ncName,
  shared,
  type Codes,
} from './xml-text.ts';

/**
 * A strict reader of XML 1.0 with namespaces, without DTD. It reads the samples and WSDL of a whole reference, some
 * 40 MB, many times as fast as the streaming parser that judges answers (`schemas/xml.ts`); tests hold the two
 * against each other on spoiled documents.
 */
export type XmlReading =
  | { readonly ok: true; readonly root: XmlNode }
  | { readonly ok: false; readonly line: number; readonly message: string };

type Open = { -readonly [key in keyof XmlNode]: XmlNode[key] };

interface Cursor {
  readonly text: string;
  readonly codes: Codes;
  at: number;
  /** The line that the offset `counted` is on. */
  line: number;
  counted: number;
}

const deepest = 200;
const noNodes: readonly XmlNode[] = [];
const noAttributes: readonly XmlAttribute[] = [];

const carriageReturn = 0x0d;
const ampersand = 0x26;
const apostrophe = 0x27;
const slash = 0x2f;
const colon = 0x3a;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;
const exclamation = 0x21;
const question = 0x3f;
const bracket = 0x5d;
const quote = 0x22;

const space = '[ \\t\\r\\n]';
const processing = new RegExp(`<\\?(${ncName})(?:${space}[^]*?)?\\?>`, 'y');
const declared = (name: string, value: string) => `${space}+${name}${space}*=${space}*(?:"${value}"|'${value}')`;
const declaration = new RegExp(
  `<\\?xml${declared('version', '1\\.\\d+')}(?:${declared('encoding', '[A-Za-z][\\w.-]*')})?(?:${declared('standalone', '(?:yes|no)')})?${space}*\\?>`,
  'y',
);

/** `firstLine` is the line of the page on which the text begins. */
export function readXml(text: string, firstLine = 1): XmlReading {
  try {
    const codes = codesOf(text);
    return { ok: true, root: readDocument({ text, codes, at: afterDeclaration(text), line: firstLine, counted: 0 }) };
  } catch (error) {
    if (!(error instanceof IllFormed)) throw error;
    const line = firstLine + text.slice(0, error.at).split('\n').length - 1;
    return { ok: false, line, message: error.message };
  }
}

function readDocument(cursor: Cursor): XmlNode {
  const { text, codes } = cursor;
  const open: Open[] = [];
  let root: Open | undefined;
  let current: Open | undefined;

  for (;;) {
    const from = cursor.at;
    const filled = afterSpace(codes, from);
    const tag = endOfText(codes, filled);
    if (filled < tag && !current) throw new IllFormed(from, 'text outside the root element');
    if (from < tag && current) characters(text, codes, from, filled, tag, current);
    if (tag === text.length) break;
    const second = codes[tag + 1];
    if (second === slash) {
      if (!current) throw new IllFormed(tag, 'an end tag without its start tag');
      cursor.at = endTag(text, codes, tag, current);
      current.end = cursor.at;
      open.pop();
      current = open[open.length - 1];
    } else if (second === exclamation) {
      cursor.at = comment(text, tag, current);
    } else if (second === question) {
      cursor.at = instruction(text, tag);
    } else {
      if (codes[tag] !== lessThan) throw new IllFormed(tag, forbiddenMessage);
      if (root && !current) throw new IllFormed(tag, 'a second root element');
      countLines(cursor, tag);
      const node = startTag(cursor, tag, current);
      root ??= node;
      if (current?.children === noNodes) current.children = [node];
      else if (current) (current.children as XmlNode[]).push(node);
      // Nothing but the slash of an empty element can stand before the end of a tag.
      if (codes[cursor.at - 2] === slash) continue;
      open.push(node);
      if (open.length > deepest) throw new IllFormed(tag, `elements nest deeper than ${deepest}`);
      current = node;
    }
  }
  if (current) throw new IllFormed(text.length, `"${qnameOf(current)}" is not closed`);
  if (!root) throw new IllFormed(text.length, 'no element');
  countLines(cursor, text.length);
  return root;
}

/** The offset of the next `<`, or of the end. */
function endOfText(codes: Codes, from: number): number {
  for (let at = from; ; at += 1) {
    const code = codes[at];
    if (code === lessThan || code === 0) return at;
  }
}

/** All characters come by here, so that a forbidden one is seen wherever it stands. */
function countLines(cursor: Cursor, to: number): void {
  const { codes } = cursor;
  for (let at = cursor.counted; at < to; at += 1) {
    const code = codes[at] ?? 0;
    if (code >= 32) continue;
    if (code === 10) cursor.line += 1;
    else if (code !== 13 && code !== 9) throw new IllFormed(at, forbiddenMessage);
  }
  cursor.counted = to;
}

function afterDeclaration(text: string): number {
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  declaration.lastIndex = at;
  return declaration.test(text) ? declaration.lastIndex : at;
}

/** `filled`: where the first character stands that is not blank. */
function characters(text: string, codes: Codes, from: number, filled: number, to: number, node: Open): void {
  // What is blank between two elements is layout; between a start tag and its end tag it is content.
  if (filled === to && (node.children.length > 0 || codes[to + 1] !== slash)) return;
  const read = isPlain(codes, from, to) ? shared(text, codes, from, to) : written(text.slice(from, to), from);
  node.text = node.text === '' ? read : node.text + read;
}

/** Whether nothing in a run stands for something else, or could be forbidden there. */
function isPlain(codes: Codes, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = codes[at];
    if (code === ampersand || code === carriageReturn || code === bracket) return false;
  }
  return true;
}

function written(run: string, from: number): string {
  const cdataEnd = run.indexOf(']]>');
  if (cdataEnd >= 0) throw new IllFormed(from + cdataEnd, '"]]>" in text');
  return content(run, from);
}

function qnameOf({ prefix, name }: XmlNode): string {
  return prefix === '' ? name : `${prefix}:${name}`;
}

function endTag(text: string, codes: Codes, tag: number, node: XmlNode): number {
  const { start, prefix, name } = node;
  const length = prefix === '' ? name.length : prefix.length + 1 + name.length;
  let at = 1;
  // The name in the end tag is that of the start tag, character by character.
  while (at <= length && codes[tag + 1 + at] === codes[start + at]) at += 1;
  const end = afterSpace(codes, tag + 2 + length);
  if (at <= length || codes[end] !== greaterThan) {
    throw new IllFormed(tag, `an end tag other than "${text.slice(start + 1, start + 1 + length)}"`);
  }
  return end + 1;
}

function comment(text: string, tag: number, current: Open | undefined): number {
  if (text.startsWith('<!--', tag)) {
    const end = text.indexOf('--', tag + 4);
    if (end < 0 || text[end + 2] !== '>') throw new IllFormed(tag, 'a comment that is not closed, or has "--" in it');
    return end + 3;
  }
  if (text.startsWith('<![CDATA[', tag)) {
    const end = text.indexOf(']]>', tag + 9);
    if (end < 0 || !current) throw new IllFormed(tag, 'CDATA that is not closed, or outside the root element');
    current.text += text.slice(tag + 9, end).replace(/\r\n?/g, '\n');
    return end + 3;
  }
  throw new IllFormed(
    tag,
    text.startsWith('<!DOCTYPE', tag) ? 'a DOCTYPE, which is not read' : 'markup that XML does not know',
  );
}

function instruction(text: string, tag: number): number {
  processing.lastIndex = tag;
  const target = processing.exec(text)?.[1];
  if (target === undefined || target.toLowerCase() === 'xml') {
    throw new IllFormed(tag, 'a processing instruction that is not closed, or has no right name');
  }
  return processing.lastIndex;
}

/** The element whose tag begins at `tag`; the cursor stands after the tag then. */
function startTag(cursor: Cursor, tag: number, parent: Open | undefined): Open {
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
  const outer = parent?.scope;
  if (codes[end] !== greaterThan) return withAttributes(cursor, tag, end, prefix, name, outer);
  cursor.at = end + 1;
  return nodeOf(cursor, tag, prefix, name, noAttributes, outer);
}

/** One literal for all nodes: they are of one shape, and their members quick to read. */
function nodeOf(
  { line, at }: Cursor,
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

function withAttributes(
  cursor: Cursor,
  tag: number,
  from: number,
  prefix: string,
  name: string,
  outer: Scope | undefined,
): Open {
  const { text, codes } = cursor;
  const attributes: Unbound[] = [];
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
      if (before !== '') (prefixes ??= [])[attributes.length] = before;
      attributes.push({ name: own, namespace: '', value });
    }
  }
  if (attributes.length === 0) return nodeOf(cursor, tag, prefix, name, noAttributes, scope);
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
  return { prefix, namespace, outer: scope };
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

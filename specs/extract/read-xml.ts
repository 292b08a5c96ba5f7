import { namespaceOf, xmlNamespace, type Scope, type XmlAttribute, type XmlNode } from './xml.ts';

/**
 * A strict reader of XML 1.0 with namespaces, without DTD. It reads the samples and WSDL of a whole reference, some
 * 40 MB, several times as fast as the streaming parser that judges answers (`schemas/xml.ts`); tests hold the two
 * against each other on spoiled documents.
 */
export type XmlReading =
  | { readonly ok: true; readonly root: XmlNode }
  | { readonly ok: false; readonly line: number; readonly message: string };

type Open = { -readonly [key in keyof XmlNode]: XmlNode[key] } & { qname: string; children: XmlNode[] };

const deepest = 200;
const nothing: readonly never[] = [];

const nameStart =
  'A-Za-z_\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\ud800-\\udb7f\\udc00-\\udfff';
const ncName = `[${nameStart}][${nameStart}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`;
const qname = `(?:(${ncName}):)?(${ncName})`;
const space = '[ \\t\\r\\n]';
const startTag = new RegExp(`<${qname}`, 'y');
const attributeToken = new RegExp(`${space}+${qname}${space}*=${space}*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const tagEnd = new RegExp(`${space}*(/?)>`, 'y');
const processing = new RegExp(`<\\?(${ncName})(?:${space}[^]*?)?\\?>`, 'y');
const declared = (name: string, value: string) => `${space}+${name}${space}*=${space}*(?:"${value}"|'${value}')`;
const declaration = new RegExp(
  `<\\?xml${declared('version', '1\\.\\d+')}(?:${declared('encoding', '[A-Za-z][\\w.-]*')})?(?:${declared('standalone', '(?:yes|no)')})?${space}*\\?>`,
  'y',
);
const reference = /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };
const forbidden =
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids, and halves of characters
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

class IllFormed extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** `firstLine` is the line of the page on which the text begins. */
export function readXml(text: string, firstLine = 1): XmlReading {
  try {
    const wrong = text.search(forbidden);
    if (wrong >= 0) throw new IllFormed(wrong, 'a character that XML forbids');
    return { ok: true, root: readDocument(text, firstLine) };
  } catch (error) {
    if (!(error instanceof IllFormed)) throw error;
    const line = firstLine + text.slice(0, error.at).split('\n').length - 1;
    return { ok: false, line, message: error.message };
  }
}

function readDocument(text: string, firstLine: number): XmlNode {
  const open: Open[] = [];
  let root: Open | undefined;
  let current: Open | undefined;
  let line = firstLine;
  let counted = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  declaration.lastIndex = at;
  if (declaration.test(text)) at = declaration.lastIndex;

  for (;;) {
    const tag = text.indexOf('<', at);
    const end = tag < 0 ? text.length : tag;
    if (current) characters(text, at, end, current);
    else if (!isBlank(text, at, end)) throw new IllFormed(at, 'text outside the root element');
    if (tag < 0) break;
    const second = text.charCodeAt(tag + 1);
    if (second === slash) {
      if (!current) throw new IllFormed(tag, 'an end tag without its start tag');
      at = endTag(text, tag, current);
      current.end = at;
      open.pop();
      current = open.at(-1);
    } else if (second === exclamation) {
      at = comment(text, tag, current);
    } else if (second === question) {
      at = instruction(text, tag);
    } else {
      if (root && !current) throw new IllFormed(tag, 'a second root element');
      for (let next = text.indexOf('\n', counted); next >= 0 && next < tag; next = text.indexOf('\n', next + 1)) {
        line += 1;
        counted = next + 1;
      }
      const { node, next, isEmpty } = element(text, tag, line, current);
      root ??= node;
      current?.children.push(node);
      at = next;
      if (isEmpty) continue;
      open.push(node);
      if (open.length > deepest) throw new IllFormed(tag, `elements nest deeper than ${deepest}`);
      current = node;
    }
  }
  if (current) throw new IllFormed(text.length, `"${current.qname}" is not closed`);
  if (!root) throw new IllFormed(text.length, 'no element');
  return root;
}

const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return false;
  }
  return true;
}

function characters(text: string, from: number, to: number, node: Open): void {
  if (from === to) return;
  // What is blank between two elements is layout; between a start tag and its end tag it is content.
  if (isBlank(text, from, to) && (node.children.length > 0 || text.charCodeAt(to + 1) !== slash)) return;
  const run = text.slice(from, to);
  const cdataEnd = run.indexOf(']]>');
  if (cdataEnd >= 0) throw new IllFormed(from + cdataEnd, '"]]>" in text');
  node.text += content(run, from);
}

/** References resolved, line ends as line feeds. */
function content(run: string, from: number): string {
  const lines = run.includes('\r') ? run.replace(/\r\n?/g, '\n') : run;
  if (!lines.includes('&')) return lines;
  return lines.replace(reference, (token, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) {
      const character = entities[name];
      if (character === undefined) throw new IllFormed(from, `the entity "${token}"`);
      return character;
    }
    const code = decimal === undefined ? (hex === undefined ? NaN : parseInt(hex, 16)) : Number(decimal);
    const isCharacter = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10ffff);
    const character = isCharacter ? String.fromCodePoint(code) : '';
    if (character === '' || forbidden.test(character)) {
      throw new IllFormed(from, token === '&' ? 'a lone "&"' : `the character reference "${token}"`);
    }
    return character;
  });
}

function endTag(text: string, tag: number, current: Open): number {
  let at = tag + 2 + current.qname.length;
  if (!text.startsWith(current.qname, tag + 2)) throw new IllFormed(tag, `an end tag other than "${current.qname}"`);
  while (isBlank(text, at, at + 1) && at < text.length) at += 1;
  if (text[at] !== '>') throw new IllFormed(tag, `an end tag other than "${current.qname}"`);
  return at + 1;
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
    text.startsWith('<!DOCTYPE', tag) ? 'a DOCTYPE is not allowed' : 'markup that XML does not know',
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

interface RawAttribute {
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
}

function element(
  text: string,
  tag: number,
  line: number,
  parent: Open | undefined,
): { node: Open; next: number; isEmpty: boolean } {
  startTag.lastIndex = tag;
  const opened = startTag.exec(text);
  if (!opened) throw new IllFormed(tag, 'a "<" that begins no tag');
  let at = startTag.lastIndex;
  let raw: RawAttribute[] | undefined;
  let declared: Record<string, string> | undefined;
  for (;;) {
    attributeToken.lastIndex = at;
    const found = attributeToken.exec(text);
    if (!found) break;
    const [, prefix = '', name = '', double, single] = found;
    const value = attributeValue(double ?? single ?? '', at);
    at = attributeToken.lastIndex;
    if (prefix === 'xmlns' || (prefix === '' && name === 'xmlns')) {
      declared ??= Object.create(null) as Record<string, string>;
      declare(declared, prefix === '' ? '' : name, value, tag);
    } else {
      (raw ??= []).push({ prefix, name, value });
    }
  }
  tagEnd.lastIndex = at;
  const closed = tagEnd.exec(text);
  if (!closed) throw new IllFormed(tag, 'a start tag that is not right');
  const next = tagEnd.lastIndex;
  const scope: Scope | undefined = declared ? { declared, outer: parent?.scope } : parent?.scope;
  const [, prefix = '', name = ''] = opened;
  const node: Open = {
    qname: prefix === '' ? name : `${prefix}:${name}`,
    name,
    prefix,
    namespace: bound(scope, prefix, tag),
    attributes: raw ? attributes(raw, scope, tag) : nothing,
    children: [],
    text: '',
    line,
    start: tag,
    end: next,
    scope,
  };
  return { node, next, isEmpty: closed[1] === '/' };
}

function attributeValue(value: string, at: number): string {
  // A white-space character is a space in an attribute's value; one written as a reference stays what it is.
  const spaced = /[\t\r\n]/.test(value) ? value.replace(/\r\n|[\t\r\n]/g, ' ') : value;
  return content(spaced, at);
}

const declaringNamespace = 'http://www.w3.org/2000/xmlns/';

function declare(declared: Record<string, string>, prefix: string, namespace: string, at: number): void {
  if (prefix in declared) throw new IllFormed(at, `the prefix "${prefix}" is declared twice`);
  const isXml = prefix === 'xml';
  if (prefix === 'xmlns' || isXml !== (namespace === xmlNamespace) || namespace === declaringNamespace) {
    throw new IllFormed(at, `the prefix "${prefix}" cannot be bound to "${namespace}"`);
  }
  if (prefix !== '' && namespace === '') throw new IllFormed(at, `the prefix "${prefix}" is bound to nothing`);
  declared[prefix] = namespace;
}

function bound(scope: Scope | undefined, prefix: string, at: number): string {
  const namespace = prefix === 'xmlns' ? undefined : namespaceOf(scope, prefix);
  if (namespace === undefined) throw new IllFormed(at, `the prefix "${prefix}" is not bound`);
  return namespace;
}

function attributes(raw: readonly RawAttribute[], scope: Scope | undefined, at: number): XmlAttribute[] {
  const found: XmlAttribute[] = [];
  for (const { prefix, name, value } of raw) {
    // An attribute without a prefix is in no namespace, whatever the default one is.
    const namespace = prefix === '' ? '' : bound(scope, prefix, at);
    if (found.some((other) => other.name === name && other.namespace === namespace)) {
      throw new IllFormed(at, `the attribute "${name}" stands there twice`);
    }
    found.push({ name, namespace, value });
  }
  return found;
}

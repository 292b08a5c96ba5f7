import { noNodes, startTag, type Open, type TagCursor } from './xml-tag.ts';
import type { Scope, XmlNode } from './xml.ts';
import {
  afterSpace,
  codesOf,
  content,
  forbiddenMessage,
  IllFormed,
  ncName,
  OverLimit,
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
  /** `limit`: of ours, which says nothing of the document. */
  | { readonly ok: false; readonly line: number; readonly message: string; readonly limit?: true };

/** `line`: that of the offset `counted`. */
interface Cursor extends TagCursor {
  counted: number;
}

/** What an element stands in that is read by itself. */
interface Around {
  readonly scope: Scope | undefined;
  readonly depth: number;
}

const deepest = 200;

const carriageReturn = 0x0d;
const ampersand = 0x26;
const slash = 0x2f;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const exclamation = 0x21;
const question = 0x3f;
const bracket = 0x5d;

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
    return { ok: true, root: readNodes({ text, codes, at: afterDeclaration(text), line: firstLine, counted: 0 }) };
  } catch (error) {
    if (!(error instanceof IllFormed)) throw error;
    const line = firstLine + text.slice(0, error.at).split('\n').length - 1;
    return { ok: false, line, message: error.message, ...(error instanceof OverLimit && { limit: true }) };
  }
}

/**
 * The element that begins at an offset of a text, `codes` its own; lines are counted from there, offsets from the
 * beginning of the text. Undefined for what is not well-formed.
 */
export function readElement(text: string, codes: Codes, at: number, around: Around): XmlNode | undefined {
  try {
    return readNodes({ text, codes, at, line: 0, counted: at }, around);
  } catch (error) {
    if (error instanceof IllFormed) return undefined;
    throw error;
  }
}

/** A document, or the one element `around` which stands something that is known. */
function readNodes(cursor: Cursor, around?: Around): XmlNode {
  const { text, codes } = cursor;
  const open: Open[] = [];
  let root: Open | undefined;
  let current: Open | undefined;

  for (;;) {
    if (around && root && !current) break;
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
      const node = startTag(cursor, tag, current ? current.scope : around?.scope);
      root ??= node;
      if (current?.children === noNodes) current.children = [node];
      else if (current) (current.children as XmlNode[]).push(node);
      // Nothing but the slash of an empty element can stand before the end of a tag.
      if (codes[cursor.at - 2] === slash) continue;
      open.push(node);
      if (open.length + (around?.depth ?? 0) > deepest)
        throw new OverLimit(tag, `elements nest deeper than ${deepest}`);
      current = node;
    }
  }
  if (current) throw new IllFormed(text.length, `"${qnameOf(current)}" is not closed`);
  if (!root) throw new IllFormed(text.length, 'no element');
  countLines(cursor, around ? cursor.at : text.length);
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

import type { Envelope, ShownElement } from './envelope.ts';
import { ownText } from './own-text.ts';
import { readElement } from './read-xml.ts';
import { namespaceOf, type Scope, type XmlNode } from './xml.ts';
import { codesOf, IllFormed, type Codes } from './xml-text.ts';

/**
 * What envelopes of one service have in common. All of them begin and end with the same text, and hundreds of operations
 * take or give the same carrier: what was read once is not read again, but compared, which is many times as fast.
 *
 * It never says that an envelope is wrong: what is not as known is left to the reader of all of it.
 */
export interface EnvelopeShape {
  /** The text up to the one element in the body, and the lines in it. */
  readonly head: string;
  readonly lines: number;
  readonly root: Envelope['root'];
  readonly beside: readonly XmlNode[];
  readonly scope: Scope | undefined;
  /** What follows that element. */
  readonly tail: RegExp;
  readonly elements: KnownElements;
}

interface KnownElement {
  readonly text: string;
  readonly lines: number;
  readonly node: XmlNode;
}

/** By the line that they begin with; elements of one name may differ in what they hold. */
interface KnownElements {
  readonly byLine: Map<string, readonly KnownElement[]>;
  /** Characters of all of them. */
  length: number;
}

const blank = '[ \\t\\r\\n]';
const mostOfLine = 4;
const mostCharacters = 1 << 20;
/** Requests and answers of a service, each with one of two sets of namespaces. */
export const mostShapes = 4;

/** Undefined for an envelope with anything beside the one element in its body that a shape does not say. */
export function shapeOf(
  text: string,
  root: XmlNode,
  body: XmlNode,
  beside: readonly XmlNode[],
): EnvelopeShape | undefined {
  const [wrapper, ...more] = body.children;
  if (!wrapper || more.length > 0 || root.children.at(-1) !== body) return undefined;
  const { name, prefix, namespace, line, start } = root;
  return {
    head: copyOf(text.slice(0, wrapper.start)),
    lines: wrapper.line,
    root: { name, prefix, namespace, line, start },
    beside,
    scope: body.scope,
    tail: new RegExp(`^${blank}*</${qnameOf(body)}>${blank}*</${qnameOf(root)}>${blank}*$`),
    elements: { byLine: new Map(), length: 0 },
  };
}

const plainTag = /<(?:([A-Za-z_][\w-]*):)?([A-Za-z_][\w-]*)>/y;

/** Undefined for what is not of that shape. */
export function readKnown(text: string, shape: EnvelopeShape): Envelope | undefined {
  const { head, root, beside, scope } = shape;
  if (!standsAt(text, 0, head)) return undefined;
  plainTag.lastIndex = head.length;
  const [tag, prefix = '', name = ''] = plainTag.exec(text) ?? [];
  const namespace = prefix === 'xmlns' ? undefined : namespaceOf(scope, prefix);
  if (tag === undefined || namespace === undefined) return undefined;
  const members = readMembers(text, head.length + tag.length, tag, shape);
  const wrapper = { name: ownText(name), prefix: ownText(prefix), namespace, line: shape.lines };
  return members && { root, beside, wrapper, members };
}

function readMembers(
  text: string,
  from: number,
  tag: string,
  { lines, scope, elements, tail }: EnvelopeShape,
): ShownElement[] | undefined {
  const members: ShownElement[] = [];
  const end = `</${tag.slice(1)}`;
  const place = { at: from, line: lines };
  let codes: Codes | undefined;
  for (;;) {
    skipBlank(text, place);
    if (standsAt(text, place.at, end)) break;
    const start = startOf(text, place.at);
    if (start === undefined) return undefined;
    let known = elements.byLine.get(start)?.find((one) => standsAt(text, place.at, one.text));
    if (!known) {
      codes ??= codesIn(text);
      const node = codes && readElement(text, codes, place.at, { scope, depth: 3 });
      if (!node) return undefined;
      known = remember(elements, start, copyOf(text.slice(place.at, node.end)), node);
    }
    members.push({ node: known.node, offset: place.at - known.node.start, lines: place.line });
    place.at += known.text.length;
    place.line += known.lines;
  }
  return tail.test(text.slice(place.at + end.length)) ? members : undefined;
}

/** Comparing two texts is many times as fast as `startsWith`, which goes character by character. */
function standsAt(text: string, at: number, part: string): boolean {
  return text.slice(at, at + part.length) === part;
}

function skipBlank(text: string, place: { at: number; line: number }): void {
  for (; ; place.at += 1) {
    const code = text.charCodeAt(place.at);
    if (code === 10) place.line += 1;
    else if (code !== 32 && code !== 9 && code !== 13) return;
  }
}

/** The line that an element begins with, or the beginning of that; undefined where none begins. */
function startOf(text: string, at: number): string | undefined {
  const line = text.slice(at, at + 300);
  if (!/^<[A-Za-z_]/.test(line)) return undefined;
  const end = line.indexOf('\n');
  return end < 0 ? line : line.slice(0, end);
}

/** Undefined for a text with a character that XML forbids. */
function codesIn(text: string): Codes | undefined {
  try {
    return codesOf(text);
  } catch (error) {
    if (error instanceof IllFormed) return undefined;
    throw error;
  }
}

function remember(elements: KnownElements, line: string, text: string, node: XmlNode): KnownElement {
  const known = { text, lines: text.split('\n').length - 1, node };
  elements.length += text.length;
  if (elements.length > mostCharacters) {
    elements.byLine.clear();
    elements.length = text.length;
  }
  const others = elements.byLine.get(line)?.slice(0, mostOfLine - 1) ?? [];
  elements.byLine.set(others.length > 0 ? line : ownText(line), [known, ...others]);
  return known;
}

/** A slice would keep the text of its page. */
function copyOf(slice: string): string {
  return Buffer.from(slice, 'utf8').toString('utf8');
}

function qnameOf({ prefix, name }: XmlNode): string {
  return (prefix === '' ? name : `${prefix}:${name}`).replace(/[.]/g, '\\.');
}

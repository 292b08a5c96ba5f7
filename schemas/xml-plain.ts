import { xmlNamespace, xmlnsNamespace, type XmlAttribute, type XmlElement } from './xml-element.ts';

/** The namespaces that one element declares, and around them those of the elements that it stands in. */
class Bindings {
  readonly #own: ReadonlyMap<string, string>;
  readonly #outer: Bindings | undefined;

  /** A copy of those around it for each element would make gigabytes of a document with many declarations. */
  constructor(own: ReadonlyMap<string, string>, outer?: Bindings) {
    this.#own = own;
    this.#outer = outer;
  }

  get(prefix: string): string | undefined {
    return this.#own.get(prefix) ?? this.#outer?.get(prefix);
  }
}

type Element = { -readonly [key in keyof XmlElement]: XmlElement[key] } & { children: XmlElement[] };
type Attribute = { -readonly [key in keyof XmlAttribute]: XmlAttribute[key] };

/** An element whose end tag is still to come. */
interface Open {
  readonly element: Element;
  readonly qname: string;
  readonly bindings: Bindings;
}

/** The document is not plain: whoever reads all of XML has to say what it is. */
const unusual = Symbol('unusual');
type Unusual = typeof unusual;

/**
 * Reads documents as SOAP servers write them, many times as fast as a parser that knows all of XML: elements with
 * ASCII names, attributes, characters and references. Whatever else stands in a document, right or wrong, is not
 * for it to judge: undefined says that the document has to be read by `readXml`'s strict parser. What it does read is
 * well-formed, and the same as that parser makes of it; tests hold the two against each other.
 */
export function readPlainXml(text: string, depth: number, elements = Infinity): XmlElement | undefined {
  const begin = beginOf(text);
  if (begin === undefined || notPlain.test(text) || !isWhole(text)) return undefined;
  const root = readFrom(text, begin, depth, elements);
  return root === unusual ? undefined : root;
}

const declaration =
  /^<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?: standalone=(?:"(?:yes|no)"|'(?:yes|no)'))? ?\?>/;
/** Comments, CDATA, document types and instructions; line ends that are not line feeds; what no document may hold. */
// oxlint-disable-next-line no-control-regex -- these are among the characters that XML forbids
const notPlain = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|<!|\]\]>/;
/** Whether it has no half of a character. Node has had this for long; the language of the project is older. */
const isWhole = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

/** Where the root element begins. */
function beginOf(text: string): number | undefined {
  let at = text.startsWith('<?') ? (declaration.exec(text)?.[0].length ?? -1) : 0;
  if (at === -1) return undefined;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === lessThan ? at : undefined;
}

const tab = 0x09;
const lineFeed = 0x0a;
const space = 0x20;
const quote = 0x22;
const apostrophe = 0x27;
const slash = 0x2f;
const colon = 0x3a;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;

const isSpace = (code: number): boolean => code === space || code === lineFeed || code === tab;

/** What an ASCII character may do in a name: 1 begin it, 2 go on with it. */
const inName = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_') inName[character.charCodeAt(0)] = 1;
for (const character of '0123456789.-') inName[character.charCodeAt(0)] = 2;

/** The offset after the name that begins there, and the same offset where none does. */
function endOfName(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  if (inName[code] !== 1) return from;
  do {
    at += 1;
    code = text.charCodeAt(at);
  } while (code < 128 && inName[code] !== 0);
  return at;
}

const noAttributes: readonly XmlAttribute[] = [];
const noChildren: XmlElement[] = [];
const outermost = new Bindings(
  new Map([
    ['', ''],
    ['xml', xmlNamespace],
  ]),
);

function readFrom(text: string, begin: number, depth: number, elements: number): XmlElement | Unusual {
  const open: Open[] = [];
  let parent: Open | undefined;
  let line = 1;
  let lineBegin = 0;
  let nextLine = text.indexOf('\n');
  const tag: TagEnd = { at: 0, isEmpty: false };
  let at = begin;
  let count = 0;

  for (;;) {
    if (text.charCodeAt(at + 1) === slash) {
      if (parent === undefined) return unusual;
      at = endOfEndTag(text, at + 2, parent.qname);
      if (at === -1) return unusual;
      const { element } = parent;
      if (element.children.length > 0 && isBlank(element.text)) element.text = '';
      open.pop();
      parent = open.at(-1);
      if (parent === undefined) return isBlank(text.slice(at)) ? element : unusual;
    } else {
      if (open.length >= depth || (count += 1) > elements) return unusual;
      while (nextLine !== -1 && nextLine < at) {
        line += 1;
        lineBegin = nextLine + 1;
        nextLine = text.indexOf('\n', lineBegin);
      }
      const opened: Open | Unusual = readStartTag(text, at, parent, line, at - lineBegin + 1, tag);
      if (opened === unusual) return unusual;
      const { element } = opened;
      at = tag.at;
      if (parent !== undefined) {
        if (parent.element.children === noChildren) parent.element.children = [element];
        else parent.element.children.push(element);
      }
      if (!tag.isEmpty) open.push((parent = opened));
      else if (parent === undefined) return isBlank(text.slice(at)) ? element : unusual;
    }
    const next = text.indexOf('<', at);
    if (next === -1) return unusual;
    if (next > at) {
      const run = resolved(text.slice(at, next));
      if (run === undefined) return unusual;
      const { element } = parent;
      element.text = element.text === '' ? run : element.text + run;
      at = next;
    }
  }
}

const isBlank = (text: string): boolean => text === '' || /^[ \t\r\n]*$/.test(text);

/** The offset after an end tag of whose name it is the beginning; -1 where it is another one. */
function endOfEndTag(text: string, name: number, qname: string): number {
  if (!text.startsWith(qname, name)) return -1;
  let at = name + qname.length;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === greaterThan ? at + 1 : -1;
}

/** Where the start tag that was read last ends. One for all tags of a document, which has hundreds of thousands. */
interface TagEnd {
  at: number;
  isEmpty: boolean;
}

function readStartTag(
  text: string,
  begin: number,
  parent: Open | undefined,
  line: number,
  column: number,
  tag: TagEnd,
): Open | Unusual {
  const nameEnd = endOfQName(text, begin + 1);
  if (nameEnd === -1) return unusual;
  const qname = text.slice(begin + 1, nameEnd);
  let written: Attribute[] | undefined;
  let at = nameEnd;
  for (;;) {
    const gap = at;
    while (isSpace(text.charCodeAt(at))) at += 1;
    const code = text.charCodeAt(at);
    if (code === greaterThan || code === slash) break;
    if (at === gap) return unusual;
    const end = endOfQName(text, at);
    if (end === -1 || text.charCodeAt(end) !== equals) return unusual;
    const close = endOfValue(text, end + 1);
    const value = close === -1 ? undefined : resolved(text.slice(end + 2, close));
    if (value === undefined) return unusual;
    const attribute = text.slice(at, end);
    const mark = attribute.indexOf(':');
    (written ??= []).push({ name: localIn(attribute, mark), prefix: prefixIn(attribute, mark), namespace: '', value });
    at = close + 1;
  }
  tag.isEmpty = text.charCodeAt(at) === slash;
  if (tag.isEmpty) at += 1;
  if (text.charCodeAt(at) !== greaterThan) return unusual;
  tag.at = at + 1;

  const outer = parent?.bindings ?? outermost;
  const bindings = written === undefined ? outer : boundBy(written, outer);
  if (bindings === unusual) return unusual;
  const attributes = written === undefined ? noAttributes : attributesAmong(written, bindings);
  const mark = qname.indexOf(':');
  const prefix = prefixIn(qname, mark);
  const namespace = bindings.get(prefix);
  if (attributes === unusual || namespace === undefined) return unusual;
  const scope =
    bindings === parent?.bindings ? parent.element.scope : (asked: string) => bindings.get(asked) || undefined;
  const name = localIn(qname, mark);
  const element = { name, prefix, namespace, attributes, children: noChildren, text: '', line, column, scope };
  return { element, qname, bindings };
}

/** `mark`: where the colon of the name stands; -1 where it has none. */
const prefixIn = (qname: string, mark: number): string => (mark === -1 ? '' : qname.slice(0, mark));
const localIn = (qname: string, mark: number): string => (mark === -1 ? qname : qname.slice(mark + 1));

/** The offset after `name` or `prefix:name`; -1 where neither stands there. */
function endOfQName(text: string, from: number): number {
  const end = endOfName(text, from);
  if (end === from) return -1;
  const code = text.charCodeAt(end);
  // A character of another script would go on with the name.
  if (code >= 128) return -1;
  if (code !== colon) return end;
  const localEnd = endOfName(text, end + 1);
  const after = text.charCodeAt(localEnd);
  return localEnd === end + 1 || after >= 128 || after === colon ? -1 : localEnd;
}

/** The offset of the quote that ends the value whose first quote stands there; -1 for what is not plain. */
function endOfValue(text: string, from: number): number {
  const mark = text.charCodeAt(from);
  if (mark !== quote && mark !== apostrophe) return -1;
  for (let at = from + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === mark) return at;
    // The end of the text is none of them, and white space would have to be made spaces.
    if (Number.isNaN(code) || code === lessThan || code === tab || code === lineFeed) return -1;
  }
}

/** The namespaces that are bound where these attributes and declarations stand. */
function boundBy(written: readonly Attribute[], outer: Bindings): Bindings | Unusual {
  let own: Map<string, string> | undefined;
  for (const attribute of written) {
    if (!declares(attribute)) continue;
    const { prefix, name, value } = attribute;
    const isDefault = prefix === '';
    const declared = isDefault ? '' : name;
    if (!isDefault && (value === '' || declared === 'xml' || declared === 'xmlns')) return unusual;
    if (value === xmlNamespace || value === xmlnsNamespace || value.trim() !== value) return unusual;
    own ??= new Map();
    if (own.has(declared)) return unusual;
    own.set(declared, value);
  }
  return own === undefined ? outer : new Bindings(own, outer);
}

const declares = ({ prefix, name }: Attribute): boolean => prefix === 'xmlns' || (prefix === '' && name === 'xmlns');

/** The attributes among them, in their namespaces. */
function attributesAmong(written: readonly Attribute[], bindings: Bindings): readonly XmlAttribute[] | Unusual {
  const attributes = written.some(declares) ? written.filter((one) => !declares(one)) : written;
  for (const attribute of attributes) {
    const namespace = attribute.prefix === '' ? '' : bindings.get(attribute.prefix);
    if (namespace === undefined) return unusual;
    attribute.namespace = namespace;
  }
  if (attributes.length > 1 && new Set(attributes.map(expandedName)).size < attributes.length) return unusual;
  return attributes.length === 0 ? noAttributes : attributes;
}

const expandedName = ({ namespace, name }: XmlAttribute): string => `${namespace} ${name}`;

const references = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|&/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Characters with their references resolved; undefined where one is not plain. */
function resolved(characters: string): string | undefined {
  if (!characters.includes('&')) return characters;
  let isPlain = true;
  const text = characters.replace(references, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? '';
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    if (isCharacter(code)) return String.fromCodePoint(code);
    isPlain = false;
    return '';
  });
  return isPlain ? text : undefined;
}

/** XML 1.0 §2.2, which NaN is not. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

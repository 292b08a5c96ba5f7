import { decodeXmlBytes } from '../schemas/xml-bytes.ts';
import type { Finding } from '../schemas/finding.ts';
import { duplicateMembers, parseJsonBytes } from '../schemas/json-text.ts';
import { judgeJson } from '../schemas/judge-json.ts';
import { judgeWrapper } from '../schemas/judge-xml.ts';
import type { JsonAspect, ShapeReport, XmlAspect } from '../schemas/shape-report.ts';
import { sameElements } from '../schemas/same-elements.ts';
import { envelopeNamespace } from '../schemas/soap.ts';
import { readXml } from '../schemas/xml.ts';
import type { XmlElement } from '../schemas/xml.ts';
import type { Contract, SoapContract, Types, Wrapper } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import { lately } from '../specs/lately.ts';
import { header } from './exchange.ts';
import type { WireResponse } from './exchange.ts';
import { codingOf } from './unpack.ts';

/** What was read, or the one finding that says why it could not be. */
type Read<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly finding: Finding };

/** The parts of a SOAP 1.1 envelope that checks look at. */
export interface Envelope {
  /** All header parts. */
  readonly parts: readonly XmlElement[];
  /** The part of that name in the namespace of the service. */
  readonly succeeded: XmlElement | undefined;
  /** Only when it says something: neither nil nor empty. */
  readonly exception: XmlElement | undefined;
  /** The elements in the Body. */
  readonly content: readonly XmlElement[];
  /** Characters in the Body beside its elements, without the white space around them. */
  readonly text: string;
}

/** Header parts in the namespace of the service. */
interface OwnParts {
  readonly count: number;
  /** Undefined where there is none. */
  readonly shape: ShapeReport<XmlAspect> | undefined;
}

/** An answer read once for all checks: each way of reading it happens on first use. */
export interface Reading {
  json(): Read<{ readonly value: unknown }>;
  /** The body judged against a REST contract's result; undefined where there is no JSON or no result is due. */
  jsonShape(): ShapeReport<JsonAspect> | undefined;
  xml(): Read<{ readonly root: XmlElement }>;
  /** Undefined where the answer is no SOAP 1.1 envelope with a Body. */
  envelope(): Envelope | undefined;
  /** The header parts of the service's own namespace judged against a SOAP contract; undefined where there is no envelope. */
  soapHeader(): OwnParts | undefined;
  /** The response element judged against a SOAP contract; undefined where it is not there. */
  soapShape(): ShapeReport<XmlAspect> | undefined;
  /**
   * Lets go of what was read of an answer that is longer than that, in bytes: whoever called the one that is done with it may hold it for
   * longer, while the next is read. What was read takes thirty times what the answer does. It is read again if anybody asks.
   */
  forget(longerThan: number): void;
}

/** What was read of a longer answer is not kept for the next one. */
export const longestKept = 256 * 1024;

/**
 * Reads one answer after the other. An answer that is byte for byte the last one to the same contract is not read again:
 * servers often answer another request with the same result.
 */
export function createReader(): typeof read {
  const lastOf = lately(8, (_contract: Contract): { read?: { response: WireResponse; reading: Reading } } => ({}));
  return (response, contract, types) => {
    const last = lastOf(contract);
    if (last.read !== undefined && isSame(last.read.response, response)) return last.read.reading;
    const reading = read(response, contract, types);
    if (response.body.length <= longestKept) last.read = { response, reading };
    return reading;
  };
}

/** Whether two answers are read alike: nothing but these is looked at. */
function isSame(one: WireResponse, other: WireResponse): boolean {
  if ((one.packed === undefined) !== (other.packed === undefined)) return false;
  const isAlike = (name: string): boolean => header(one, name) === header(other, name);
  return isAlike('content-type') && isAlike('content-encoding') && Buffer.compare(one.body, other.body) === 0;
}

export function read(response: WireResponse, contract: Contract, types: Types): Reading {
  return new AnswerReading(response, contract, types);
}

/** A class, for there are tens of thousands of answers: what a function of each of them was compiled to is lost with it. */
class AnswerReading implements Reading {
  readonly #response: WireResponse;
  readonly #contract: Contract;
  readonly #types: Types;
  #text: ReturnType<typeof parseJsonBytes> | undefined;
  #json: ReturnType<Reading['json']> | undefined;
  #xml: ReturnType<Reading['xml']> | undefined;
  /** Undefined as long as they were not looked for. */
  #envelope: { readonly found: Envelope | undefined } | undefined;
  #jsonShape: { readonly found: ShapeReport<JsonAspect> | undefined } | undefined;
  #soapShape: { readonly found: ShapeReport<XmlAspect> | undefined } | undefined;
  #soapHeader: { readonly found: OwnParts | undefined } | undefined;

  constructor(response: WireResponse, contract: Contract, types: Types) {
    this.#response = response;
    this.#contract = contract;
    this.#types = types;
  }

  json(): ReturnType<Reading['json']> {
    return (this.#json ??= packedFinding(this.#response) ?? readJsonOf(this.#parsed(), this.#response));
  }

  jsonShape(): ShapeReport<JsonAspect> | undefined {
    return (this.#jsonShape ??= { found: this.#judgeJson() }).found;
  }

  xml(): ReturnType<Reading['xml']> {
    return (this.#xml ??= packedFinding(this.#response) ?? readXmlOf(this.#response));
  }

  envelope(): Envelope | undefined {
    return (this.#envelope ??= { found: envelopeOf(this.xml(), this.#contract) }).found;
  }

  soapShape(): ShapeReport<XmlAspect> | undefined {
    return (this.#soapShape ??= { found: this.#judgeWrapper() }).found;
  }

  soapHeader(): OwnParts | undefined {
    return (this.#soapHeader ??= { found: this.#judgeHeader() }).found;
  }

  forget(longerThan: number): void {
    if (this.#response.body.length <= longerThan) return;
    this.#text = undefined;
    this.#json = undefined;
    this.#xml = undefined;
    this.#envelope = undefined;
    this.#jsonShape = undefined;
    this.#soapShape = undefined;
    this.#soapHeader = undefined;
  }

  #parsed(): ReturnType<typeof parseJsonBytes> {
    return (this.#text ??= parseJsonBytes(this.#response.body));
  }

  #judgeJson(): ShapeReport<JsonAspect> | undefined {
    const contract = this.#contract;
    const parsed = this.#parsed();
    if (!parsed.ok || contract.protocol !== 'rest' || contract.output === 'nothing') return undefined;
    const { value, text } = parsed;
    return withDuplicates(judgeJson(value, contract.output, this.#types, 'body', text), duplicateMembers(text));
  }

  #judgeWrapper(): ShapeReport<XmlAspect> | undefined {
    const contract = this.#contract;
    const [element, ...others] = this.envelope()?.content ?? [];
    if (element === undefined || others.length > 0 || contract.protocol !== 'soap') return undefined;
    const { output } = contract;
    if (element.name !== output.element || element.namespace !== output.namespace) return undefined;
    return judgeWrapper(element, output, this.#types);
  }

  #judgeHeader(): OwnParts | undefined {
    const envelope = this.envelope();
    const contract = this.#contract;
    if (envelope === undefined || contract.protocol !== 'soap') return undefined;
    const own = envelope.parts.filter((part) => part.namespace === contract.namespace);
    const [first] = own;
    if (first === undefined) return { count: 0, shape: undefined };
    const expected = headerWrapper(contract, this.#types);
    const before = lastHeader.get(expected);
    if (before !== undefined && sameElements(before.own, own)) return before.parts;
    const header: XmlElement = { ...first, name: 'Header', attributes: [], children: own, text: '' };
    const parts = { count: own.length, shape: judgeWrapper(header, expected, this.#types, 'Envelope') };
    if (this.#response.body.length <= longestKept) lastHeader.set(expected, { own, parts });
    return parts;
  }
}

/** Nearly all answers of a service have the same header: the last one that was judged is not judged again. */
const lastHeader = new WeakMap<Wrapper, { readonly own: readonly XmlElement[]; readonly parts: OwnParts }>();

const headerWrappers = new WeakMap<Types, Map<string, Wrapper>>();

/** The declared parts as members of an element; all operations of a generation have the same few. */
function headerWrapper({ namespace, responseHeader, output }: SoapContract, types: Types): Wrapper {
  let ofTypes = headerWrappers.get(types);
  if (ofTypes === undefined) headerWrappers.set(types, (ofTypes = new Map()));
  const key = `${namespace} ${responseHeader.map(({ name }) => name).join()}`;
  let wrapper = ofTypes.get(key);
  if (wrapper === undefined) {
    wrapper = { element: 'Header', namespace, fields: responseHeader, source: output.source };
    ofTypes.set(key, wrapper);
  }
  return wrapper;
}

/** Content that is still compressed when it is to be read: what is in it cannot be told. */
function packedFinding(response: WireResponse): { readonly ok: false; readonly finding: Finding } | undefined {
  const coding = response.packed === undefined ? codingOf(response) : undefined;
  if (coding === undefined) return undefined;
  const expected = 'none, as Accept-Encoding: identity asks for';
  return { ok: false, finding: { at: 'header content-encoding', expected, received: coding } };
}

function readJsonOf(parsed: ReturnType<typeof parseJsonBytes>, response: WireResponse): ReturnType<Reading['json']> {
  const expected = 'one JSON text in UTF-8';
  if (response.body.length === 0) return { ok: false, finding: { at: 'body', expected, received: 'nothing' } };
  if (!parsed.ok) {
    const { message, line, column } = parsed.error;
    return { ok: false, finding: { at: `body:${line}:${column}`, expected, received: message } };
  }
  if (parsed.byteOrderMark) {
    return { ok: false, finding: { at: 'body', expected: 'no byte order mark', received: 'EF BB BF' } };
  }
  return { ok: true, value: parsed.value };
}

/** A doubled name is in the text only: `JSON.parse` keeps the last value. */
function withDuplicates(report: ShapeReport<JsonAspect>, duplicates: readonly Finding[]): ShapeReport<JsonAspect> {
  if (duplicates.length === 0) return report;
  return {
    slotOf: (finding) => report.slotOf(finding),
    layout: report.layout,
    eachMember: (tell) => report.eachMember(tell),
    findings: [...report.findings, ...duplicates.map((found) => ({ ...found, aspect: 'duplicate' as const }))],
    get seen() {
      return { ...report.seen, duplicate: report.seen.duplicate + duplicates.length };
    },
    get evidence() {
      return report.evidence;
    },
    get unseen() {
      return report.unseen;
    },
  };
}

function readXmlOf(response: WireResponse): ReturnType<Reading['xml']> {
  const expected = 'a well-formed XML document';
  if (response.body.length === 0) return { ok: false, finding: { at: 'body', expected, received: 'nothing' } };
  try {
    const reading = readXml(decodeXmlBytes(response.body, header(response, 'content-type')));
    if (reading.ok) return { ok: true, root: reading.root };
    const { message, line, column, limit } = reading.error;
    return {
      ok: false,
      finding: { at: `body:${line}:${column}`, expected, received: message, ...(limit && { limit }) },
    };
  } catch (error) {
    if (!(error instanceof SoconformError)) throw error;
    return { ok: false, finding: { at: 'body', expected, received: error.message } };
  }
}

function envelopeOf(xml: ReturnType<Reading['xml']>, contract: Contract): Envelope | undefined {
  if (!xml.ok || xml.root.name !== 'Envelope' || xml.root.namespace !== envelopeNamespace) return undefined;
  const child = (name: string) =>
    xml.root.children.find((element) => element.name === name && element.namespace === envelopeNamespace);
  const body = child('Body');
  if (body === undefined) return undefined;
  const parts = child('Header')?.children ?? [];
  const namespace = contract.protocol === 'soap' ? contract.namespace : '';
  const own = (name: string) => parts.filter((element) => element.name === name && element.namespace === namespace);
  return {
    parts,
    succeeded: own('Succeeded')[0],
    exception: own('ExceptionInfo').find(saysSomething),
    content: body.children,
    text: body.text.trim(),
  };
}

function saysSomething(element: XmlElement): boolean {
  return element.text.trim() !== '' || element.children.some(saysSomething);
}

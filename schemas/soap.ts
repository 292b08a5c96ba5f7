import type { Field, SoapContract, Types, Wrapper } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { JsonObject } from '../specs/json.ts';
import { childOf, decodeFields, isProblem, type DecodeProblem } from './soap-decode.ts';
import { encodeFields } from './soap-encode.ts';
import { qname, writerOf, type Writer } from './soap-writer.ts';
import type { XmlElement } from './xml.ts';
import { escapeAttribute, escapeText, isXmlText } from './xml-write.ts';
import { arraysNamespace, collapse } from './xsd-scalars.ts';
import { isNil, xsiNamespace } from './xsi.ts';

export const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
export const soapMediaType = 'text/xml';

export interface RequestHeader {
  readonly applicationToken?: string;
  readonly ticket?: string;
  readonly timeZone?: TimeZone;
}

/** The zone that times are meant in, by its number or its code. */
interface TimeZone {
  readonly id?: number;
  readonly code?: string;
}

export interface ResponseHeader {
  readonly succeeded: boolean;
  readonly timeZone?: TimeZone;
  readonly exception?: { readonly message: string; readonly type: string };
}

/** What a response header says; `succeeded` is absent when the part is. */
export interface DecodedResponseHeader {
  readonly succeeded?: boolean;
  readonly exception?: { readonly message: string; readonly type: string };
}

/** A whole SOAP 1.1 envelope. Throws `SoconformError` (E_VALUE) naming the member for a value that the contract does not allow. */
export function encodeRequest(contract: SoapContract, types: Types, args: JsonObject, header: RequestHeader): string {
  return encodeCall(contract, types, args)(header);
}

/** The envelope of a call for any header: its arguments are written once. Throws as `encodeRequest` does. */
export function encodeCall(contract: SoapContract, types: Types, args: JsonObject): (header: RequestHeader) => string {
  const writer = messageWriter(contract, types);
  const body = encodeWrapper(writer, contract.input, args);
  return (header) => envelope(writer, requestHeader(writer, contract, header), body);
}

function requestHeader(writer: Writer, contract: SoapContract, header: RequestHeader): string {
  const token = (part: string, text: string): string => leaf(writer, contract.namespace, part, text);
  const parts: string[] = [];
  if (header.applicationToken !== undefined && has(contract.requestHeader, 'ApplicationToken')) {
    parts.push(token('ApplicationToken', header.applicationToken));
  }
  if (header.ticket !== undefined && has(contract.requestHeader, 'Credentials')) {
    parts.push(element(qname(writer, contract.namespace, 'Credentials'), token('Ticket', header.ticket)));
  }
  return parts.join('');
}

/** `result` is `{}` for a void operation. Carriers say their type, as in every printed answer. Throws as `encodeRequest` does. */
export function encodeResponse(
  contract: SoapContract,
  types: Types,
  result: JsonObject,
  header: ResponseHeader,
): string {
  const writer: Writer = { ...messageWriter(contract, types), xsiTypes: 'all' };
  const parts: string[] = [];
  if (header.exception !== undefined) {
    const { message, type } = header.exception;
    const members =
      leaf(writer, contract.namespace, 'Message', message) + leaf(writer, contract.namespace, 'ExceptionType', type);
    parts.push(element(qname(writer, contract.namespace, 'ExceptionInfo'), members));
  }
  parts.push(leaf(writer, contract.namespace, 'Succeeded', String(header.succeeded)));
  if (header.timeZone !== undefined && has(contract.responseHeader, 'TimeZone')) {
    parts.push(timeZonePart(writer, contract.namespace, header.timeZone));
  }
  return envelope(writer, parts.join(''), encodeWrapper(writer, contract.output, result));
}

export function encodeFault(code: 'Client' | 'Server', reason: string): string {
  const writer = writerOf(new Map(), [['s', envelopeNamespace]]);
  // faultcode and faultstring are in no namespace (SOAP 1.1, section 4.4).
  const fault = `<faultcode>s:${code}</faultcode><faultstring>${safe(reason, 'faultstring')}</faultstring>`;
  return envelope(writer, '', `<s:Fault>${fault}</s:Fault>`);
}

/** The header parts and arguments of a request; a problem names the place and never carries a credential. */
export function decodeRequest(
  contract: SoapContract,
  types: Types,
  root: XmlElement,
): { readonly header: RequestHeader; readonly args: JsonObject } | DecodeProblem {
  const message = open(root);
  if (isProblem(message)) return message;
  const args = decodeWrapper(types, contract.input, message.content);
  if (isProblem(args)) return args;
  const token = message.header && childOf(message.header, 'ApplicationToken', contract.namespace);
  const credentials = message.header && childOf(message.header, 'Credentials', contract.namespace);
  const ticket = credentials && childOf(credentials, 'Ticket', contract.namespace);
  const timeZone = message.header && childOf(message.header, 'TimeZone', contract.namespace);
  return {
    header: {
      ...(token === undefined || isNil(token) ? {} : { applicationToken: token.text }),
      ...(ticket === undefined || isNil(ticket) ? {} : { ticket: ticket.text }),
      ...(timeZone === undefined || isNil(timeZone) ? {} : { timeZone: decodeTimeZone(timeZone, contract.namespace) }),
    },
    args: args.value,
  };
}

/** The header and result of an answer. A SOAP fault is a problem that says so. */
export function decodeResponse(
  contract: SoapContract,
  types: Types,
  root: XmlElement,
): { readonly header: DecodedResponseHeader; readonly result: JsonObject } | DecodeProblem {
  const message = open(root);
  if (isProblem(message)) return message;
  if (message.content?.name === 'Fault' && message.content.namespace === envelopeNamespace) {
    const reason = childOf(message.content, 'faultstring', '')?.text ?? 'without faultstring';
    return { problem: `a SOAP fault: ${reason.slice(0, 200)}`, at: 'Envelope/Body/Fault' };
  }
  const result = decodeWrapper(types, contract.output, message.content);
  if (isProblem(result)) return result;
  const header = decodeResponseHeader(contract, message.header);
  return isProblem(header) ? header : { header, result: result.value };
}

function decodeTimeZone(element: XmlElement, namespace: string): TimeZone {
  const id = Number(childOf(element, 'SoTimeZoneId', namespace)?.text.trim() || Number.NaN);
  const code = childOf(element, 'SoTimeZoneLocationCode', namespace);
  return {
    ...(Number.isInteger(id) ? { id } : {}),
    ...(code === undefined || isNil(code) ? {} : { code: code.text }),
  };
}

function timeZonePart(writer: Writer, namespace: string, { id, code }: TimeZone): string {
  const members =
    (id === undefined ? '' : leaf(writer, namespace, 'SoTimeZoneId', String(id))) +
    (code === undefined ? '' : leaf(writer, namespace, 'SoTimeZoneLocationCode', code));
  return element(qname(writer, namespace, 'TimeZone'), members);
}

/** `Succeeded` and `ExceptionInfo` of an answer's `soap:Header`. */
function decodeResponseHeader(
  contract: Pick<SoapContract, 'namespace'>,
  header: XmlElement | undefined,
): DecodedResponseHeader | DecodeProblem {
  if (header === undefined) return {};
  const succeeded = childOf(header, 'Succeeded', contract.namespace);
  const info = childOf(header, 'ExceptionInfo', contract.namespace);
  const text = succeeded && collapse(succeeded.text);
  if (text !== undefined && !['true', 'false', '1', '0'].includes(text)) {
    return {
      problem: `expected boolean, found ${JSON.stringify(text.slice(0, 200))}`,
      at: 'Envelope/Header/Succeeded',
    };
  }
  const member = (name: string): string => (info && childOf(info, name, contract.namespace)?.text) ?? '';
  return {
    ...(text === undefined ? {} : { succeeded: text === 'true' || text === '1' }),
    ...(info === undefined || isNil(info)
      ? {}
      : { exception: { message: member('Message'), type: member('ExceptionType') } }),
  };
}

/** `soap:Header` and the element in `soap:Body` of a SOAP 1.1 message. */
export function open(
  root: XmlElement,
): { readonly header: XmlElement | undefined; readonly content: XmlElement | undefined } | DecodeProblem {
  if (root.name !== 'Envelope' || root.namespace !== envelopeNamespace) {
    return {
      problem: `expected Envelope of ${envelopeNamespace}, found ${root.name} of ${root.namespace || 'no namespace'}`,
      at: 'Envelope',
    };
  }
  const body = childOf(root, 'Body', envelopeNamespace);
  if (body === undefined) return { problem: 'expected a Body, found none', at: 'Envelope' };
  if (body.children.length > 1)
    return { problem: `expected one element, found ${body.children.length}`, at: 'Envelope/Body' };
  return { header: childOf(root, 'Header', envelopeNamespace), content: body.children[0] };
}

function decodeWrapper(
  types: Types,
  wrapper: Wrapper,
  content: XmlElement | undefined,
): { readonly value: JsonObject } | DecodeProblem {
  if (content?.name !== wrapper.element || content.namespace !== wrapper.namespace) {
    const found = content === undefined ? 'nothing' : `${content.name} of ${content.namespace || 'no namespace'}`;
    return { problem: `expected ${wrapper.element} of ${wrapper.namespace}, found ${found}`, at: 'Envelope/Body' };
  }
  return decodeFields(types, wrapper.fields, content, wrapper.namespace, `Envelope/Body/${wrapper.element}`);
}

function messageWriter(contract: SoapContract, types: Types): Writer {
  return writerOf(types, [
    ['s', envelopeNamespace],
    ['i', xsiNamespace],
    ['t', contract.namespace],
    ['a', arraysNamespace],
  ]);
}

function encodeWrapper(writer: Writer, wrapper: Wrapper, value: JsonObject): string {
  const fields = encodeFields(writer, wrapper.fields, value, wrapper.namespace);
  return element(qname(writer, wrapper.namespace, wrapper.element), fields);
}

function envelope(writer: Writer, header: string, body: string): string {
  const declarations = [...writer.prefixes].map(
    ([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`,
  );
  const parts = header === '' ? '' : `<s:Header>${header}</s:Header>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope${declarations.join('')}>${parts}<s:Body>${body}</s:Body></s:Envelope>`;
}

function has(parts: readonly Field[], name: string): boolean {
  // A contract without any part was read from a page that shows none.
  return parts.length === 0 || parts.some((part) => part.name === name);
}

function leaf(writer: Writer, namespace: string, name: string, text: string): string {
  return element(qname(writer, namespace, name), safe(text, name));
}

function element(tag: string, content: string): string {
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${tag}>`;
}

function safe(text: string, place: string): string {
  if (isXmlText(text)) return escapeText(text);
  throw new SoconformError('E_VALUE', `${place}: expected characters that XML can hold, found others`);
}

import type { XmlElement } from '../../schemas/xml.ts';
import { envelopeNamespace } from '../../schemas/soap.ts';
import type { Envelope } from '../reading.ts';

export const named = (element: XmlElement): string => `${element.name} in ${element.namespace || 'no namespace'}`;

export function faultOf(envelope: Envelope | undefined): XmlElement | undefined {
  return envelope?.content.find(({ name, namespace }) => name === 'Fault' && namespace === envelopeNamespace);
}

export function faultReason(envelope: Envelope | undefined): string | undefined {
  const fault = faultOf(envelope);
  return fault === undefined ? undefined : `SOAP fault: ${textOf(fault, 'faultstring') ?? 'without faultstring'}`;
}

export function exceptionText(exception: XmlElement): string {
  return textOf(exception, 'Message') ?? 'an ExceptionInfo without Message';
}

/** Undefined where there is none, or it is empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = element.children.find((child) => child.name === name)?.text.trim();
  return text === '' ? undefined : text;
}

/** Empty where it does not say. */
export interface Exception {
  readonly type: string;
  readonly message: string;
}

export function exceptionOf(element: XmlElement): Exception {
  const type = textOf(element, 'ExceptionType') ?? textOf(element, 'Type') ?? '';
  return { type, message: textOf(element, 'Message') ?? '' };
}

/** The first that the detail of a fault tells of. */
export function exceptionIn(fault: XmlElement): Exception {
  const detail = fault.children.find(({ name }) => name === 'detail');
  return detail?.children.map(exceptionOf).find(({ type, message }) => type !== '' && message !== '') ?? none;
}

const none: Exception = { type: '', message: '' };

/** A result beside a refusal: nobody can tell which of both holds. */
export function holdsResult({ content }: Envelope, element: string): boolean {
  const own = content.find(({ name }) => name === element);
  return own?.children.some((child) => child.children.length > 0 || child.text.trim() !== '') === true;
}

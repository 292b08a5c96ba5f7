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

function textOf(element: XmlElement, name: string): string | undefined {
  const text = element.children.find((child) => child.name === name)?.text.trim();
  return text === '' ? undefined : text;
}

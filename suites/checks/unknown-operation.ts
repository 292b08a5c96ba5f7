import type { Envelope } from '../reading.ts';
import { faultOf } from './soap-fault.ts';

/** How SOAP servers say that a service has no such operation; none of the documentation states it. */
const reasons: readonly RegExp[] = [
  // WCF, where the faultcode is missing or another one.
  /ContractFilter mismatch/i,
  // ASP.NET web services.
  /did not recognize the value of HTTP Header SOAPAction/i,
  // Axis.
  /\bEPR\b.*\boperation\b.*\bnot found\b|no such operation/i,
  // CXF.
  /SOAPAction\b.*\bdoes not match an operation/i,
  // gSOAP.
  /method name or namespace not recognized/i,
  // PHP.
  /\bprocedure '.*' not present/i,
  // Emulators, ours among them.
  /\b(?:unknown|unsupported) (?:soap ?action|operation)\b|\bSOAPAction names no operation\b/i,
];

/** Whether the service answers with a fault that knows no such operation. */
export function saysUnknownOperation(envelope: Envelope | undefined): boolean {
  const fault = faultOf(envelope);
  if (fault === undefined) return false;
  const textOf = (name: string): string => fault.children.find((child) => child.name === name)?.text.trim() ?? '';
  // WS-Addressing names the code; WCF uses it without addressing as well.
  if (/(?:^|:)ActionNotSupported$/.test(textOf('faultcode'))) return true;
  const reason = textOf('faultstring');
  return reasons.some((pattern) => pattern.test(reason));
}

import type { Subject } from './check.ts';
import { isObject } from './checks/errors.ts';
import { shorten } from './checks/finding.ts';
import { reasonsOfType } from './checks/reason.ts';
import { exceptionIn, exceptionOf, faultOf, holdsResult } from './checks/soap-fault.ts';
import type { Exception } from './checks/soap-fault.ts';

/**
 * What an answer says when the operation was carried out as far as the data that it was given: that there is no such object, or
 * that the data cannot be so. Undefined for every other refusal, and for what is no refusal.
 *
 * The form is the documented one (REST: `Error`, `ErrorType`, a message and `ErrorSource`; SOAP: `Succeeded` false beside an
 * `ExceptionInfo`), and the type of the error is one of the product. A crash has a type of the runtime or none, a refused login
 * one of sessions and credentials, and what could not be read at all has a `Message` and no type.
 */
export function businessRefusal(subject: Subject): string | undefined {
  const said = subject.contract.protocol === 'rest' ? saidByRest(subject) : saidBySoap(subject);
  if (said === undefined || said.type === '' || said.message === '') return undefined;
  if (!reasonsOfType(said.type).includes('the data')) return undefined;
  const { status } = subject.response;
  return shorten(`${status === 200 ? '' : `${status}, `}${said.type}: ${said.message}`);
}

/** Other statuses refuse for another reason than the data: the login, the address, the verb, the media type, the rate. */
const statuses: ReadonlySet<number> = new Set([400, 404, 409, 410, 422, 500]);

function saidByRest({ response, reading }: Subject): Exception | undefined {
  if (!statuses.has(response.status)) return undefined;
  const read = reading.json();
  if (!read.ok || !isObject(read.value)) return undefined;
  const { Error: error, ErrorType: type, ErrorSource: source, Message, ErrorMessage } = read.value;
  const message = Message ?? ErrorMessage;
  if (error !== true || typeof type !== 'string' || typeof source !== 'string') return undefined;
  return typeof message === 'string' && message.trim() !== '' ? { type, message } : undefined;
}

function saidBySoap({ response, reading, contract }: Subject): Exception | undefined {
  const envelope = reading.envelope();
  if (envelope === undefined) return undefined;
  const fault = faultOf(envelope);
  if (fault !== undefined) {
    // A fault says so in its detail; one without it is of whatever stands between the client and the service.
    return response.status === 500 ? exceptionIn(fault) : undefined;
  }
  const said = envelope.succeeded?.text.trim();
  if (response.status !== 200 || (said !== 'false' && said !== '0') || envelope.exception === undefined)
    return undefined;
  const element = contract.protocol === 'soap' ? contract.output.element : '';
  return holdsResult(envelope, element) ? undefined : exceptionOf(envelope.exception);
}

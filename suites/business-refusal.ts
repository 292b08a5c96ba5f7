import type { XmlElement } from '../schemas/xml.ts';
import type { Subject } from './check.ts';
import { isObject } from './checks/errors.ts';
import { shorten } from './checks/finding.ts';
import { faultOf } from './checks/soap-fault.ts';
import type { Envelope } from './reading.ts';

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
  if (said === undefined || !isOfData(said.type)) return undefined;
  const { status } = subject.response;
  return shorten(`${status === 200 ? '' : `${status}, `}${said.type}: ${said.message}`);
}

interface Said {
  readonly type: string;
  readonly message: string;
}

/** Other statuses refuse for another reason than the data: the login, the address, the verb, the media type, the rate. */
const statuses: ReadonlySet<number> = new Set([400, 404, 409, 410, 422, 500]);

function saidByRest({ response, reading }: Subject): Said | undefined {
  if (!statuses.has(response.status)) return undefined;
  const read = reading.json();
  if (!read.ok || !isObject(read.value)) return undefined;
  const { Error: error, ErrorType: type, ErrorSource: source, Message, ErrorMessage } = read.value;
  const message = Message ?? ErrorMessage;
  if (error !== true || typeof type !== 'string' || typeof source !== 'string') return undefined;
  return typeof message === 'string' && message.trim() !== '' ? { type, message } : undefined;
}

function saidBySoap({ response, reading, contract }: Subject): Said | undefined {
  const envelope = reading.envelope();
  if (envelope === undefined) return undefined;
  const fault = faultOf(envelope);
  if (fault !== undefined) {
    // A fault says so in its detail; one without it is of whatever stands between the client and the service.
    const detail = response.status === 500 ? childOf(fault, 'detail') : undefined;
    return detail?.children.map(toldBy).find((said) => said !== undefined);
  }
  const said = envelope.succeeded?.text.trim();
  if (response.status !== 200 || (said !== 'false' && said !== '0') || envelope.exception === undefined)
    return undefined;
  const element = contract.protocol === 'soap' ? contract.output.element : '';
  return holdsResult(envelope, element) ? undefined : toldBy(envelope.exception);
}

function toldBy(exception: XmlElement): Said | undefined {
  const type = childOf(exception, 'ExceptionType')?.text.trim() ?? childOf(exception, 'Type')?.text.trim() ?? '';
  const message = childOf(exception, 'Message')?.text.trim() ?? '';
  return type === '' || message === '' ? undefined : { type, message };
}

function childOf({ children }: XmlElement, name: string): XmlElement | undefined {
  return children.find((child) => child.name === name);
}

/** A result beside a refusal: nobody can tell which of both holds. */
function holdsResult({ content }: Envelope, element: string): boolean {
  const own = content.find(({ name }) => name === element);
  return own?.children.some((child) => child.children.length > 0 || child.text.trim() !== '') === true;
}

/** Of the product: `SoNotFoundException`, `SuperOffice.Exceptions.…`; or what .NET has for an argument that cannot be so. */
const ofProduct = /^(?:SuperOffice\.|(?:\w+\.)*So[A-Z]\w*Exception$)|NotFound(?:Exception)?$/;
const ofArguments = /^System\.Argument(?:OutOfRange)?Exception$/;
/** Who asks, and what he may: a value that is bound would not help. */
const ofRights =
  /session|authenti|credential|log[io]n|ticket|token|unauthori[sz]ed|forbidden|access|sentry|security|permission|rights?\b|licen[cs]e/i;

function isOfData(type: string): boolean {
  const own = type.slice(type.lastIndexOf('.') + 1);
  return (ofProduct.test(type) || ofArguments.test(type)) && !ofRights.test(own);
}

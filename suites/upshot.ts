import { isNil } from '../schemas/xsi.ts';
import { isVoid } from '../specs/contract.ts';
import type { Subject } from './check.ts';
import { isErrorObject, isObject } from './checks/errors.ts';
import { shorten } from './checks/finding.ts';
import { reasonsOfStatus, reasonsOfType, reasonsOfWords } from './checks/reason.ts';
import type { Reason } from './checks/reason.ts';
import { exceptionIn, exceptionOf, faultOf, holdsResult, textOf } from './checks/soap-fault.ts';
import { saysUnknownOperation } from './checks/unknown-operation.ts';
import { gaveOf } from './gave.ts';

/** A call that was not carried out. */
interface Refused {
  readonly kind: 'refused';
  /** All that it can be for, by what the answer says; none: it does not say, and nobody guesses. */
  readonly for: readonly Reason[];
  /** Where the answer says it, and in which words. */
  readonly at: string;
  readonly said: string;
}

/**
 * What a call came to, whichever protocol it went over. `nothing`: a success that says that there is nothing, as null and nil do.
 * `unclear`: neither a success nor a refusal, or both at once.
 */
export type Upshot = { readonly kind: 'result' | 'nothing' | 'unclear' } | Refused;

export function upshotOf(subject: Subject): Upshot {
  const { contract } = subject;
  if (gaveOf(subject) !== 'no-result') return { kind: isNothing(subject) ? 'nothing' : 'result' };
  return (
    (contract.protocol === 'rest' ? refusedByRest(subject) : refusedBySoap(subject, contract.output.element)) ?? unclear
  );
}

const unclear: Upshot = { kind: 'unclear' };
const failure: readonly Reason[] = ['a failure of its own'];

function isNothing({ contract, reading }: Subject): boolean {
  if (isVoid(contract)) return false;
  if (contract.protocol === 'rest') {
    const read = reading.json();
    return read.ok && read.value === null;
  }
  const response = reading.envelope()?.content[0]?.children.find(({ name }) => name === 'Response');
  return response === undefined || isNil(response);
}

function refusedByRest({ contract, response: { status }, reading, types }: Subject): Upshot | undefined {
  // Where a carrier is due, as good as null.
  if (status === 204 && !isVoid(contract)) return { kind: 'nothing' };
  const read = reading.json();
  const error = read.ok && isObject(read.value) ? read.value : {};
  const isError = status < 300 && contract.protocol === 'rest' && isErrorObject(error, contract, types);
  if (status < 400 && !isError) return undefined;
  const texts = (names: readonly string[]): readonly string[] =>
    names.map((name) => error[name]).filter((text): text is string => typeof text === 'string' && text.trim() !== '');
  const [type = ''] = texts(['ErrorType', 'ExceptionType']);
  const words = texts(['Message', 'ErrorMessage', 'MessageDetail', 'ExceptionMessage']);
  const told = toldBy(type, words.join('; '));
  // Of one that could not be read, and of an argument that cannot be so, the error object is the same.
  const isOfRequest = (status === 400 || status === 422) && words.length > 0;
  const otherwise: readonly Reason[] = isOfRequest ? ['the message', 'the data'] : status >= 500 ? failure : [];
  const byStatus = reasonsOfStatus[status] ?? (told.length > 0 ? told : otherwise);
  const at = type === '' && words.length === 0 ? 'status' : 'body';
  return refused(narrowed(byStatus, told), at, status, [type, words.join('; ')]);
}

function refusedBySoap(subject: Subject, element: string): Upshot | undefined {
  const { status } = subject.response;
  const envelope = subject.reading.envelope();
  // A fault comes with 500: without one that says what it says anywhere.
  const byStatus = reasonsOfStatus[status] ?? (envelope === undefined && status >= 500 ? failure : undefined);
  const fault = faultOf(envelope);
  if (fault !== undefined) {
    const words = textOf(fault, 'faultstring') ?? '';
    const { type, message } = exceptionIn(fault);
    const told = saysUnknownOperation(envelope)
      ? (['the operation'] as const)
      : toldBy(type, `${words}\n${message}`, reasonsOfCode(textOf(fault, 'faultcode') ?? ''));
    return refused(narrowed(byStatus, told), 'Envelope/Body/Fault', status, [type, words, message]);
  }
  const isFailed = ['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '');
  if (envelope === undefined || !isFailed) {
    return status < 400 ? undefined : refused(byStatus ?? [], 'status', status, []);
  }
  if (holdsResult(envelope, element)) return undefined;
  const { exception } = envelope;
  if (exception === undefined) return refused(byStatus ?? [], 'Envelope/Header/Succeeded', status, []);
  const { type, message } = exceptionOf(exception);
  return refused(narrowed(byStatus, toldBy(type, message)), 'Envelope/Header/ExceptionInfo', status, [type, message]);
}

/** The type of an exception says more than the words, which are in the language of the server; but for one that anything may have. */
function toldBy(type: string, words: string, code: readonly Reason[] = []): readonly Reason[] {
  const byType = reasonsOfType(type);
  const byWords = reasonsOfWords(words.slice(0, mostWords));
  if (byType.length === 0) return code.length > 0 ? code : byWords;
  if (!type.startsWith('System.') || byWords.length === 0) return byType;
  return [...new Set([...byType.filter((reason) => !failure.includes(reason)), ...byWords])];
}

const mostWords = 2000;

/** Of what a status leaves open, that which is told. */
function narrowed(open: readonly Reason[] | undefined, told: readonly Reason[]): readonly Reason[] {
  if (open === undefined) return told;
  const both = open.filter((reason) => told.includes(reason));
  return both.length > 0 ? both : open;
}

function refused(reasons: readonly Reason[], at: string, status: number, parts: readonly string[]): Refused {
  const said = [String(status), parts.filter((part) => part.trim() !== '').join(': ')].filter((part) => part !== '');
  return { kind: 'refused', for: reasons, at, said: shorten(said.join(': ')) };
}

/** Codes of WS-Security and of WCF. */
function reasonsOfCode(code: string): readonly Reason[] {
  const own = code.slice(code.indexOf(':') + 1);
  if (/^(?:FailedAuthentication|InvalidSecurity(?:Token)?)$/.test(own)) return ['the credential'];
  if (own === 'DeserializationFailed') return ['the message'];
  return own === 'InternalServiceFault' ? ['a failure of its own'] : [];
}

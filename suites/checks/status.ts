import type { RestContract } from '../../specs/contract.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import { errorMembers, errorText, isErrorObject, isObject } from './errors.ts';
import { finding, judged, shorten } from './finding.ts';
import { reasonOfStatus, speaksOfLogin } from './reason.ts';

/** Judges a REST exchange; `concerns` has made sure that it is one. */
export function onRest(judge: (subject: Subject, contract: RestContract) => Judgement): Check['judge'] {
  return (subject) =>
    subject.contract.protocol === 'rest'
      ? judge(subject, subject.contract)
      : { skip: 'only a REST answer can be judged' };
}

const statusesOf = (contract: RestContract): string => contract.statuses.map(({ status }) => status).join(' or ');

/** The status and, where it is an error, what the answer says of it. */
export function statusReceived({ response, reading }: Subject): string {
  if (response.status < 400) return String(response.status);
  const json = reading.json();
  const text = json.ok ? errorText(json.value) : undefined;
  return shorten(text === undefined ? String(response.status) : `${response.status}: ${text}`);
}

export function statusFinding(subject: Subject, contract: RestContract): Judgement {
  const isDocumented = contract.statuses.some(({ status }) => status === subject.response.status);
  const [first] = contract.statuses;
  if (isDocumented) return judged();
  const found = finding('status', statusesOf(contract), statusReceived(subject));
  return judged(first === undefined ? found : { ...found, source: first.source });
}

/** Whether an answer is the operation's own success: the documented status, and no error object. */
export function notSucceeded(subject: Subject, contract: RestContract): Judgement | undefined {
  const judgement = statusFinding(subject, contract);
  if ('findings' in judgement && judgement.findings.length > 0) return judgement;
  const json = subject.reading.json();
  if (!json.ok || !isErrorObject(json.value, contract, subject.types)) return undefined;
  return judged(finding('body', 'the result', `an error object: ${errorText(json.value) ?? ''}`));
}

/** A refusal with 4xx for what was wrong in the request, and an error object that says so. */
export function refusalOf(subject: Subject, what: string): Judgement {
  const { status: code } = subject.response;
  if (code < 400 || code > 499) return judged(finding('status', '400', statusReceived(subject)));
  const reason = reasonOfStatus[code];
  if (reason !== undefined) {
    return judged(finding('status', `400, for ${what}`, `${code}, which refuses ${reason}`));
  }
  const read = subject.reading.json();
  const why = read.ok ? errorText(read.value) : undefined;
  if (why !== undefined) {
    return judged(
      speaksOfLogin(why)
        ? finding('body', `an error object, for ${what}`, `one that refuses the credential: ${why}`)
        : undefined,
    );
  }
  const received = read.ok
    ? isObject(read.value)
      ? Object.keys(read.value).join(', ')
      : 'no object'
    : read.finding.received;
  return judged(finding('body', `a JSON object with ${errorMembers.slice(0, 4).join(', ')} …`, received));
}

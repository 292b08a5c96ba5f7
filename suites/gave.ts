import type { RecordAnswer } from '../reporters/record.ts';
import type { XmlElement } from '../schemas/xml.ts';
import { isVoid } from '../specs/contract.ts';
import type { RestContract, SoapContract } from '../specs/contract.ts';
import type { Subject } from './check.ts';
import { isObject } from './checks/errors.ts';
import { notSucceeded } from './checks/status.ts';

/** What an answer gives of what was asked for. */
export function gaveOf(subject: Subject): RecordAnswer['gave'] {
  const { contract } = subject;
  return contract.protocol === 'rest' ? gaveRest(subject, contract) : gaveSoap(subject, contract);
}

function gaveRest(subject: Subject, contract: RestContract): RecordAnswer['gave'] {
  if (notSucceeded(subject, contract) !== undefined) return 'no-result';
  if (isVoid(contract)) return 'done';
  const json = subject.reading.json();
  if (json.ok) return hasValue(json.value) ? 'value' : 'empty';
  // XML and streams are asked for by their own names; a page in HTML never is.
  const isAskedFor = /xml|octet-stream/.test(subject.case.request.headers['accept'] ?? '');
  return isAskedFor && subject.response.body.length > 0 ? 'value' : 'no-result';
}

function gaveSoap({ response, reading }: Subject, contract: SoapContract): RecordAnswer['gave'] {
  const envelope = reading.envelope();
  const [element] = envelope?.content ?? [];
  const isResult = element?.name === contract.output.element && envelope?.exception === undefined;
  if (element === undefined || !isResult || response.status !== 200) return 'no-result';
  if (['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '')) return 'no-result';
  if (isVoid(contract)) return 'done';
  return hasText(element) ? 'value' : 'empty';
}

/** Not by calling itself: a hostile answer is deeper than the stack. */
function hasValue(whole: unknown): boolean {
  const open = [whole];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const item of value as readonly unknown[]) open.push(item);
    else if (isObject(value)) for (const member of Object.values(value)) open.push(member);
    else if (value !== null && value !== '') return true;
  }
  return false;
}

/** The reader bounds how deep elements stand in each other. */
function hasText({ text, children }: XmlElement): boolean {
  return text.trim() !== '' || children.some(hasText);
}

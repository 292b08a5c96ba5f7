import type { Finding } from '../../schemas/finding.ts';
import type { Subject } from '../check.ts';
import type { Upshot } from '../upshot.ts';
import { finding } from './finding.ts';
import type { Reason } from './reason.ts';

const ofData: readonly Reason[] = ['the data'];

/** What a call is refused for; undefined where it has a result. Who says that there is nothing says it of the data. */
export function reasonsIn(upshot: Upshot): readonly Reason[] | undefined {
  if (upshot.kind === 'refused') return upshot.for;
  return upshot.kind === 'nothing' ? ofData : undefined;
}

/** Whether one thing can be meant by both. */
export function overlap(one: readonly Reason[], other: readonly Reason[]): boolean {
  return one.some((reason) => other.includes(reason));
}

/** The name of a protocol as people write it. */
export function protocolOf({ contract }: Pick<Subject, 'contract'>): 'REST' | 'SOAP' {
  return contract.protocol === 'rest' ? 'REST' : 'SOAP';
}

/** What a protocol makes of a call, as the end of a sentence. */
export function does(upshot: Upshot): string {
  if (upshot.kind !== 'refused') return upshot.kind === 'nothing' ? 'answers with nothing' : 'answers with a result';
  return upshot.for.length === 0 ? 'refuses it and does not say for what' : `refuses it for ${words(upshot.for)}`;
}

/** An answer that makes something else of a call than the other protocol does. */
export function departure(subject: Subject, here: Upshot, there: Upshot, other: 'REST' | 'SOAP'): Finding {
  return finding(placeOf(subject, here), expectedAs(there, other), received(here));
}

function placeOf({ contract }: Subject, here: Upshot): string {
  if (here.kind === 'refused') return here.at;
  return contract.protocol === 'soap' ? `Envelope/Body/${contract.output.element}` : 'body';
}

function expectedAs(there: Upshot, other: string): string {
  if (there.kind === 'nothing') return `nothing, or a refusal for the data: ${other} answers with nothing`;
  if (there.kind !== 'refused') return `a result: ${other} answers with one`;
  return `a refusal for ${words(there.for)}: ${other} answers ${inShort(there.said)}`;
}

function received(here: Upshot): string {
  if (here.kind === 'refused') return `a refusal for ${words(here.for)}: ${here.said}`;
  return here.kind === 'nothing' ? 'nothing' : 'a result';
}

function words(reasons: readonly Reason[]): string {
  return reasons.length === 0 ? 'what it does not say' : reasons.join(' or ');
}

const longest = 100;

function inShort(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

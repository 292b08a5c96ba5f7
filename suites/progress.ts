import type { CaseId } from '../fixtures/case.ts';
import type { RecordCase } from '../reporters/record.ts';
import type { EvidenceBook } from './evidence.ts';
import type { Exchange } from './exchange.ts';
import type { Fate, Surroundings } from './judge.ts';
import { compares } from './plan.ts';
import type { Planned } from './plan.ts';
import { longestKept } from './reading.ts';

/** What is known of a case while the run lasts. */
export interface Progress {
  readonly planned: Planned;
  /** In the order of the plan, which is that of the record. */
  readonly place: number;
  /** Whether the target may have got the request. */
  sent: boolean;
  exchange: Exchange | undefined;
  fate: Fate | undefined;
  /** Its verdicts, once it is judged. */
  record: RecordCase | undefined;
  /** Judging this case needs the verdicts of the one that it varies, */
  base: Progress | undefined;
  /** and the answer of the one that it is compared with, */
  twin: Progress | undefined;
  /** or those of the two that it stands between. */
  between: readonly [before: Progress, after: Progress] | undefined;
  /** Cases that wait for this one. */
  dependents: readonly Progress[];
  /** How many cases still need its answer. */
  users: number;
}

/** Finds for each case the one that it varies and the one that it is compared with. */
export function link(planned: readonly Planned[]): readonly Progress[] {
  const cases = planned.map(begun);
  const byId = new Map<CaseId, Progress>(cases.map((one) => [one.planned.case.id, one]));
  for (const one of cases) {
    const { variantOf, twin, between } = one.planned.case;
    const base = variantOf === undefined ? undefined : byId.get(variantOf);
    const other = twin === undefined || !compares(one.planned, 'twin') ? undefined : byId.get(twin);
    if (base !== undefined) {
      one.base = base;
      awaits(one, base);
    }
    if (other !== undefined) {
      one.twin = other;
      other.users += 1;
      awaits(one, other);
    }
    const [before, after] =
      between === undefined || !compares(one.planned, 'reads') ? [] : between.map((id) => byId.get(id));
    if (before !== undefined && after !== undefined) {
      one.between = [before, after];
      for (const read of one.between) {
        read.users += 1;
        awaits(one, read);
      }
    }
  }
  return cases;
}

/** Most have none. */
const none: readonly Progress[] = [];

/** A list as long as it has to be: one that is added to keeps room for more, and there are tens of thousands. */
function awaits(one: Progress, other: Progress): void {
  other.dependents = [...other.dependents, one];
}

/** All members from the beginning, so that all cases share a layout in memory. */
function begun(planned: Planned, place: number): Progress {
  return {
    planned,
    place,
    sent: false,
    exchange: undefined,
    fate: undefined,
    record: undefined,
    base: undefined,
    twin: undefined,
    between: undefined,
    dependents: none,
    users: 1,
  };
}

/**
 * The order of the plan, but that a case goes after the one that it varies, a twin right after the one that waits for it, and a
 * read that others stand before right after the last of them.
 */
export function inSendingOrder(cases: readonly Progress[]): readonly Progress[] {
  const order = [...new Set(cases.flatMap((one) => [one.base ?? one, one, one.twin?.base ?? one, one.twin ?? one]))];
  const lastBefore = new Map<Progress, number>();
  for (const [place, { between }] of order.entries()) if (between !== undefined) lastBefore.set(between[1], place);
  if (lastBefore.size === 0) return order;
  const places = order.map((one, place) => {
    const last = lastBefore.get(one);
    // Half a place behind the last of them, where nobody else is.
    return { one, place: last === undefined ? place : Math.max(place, last + 0.5) };
  });
  return places.toSorted((a, b) => a.place - b.place).map(({ one }) => one);
}

/** The cases that have to be answered before this one goes, so that it tells what was there after them. */
export function earlierReads(order: readonly Progress[]): ReadonlyMap<Progress, readonly Progress[]> {
  const earlier = new Map<Progress, Progress[]>();
  const wait = (one: Progress, other: Progress): void => {
    earlier.set(one, [...(earlier.get(one) ?? []), other]);
  };
  for (const one of order) {
    if (one.between === undefined) continue;
    const [before, after] = one.between;
    wait(one, before);
    wait(after, one);
  }
  return earlier;
}

/** Whether everything that its verdicts depend on is there, and they are not. */
export function isReady({ fate, record, base, twin, between }: Progress): boolean {
  if (fate === undefined || record !== undefined) return false;
  if (between?.some((read) => read.fate === undefined) === true) return false;
  return (base === undefined || base.record !== undefined) && (twin === undefined || twin.fate !== undefined);
}

/** What became of the two reads, for whoever judges the case between them; both are settled by then. */
export function readsOf([before, after]: readonly [Progress, Progress]): NonNullable<Surroundings['reads']> {
  const of = ({ planned, fate = judgedAlready }: Progress) => ({ id: planned.case.id, fate });
  return { before: of(before), after: of(after) };
}

/** In bytes. A longer answer is read again when the one comes that it is compared with: thousands may wait for that. */
export const longestWaiting = 16 * 1024;

const judgedAlready: Fate = { kind: 'skipped', reason: 'judged already' };

/** Forgets the answers that nobody needs any more now that a case is judged: a run may be long. */
export function release(judged: Progress): void {
  const compared = [...(judged.twin === undefined ? [] : [judged.twin]), ...(judged.between ?? [])];
  for (const one of [judged, ...compared]) {
    one.users -= 1;
    if (one.fate?.kind !== 'answered') continue;
    one.fate.subject.reading.forget(one.users > 0 ? longestWaiting : longestKept);
    if (one.users > 0) continue;
    one.fate = judgedAlready;
    one.exchange = undefined;
  }
}

/** Counts what was seen of each member in answers to the operation itself. */
export function addEvidence(book: EvidenceBook, { planned, fate }: Progress): void {
  if (fate?.kind !== 'answered' || planned.case.asks !== 'operation') return;
  const { reading } = fate.subject;
  const shape = planned.contract.protocol === 'rest' ? reading.jsonShape() : reading.soapShape();
  if (shape !== undefined) book.add(planned.contract.id, shape);
}

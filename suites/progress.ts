import type { CaseId } from '../fixtures/case.ts';
import type { RecordCase } from '../reporters/record.ts';
import type { EvidenceBook } from './evidence.ts';
import type { Exchange } from './exchange.ts';
import type { Fate } from './judge.ts';
import { comparesTwins } from './plan.ts';
import type { Planned } from './plan.ts';

/** What is known of a case while the run lasts. */
export interface Progress {
  readonly planned: Planned;
  /** Whether the target may have got the request. */
  sent: boolean;
  exchange: Exchange | undefined;
  fate: Fate | undefined;
  /** Its verdicts, once it is judged. */
  record: RecordCase | undefined;
  /** Judging this case needs the verdicts of the one that it varies, */
  base: Progress | undefined;
  /** and the answer of the one that it is compared with. */
  twin: Progress | undefined;
  /** Cases that wait for this one. */
  readonly dependents: Progress[];
  /** How many cases still need its answer. */
  users: number;
}

/** Finds for each case the one that it varies and the one that it is compared with. */
export function link(planned: readonly Planned[]): readonly Progress[] {
  const cases = planned.map(begun);
  const byId = new Map<CaseId, Progress>(cases.map((one) => [one.planned.case.id, one]));
  for (const one of cases) {
    const { variantOf, twin } = one.planned.case;
    const base = variantOf === undefined ? undefined : byId.get(variantOf);
    const other = twin === undefined || !comparesTwins(one.planned) ? undefined : byId.get(twin);
    if (base !== undefined) {
      one.base = base;
      base.dependents.push(one);
    }
    if (other !== undefined) {
      one.twin = other;
      other.users += 1;
      other.dependents.push(one);
    }
  }
  return cases;
}

/** All members from the beginning, so that all cases share a layout in memory. */
function begun(planned: Planned): Progress {
  return {
    planned,
    sent: false,
    exchange: undefined,
    fate: undefined,
    record: undefined,
    base: undefined,
    twin: undefined,
    dependents: [],
    users: 1,
  };
}

/** The order of the plan, but that a case goes right after the one that it varies, and a twin after the one that waits for it. */
export function inSendingOrder(cases: readonly Progress[]): readonly Progress[] {
  return [...new Set(cases.flatMap((one) => [one.base ?? one, one, one.twin ?? one]))];
}

/** Whether everything that its verdicts depend on is there, and they are not. */
export function isReady({ fate, record, base, twin }: Progress): boolean {
  if (fate === undefined || record !== undefined) return false;
  return (base === undefined || base.record !== undefined) && (twin === undefined || twin.fate !== undefined);
}

const judgedAlready: Fate = { kind: 'skipped', reason: 'judged already' };

/** Forgets the answers that nobody needs any more now that a case is judged: a run may be long. */
export function release(judged: Progress): void {
  for (const one of judged.twin === undefined ? [judged] : [judged, judged.twin]) {
    one.users -= 1;
    if (one.users > 0 || one.fate?.kind !== 'answered') continue;
    one.fate = judgedAlready;
    one.exchange = undefined;
  }
}

/** Counts what was seen of each member in answers to the operation itself. */
export function addEvidence(book: EvidenceBook, { planned, fate }: Progress): void {
  if (fate?.kind !== 'answered' || planned.case.asks !== 'operation') return;
  const { reading } = fate.subject;
  const shape = planned.contract.protocol === 'rest' ? reading.jsonShape() : reading.soapShape();
  if (shape !== undefined) book.add(planned.contract.id, shape.evidence, shape.unseen);
}

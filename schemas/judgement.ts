import type { Finding, Level } from './finding.ts';
import type { Layout, Slot } from './shape.ts';
import type { MemberEvidence, ShapeReport } from './shape-report.ts';

/** As many findings of one kind and level are kept: a hostile answer has millions of them. All are counted. */
export const mostKept = 1000;
/** So many departures, and it is not worth the time any more to say where each of them lies. */
const mostPlaced = 100_000;

/** A judgement under way: what was found, and per slot how many values were right and how many null. */
export interface Judgement<A extends string> {
  readonly layout: Layout;
  readonly findings: (Finding & { readonly aspect: A })[];
  readonly typed: number[];
  readonly nulls: number[];
  /** What each finding lies on, where a member of the contract stands for it; made with the first one. */
  slots: Map<Finding, Slot> | undefined;
  /** How many departures there were by aspect and level, kept or not; made with the first one. */
  tally: Map<A, Record<Level | 'own', number>> | undefined;
  departures: number;
}

/** Whether places are told no longer. */
export function isFull({ departures }: { readonly departures: number }): boolean {
  return departures >= mostPlaced;
}

export function judgementOf<A extends string>(layout: Layout): Judgement<A> {
  const counters = layout.slots.length;
  return {
    layout,
    findings: [],
    typed: Array<number>(counters).fill(0),
    nulls: Array<number>(counters).fill(0),
    slots: undefined,
    tally: undefined,
    departures: 0,
  };
}

export function count(counters: number[], slot: Slot): void {
  counters[slot.id] = (counters[slot.id] ?? 0) + 1;
}

/** A finding about the presence or the name of a member. */
export function departs<A extends string>(
  judgement: Judgement<A>,
  aspect: A,
  slot: Slot,
  at: string,
  expected: string,
  received: string,
  level: Level | undefined = slot.presenceLevel,
): void {
  if (!tells(judgement, aspect, level)) return;
  add(judgement, { aspect, at, expected, received, ...memberOf(slot), source: slot.source }, level, slot);
}

/** A finding about the type or the value of a member; `check`: at the level of the check itself. */
export function mistyped<A extends string>(
  judgement: Judgement<A>,
  aspect: A,
  slot: Slot,
  at: string,
  expected: string,
  received: string,
  level: Level | 'check' = slot.typeLevel ?? 'check',
): void {
  const own = level === 'check' ? undefined : level;
  if (!tells(judgement, aspect, own)) return;
  add(judgement, { aspect, at, expected, received, ...memberOf(slot), source: slot.typeSource }, own, slot);
}

function memberOf(slot: Slot): { readonly member?: string } {
  return slot.member === '' ? {} : { member: slot.member };
}

/** A finding about something that no member of the contract stands for. */
export function unasked<A extends string>(
  judgement: Judgement<A>,
  aspect: A,
  at: string,
  expected: string,
  received: string,
  level?: Level,
): void {
  if (!tells(judgement, aspect, level)) return;
  add(judgement, { aspect, at, expected, received }, level);
}

/** What lies beyond a limit of ours is no departure. */
export function unread<A extends string>(
  judgement: Judgement<A>,
  aspect: A,
  at: string,
  expected: string,
  received: string,
): void {
  if (tells(judgement, aspect, 'OBSERVE')) add(judgement, { aspect, at, expected, received, limit: true }, undefined);
}

/** Counts a departure, and says whether it is one of those that are told. */
export function tells<A extends string>(judgement: Judgement<A>, aspect: A, level: Level | undefined): boolean {
  judgement.departures += 1;
  const tally = (judgement.tally ??= new Map());
  let ofAspect = tally.get(aspect);
  if (ofAspect === undefined) tally.set(aspect, (ofAspect = { own: 0, MUST: 0, SHOULD: 0, OBSERVE: 0 }));
  return (ofAspect[level ?? 'own'] += 1) <= mostKept;
}

function add<A extends string>(
  judgement: Judgement<A>,
  finding: Finding & { aspect: A },
  level: Level | undefined,
  slot?: Slot,
): void {
  const levelled = level === undefined ? finding : { ...finding, level };
  judgement.findings.push(levelled);
  if (slot !== undefined) (judgement.slots ??= new Map()).set(levelled, slot);
}

/** Adds, for one slot that was reached, the places that each aspect had. */
type Looks<A extends string, J> = (
  slot: Slot,
  typed: number,
  nulls: number,
  add: (aspect: A, places: number) => void,
  judgement: J,
) => void;

/** The report of a finished judgement. What was seen is worked out from the counters when it is asked for, by `looks`. */
export function reportOf<A extends string, J extends Judgement<A>>(
  judgement: J,
  aspects: readonly A[],
  looks: Looks<A, J>,
): ShapeReport<A> {
  return new Report(judgement, aspects, looks);
}

/** A class, for there are tens of thousands of reports: what a function of each of them was compiled to is lost with it. */
class Report<A extends string, J extends Judgement<A>> implements ShapeReport<A> {
  readonly #judgement: J;
  readonly #aspects: readonly A[];
  readonly #looks: Looks<A, J>;
  #seen: Record<A, number> | undefined;
  #evidence: Map<string, MemberEvidence> | undefined;
  #unseen: readonly string[] | undefined;

  constructor(judgement: J, aspects: readonly A[], looks: Looks<A, J>) {
    this.#judgement = judgement;
    this.#aspects = aspects;
    this.#looks = looks;
  }

  get findings(): ShapeReport<A>['findings'] {
    return this.#judgement.findings;
  }

  get layout(): Layout {
    return this.#judgement.layout;
  }

  get seen(): Record<A, number> {
    return (this.#seen ??= countSeen(this.#judgement, this.#aspects, this.#looks));
  }

  get evidence(): Map<string, MemberEvidence> {
    return (this.#evidence ??= gatherEvidence(this.#judgement));
  }

  get unseen(): readonly string[] {
    return (this.#unseen ??= unseenIn(this.#judgement));
  }

  slotOf(finding: Finding): Slot | undefined {
    return this.#judgement.slots?.get(finding);
  }

  eachMember(tell: (slot: Slot, typed: number, nulls: number) => void): void {
    eachMember(this.#judgement, tell);
  }
}

/** A zero for each aspect, by the list of all; lists are two, and reports are many. */
const zeros = new WeakMap<readonly string[], Readonly<Record<string, number>>>();

function noneSeen<A extends string>(aspects: readonly A[]): Record<A, number> {
  let none = zeros.get(aspects);
  if (none === undefined) zeros.set(aspects, (none = Object.fromEntries(aspects.map((aspect) => [aspect, 0]))));
  return { ...none } as Record<A, number>;
}

function countSeen<A extends string, J extends Judgement<A>>(
  judgement: J,
  aspects: readonly A[],
  looks: Looks<A, J>,
): Record<A, number> {
  const seen = noneSeen(aspects);
  const add = (aspect: A, places: number): void => {
    seen[aspect] += places;
  };
  for (const slot of judgement.layout.slots) {
    const typed = judgement.typed[slot.id] ?? 0;
    const nulls = judgement.nulls[slot.id] ?? 0;
    if (typed + nulls > 0) looks(slot, typed, nulls, add, judgement);
  }
  // A value that is wrong was looked at, too.
  for (const [aspect, levels] of judgement.tally ?? [])
    for (const times of Object.values(levels)) seen[aspect] += times;
  return seen;
}

/**
 * Every member that was seen, and those that could have been there: what they stand in was. Slots are made when a message first
 * reaches them, and those of other messages, of other runs even, tell nothing of this one. What was there and wrong was seen.
 */
function eachMember(
  { layout, typed, nulls, slots, findings }: Judgement<string>,
  tell: (slot: Slot, typed: number, nulls: number) => void,
): void {
  let wrong: Set<Slot> | undefined;
  for (const found of findings) {
    const slot = found.aspect === 'missing' || found.aspect === 'out' ? undefined : slots?.get(found);
    if (slot !== undefined) (wrong ??= new Set()).add(slot);
  }
  const root = layout.root.id;
  for (const slot of layout.slots) {
    const { id, container } = slot;
    if (slot.member === '') continue;
    const right = typed[id] ?? 0;
    const empty = nulls[id] ?? 0;
    const couldBe = container === root || (typed[container] ?? 0) > 0;
    if (right + empty > 0 || (couldBe && wrong?.has(slot) !== true)) tell(slot, right, empty);
  }
}

function gatherEvidence(judgement: Judgement<string>): Map<string, MemberEvidence> {
  const evidence = new Map<string, MemberEvidence>();
  eachMember(judgement, ({ member }, typed, nulls) => {
    if (typed + nulls === 0) return;
    const before = evidence.get(member);
    evidence.set(
      member,
      before === undefined ? { typed, nulls } : { typed: before.typed + typed, nulls: before.nulls + nulls },
    );
  });
  return evidence;
}

function unseenIn(judgement: Judgement<string>): readonly string[] {
  const unseen: string[] = [];
  eachMember(judgement, ({ member }, typed, nulls) => {
    if (typed + nulls === 0) unseen.push(member);
  });
  return unseen;
}

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
  /** What each finding lies on, where a member of the contract stands for it. */
  readonly slots: Map<Finding, Slot>;
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
    slots: new Map(),
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
  if (slot !== undefined) judgement.slots.set(levelled, slot);
}

/**
 * The report of a finished judgement. What was seen is worked out from the counters when it is asked for: `looks`
 * adds, for one slot that was reached, the places that each aspect had.
 */
export function reportOf<A extends string>(
  judgement: Judgement<A>,
  aspects: readonly A[],
  looks: (slot: Slot, typed: number, nulls: number, add: (aspect: A, places: number) => void) => void,
): ShapeReport<A> {
  let seen: Record<A, number> | undefined;
  let evidence: Map<string, MemberEvidence> | undefined;
  let unseen: readonly string[] | undefined;
  return {
    findings: judgement.findings,
    slotOf: (finding) => judgement.slots.get(finding),
    layout: judgement.layout,
    eachMember: (tell) => eachMember(judgement, tell),
    get seen() {
      return (seen ??= countSeen(judgement, aspects, looks));
    },
    get evidence() {
      return (evidence ??= gatherEvidence(judgement));
    },
    get unseen() {
      return (unseen ??= unseenIn(judgement));
    },
  };
}

/** A zero for each aspect, by the list of all; lists are two, and reports are many. */
const zeros = new WeakMap<readonly string[], Readonly<Record<string, number>>>();

function noneSeen<A extends string>(aspects: readonly A[]): Record<A, number> {
  let none = zeros.get(aspects);
  if (none === undefined) zeros.set(aspects, (none = Object.fromEntries(aspects.map((aspect) => [aspect, 0]))));
  return { ...none } as Record<A, number>;
}

function countSeen<A extends string>(
  judgement: Judgement<A>,
  aspects: readonly A[],
  looks: (slot: Slot, typed: number, nulls: number, add: (aspect: A, places: number) => void) => void,
): Record<A, number> {
  const seen = noneSeen(aspects);
  const add = (aspect: A, places: number): void => {
    seen[aspect] += places;
  };
  for (const slot of judgement.layout.slots) {
    const typed = judgement.typed[slot.id] ?? 0;
    const nulls = judgement.nulls[slot.id] ?? 0;
    if (typed + nulls > 0) looks(slot, typed, nulls, add);
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
  const wrong = new Set<Slot | undefined>();
  for (const found of findings) if (found.aspect !== 'missing' && found.aspect !== 'out') wrong.add(slots.get(found));
  const isThere = (id: number): boolean => id === layout.root.id || (typed[id] ?? 0) > 0;
  for (const slot of layout.slots) {
    if (slot.member === '') continue;
    const right = typed[slot.id] ?? 0;
    const empty = nulls[slot.id] ?? 0;
    if (right + empty > 0 || (isThere(slot.container) && !wrong.has(slot))) tell(slot, right, empty);
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

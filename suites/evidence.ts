import type { EvidenceOfMember, MemberCounts, RunRecord } from '../reporters/record.ts';
import { lately } from '../specs/lately.ts';

/** Counts what was seen of each member of each contract. A whole catalogue has hundreds of thousands: they are kept small. */
export interface EvidenceBook {
  add(contract: string, told: SeenMembers): void;
  /** By contract and member, `EMail.SendEMails/rest-v1 output[].To`, in the order of their names. */
  entries(): readonly (readonly [name: string, EvidenceOfMember])[];
  /** Of what `entries` tells, without making it. */
  counts(): MemberCounts;
}

/** What a report tells of one answer, member by member; answers to one contract mostly share a layout. */
export interface SeenMembers {
  readonly layout: object;
  /** What was wrong; a hostile answer has thousands. */
  readonly findings: readonly unknown[];
  eachMember(
    tell: (slot: { readonly id: number; readonly member: string }, typed: number, nulls: number) => void,
  ): void;
}

/** The members of one contract and, for each of them, how many values were right and how many null. */
interface Tally {
  members: string[];
  counts: Uint32Array;
}

/** A tally that is added to. */
interface Adding {
  readonly tally: Tally;
  /** Where its members stand in it, by name and by the slots of the layout that was last told of. */
  readonly byName: Map<string, number>;
  layout: object | undefined;
  bySlot: number[];
  /** What was seen last and so many times in a row: it is counted when something else is. */
  seen: SeenMembers | undefined;
  times: number;
}

export function createEvidenceBook(): EvidenceBook {
  const tallies = new Map<string, Tally>();
  const tallyOf = (contract: string): Tally => {
    let tally = tallies.get(contract);
    if (tally === undefined) tallies.set(contract, (tally = { members: [], counts: new Uint32Array() }));
    return tally;
  };
  const placeOf = ({ tally, byName }: Adding, member: string): number => {
    const known = byName.get(member);
    if (known !== undefined) return known;
    const place = tally.members.push(member) - 1;
    byName.set(member, place);
    return place;
  };
  const count = (adding: Adding): void => {
    const { tally, seen, times } = adding;
    if (seen === undefined) return;
    adding.seen = undefined;
    if (adding.layout !== seen.layout) {
      adding.layout = seen.layout;
      adding.bySlot = [];
    }
    const { bySlot } = adding;
    const before = tally.members.length;
    let { counts } = tally;
    seen.eachMember(({ id, member }, typed, nulls) => {
      const place = (bySlot[id] ??= placeOf(adding, member));
      if (2 * place >= counts.length) counts = longer(counts, 4 * (place + 8));
      counts[2 * place] = (counts[2 * place] ?? 0) + times * typed;
      counts[2 * place + 1] = (counts[2 * place + 1] ?? 0) + times * nulls;
    });
    if (tally.members.length === before) return;
    // Most are there with the first answer: what was left free for more is given back.
    tally.members = tally.members.slice();
    tally.counts = counts.slice(0, 2 * tally.members.length);
  };
  const open = new Set<Adding>();
  /** Answers to one contract come one after the other. */
  const addingTo = lately(
    16,
    (contract: string): Adding => {
      const tally = tallyOf(contract);
      const byName = new Map(tally.members.map((member, place) => [member, place]));
      const adding = { tally, byName, layout: undefined, bySlot: [], seen: undefined, times: 0 };
      open.add(adding);
      return adding;
    },
    (adding) => {
      count(adding);
      open.delete(adding);
    },
  );

  return {
    add(contract, seen) {
      const adding = addingTo(contract);
      if (adding.seen !== seen) {
        count(adding);
        adding.seen = seen;
        adding.times = 0;
      }
      adding.times += 1;
      // Only what is small is kept until the next answer.
      if (seen.findings.length > 0) count(adding);
    },
    entries() {
      open.forEach(count);
      const all = [...tallies].flatMap(([contract, { members, counts }]) =>
        members.map((member, place): readonly [string, EvidenceOfMember] => [
          `${contract} ${member}`,
          evidenceOf(member, counts[2 * place] ?? 0, counts[2 * place + 1] ?? 0),
        ]),
      );
      return all.sort(([a], [b]) => (a < b ? -1 : 1));
    },
    counts() {
      open.forEach(count);
      const all = { typed: 0, 'only-null': 0, 'only-empty': 0, never: 0 };
      for (const { members, counts } of tallies.values()) {
        for (const [place, member] of members.entries()) {
          all[seenOf(member, counts[2 * place] ?? 0, counts[2 * place + 1] ?? 0)] += 1;
        }
      }
      return countsOf(all);
    },
  };
}

function longer(counts: Uint32Array, length: number): Uint32Array {
  const more = new Uint32Array(length);
  more.set(counts);
  return more;
}

type Seen = EvidenceOfMember['seen'];

function evidenceOf(member: string, typed: number, nulls: number): EvidenceOfMember {
  return { typed, nulls, seen: seenOf(member, typed, nulls) };
}

function seenOf(member: string, typed: number, nulls: number): Seen {
  if (typed > 0) return 'typed';
  if (nulls > 0) return 'only-null';
  // Of what stands in an array or a map, nothing is known while that is empty.
  return /(?:\[\]|\{\})$/.test(member) ? 'only-empty' : 'never';
}

function countsOf(counts: Readonly<Record<Seen, number>>): MemberCounts {
  const { typed, never } = counts;
  return { typed, onlyNull: counts['only-null'], onlyEmpty: counts['only-empty'], never };
}

/** How many members the record tells of, and how many of them had a value; percent of none is 100. */
export function evidenceShare(record: Pick<RunRecord, 'evidence' | 'members'>): {
  readonly members: number;
  readonly typed: number;
  readonly percent: number;
} {
  const { typed, onlyNull, onlyEmpty, never } = record.members ?? membersIn(record);
  const members = typed + onlyNull + onlyEmpty + never;
  return { members, typed, percent: members === 0 ? 100 : (100 * typed) / members };
}

function membersIn({ evidence }: Pick<RunRecord, 'evidence'>): MemberCounts {
  const counts = { typed: 0, 'only-null': 0, 'only-empty': 0, never: 0 };
  for (const { seen } of Object.values(evidence)) counts[seen] += 1;
  return countsOf(counts);
}

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
  eachMember(
    tell: (slot: { readonly id: number; readonly member: string }, typed: number, nulls: number) => void,
  ): void;
}

/** The members of one contract and, for each of them, how many values were right and how many null. */
interface Tally {
  members: string[];
  counts: Uint32Array;
}

/** Where the members of a tally stand in it, by name and by the slots of the layout that was last told of. */
interface Places {
  readonly byName: Map<string, number>;
  layout: object | undefined;
  bySlot: number[];
}

export function createEvidenceBook(): EvidenceBook {
  const tallies = new Map<string, Tally>();
  // The same members occur in many contracts, and in every generation.
  const names = new Map<string, string>();
  const nameOf = (member: string): string => {
    const known = names.get(member);
    if (known === undefined) names.set(member, member);
    return known ?? member;
  };

  /** Answers to one contract come one after the other. */
  const placesIn = lately(16, ({ members }: Tally): Places => ({
    byName: new Map(members.map((member, place) => [member, place])),
    layout: undefined,
    bySlot: [],
  }));
  const placeOf = (tally: Tally, { byName }: Places, member: string): number => {
    const known = byName.get(member);
    if (known !== undefined) return known;
    const place = tally.members.push(nameOf(member)) - 1;
    byName.set(member, place);
    return place;
  };

  return {
    add(contract, seen) {
      const { layout } = seen;
      let tally = tallies.get(contract);
      if (tally === undefined) tallies.set(contract, (tally = { members: [], counts: new Uint32Array() }));
      const places = placesIn(tally);
      if (places.layout !== layout) {
        places.layout = layout;
        places.bySlot = [];
      }
      const { bySlot } = places;
      const told = tally;
      const before = told.members.length;
      let { counts } = told;
      seen.eachMember(({ id, member }, typed, nulls) => {
        const place = (bySlot[id] ??= placeOf(told, places, member));
        if (2 * place >= counts.length) counts = longer(counts, 4 * (place + 8));
        counts[2 * place] = (counts[2 * place] ?? 0) + typed;
        counts[2 * place + 1] = (counts[2 * place + 1] ?? 0) + nulls;
      });
      if (told.members.length === before) return;
      // Most are there with the first answer: what was left free for more is given back.
      told.members = told.members.slice();
      told.counts = counts.slice(0, 2 * told.members.length);
    },
    entries() {
      const all = [...tallies].flatMap(([contract, { members, counts }]) =>
        members.map((member, place): readonly [string, EvidenceOfMember] => [
          `${contract} ${member}`,
          evidenceOf(member, counts[2 * place] ?? 0, counts[2 * place + 1] ?? 0),
        ]),
      );
      return all.sort(([a], [b]) => (a < b ? -1 : 1));
    },
    counts() {
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

import type { EvidenceOfMember, MemberCounts, RunRecord } from '../reporters/record.ts';
import type { MemberEvidence } from '../schemas/shape-report.ts';
import { lately } from '../specs/lately.ts';

/** Counts what was seen of each member of each contract. A whole catalogue has hundreds of thousands: they are kept small. */
export interface EvidenceBook {
  /** `unseen`: members that could have been there. */
  add(contract: string, seen: ReadonlyMap<string, MemberEvidence>, unseen?: readonly string[]): void;
  /** By contract and member, `EMail.SendEMails/rest-v1 output[].To`, in the order of their names. */
  entries(): readonly (readonly [name: string, EvidenceOfMember])[];
  /** Of what `entries` tells, without making it. */
  counts(): MemberCounts;
}

/** The members of one contract and, at the same places, what was seen of them. */
interface Tally {
  readonly members: string[];
  readonly typed: number[];
  readonly nulls: number[];
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
  const knownIn = lately(16, ({ members }: Tally) => new Set(members));
  const push = (tally: Tally, member: string): number => {
    knownIn(tally).add(member);
    return tally.members.push(nameOf(member)) - 1;
  };

  const placeOf = (tally: Tally, member: string, from: number): number => {
    const after = tally.members.indexOf(member, from);
    const found = after === -1 && from > 0 ? tally.members.indexOf(member) : after;
    return found === -1 ? push(tally, member) : found;
  };

  return {
    add(contract, seen, unseen = []) {
      let tally = tallies.get(contract);
      if (tally === undefined) tallies.set(contract, (tally = { members: [], typed: [], nulls: [] }));
      const { members } = tally;
      const before = members.length;
      let place = 0;
      for (const [member, { typed, nulls }] of seen) {
        // What is seen comes in the same order each time, with gaps; and no member twice.
        if (place >= before) place = before === 0 ? push(tally, member) : placeOf(tally, member, 0);
        else if (members[place] !== member) place = placeOf(tally, member, place);
        tally.typed[place] = (tally.typed[place] ?? 0) + typed;
        tally.nulls[place] = (tally.nulls[place] ?? 0) + nulls;
        place += 1;
      }
      if (unseen.length === 0) return;
      const known = knownIn(tally);
      for (const member of unseen) if (!known.has(member)) push(tally, member);
    },
    entries() {
      const all = [...tallies].flatMap(([contract, { members, typed, nulls }]) =>
        members.map((member, place): readonly [string, EvidenceOfMember] => [
          `${contract} ${member}`,
          evidenceOf(member, typed[place] ?? 0, nulls[place] ?? 0),
        ]),
      );
      return all.sort(([a], [b]) => (a < b ? -1 : 1));
    },
    counts() {
      const counts = { typed: 0, 'only-null': 0, 'only-empty': 0, never: 0 };
      for (const { members, typed, nulls } of tallies.values()) {
        for (const [place, member] of members.entries()) {
          counts[seenOf(member, typed[place] ?? 0, nulls[place] ?? 0)] += 1;
        }
      }
      return countsOf(counts);
    },
  };
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

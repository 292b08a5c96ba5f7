import type { EvidenceOfMember } from '../reporters/record.ts';

/** Counts what was seen of each member of each contract. A whole catalogue has hundreds of thousands: they are kept small. */
export interface EvidenceBook {
  add(contract: string, seen: ReadonlyMap<string, EvidenceOfMember>): void;
  /** By contract and member, `EMail.SendEMails/rest-v1 output[].To`, in the order of their names. */
  entries(): readonly (readonly [name: string, EvidenceOfMember])[];
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

  return {
    add(contract, seen) {
      let tally = tallies.get(contract);
      if (tally === undefined) tallies.set(contract, (tally = { members: [], typed: [], nulls: [] }));
      let place = 0;
      for (const [member, { typed, nulls }] of seen) {
        // What is seen comes in the same order each time, with gaps.
        if (tally.members[place] !== member) {
          const found = tally.members.indexOf(member);
          place = found === -1 ? tally.members.push(nameOf(member)) - 1 : found;
        }
        tally.typed[place] = (tally.typed[place] ?? 0) + typed;
        tally.nulls[place] = (tally.nulls[place] ?? 0) + nulls;
        place += 1;
      }
    },
    entries() {
      const all = [...tallies].flatMap(([contract, { members, typed, nulls }]) =>
        members.map((member, place): readonly [string, EvidenceOfMember] => [
          `${contract} ${member}`,
          { typed: typed[place] ?? 0, nulls: nulls[place] ?? 0 },
        ]),
      );
      return all.sort(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}

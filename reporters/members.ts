import type { EvidenceOfMember, MemberCounts, RunRecord } from './record.ts';
import { counted, number } from './text.ts';

/** What was seen of the members of the contracts; undefined where no answer could have had one. */
export function membersText(record: Pick<RunRecord, 'evidence' | 'members'>): string | undefined {
  const { typed, onlyNull, onlyEmpty, never } = record.members ?? membersIn(record);
  const all = typed + onlyNull + onlyEmpty + never;
  if (all === 0) return undefined;
  return [
    `${number(typed)} of ${counted(all, 'member')} had a value`,
    ...(onlyNull > 0 ? [`${number(onlyNull)} only null`] : []),
    ...(onlyEmpty > 0 ? [`${number(onlyEmpty)} only in empty arrays`] : []),
    ...(never > 0 ? [`${number(never)} never seen`] : []),
  ].join(', ');
}

/** In a record of old the members are told one by one. */
function membersIn({ evidence }: Pick<RunRecord, 'evidence'>): MemberCounts {
  const count = (seen: EvidenceOfMember['seen']): number =>
    Object.values(evidence).filter((one) => one.seen === seen).length;
  return { typed: count('typed'), onlyNull: count('only-null'), onlyEmpty: count('only-empty'), never: count('never') };
}

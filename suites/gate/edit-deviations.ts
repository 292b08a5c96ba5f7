import { isSeq, parseDocument } from 'yaml';
import type { RecordCase, RecordVerdict, RunRecord } from '../../reporters/record.ts';
import { nameMatcher } from '../name-glob.ts';
import type { Deviation, DeviationFile } from './deviation.ts';
import { withDeviations } from './deviations.ts';
import { ungated } from './merge.ts';
import { globOf, placeMatcher } from './place-glob.ts';

/** Before any day on which something could expire: what is listed, and not until when, is what counts here. */
const ever = '0000-00-00';

type NewEntry = Omit<Deviation, 'line'>;

/** Who answers for an entry, why and until when. */
type About = Pick<Deviation, 'kind' | 'reason' | 'owner' | 'ticket' | 'expires'>;

/** What a file of deviations lacks, and what it has too much, by a record. */
export interface Revision {
  /** For each failure that nobody lists, by check, operation and place. */
  readonly missing: readonly NewEntry[];
  /** Indices of entries that were judged and are right. */
  readonly stale: readonly number[];
}

/** `about`: who answers for the new entries, why and until when. */
export function revisionOf(record: RunRecord, listed: DeviationFile, about: About): Revision {
  const told = withDeviations(ungated(record), listed, ever);
  const found = new Map<string, NewEntry>();
  for (const judged of told.cases) {
    for (const verdict of judged.verdicts) {
      for (const place of placesOf(verdict)) {
        if (listed.deviations.some((one) => lists(one, judged, verdict, place))) continue;
        const entry = entryOf(judged, verdict, place, about);
        found.set(JSON.stringify([entry.check, entry.operation, entry.at]), entry);
      }
    }
  }
  const stale = (told.deviations?.entries ?? []).flatMap(({ state }, index) => (state === 'stale' ? [index] : []));
  return { missing: [...found.values()], stale };
}

/** The places of a red verdict; undefined stands for all, which is where a verdict is blocked. */
function placesOf({ outcome, blockedBy, findings }: RecordVerdict): readonly (string | undefined)[] {
  if (outcome === 'blocked' && blockedBy === undefined) return [undefined];
  if (outcome !== 'fail') return [];
  return findings.map(({ at }) => at);
}

/** A verdict is red when one of its places is not listed: the others need no second entry. */
function lists(one: Deviation, judged: RecordCase, { check }: RecordVerdict, place: string | undefined): boolean {
  if (!nameMatcher(one.check)(check) || !nameMatcher(one.operation)(judged.operation)) return false;
  return one.at === undefined || (place !== undefined && placeMatcher(one.at)(place));
}

function entryOf(
  { operation }: RecordCase,
  { check }: RecordVerdict,
  at: string | undefined,
  { kind, reason, owner, ticket, expires }: About,
): NewEntry {
  return {
    check,
    operation,
    ...(at === undefined ? {} : { at: globOf(at) }),
    kind,
    reason,
    owner,
    ...(ticket === undefined ? {} : { ticket }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** The text of a file with entries taken out and others put at its end; comments and order stay. JSON stays JSON. */
export function edited(
  text: string,
  { remove, add }: { readonly remove: readonly number[]; readonly add: readonly NewEntry[] },
): string {
  const isJson = text.trimStart().startsWith('{');
  const document = parseDocument(text);
  const list: unknown = document.get('deviations');
  if (!isSeq(list)) throw new Error('the file was read before and has a list');
  for (const index of remove.toSorted((a, b) => b - a)) list.delete(index);
  // An empty list is written on one line, and so would be what is added to it.
  list.flow = isJson;
  for (const entry of add) list.add(document.createNode(entry));
  return isJson ? `${JSON.stringify(document.toJSON(), null, 2)}\n` : document.toString({ lineWidth: 0 });
}

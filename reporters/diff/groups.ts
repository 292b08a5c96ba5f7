import type { DiffChange, DiffDoes, DiffImpact } from '../diff-record.ts';
import { counted, groupedBy, number } from '../text.ts';

/** Changes of one kind that do the same to a caller. */
export interface ChangeGroup {
  readonly title: string;
  readonly impact: DiffImpact;
  readonly reasons: readonly string[];
  /** `38, 16 of them inside a sequence` */
  readonly count: string;
  readonly entries: readonly ChangeEntry[];
  /** `adds REST-MEMBERS, REST-NAMES`, one for each thing that is done to checks. */
  readonly checks: readonly string[];
}

/** Changes at one place that reach the same operations. */
export interface ChangeEntry {
  /** A named type, an agent, or a place in a message. */
  readonly name: string;
  /** `requests or results of 15 operations: EMail.Send, …`; absent for operations themselves. */
  readonly reach?: string;
  readonly changes: readonly DiffChange[];
}

const kindsOfOperations: ReadonlySet<string> = new Set(['operation-added', 'operation-removed']);

/** In the order of the changes. */
export function groupsOf(changes: readonly DiffChange[]): readonly ChangeGroup[] {
  return [...groupedBy(changes, ({ impact, kind }) => `${impact} ${kind}`).values()].flatMap((group): ChangeGroup[] => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        title: first.title,
        impact: first.impact,
        reasons: [...new Set(group.flatMap(({ reasons }) => reasons))],
        count: countOf(group),
        entries: entriesOf(group),
        checks: checksOf(group),
      },
    ];
  });
}

function countOf(changes: readonly DiffChange[]): string {
  const inside = changes.filter(({ place }) => place !== undefined).length;
  if (inside === 0) return number(changes.length);
  const some = inside === changes.length ? '' : `${number(inside)} of them `;
  return `${number(changes.length)}, ${some}inside a sequence`;
}

function entriesOf(changes: readonly DiffChange[]): readonly ChangeEntry[] {
  const places = groupedBy(changes, (change) =>
    JSON.stringify([nameOf(change), ...(isOfOperations(change) ? [] : [change.directions, change.operations])]),
  );
  return [...places.values()].flatMap((group): ChangeEntry[] => {
    const [first] = group;
    if (first === undefined) return [];
    const reach = isOfOperations(first) ? {} : { reach: reachOf(first) };
    return [{ name: nameOf(first), ...reach, changes: group }];
  });
}

export function isOfOperations({ kind }: DiffChange): boolean {
  return kindsOfOperations.has(kind);
}

/** Members of a type and operations of an agent stand together. */
function nameOf(change: DiffChange): string {
  if (isOfOperations(change)) return change.at.split('.')[0] ?? change.at;
  return change.type ?? change.at;
}

/** The place below the name of its entry; empty where it is that itself. */
export function placeBelow(change: DiffChange): string {
  const name = nameOf(change);
  if (change.at === name) return '';
  return change.at.startsWith(`${name}.`) ? change.at.slice(name.length + 1) : change.at;
}

const shownNames = 3;

function reachOf({ directions, operations }: DiffChange): string {
  const messages = directions.map((direction) => (direction === 'request' ? 'requests' : 'results')).join(' or ');
  const names = operations.slice(0, shownNames).join(', ');
  const rest = operations.length - shownNames;
  const more = rest > 0 ? ` and ${number(rest)} more` : '';
  return `${messages === '' ? '' : `${messages} of `}${counted(operations.length, 'operation')}: ${names}${more}`;
}

/** `int16 → boolean`, `string, before Subject`, `was string`; nothing where the place says it all. */
export function changeText({ at, before, after, place }: DiffChange): string {
  if (before === undefined || after === undefined) {
    const value = before?.value ?? after?.value ?? '';
    if (value === at) return '';
    return `${before === undefined ? '' : 'was '}${value}${place === undefined ? '' : `, ${place}`}`;
  }
  return `${before.value} → ${after.value}`;
}

const deeds: readonly DiffDoes[] = ['adds', 'tightens', 'loosens'];

function checksOf(changes: readonly DiffChange[]): readonly string[] {
  return deeds.flatMap((deed) => {
    const ids = new Set(changes.flatMap(({ checks }) => checks.flatMap(({ id, does }) => (does === deed ? [id] : []))));
    return ids.size === 0 ? [] : [`${deed} ${[...ids].join(', ')}`];
  });
}

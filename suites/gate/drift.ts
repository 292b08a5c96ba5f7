import type { RecordCase, RunRecord } from '../../reporters/record.ts';
import type { ShapeChange } from '../../reporters/run-diff-record.ts';
import { shapeOf } from './shape-of.ts';
import type { Shape } from './shape-of.ts';

/** What the kept answers of two runs show differently. */
export interface Drift {
  readonly changes: readonly ShapeChange[];
  readonly compared: number;
  readonly dataOnly: number;
  readonly notCompared: number;
}

/**
 * Compares the answers to the same cases. Breaking is what a caller of the former trips over: another status or media type, a member
 * that is gone while what it stood in is there, a value of another type. A null tells no type, and an empty list has no
 * items, so that neither is a change.
 */
export function driftBetween(before: RunRecord, after: RunRecord): Drift {
  const now = new Map(after.cases.map((one) => [one.id, one]));
  const changes = new Map<string, ShapeChange>();
  const counts = { compared: 0, dataOnly: 0, notCompared: 0 };
  for (const was of before.cases) {
    const is = now.get(was.id);
    if (is === undefined || !(was.sent || is.sent)) continue;
    const shapes = [shapeIn(was), shapeIn(is)] as const;
    if (shapes[0] === undefined || shapes[1] === undefined) {
      counts.notCompared += 1;
      continue;
    }
    counts.compared += 1;
    const found = changesBetween(shapes[0], shapes[1], was.contract);
    for (const change of found)
      changes.set(JSON.stringify([change.contract, change.at, change.before, change.after]), change);
    if (found.length === 0 && was.exchange?.response?.body !== is.exchange?.response?.body) counts.dataOnly += 1;
  }
  return { changes: [...changes.values()].sort(inOrder), ...counts };
}

function shapeIn({ exchange }: RecordCase): Shape | undefined {
  return exchange?.response === undefined ? undefined : shapeOf(exchange.response);
}

function changesBetween(before: Shape, after: Shape, contract: string): readonly ShapeChange[] {
  const change = (at: string, impact: ShapeChange['impact'], was: string, is: string): ShapeChange => {
    return { contract, at, impact, before: was, after: is };
  };
  const gone = [...before].flatMap(([at, kinds]) => {
    const now = after.get(at);
    if (now === undefined) {
      return isContained(after, at) ? [change(at, 'breaking', [...kinds].join(', '), 'absent')] : [];
    }
    const [was, is] = [told(kinds), told(now)];
    // What was seen nowhere before but null or empty tells no type that could have changed.
    if (was.length === 0 || is.length === 0) return [];
    const other = is.filter((kind) => !was.includes(kind) && !(kind === 'integer' && was.includes('number')));
    return other.length === 0 ? [] : [change(at, 'breaking', was.join(', '), other.join(', '))];
  });
  const added = [...after].flatMap(([at, kinds]) =>
    !before.has(at) && isContained(before, at) ? [change(at, 'compatible', 'absent', [...kinds].join(', '))] : [],
  );
  return [...gone, ...added];
}

const untold: ReadonlySet<string> = new Set(['null', 'nil', 'empty']);

function told(kinds: ReadonlySet<string>): readonly string[] {
  return [...kinds].filter((kind) => !untold.has(kind));
}

/** Whether the object or element that the place is in was there, so that its absence says something. A list may be empty. */
function isContained(shape: Shape, at: string): boolean {
  if (at.endsWith('[]')) return false;
  const container = /^(.*)(?:\.[^.[\]/]+|\/[^/]+)$/.exec(at)?.[1];
  if (container === undefined) return true;
  const kinds = shape.get(container);
  return kinds !== undefined && (kinds.has('object') || kinds.has('element'));
}

function inOrder(left: ShapeChange, right: ShapeChange): number {
  if (left.impact !== right.impact) return left.impact === 'breaking' ? -1 : 1;
  return left.contract < right.contract ? -1 : left.contract > right.contract ? 1 : left.at < right.at ? -1 : 1;
}

import type { Body, Scalar, Types } from '../specs/contract.ts';
import { lately } from '../specs/lately.ts';
import {
  count,
  departs,
  isFull,
  judgementOf,
  tells,
  mistyped,
  reportOf,
  unasked,
  unread,
  type Judgement,
} from './judgement.ts';
import { judgeJsonScalar, type WrongScalar } from './json-scalars.ts';
import { bigIntegers } from './json-text.ts';
import { kindLevel, kindOf, looks, rangeAspect, refusesNull, typeAspect } from './json-kinds.ts';
import { judgeFlags, judgeName } from './json-enums.ts';
import { fold, memberStep } from './names.ts';
import { layout, type Layout, type ObjectShape, type Shape, type Slot } from './shape.ts';
import { jsonAspects, shown, type JsonAspect, type ShapeReport } from './shape-report.ts';
import { integerBounds } from './scalars.ts';

/** Where the judge stands: the steps from the top, kept as names and indices until a finding needs them. */
interface Walk extends Judgement<JsonAspect> {
  readonly at: string;
  readonly steps: (string | number)[];
  readonly text: string | undefined;
}

const deepest = 200;
/** Layouts are large, and messages of one contract come one after the other. */
const layouts = new WeakMap<Types, (expected: Body) => Layout>();

/**
 * Judges the value of an answer's body against what the contract promises. `text` is what the value was parsed from:
 * with it the ends of an int64's range are judged by the digits, without it by the nearest double. Duplicate member
 * names are in no value: see `duplicateMembers`.
 */
export function judgeJson(
  value: unknown,
  expected: Body,
  types: Types,
  at = 'body',
  text?: string,
): ShapeReport<JsonAspect> {
  const plan = layoutOf(expected, types);
  const walk: Walk = { ...judgementOf<JsonAspect>(plan), at, steps: [], text };
  if (isTopLevel(value, plan.root, walk)) judge(value, plan.root, walk);
  return reportOf(walk, jsonAspects, looks);
}

function layoutOf(expected: Body, types: Types): Layout {
  let known = layouts.get(types);
  if (known === undefined) layouts.set(types, (known = lately(16, (body: Body) => layout(types, 'output', body))));
  return known(expected);
}

/** A body of another kind than promised is one finding, whatever else would be wrong inside it. */
function isTopLevel(value: unknown, root: Slot, walk: Walk): boolean {
  const expected = kindOf(root.shape());
  if (expected === undefined) return true;
  const received = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (received === expected) return true;
  // An unknown id is answered with null; null for an array or map is odd, and no more.
  if (value === null) {
    const shape = root.shape();
    if (shape.kind === 'array' || shape.kind === 'map')
      mistyped(walk, 'top-level', root, walk.at, expected, shown(value), 'OBSERVE');
    return shape.kind !== 'array' && shape.kind !== 'map';
  }
  mistyped(walk, 'top-level', root, walk.at, expected, shown(value));
  return false;
}

/** `step` is the last one to this value; it is put on the stack only below a container. */
function judge(value: unknown, slot: Slot, walk: Walk, step?: string | number): void {
  const shape = slot.shape();
  if (value === null) return judgeNull(slot, shape, walk, step);
  switch (shape.kind) {
    case 'scalar': {
      const wrong = judgeJsonScalar(shape.scalar, value) ?? judgeDigits(shape.scalar, value, walk, step);
      if (wrong === undefined) return count(walk.typed, slot);
      const isOtherKind = wrong.aspect === 'type' && typeof value !== kindOf(shape);
      const aspect = wrong.aspect === 'type' ? typeAspect(slot, shape) : wrong.aspect;
      const level = isOtherKind ? kindLevel(slot, shape) : slot.typeLevel;
      return mistyped(walk, aspect, slot, place(walk, step), wrong.expected, shown(value), level);
    }
    case 'enum':
    case 'flags': {
      const wrongs = shape.kind === 'enum' ? judgeName(shape, value) : judgeFlags(shape, value);
      if (wrongs.every((wrong) => wrong.aspect === 'unknown-name')) count(walk.typed, slot);
      for (const wrong of wrongs) {
        const level = wrong.aspect === 'unknown-name' ? 'OBSERVE' : slot.typeLevel;
        const aspect = wrong.aspect === 'type' ? typeAspect(slot, shape) : wrong.aspect;
        mistyped(walk, aspect, slot, place(walk, step), wrong.expected, shown(wrong.received), level);
      }
      return;
    }
    case 'unknown':
      if (shape.shape === 'object' && !isObject(value)) break;
      return count(walk.typed, slot);
    case 'array':
    case 'map':
    case 'object':
      if (shape.kind === 'array' ? !Array.isArray(value) : !isObject(value)) break;
      if (walk.steps.length >= deepest) return beyond(walk, slot, shape, place(walk, step));
      count(walk.typed, slot);
      if (step !== undefined) walk.steps.push(step);
      if (shape.kind === 'array') judgeItems(value as readonly unknown[], shape.items, walk);
      else if (shape.kind === 'map') judgeValues(value as Members, shape.values, walk);
      else judgeMembers(value as Members, shape, walk);
      if (step !== undefined) walk.steps.pop();
      return;
  }
  const expected = kindOf(shape) ?? 'a value';
  mistyped(walk, typeAspect(slot, shape), slot, place(walk, step), expected, shown(value), kindLevel(slot, shape));
}

/** Types may refer to themselves, and a value of one has no end that the contract knows. */
function beyond(walk: Walk, slot: Slot, shape: Shape, at: string): void {
  unread(
    walk,
    typeAspect(slot, shape),
    at,
    `at most ${deepest} levels`,
    `values that nest deeper than ${deepest} levels`,
  );
}

/** Many integers beyond the end of a 64-bit range are one double with its last; only the text tells them apart. */
function judgeDigits(
  scalar: Scalar,
  value: unknown,
  walk: Walk,
  step: string | number | undefined,
): WrongScalar | undefined {
  if (walk.text === undefined || (value !== 2 ** 63 && value !== -(2 ** 63) && value !== 2 ** 64)) return undefined;
  const bounds = integerBounds[scalar];
  const at = place(walk, step);
  const digits = bigIntegers(walk.text, walk.at).find((integer) => integer.at === at)?.digits;
  if (bounds === undefined || digits === undefined) return undefined;
  const integer = BigInt(digits);
  return integer < bounds[0] || integer > bounds[1] ? { aspect: rangeAspect(scalar), expected: scalar } : undefined;
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function judgeNull(slot: Slot, shape: Shape, walk: Walk, step: string | number | undefined): void {
  count(walk.nulls, slot);
  if (shape.kind === 'array' || shape.kind === 'map') {
    return mistyped(walk, 'null', slot, place(walk, step), kindOf(shape) ?? '', 'null', 'OBSERVE');
  }
  if (!refusesNull(shape) || slot.nullable === true) return;
  const expected = shape.kind === 'scalar' ? shape.scalar : 'a name';
  mistyped(walk, 'null', slot, place(walk, step), expected, 'null');
}

function judgeItems(items: readonly unknown[], slot: Slot, walk: Walk): void {
  for (let index = 0; index < items.length; index += 1) judge(items[index], slot, walk, index);
}

function judgeValues(value: Members, slot: Slot, walk: Walk): void {
  for (const key of Object.keys(value)) judge(value[key], slot, walk, key);
}

function judgeMembers(value: Members, shape: ObjectShape, walk: Walk): void {
  const names = Object.keys(value);
  let known = 0;
  for (const name of names) {
    const field = shape.fields[shape.positions.get(name) ?? -1];
    if (field === undefined) continue;
    known += 1;
    judge(value[name], field, walk, name);
  }
  if (known === names.length && known === shape.fields.length) return;

  if (isFull(walk)) return countMembers(value, names, shape, walk);
  const others = known === names.length ? [] : names.filter((name) => !shape.positions.has(name));
  const missing = shape.fields.filter((field) => !Object.hasOwn(value, field.name));
  const folded = namesLike(missing, others);
  const misspelt = new Set<string>();
  for (const field of missing) {
    const other = folded.get(fold(field.name));
    if (other === undefined || misspelt.has(other)) {
      departs(walk, 'missing', field, place(walk, field.name), `the member ${field.name}`, 'none');
      continue;
    }
    misspelt.add(other);
    departs(walk, 'name-case', field, place(walk, other), field.name, other);
    judge(value[other], field, walk, other);
  }
  for (const name of others) {
    if (misspelt.has(name)) continue;
    unasked(walk, 'extra', place(walk, name), 'only documented members', name.slice(0, 200), 'OBSERVE');
  }
}

/** The same where places are told no longer: names in another case are not looked for. */
function countMembers(value: Members, names: readonly string[], shape: ObjectShape, walk: Walk): void {
  for (const field of shape.fields) {
    if (Object.hasOwn(value, field.name) || !tells(walk, 'missing', field.presenceLevel)) continue;
    departs(walk, 'missing', field, `${walk.at}…`, `the member ${field.name}`, 'none');
  }
  for (const name of names) {
    if (shape.positions.has(name) || !tells(walk, 'extra', 'OBSERVE')) continue;
    unasked(walk, 'extra', `${walk.at}…`, 'only documented members', name.slice(0, 200), 'OBSERVE');
  }
}

const noNames: ReadonlyMap<string, string> = new Map();

/** Names that differ from those of the missing members in case only, by their folded form; of several the last. */
function namesLike(missing: readonly Slot[], others: readonly string[]): ReadonlyMap<string, string> {
  if (missing.length === 0 || others.length === 0) return noNames;
  const wanted = new Set(missing.map(({ name }) => fold(name)));
  const found = new Map<string, string>();
  for (const name of others) if (name.length <= longestName && wanted.has(fold(name))) found.set(fold(name), name);
  return found;
}

/** No member of a contract has a longer name. */
const longestName = 1000;

function place(walk: Walk, step: string | number | undefined): string {
  if (isFull(walk)) return `${walk.at}…`;
  const steps = step === undefined ? walk.steps : [...walk.steps, step];
  return walk.at + steps.map((part) => (typeof part === 'number' ? `[${part}]` : memberStep(part))).join('');
}

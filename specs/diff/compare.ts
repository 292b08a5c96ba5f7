import type { Field, NamedType, Types } from '../contract.ts';
import type { Difference, Stated } from './change.ts';
import { moved, placeOf } from './order.ts';
import type { ChangeKind } from './rules.ts';
import { itemOf, membersOf, placed, resolved, typeStated, valueOf } from './shape.ts';
import type { Placed } from './shape.ts';
import { typeChange } from './type-change.ts';
import type { Versions } from './versions.ts';

/** Two versions, and who takes down what is found while they are compared. */
export interface Sides extends Versions {
  found(difference: Difference): void;
  /** Two named types stand at the same place: they are compared once, wherever else they are met. */
  met(before: NamedType, after: NamedType): void;
}

/** Members matched by name, then by name without regard to case. On SOAP their order counts. */
export function compareMembers(at: string, before: readonly Field[], after: readonly Field[], sides: Sides): void {
  const pairs = matched(before, after);
  for (const field of before) {
    const now = pairs.get(field);
    if (now !== undefined) compareMember(`${at}.${now.name}`, field, now, sides);
    else sides.found({ kind: 'member-removed', at: `${at}.${field.name}`, before: memberStated(field, sides.before) });
  }
  const kept = [...pairs.values()];
  for (const field of after) if (!kept.includes(field)) sides.found(memberAdded(at, field, { after, kept, sides }));
  if (sides.protocol === 'soap') compareOrder(at, pairs, after, sides);
}

/** A name that is the same in any case of letters is the same member only where neither side has the other's name. */
export function matched<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
): ReadonlyMap<T, T> {
  const exact = new Map(after.map((field) => [field.name, field]));
  const taken = new Set(before.map(({ name }) => name));
  const free = new Map(after.filter(({ name }) => !taken.has(name)).map((field) => [field.name.toLowerCase(), field]));
  const pairs = new Map<T, T>();
  for (const field of before) {
    const lower = field.name.toLowerCase();
    const now = exact.get(field.name) ?? free.get(lower);
    if (now === undefined) continue;
    pairs.set(field, now);
    if (now.name !== field.name) free.delete(lower);
  }
  return pairs;
}

interface Among {
  readonly after: readonly Field[];
  readonly kept: readonly Field[];
  readonly sides: Sides;
}

function memberAdded(at: string, field: Field, { after, kept, sides }: Among): Difference {
  const place = sides.protocol === 'soap' ? placeOf(field, after, kept) : undefined;
  return {
    kind: field.optional === false ? 'required-member-added' : 'member-added',
    at: `${at}.${field.name}`,
    after: memberStated(field, sides.after),
    ...(place === undefined ? {} : { place }),
  };
}

/** Only the members that moved are told, each with the one that it comes after. */
function compareOrder(at: string, pairs: ReadonlyMap<Field, Field>, after: readonly Field[], sides: Sides): void {
  const old = [...pairs.values()];
  const now = after.filter((field) => old.includes(field));
  const was = new Map([...pairs].map(([field, is]) => [is, field]));
  const told = (index: number, order: readonly Field[], field: Field | undefined): Stated => {
    const previous = order[index - 1];
    const value = previous === undefined ? 'first' : `after ${previous.name}`;
    return field === undefined ? { value } : stated(value, field);
  };
  for (const field of moved(old, now)) {
    const difference = {
      before: told(old.indexOf(field), old, was.get(field)),
      after: told(now.indexOf(field), now, field),
    };
    sides.found({ kind: 'order-changed', at: `${at}.${field.name}`, ...difference });
  }
}

/** A member, an item or a part of the header on both sides: name, occurrence, null, type. */
export function compareMember(
  at: string,
  before: Field,
  after: Field,
  sides: Sides,
  renamed: ChangeKind = 'member-recased',
): void {
  if (before.name !== after.name) {
    sides.found({ kind: renamed, at, before: stated(before.name, before), after: stated(after.name, after) });
  }
  for (const fact of [occurrence, nullability]) compareFact(at, before, after, fact, sides);
  compareTypes(at, placed(before), placed(after), sides);
}

/** A fact of a member that holds, does not hold, or is stated by no source; the word for each, and for each change. */
interface Fact {
  readonly of: 'optional' | 'nullable';
  readonly words: { readonly yes: string; readonly no: string };
  readonly kinds: Readonly<Record<'yes' | 'no' | 'stated' | 'unstated', ChangeKind>>;
}

const occurrence: Fact = {
  of: 'optional',
  words: { yes: 'optional', no: 'required' },
  kinds: {
    yes: 'member-optional',
    no: 'member-required',
    stated: 'occurrence-stated',
    unstated: 'occurrence-unstated',
  },
};

const nullability: Fact = {
  of: 'nullable',
  words: { yes: 'nullable', no: 'not null' },
  kinds: { yes: 'member-nullable', no: 'member-not-null', stated: 'null-stated', unstated: 'null-unstated' },
};

function compareFact(at: string, before: Field, after: Field, { of, words, kinds }: Fact, sides: Sides): void {
  const [was, is] = [before[of], after[of]];
  if (was === is) return;
  const told = (field: Field): Stated => {
    const { [of]: holds } = field;
    return holds === undefined ? stated('not stated', field) : { ...stated(words[holds ? 'yes' : 'no'], field), holds };
  };
  const kind = was === undefined ? 'stated' : is === undefined ? 'unstated' : is ? 'yes' : 'no';
  sides.found({ kind: kinds[kind], at, before: told(before), after: told(after) });
}

/** Types at one place: by name where both have one, else by what comes on the wire. */
export function compareTypes(at: string, before: Placed, after: Placed, sides: Sides): void {
  const was = resolved(before.type, sides.before);
  const is = resolved(after.type, sides.after);
  const kind = typeChange(was, is, sides);
  if (kind !== undefined) {
    sides.found({ kind, at, before: typeStated(before, sides.before), after: typeStated(after, sides.after) });
    if (kind !== 'type-renamed') return;
  }
  if ('name' in was && 'name' in is) sides.met(was, is);
  else if (was.kind === 'array' && is.kind === 'array')
    compareTypes(`${at}[]`, itemOf(was, before.source), itemOf(is, after.source), sides);
  else if (was.kind === 'map' && is.kind === 'map')
    compareTypes(`${at}{}`, valueOf(was, before.source), valueOf(is, after.source), sides);
  else if (was.kind === 'object' && is.kind === 'object')
    compareMembers(at, membersOf(was, sides.before), membersOf(is, sides.after), sides);
}

export function memberStated(field: Field, types: Types): Stated {
  const { value, wire } = typeStated(placed(field), types);
  const required = field.optional === false ? ', required' : '';
  return { value: `${value}${required}`, source: field.source, ...(wire === undefined ? {} : { wire }) };
}

function stated(value: string, { source }: Field): Stated {
  return { value, source };
}

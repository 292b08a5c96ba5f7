import type { Field, Scalar, Source, TypeRef } from '../contract.ts';
import { inheritedBy } from './inherited.ts';
import { ownText } from './own-text.ts';
import type { SampleValue } from './sample.ts';

/**
 * What a sample's value says of the type of the member that it is printed for.
 *
 * The generator of the pages prints a single carrier as `null`, or as `{}` below its depth limit; so a filled
 * object that is the value of a member is a dictionary, whose keys are invented. The items of an array and the
 * values of a dictionary are carriers and are printed in full.
 */
export interface SampleFacts {
  readonly at: (line: number) => Source;
  /** Whether a string stands for bytes; an erratum knows. */
  readonly isBytes: (value: string, line: number) => boolean;
  /** What every carrier has, as another source says. */
  readonly inherited: readonly Field[];
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?$/;
const duration = /^-?(?:\d+\.)?\d\d:\d\d:\d\d(?:\.\d{1,7})?$/;

export function memberType(value: SampleValue, facts: SampleFacts): TypeRef {
  if (value.kind !== 'object' || value.members.length === 0) return itemType(value, facts);
  return { kind: 'map', values: joined(value.members.map((member) => itemType(member.value, facts))) };
}

/** The type of a value that stands at the top, in an array or in a dictionary. */
export function itemType(value: SampleValue, facts: SampleFacts): TypeRef {
  switch (value.kind) {
    case 'null':
      return { kind: 'unknown' };
    case 'boolean':
      return { kind: 'scalar', scalar: 'boolean' };
    case 'number':
      return { kind: 'scalar', scalar: numberType(value.text) };
    case 'string':
      if (facts.isBytes(value.value, value.line)) return { kind: 'scalar', scalar: 'base64' };
      if (dateTime.test(value.value)) return { kind: 'scalar', scalar: 'date-time' };
      if (duration.test(value.value)) return { kind: 'scalar', scalar: 'duration' };
      return { kind: 'scalar', scalar: 'string' };
    case 'array':
      return { kind: 'array', items: joined(value.items.map((item) => itemType(item, facts))) };
    case 'object':
      if (value.members.length === 0) return { kind: 'unknown', shape: 'object' };
      return { kind: 'object', fields: sampleFields(value.members, facts) };
  }
}

function sampleFields(
  members: Extract<SampleValue, { kind: 'object' }>['members'],
  facts: SampleFacts,
): readonly Field[] {
  const inherited = inheritedBy(members, facts.inherited);
  return members.map(({ name: printed, value, line }) => {
    const name = ownText(printed);
    const type = memberType(value, facts);
    const field = type.kind === 'unknown' ? inherited.get(name) : undefined;
    const source = facts.at(line);
    if (!field) return { name, type, source };
    const nullable = field.nullable === undefined ? {} : { nullable: field.nullable };
    return { name, type: field.type, ...nullable, source, typeSource: field.source };
  });
}

function numberType(text: string): 'int32' | 'int64' | 'double' {
  if (!/^-?\d+$/.test(text)) return 'double';
  const number = Number(text);
  return number >= -2_147_483_648 && number <= 2_147_483_647 ? 'int32' : 'int64';
}

const texts: ReadonlySet<Scalar> = new Set(['string', 'date-time', 'duration', 'base64']);

/** One type for all items. What the first one leaves open, a later one may say; items that differ are unknown. */
function joined(types: readonly TypeRef[]): TypeRef {
  return types.reduce<TypeRef>((left, right) => join(left, right), { kind: 'unknown' });
}

function join(left: TypeRef, right: TypeRef): TypeRef {
  if (left.kind === 'unknown') return left.shape && right.kind === 'unknown' ? left : right;
  if (right.kind === 'unknown') return left;
  if (left.kind === 'array' && right.kind === 'array') return { kind: 'array', items: join(left.items, right.items) };
  if (left.kind === 'map' && right.kind === 'map') return { kind: 'map', values: join(left.values, right.values) };
  if (left.kind === 'object' && right.kind === 'object')
    return { kind: 'object', fields: joinFields(left.fields, right.fields) };
  if (left.kind === 'named' && right.kind === 'named' && left.name === right.name) return left;
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    if (left.scalar === right.scalar) return left;
    const numbers = ['int32', 'int64', 'double'] as const;
    const wider = numbers.findLast((scalar) => scalar === left.scalar || scalar === right.scalar);
    if (wider && [left.scalar, right.scalar].every((scalar) => numbers.some((number) => number === scalar))) {
      return { kind: 'scalar', scalar: wider };
    }
    if (texts.has(left.scalar) && texts.has(right.scalar)) return { kind: 'scalar', scalar: 'string' };
  }
  return { kind: 'unknown' };
}

function joinFields(left: readonly Field[], right: readonly Field[]): Field[] {
  const fields = left.map((field) => {
    const other = right.find((candidate) => candidate.name === field.name);
    return other ? { ...field, type: join(field.type, other.type) } : field;
  });
  const more = right.filter((field) => !left.some((candidate) => candidate.name === field.name));
  return [...fields, ...more];
}

import type { Body, Dispute, Field, Source, TypeRef } from '../contract.ts';
import { inheritedBy } from './inherited.ts';
import { chooseType, type ChosenType, type Names, type TypeFact } from './merge.ts';
import type { TableBody, TableMember } from './rest-sections.ts';
import { itemType, memberType, type SampleFacts } from './sample-type.ts';
import type { SampleValue } from './sample.ts';
import { tableType, vocabularyOf, type Vocabulary } from './table-type.ts';

/** What a source other than the page says of a body: the twin, or Swagger. In terms of JSON. */
export interface OtherSource {
  readonly fact: TypeFact;
  /** The members of a carrier, inherited ones first; empty for what is no carrier. */
  readonly carrier: (name: string) => readonly Field[];
}

/** All that is known of one body. */
export interface BodyEvidence {
  readonly side: 'request' | 'response';
  readonly page: string;
  readonly table: TableBody;
  readonly sample?: SampleValue;
  readonly sampleFacts: SampleFacts;
  /** Those that say more than a sample; the best one first. */
  readonly others: readonly OtherSource[];
  /** One that says less than a sample. */
  readonly lesser?: OtherSource;
  /** What an erratum makes of a body that is shown nowhere. */
  readonly recovered?: TypeFact;
  readonly names: Names;
}

/** The body of a request or an answer: a list of members where the table lists them, else a single type. */
export function mergeBody(evidence: BodyEvidence): { body: Body; disputes: readonly Dispute[] } {
  const { table, page, side } = evidence;
  const at = side === 'request' ? 'input' : 'output';
  const source: Source = { evidence: 'table', page, line: table.line };
  const members = table.members ?? [];
  if (members.length === 0) return single(evidence, at, source);

  const around = aroundMembers(evidence, members);
  const shown = shownMembers(evidence.sample, around);
  const printed = firstByName(shown?.members ?? []);
  const known = evidence.others.map((other) => firstByName(carrierOf(other, around)));
  const lesser = evidence.lesser ? firstByName(carrierOf(evidence.lesser, around)) : undefined;
  const vocabulary = vocabularyOf(
    side,
    members.map(({ type }) => type),
  );
  const place = `${at}${around === 'array' ? '[]' : around === 'map' ? '{}' : ''}`;
  const disputes = shown ? differingNames(place, page, members, shown, evidence.sampleFacts) : [];
  const inherited = inheritedBy(members, evidence.sampleFacts.inherited);
  const fields = members.map((member) => {
    const facts = known.flatMap((fields) => fieldFact(fields.get(member.name)) ?? []);
    const value = printed.get(member.name);
    if (value) facts.push(memberFact(value.value, value.line, evidence.sampleFacts));
    const least = fieldFact(lesser?.get(member.name));
    if (least) facts.push(least);
    const isOpen = facts.every(({ type }) => type.kind === 'unknown');
    const base = isOpen ? fieldFact(inherited.get(member.name)) : undefined;
    if (base) facts.push(base);
    const { field, disputes: found } = mergeMember(evidence, place, member, vocabulary, facts);
    disputes.push(...found);
    return field;
  });
  const object: TypeRef = { kind: 'object', fields };
  return { body: { type: wrapped(object, around), source }, disputes };
}

const named = new WeakMap<readonly { readonly name: string }[], ReadonlyMap<string, unknown>>();

/** Carriers have hundreds of members, and hundreds of operations share them. */
function firstByName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const known = named.get(items);
  // What was put in under a list was made of its items.
  if (known) return known as ReadonlyMap<string, T>;
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(item.name)) found.set(item.name, item);
  named.set(items, found);
  return found;
}

/** What stands around the object that the table lists the members of. */
type Around = 'array' | 'map' | 'nothing';

function aroundMembers({ table, sample, others }: BodyEvidence, members: readonly TableMember[]): Around {
  if (/^array$/i.test(table.type) || sample?.kind === 'array') return 'array';
  // A dictionary is titled `object`; the table then lists the members of its values.
  if (!/^object$/i.test(table.type)) return 'nothing';
  if (sample?.kind !== 'object') return others[0]?.fact.type.kind === 'map' ? 'map' : 'nothing';
  const listed = new Set(members.map(({ name }) => name));
  const isMap = sample.members.every(({ name, value }) => !listed.has(name) && value.kind === 'object');
  return isMap && sample.members.length > 0 ? 'map' : 'nothing';
}

function wrapped(object: TypeRef, around: Around): TypeRef {
  if (around === 'array') return { kind: 'array', items: object };
  return around === 'map' ? { kind: 'map', values: object } : object;
}

type ShownObject = Extract<SampleValue, { kind: 'object' }>;

/** The object that the sample prints with its members; none for null and below the generator's depth limit. */
function shownMembers(sample: SampleValue | undefined, around: Around): ShownObject | undefined {
  const isObject = (value: SampleValue): value is ShownObject => value.kind === 'object' && value.members.length > 0;
  if (around === 'array') return sample?.kind === 'array' ? sample.items.find(isObject) : undefined;
  if (sample?.kind !== 'object') return undefined;
  return (around === 'map' ? sample.members.map(({ value }) => value) : [sample]).find(isObject);
}

/** Table and sample list the same members; which of them is right where they do not, nothing says. */
function differingNames(
  place: string,
  page: string,
  members: readonly TableMember[],
  shown: ShownObject,
  facts: SampleFacts,
): Dispute[] {
  const printed = new Map(shown.members.map(({ name, line }) => [name, line]));
  const listed = new Map(members.map(({ name, line }) => [name, line]));
  const dispute = (name: string, chosen: string, tableLine: number, rejected: string, sampleLine: number): Dispute => ({
    at: `${place}.${name}`,
    chosen: { value: chosen, source: { evidence: 'table', page, line: tableLine } },
    rejected: { value: rejected, source: facts.at(sampleLine) },
  });
  const first = members[0]?.line ?? 1;
  return [
    ...members
      .filter(({ name }) => !printed.has(name))
      .map(({ name, line }) => dispute(name, 'listed', line, 'not shown', shown.line)),
    ...shown.members
      .filter(({ name }) => !listed.has(name))
      .map(({ name, line }) => dispute(name, 'not listed', first, 'shown', line)),
  ];
}

/** The members of another source's type, when it is a carrier. */
function carrierOf({ fact: { type }, carrier }: OtherSource, around: Around): readonly Field[] {
  const one =
    around === 'array' && type.kind === 'array'
      ? type.items
      : around === 'map' && type.kind === 'map'
        ? type.values
        : type;
  if (one.kind === 'object') return one.fields;
  return one.kind === 'named' ? carrier(one.name) : [];
}

function memberFact(value: SampleValue, line: number, facts: SampleFacts): TypeFact {
  return { type: memberType(value, facts), source: facts.at(line) };
}

function fieldFact(field: Field | undefined): TypeFact | undefined {
  if (!field) return undefined;
  const { type, source, nullable } = field;
  return { type, source, ...(nullable === undefined ? {} : { nullable }) };
}

function mergeMember(
  { page, names }: BodyEvidence,
  place: string,
  member: TableMember,
  vocabulary: Vocabulary,
  facts: readonly TypeFact[],
): { field: Field; disputes: readonly Dispute[] } {
  const source: Source = { evidence: 'table', page, line: member.line };
  // Whatever a sample prints is one of the things that it may be.
  if (isOfSeveralKinds(member))
    return { field: { name: member.name, type: { kind: 'unknown' }, source }, disputes: [] };
  const table = { type: tableType(member.type, vocabulary), source };
  // A member may well be of the type that has its own name.
  const isFallback = (name: string) => name !== member.name && names.isFallback(name);
  const chosen = chooseType(`${place}.${member.name}`, table, facts, { ...names, isFallback });
  return { field: fieldOf(member.name, source, chosen), disputes: chosen.disputes };
}

/** A member that is called an object, for want of a word: its description says that it may be a text as well. */
function isOfSeveralKinds({ type, text }: TableMember): boolean {
  return /^object$/i.test(type) && /\b(?:string or (?:an )?object|object or (?:a )?string)\b/i.test(text);
}

function fieldOf(name: string, source: Source, chosen: ChosenType): Field {
  const elsewhere = chosen.source.evidence !== source.evidence || chosen.source.line !== source.line;
  return {
    name,
    type: chosen.type,
    ...(chosen.nullable === undefined ? {} : { nullable: chosen.nullable }),
    source,
    ...(elsewhere ? { typeSource: chosen.source } : {}),
  };
}

/** A body that the page names in its title only: `int32`, `string`, an array of something. */
function single(evidence: BodyEvidence, at: string, source: Source): { body: Body; disputes: readonly Dispute[] } {
  const { sample, sampleFacts, table, side, others, lesser, recovered, names } = evidence;
  const shown = sample && { type: topType(sample, table.type, sampleFacts), source: sampleFacts.at(sample.line) };
  const less = [shown, lesser?.fact, recovered].filter((fact) => fact !== undefined);
  const facts = [...others.map(({ fact }) => fact), ...less];
  const type = tableType(table.type, vocabularyOf(side, [table.type]));
  const chosen = chooseType(at, { type, source }, facts, names);
  return { body: { type: chosen.type, source: chosen.source }, disputes: chosen.disputes };
}

/** At the top an object is a carrier, unless the title says `object`: that is how dictionaries are titled. */
function topType(sample: SampleValue, title: string, facts: SampleFacts): TypeRef {
  return /^object$/i.test(title) ? memberType(sample, facts) : itemType(sample, facts);
}

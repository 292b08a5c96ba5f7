import type { Body, Dispute, Field, Source, TypeRef } from '../contract.ts';
import { chooseType, type ChosenType, type Names, type TypeFact } from './merge.ts';
import type { TableBody, TableMember } from './rest-page.ts';
import { itemType, memberType, type SampleFacts } from './sample-type.ts';
import type { SampleValue } from './sample.ts';
import { tableType, type TableSide } from './table-type.ts';
import { carrierFields, restType, twinSource, type Pool } from './twin.ts';

/** All that is known of one body. */
export interface BodyEvidence {
  readonly side: TableSide;
  readonly page: string;
  readonly table: TableBody;
  readonly sample?: SampleValue;
  readonly sampleFacts: SampleFacts;
  readonly twin?: { readonly fact: TypeFact; readonly pool: Pool };
  readonly isFallbackName: (name: string) => boolean;
}

/** The body of a request or an answer: a list of members where the table lists them, else a single type. */
export function mergeBody(evidence: BodyEvidence): { body: Body; disputes: readonly Dispute[] } {
  const { table, page, sample } = evidence;
  const at = evidence.side === 'request' ? 'input' : 'output';
  const source: Source = { evidence: 'table', page, line: table.line };
  const isArray = /^array$/i.test(table.type) || sample?.kind === 'array';
  if (!table.members || table.members.length === 0) return single(evidence, at, source);

  const items = isArray ? sample?.kind === 'array' && sample.items.find((item) => item.kind === 'object') : sample;
  const known = carrierOf(evidence, isArray);
  const disputes: Dispute[] = [];
  const place = isArray ? `${at}[]` : at;
  const fields = table.members.map((member) => {
    const { field, disputes: found } = mergeMember(evidence, place, member, items || undefined, known);
    disputes.push(...found);
    return field;
  });
  const object: TypeRef = { kind: 'object', fields };
  return { body: { type: isArray ? { kind: 'array', items: object } : object, source }, disputes };
}

/** The members of the twin's type, when it is a carrier. */
function carrierOf({ twin }: BodyEvidence, isArray: boolean): readonly Field[] {
  if (!twin) return [];
  const type = restType(twin.fact.type, twin.pool);
  const carrier = isArray && type.kind === 'array' ? type.items : type;
  if (carrier.kind === 'object') return carrier.fields;
  return carrier.kind === 'named' ? carrierFields(carrier.name, twin.pool) : [];
}

function mergeMember(
  evidence: BodyEvidence,
  place: string,
  member: TableMember,
  shown: SampleValue | undefined,
  known: readonly Field[],
): { field: Field; disputes: readonly Dispute[] } {
  const { page, sampleFacts } = evidence;
  const source: Source = { evidence: 'table', page, line: member.line };
  const printed = shown?.kind === 'object' ? shown.members.find(({ name }) => name === member.name) : undefined;
  const sample = printed && { type: memberType(printed.value, sampleFacts), source: sampleFacts.at(printed.line) };
  const twinField = known.find(({ name }) => name === member.name);
  const twin = twinField && evidence.twin ? twinFact(twinField, evidence.twin.pool) : undefined;
  // A member may well be of the type that has its own name.
  const names = namesOf(evidence, (name) => name !== member.name && evidence.isFallbackName(name));
  const table = { type: tableType(member.type, evidence.side), source };
  const chosen = chooseType(`${place}.${member.name}`, table, sample, twin, names);
  return { field: fieldOf(member.name, source, chosen), disputes: chosen.disputes };
}

function namesOf({ twin }: BodyEvidence, isFallback: Names['isFallback']): Names {
  const isEnum = (name: string): boolean => {
    const kind = twin?.pool.get(name)?.kind;
    return kind === 'enum' || kind === 'flags';
  };
  return { isFallback, isEnum };
}

function twinFact(field: Field, pool: Pool): TypeFact {
  return {
    type: restType(field.type, pool),
    source: twinSource(field.source),
    ...(field.nullable === undefined ? {} : { nullable: field.nullable }),
  };
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
  const { sample, sampleFacts, twin, table } = evidence;
  const shown = sample && { type: topType(sample, table.type, sampleFacts), source: sampleFacts.at(sample.line) };
  const named = tableType(table.type, evidence.side);
  const chosen = chooseType(at, { type: named, source }, shown, twin?.fact, namesOf(evidence, evidence.isFallbackName));
  return { body: { type: chosen.type, source: chosen.source }, disputes: chosen.disputes };
}

/** At the top an object is a carrier, unless the title says `object`: that is how dictionaries are titled. */
function topType(sample: SampleValue, title: string, facts: SampleFacts): TypeRef {
  return /^object$/i.test(title) ? memberType(sample, facts) : itemType(sample, facts);
}

import type { Dispute, Evidence, Source, TypeRef } from '../contract.ts';
import { mayPrintAs, sameOnJson, type TableType } from './table-type.ts';

/** Which source wins, by the kind of fact, first one first. What is not in a list cannot state the fact. */
const ranks = {
  'names and order': ['erratum', 'wsdl', 'table', 'sample', 'twin', 'swagger'],
  'built-in type': ['erratum', 'wsdl', 'table', 'twin', 'swagger', 'sample'],
  'nested or named type': ['erratum', 'wsdl', 'twin', 'swagger', 'sample', 'table'],
} as const satisfies Readonly<Record<string, readonly Evidence[]>>;
type FactKind = keyof typeof ranks;

/** A type and where it is stated. */
export interface TypeFact {
  readonly type: TypeRef;
  readonly source: Source;
  readonly nullable?: boolean;
}

/** What is known of names. */
export interface Names {
  /** Whether a name stands in tables for types without a description. */
  readonly isFallback: (name: string) => boolean;
  /** Whether a name is printed for dictionaries, too. */
  readonly isForMaps: (name: string) => boolean;
  /** Whether a named type is a text in JSON. */
  readonly isEnum: (name: string) => boolean;
}

export interface ChosenType {
  readonly type: TypeRef;
  readonly source: Source;
  readonly nullable?: boolean;
  readonly disputes: readonly Dispute[];
}

/**
 * The type of a member of a REST body. The table stands first; another source that says the same more exactly
 * refines it; one that contradicts it is weighed by rank, and the loser is kept as a dispute. `facts`: what the
 * other sources say, the best one first.
 */
export function chooseType(
  at: string,
  table: { readonly type: TableType; readonly source: Source },
  facts: readonly TypeFact[],
  names: Names,
): ChosenType {
  const { nullable: allowed } = facts.find((fact) => fact.nullable !== undefined) ?? {};
  const nullable = allowed === undefined ? {} : { nullable: allowed };
  const told = facts.filter((fact) => isTold(fact.type));
  const { winner, loser } = weighed(table, told.find((fact) => !isOpen(fact.type)) ?? told[0], names);
  const rejected = told.filter(
    (fact) => fact !== winner && fact !== loser && contradicts(winner.type, fact.type, names.isEnum),
  );
  const disputes = (loser ? [loser, ...rejected] : rejected).map((fact) => ({
    at: `${at}/type`,
    chosen: printed(winner),
    rejected: printed(fact),
  }));
  return { type: winner.type, source: winner.source, ...nullable, disputes };
}

/** What the table says against the best of what the others say; `loser` when both cannot be true. */
function weighed(
  { type, source }: { readonly type: TableType; readonly source: Source },
  best: TypeFact | undefined,
  names: Names,
): { readonly winner: TypeFact; readonly loser?: TypeFact } {
  const { name } = type;
  const isFallback = name !== undefined && names.isFallback(name);
  const stated: TypeFact = { type: isFallback ? { kind: 'unknown' } : type.type, source };
  if (!best) return { winner: stated };
  if (type.admits(best.type, names.isEnum)) return { winner: sameType(best.type, stated.type) ? stated : best };
  if (name !== undefined) {
    // Only the name of a type is printed; a source that knows the type itself is believed.
    const isKnown = isFallback || (best.type.kind === 'map' && names.isForMaps(name));
    return isKnown ? { winner: best } : { winner: best, loser: { type: { kind: 'named', name }, source } };
  }
  if (sameOnJson(stated.type, best.type)) return { winner: stated };
  if (best.source.evidence === 'sample' && mayPrintAs(stated.type, best.type)) return { winner: stated };
  const kind: FactKind = stated.type.kind === 'scalar' ? 'built-in type' : 'nested or named type';
  return rank(kind, stated) <= rank(kind, best) ? { winner: stated, loser: best } : { winner: best, loser: stated };
}

function rank(kind: FactKind, fact: TypeFact): number {
  const order: readonly Evidence[] = ranks[kind];
  const place = order.indexOf(fact.source.evidence);
  return place < 0 ? order.length : place;
}

function printed(fact: TypeFact): { value: string; source: Source } {
  return { value: typeName(fact.type), source: fact.source };
}

/** A null and an empty object in a sample are no evidence. */
function isTold(type: TypeRef): boolean {
  return type.kind !== 'unknown';
}

/** An empty list in a sample says no more than that it is a list. */
function isOpen(type: TypeRef): boolean {
  if (type.kind === 'array') return type.items.kind === 'unknown' || isOpen(type.items);
  return type.kind === 'map' && (type.values.kind === 'unknown' || isOpen(type.values));
}

function sameType(left: TypeRef, right: TypeRef): boolean {
  return left.kind === 'scalar' && right.kind === 'scalar' && left.scalar === right.scalar;
}

/** Whether what another source shows cannot be a value of the type. */
export function contradicts(type: TypeRef, shown: TypeRef, isEnum: Names['isEnum']): boolean {
  if (shown.kind === 'unknown' || type.kind === 'unknown') return false;
  if (type.kind === 'scalar' && type.scalar === 'any') return false;
  if (type.kind === 'array' && shown.kind === 'array') return contradicts(type.items, shown.items, isEnum);
  if (type.kind === 'map' && shown.kind === 'map') return contradicts(type.values, shown.values, isEnum);
  if (type.kind === 'scalar' && shown.kind === 'scalar')
    return jsonKind(type.scalar, shown.scalar) !== jsonKind(shown.scalar, shown.scalar);
  return form(type, isEnum) !== form(shown, isEnum);
}

/** A named type is a text or an object; two sources may well name one type differently. */
function form(type: TypeRef, isEnum: Names['isEnum']): string {
  return type.kind === 'named' ? (isEnum(type.name) ? 'scalar' : 'object') : type.kind;
}

/** A number without fraction may stand for any number, and any printed text for a text. */
function jsonKind(scalar: string, shown: string): string {
  switch (scalar) {
    case 'boolean':
      return 'boolean';
    case 'float':
    case 'double':
    case 'decimal':
      return 'number';
    case 'date-time':
    case 'base64':
      return shown === 'string' ? scalar : 'text';
    case 'string':
    case 'duration':
    case 'guid':
    case 'char':
    case 'uri':
      return 'text';
    default:
      return shown === 'double' ? scalar : 'number';
  }
}

/** A type as one word, for people: `EMailAddress[]`, `{FieldProperty}`, `int32`. */
export function typeName(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'named':
      return type.name;
    case 'array':
      return `${typeName(type.items)}[]`;
    case 'map':
      return `{${typeName(type.values)}}`;
    case 'object':
      return 'object';
    case 'unknown':
      return type.shape ?? 'unknown';
  }
}

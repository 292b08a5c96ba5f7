import type { Field, NamedType, Source, TypeRef } from '../contract.ts';
import type { TypeFact } from './merge.ts';
import type { OtherSource } from './rest-body.ts';
import type { WsdlOperation } from './wsdl.ts';

/** The pooled types of one SOAP generation. */
export type Pool = ReadonlyMap<string, NamedType>;

/** The same operation on SOAP, and the types of its generation. */
export interface Twin {
  readonly version: string;
  readonly operation: Pick<WsdlOperation, 'input' | 'output'>;
  readonly pool: Pool;
  /** Known from its samples alone, which show neither inherited members nor enumerations. */
  readonly isShown: boolean;
}

/**
 * A type of a WSDL in JSON's terms: arrays and dictionaries have no name there. An array of itself, which needs its
 * name, is unknown below the first; `within`: the arrays and dictionaries around this type.
 */
function restType(type: TypeRef, pool: Pool, within: readonly string[] = []): TypeRef {
  switch (type.kind) {
    case 'named': {
      const named = pool.get(type.name);
      if (!named || within.includes(named.name)) return { kind: 'unknown' };
      if (named.kind === 'array')
        return { kind: 'array', items: restType(named.item.type, pool, [...within, named.name]) };
      if (named.kind === 'map')
        return { kind: 'map', values: restType(named.value.type, pool, [...within, named.name]) };
      return type;
    }
    case 'array':
      return { kind: 'array', items: restType(type.items, pool, within) };
    case 'map':
      return { kind: 'map', values: restType(type.values, pool, within) };
    case 'object':
      return { kind: 'object', fields: type.fields.map((field) => restField(field, pool)) };
    case 'scalar':
    case 'unknown':
      return type;
  }
}

/** `minOccurs` is a matter of XML and is left out. */
function restField(field: Field, pool: Pool): Field {
  return {
    name: field.name,
    type: restType(field.type, pool),
    ...(field.nullable === undefined ? {} : { nullable: field.nullable }),
    source: twinSource(field.source),
  };
}

function twinSource(source: Source): Source {
  return { ...source, evidence: 'twin' };
}

/** A carrier or an enumeration as REST has it; undefined for what has no name there. */
export function restNamedType(name: string, pool: Pool): NamedType | undefined {
  const type = pool.get(name);
  switch (type?.kind) {
    case 'object': {
      const fields = type.fields.map((field) => restField(field, pool));
      const base = type.base === undefined ? {} : { base: type.base };
      return { kind: 'object', name, ...base, fields, source: twinSource(type.source) };
    }
    case 'enum':
    case 'flags':
      return { kind: type.kind, name, values: type.values, source: twinSource(type.source) };
    case 'array':
    case 'map':
    case undefined:
      return undefined;
  }
}

/** The member of a name, which is expected at that place. */
export function memberAt(fields: readonly Field[], index: number, name: string): Field | undefined {
  const expected = fields[index];
  return expected?.name === name ? expected : fields.find((field) => field.name === name);
}

/** All members of a carrier, inherited ones first; empty for what is no carrier. */
export function carrierFields(name: string, pool: Pool): readonly Field[] {
  const fields: Field[] = [];
  const seen = new Set<string>();
  for (let type = pool.get(name); type?.kind === 'object' && !seen.has(type.name); type = pool.get(type.base ?? '')) {
    seen.add(type.name);
    fields.unshift(...type.fields);
  }
  return fields;
}

/** The type of a WSDL that carriers extend. */
const carrier = 'Carrier';

/**
 * The members that a WSDL says all carriers inherit, in JSON's terms; none where no WSDL has them. `pools`: the newest
 * one first.
 */
export function inheritedFields(pools: readonly Pool[]): readonly Field[] {
  const stated = pools.find((pool) => pool.get(carrier)?.source.evidence === 'wsdl');
  return stated ? restCarrier(carrier, stated) : [];
}

/**
 * The twin's arguments as one type: the wrapper itself, or its only argument where the page's body is that argument
 * and not an object around it. `names`: the members that the page lists.
 */
export function requestTwin(
  { operation: { input }, pool }: Twin,
  { names, isArray }: { readonly names: readonly string[]; readonly isArray: boolean },
): OtherSource {
  const fields = input.fields.map((field) => restField(field, pool));
  const wrapper = other({ type: { kind: 'object', fields }, source: twinSource(input.source) }, pool);
  const [only, ...more] = fields;
  if (!only || more.length > 0) return wrapper;
  const bare = other(factOf(only), pool);
  if (isArray || names.length === 0) return bare;
  if (names.includes(only.name)) return wrapper;
  const carrier = only.type.kind === 'named' ? bare.carrier(only.type.name) : [];
  return names.some((name) => carrier.some((field) => field.name === name)) ? bare : wrapper;
}

/** The one result of a SOAP operation; with out-parameters there is no single type to compare with. */
export function responseTwin({ operation, pool }: Twin): OtherSource | undefined {
  const [only, ...more] = operation.output.fields;
  return only && more.length === 0 ? other(factOf(restField(only, pool)), pool) : undefined;
}

function factOf({ type, source, nullable }: Field): TypeFact {
  return { type, source, ...(nullable === undefined ? {} : { nullable }) };
}

function other(fact: TypeFact, pool: Pool): OtherSource {
  return { fact, carrier: (name) => restCarrier(name, pool) };
}

/** Hundreds of operations take or give the same carrier: it is translated once. */
const translated = new WeakMap<Pool, Map<string, readonly Field[]>>();

function restCarrier(name: string, pool: Pool): readonly Field[] {
  const carriers = translated.get(pool) ?? new Map<string, readonly Field[]>();
  translated.set(pool, carriers);
  const fields = carriers.get(name) ?? carrierFields(name, pool).map((field) => restField(field, pool));
  carriers.set(name, fields);
  return fields;
}

import type { Field, NamedType, Source, TypeRef } from '../contract.ts';
import type { WsdlOperation } from './wsdl.ts';

/** The pooled types of one SOAP generation. */
export type Pool = ReadonlyMap<string, NamedType>;

/** The same operation on SOAP, and the types of its generation. */
export interface Twin {
  readonly version: string;
  readonly operation: WsdlOperation;
  readonly pool: Pool;
}

/** A type of a WSDL in JSON's terms: arrays and dictionaries have no name there. */
export function restType(type: TypeRef, pool: Pool): TypeRef {
  switch (type.kind) {
    case 'named': {
      const named = pool.get(type.name);
      if (!named) return { kind: 'unknown' };
      if (named.kind === 'array') return { kind: 'array', items: restType(named.item.type, pool) };
      if (named.kind === 'map') return { kind: 'map', values: restType(named.value.type, pool) };
      return type;
    }
    case 'array':
      return { kind: 'array', items: restType(type.items, pool) };
    case 'map':
      return { kind: 'map', values: restType(type.values, pool) };
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

export function twinSource(source: Source): Source {
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

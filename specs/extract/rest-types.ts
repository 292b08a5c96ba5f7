import type { Field, NamedType, TypeRef } from '../contract.ts';
import { reach } from './reachable.ts';
import type { OtherSource } from './rest-body.ts';
import { operationKey, type Swagger, type SwaggerOperation } from './swagger.ts';
import type { TypeFact } from './merge.ts';
import { carrierFields, restNamedType, type Pool } from './twin.ts';

/** The named types of one REST generation, and what Swagger files say of its operations in those names. */
export interface RestTypes {
  readonly types: ReadonlyMap<string, NamedType>;
  /** Whether a type is a text in JSON. */
  readonly isEnum: (name: string) => boolean;
  /** What every carrier has, with the types of the newest WSDL. */
  readonly inherited: readonly Field[];
  swagger(method: string, path: string): SwaggerOperation | undefined;
  other(fact: TypeFact): OtherSource;
}

/** REST names its carriers as the newest SOAP generation given does; `pools`: the newest one first. */
export function agentTypes(pools: readonly Pool[]): ReadonlyMap<string, NamedType> {
  const types = new Map<string, NamedType>();
  for (const soap of pools) {
    for (const name of soap.keys()) {
      const type = types.has(name) ? undefined : restNamedType(name, soap);
      if (type) types.set(name, type);
    }
  }
  return types;
}

/** Of the types, those that a resource can have: no twin says what its members are, but those that all carriers inherit. */
export function resourceTypes(
  agents: ReadonlyMap<string, NamedType>,
  inherited: readonly Field[],
): ReadonlyMap<string, NamedType> {
  const names = reach(
    inherited.map(({ type }) => type),
    agents,
  );
  return new Map([...agents].filter(([name]) => names.has(name)));
}

/** `known`: types that other sources state and that win over Swagger's of the same name. */
export function restTypes(
  known: ReadonlyMap<string, NamedType>,
  inherited: readonly Field[],
  files: readonly Swagger[],
): RestTypes {
  const types = new Map(known);
  const names = new Map<string, string>();
  const byValues = enumsByValues(known);
  const taken = new Set<string>();
  for (const { types: stated } of files) {
    for (const type of stated.values()) {
      if (names.has(type.name)) continue;
      const name = nameFor(type, known, byValues, taken);
      names.set(type.name, name);
      taken.add(name);
      const values = valuesOf(type);
      if (values !== undefined && !byValues.has(values)) byValues.set(values, name);
    }
  }
  // What Swagger itself says of a carrier, which may be newer and have more members.
  const own = new Map<string, NamedType>();
  for (const { types: stated } of files) {
    for (const type of stated.values()) {
      const name = names.get(type.name) ?? type.name;
      if (!own.has(name)) own.set(name, renamedType(type, name, names));
    }
  }
  for (const [name, type] of own) if (!types.has(name)) types.set(name, type);
  return {
    types,
    inherited,
    isEnum: (name) => {
      const kind = types.get(name)?.kind;
      return kind === 'enum' || kind === 'flags';
    },
    swagger: (method, path) => {
      const key = operationKey(method, path);
      for (const file of files) {
        const operation = file.operations.get(key);
        if (operation) return renamedOperation(operation, names);
      }
      return undefined;
    },
    other: (fact) => ({ fact, carrier: (name) => carrierFields(name, own) }),
  };
}

/** Swagger does not say which enumerations are flags; another source of the same values may. */
function enumsByValues(known: ReadonlyMap<string, NamedType>): Map<string, string> {
  const found = new Map<string, string>();
  for (const type of known.values()) {
    const values = valuesOf(type);
    if (values !== undefined && !found.has(values)) found.set(values, type.name);
  }
  return found;
}

function valuesOf(type: NamedType): string | undefined {
  return type.kind === 'enum' || type.kind === 'flags' ? [...type.values].sort().join(' ') : undefined;
}

/** The last part of `SuperOffice.CRM.Services.Associate`, and all of it where that is taken by something else. */
function nameFor(
  type: NamedType,
  known: ReadonlyMap<string, NamedType>,
  byValues: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): string {
  const values = valuesOf(type);
  const same = values === undefined ? undefined : byValues.get(values);
  if (same !== undefined) return same;
  const whole = type.name.replace(/[^\w.]+/g, '_');
  const short = whole.slice(whole.lastIndexOf('.') + 1);
  const other = known.get(short);
  const isFree =
    short !== '' && !taken.has(short) && (!other || (other.kind === 'object') === (type.kind === 'object'));
  if (isFree) return short;
  let name = whole;
  while (taken.has(name) || known.has(name)) name += '_';
  return name;
}

type Names = ReadonlyMap<string, string>;

function renamedType(type: NamedType, name: string, names: Names): NamedType {
  if (type.kind !== 'object') return { ...type, name };
  return { ...type, name, fields: type.fields.map((field) => renamedField(field, names)) };
}

function renamedField(field: Field, names: Names): Field {
  return { ...field, type: renamed(field.type, names) };
}

function renamed(type: TypeRef, names: Names): TypeRef {
  switch (type.kind) {
    case 'named':
      return { kind: 'named', name: names.get(type.name) ?? type.name };
    case 'array':
      return { kind: 'array', items: renamed(type.items, names) };
    case 'map':
      return { kind: 'map', values: renamed(type.values, names) };
    case 'object':
      return { kind: 'object', fields: type.fields.map((field) => renamedField(field, names)) };
    case 'scalar':
    case 'unknown':
      return type;
  }
}

function renamedOperation(operation: SwaggerOperation, names: Names): SwaggerOperation {
  const { input, output, parameters } = operation;
  return {
    parameters,
    ...(input ? { input: { ...input, type: renamed(input.type, names) } } : {}),
    ...(output ? { output: { ...output, type: renamed(output.type, names) } } : {}),
  };
}

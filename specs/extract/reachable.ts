import { generationOf, type Contract, type Field, type Generation, type NamedType, type TypeRef } from '../contract.ts';

type Pool = ReadonlyMap<string, NamedType>;

/**
 * The types that the contracts use, bases included. Where a type itself is used, what extends it may stand in its
 * place and is kept too; a type that is only a base brings none of its other heirs.
 */
export function reachableTypes(
  contracts: readonly Contract[],
  pools: ReadonlyMap<Generation, Pool>,
): Map<Generation, Map<string, NamedType>> {
  const found = new Map<Generation, Map<string, NamedType>>();
  const generations = [...pools.keys()].sort();
  const used = new Map<Generation, TypeRef[]>();
  for (const contract of contracts) {
    const generation = generationOf(contract);
    const types = used.get(generation) ?? [];
    used.set(generation, types);
    types.push(...contractTypes(contract));
  }
  for (const generation of generations) {
    const pool = pools.get(generation) ?? new Map<string, NamedType>();
    const names = reach(used.get(generation) ?? [], pool);
    const kept = [...names].sort().flatMap((name): [string, NamedType][] => {
      const type = pool.get(name);
      return type ? [[name, type]] : [];
    });
    found.set(generation, new Map(kept));
  }
  return found;
}

/** The names of the types that are needed to say what some types are. */
export function reach(roots: readonly TypeRef[], pool: Pool): Set<string> {
  const heirs = new Map<string, string[]>();
  for (const type of pool.values()) {
    if (type.kind === 'object' && type.base !== undefined)
      heirs.set(type.base, [...(heirs.get(type.base) ?? []), type.name]);
  }
  const used = new Set<string>();
  const all = new Set<string>();
  const open = [...new Set(roots)].flatMap(namesIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    open.push(...(heirs.get(name) ?? []));
    for (let type = pool.get(name); type && !all.has(type.name);) {
      all.add(type.name);
      open.push(...fieldsOf(type).flatMap((field) => namesIn(field.type)));
      const base: string | undefined = type.kind === 'object' ? type.base : undefined;
      type = base === undefined ? undefined : pool.get(base);
    }
  }
  return all;
}

function contractTypes(contract: Contract): TypeRef[] {
  if (contract.protocol === 'rest') {
    return [contract.input, contract.output].flatMap((body) => (body === 'nothing' ? [] : [body.type]));
  }
  const { input, output, requestHeader, responseHeader } = contract;
  return [...input.fields, ...output.fields, ...requestHeader, ...responseHeader].map((field) => field.type);
}

function fieldsOf(type: NamedType): readonly Field[] {
  switch (type.kind) {
    case 'object':
      return type.fields;
    case 'array':
      return [type.item];
    case 'map':
      return [type.key, type.value];
    case 'enum':
    case 'flags':
      return [];
  }
}

function namesIn(type: TypeRef): string[] {
  switch (type.kind) {
    case 'named':
      return [type.name];
    case 'array':
      return namesIn(type.items);
    case 'map':
      return namesIn(type.values);
    case 'object':
      return type.fields.flatMap((field) => namesIn(field.type));
    case 'scalar':
    case 'unknown':
      return [];
  }
}

import type { Contract, NamedType, TypeRef, Types } from '../specs/contract.ts';

/** The named types that a contract reaches, in the order in which they are met; each once. */
export function typesUsedBy(contract: Contract, types: Types): readonly NamedType[] {
  const met = new Map<string, NamedType>();
  const meet = (ref: TypeRef): void => {
    switch (ref.kind) {
      case 'named': {
        const type = types.get(ref.name);
        if (type === undefined || met.has(ref.name)) return;
        met.set(ref.name, type);
        for (const next of refsOf(type)) meet(next);
        return;
      }
      case 'array':
        return meet(ref.items);
      case 'map':
        return meet(ref.values);
      case 'object':
        for (const field of ref.fields) meet(field.type);
        return;
      case 'scalar':
      case 'unknown':
        return;
    }
  };
  for (const ref of refsOfContract(contract)) meet(ref);
  return [...met.values()];
}

function refsOf(type: NamedType): readonly TypeRef[] {
  switch (type.kind) {
    case 'object':
      return [
        ...(type.base === undefined ? [] : [{ kind: 'named', name: type.base } as const]),
        ...type.fields.map((field) => field.type),
      ];
    case 'array':
      return [type.item.type];
    case 'map':
      return [type.key.type, type.value.type];
    case 'enum':
    case 'flags':
      return [];
  }
}

function refsOfContract(contract: Contract): readonly TypeRef[] {
  if (contract.protocol === 'soap') {
    const { input, output, requestHeader, responseHeader } = contract;
    return [...input.fields, ...output.fields, ...requestHeader, ...responseHeader].map((field) => field.type);
  }
  const { input, output, query } = contract;
  return [
    ...query.map((parameter) => parameter.type),
    ...[input, output].flatMap((body) => (body === 'nothing' ? [] : [body.type])),
  ];
}

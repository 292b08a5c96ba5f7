import { reachableTypes } from '../schemas/types.ts';
import type { Contract, NamedType, TypeRef, Types } from '../specs/contract.ts';

/**
 * The named types that a contract reaches, in the order in which they are met, each once; bases and derived types are
 * among them. Throws `SoconformError` (E_TYPE) for a name that is not in the pool.
 */
export function typesUsedBy(contract: Contract, types: Types): readonly NamedType[] {
  return reachableTypes(types, refsOfContract(contract));
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

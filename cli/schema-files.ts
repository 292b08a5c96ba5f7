import { jsonSchema } from '../schemas/json-schema.ts';
import { generationOf, type Body, type Contract, type Generation, type Types } from '../specs/contract.ts';

/** JSON Schemas of the REST contracts and XSDs of the SOAP contracts. A body that is not there has no file. */
export function* schemaFiles(
  contracts: readonly Contract[],
  types: ReadonlyMap<Generation, Types>,
): Iterable<readonly [path: string, text: string]> {
  for (const contract of contracts) {
    if (contract.protocol !== 'rest') continue;
    const pool: Types = types.get(generationOf(contract)) ?? new Map();
    for (const [side, body] of [['request', contract.input] as const, ['response', contract.output] as const]) {
      if (body !== 'nothing') yield schemaFile(contract, side, body, pool);
    }
  }
}

function schemaFile(
  contract: Contract,
  side: 'request' | 'response',
  body: Body,
  pool: Types,
): readonly [string, string] {
  const path = `${generationOf(contract)}/${contract.agent}/${contract.operation}.${side}.schema.json`;
  return [path, `${JSON.stringify(jsonSchema(body, pool, path), undefined, 2)}\n`];
}

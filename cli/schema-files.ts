import { jsonSchema } from '../schemas/json-schema.ts';
import { generationOf, type Body, type Contract, type Generation, type Types } from '../specs/contract.ts';

/** JSON Schemas of the REST contracts and XSDs of the SOAP contracts, path -> text. A body that is not there has no file. */
export function schemaFiles(
  contracts: readonly Contract[],
  types: ReadonlyMap<Generation, Types>,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const contract of contracts) {
    if (contract.protocol !== 'rest') continue;
    const generation = generationOf(contract);
    const pool: Types = types.get(generation) ?? new Map();
    const put = (body: 'nothing' | Body, side: 'request' | 'response'): void => {
      if (body === 'nothing') return;
      const path = `${generation}/${contract.agent}/${contract.operation}.${side}.schema.json`;
      files.set(path, `${JSON.stringify(jsonSchema(body, pool, path), undefined, 2)}\n`);
    };
    put(contract.input, 'request');
    put(contract.output, 'response');
  }
  return files;
}

import { jsonSchema } from '../schemas/json-schema.ts';
import { xsd } from '../schemas/xsd.ts';
import {
  generationOf,
  type Body,
  type Contract,
  type Generation,
  type SoapContract,
  type Types,
} from '../specs/contract.ts';
import type { Replaceable } from './replace-folder.ts';

/** The folders of a catalogue and of a folder of schemas. */
export const generationFolder = /^(?:rest|soap)-[\w-]+$/;

const markFile = 'schemas.json';
const markFormat = 'soconform.schemas/1';

/** A folder that holds schemas and nothing else. */
export const schemasFolder: Replaceable = {
  what: 'a folder of schemas that soconform wrote',
  file: markFile,
  isRight: (text) => text.slice(0, 200).includes(`"${markFormat}"`),
  isOurs: (name) => name === markFile || generationFolder.test(name),
};

type File = readonly [path: string, text: string];

/** All files of such a folder, with the one that marks it. */
export function* schemaFolderFiles(
  contracts: readonly Contract[],
  types: ReadonlyMap<Generation, Types>,
): Iterable<File> {
  yield [markFile, `${JSON.stringify({ format: markFormat })}\n`];
  yield* schemaFiles(contracts, types);
}

/**
 * A JSON Schema for each body of a REST contract, `rest-v1/EMail/Send.request.schema.json`, and an XSD for each SOAP
 * service, `soap-Services86/EMail.xsd`, with the schemas of further namespaces beside it. A body that is not there has
 * no file.
 */
function* schemaFiles(contracts: readonly Contract[], types: ReadonlyMap<Generation, Types>): Iterable<File> {
  const services = new Map<string, SoapContract[]>();
  for (const contract of contracts) {
    if (contract.protocol === 'soap') {
      const service = `${generationOf(contract)}/${contract.agent}`;
      services.set(service, [...(services.get(service) ?? []), contract]);
      continue;
    }
    const pool: Types = types.get(generationOf(contract)) ?? new Map();
    for (const [side, body] of [['request', contract.input] as const, ['response', contract.output] as const]) {
      if (body !== 'nothing') yield schemaFile(contract, side, body, pool);
    }
  }
  for (const [service, group] of services) {
    const [first] = group;
    if (first) yield* xsdFiles(service, group, types.get(generationOf(first)) ?? new Map());
  }
}

function schemaFile(contract: Contract, side: 'request' | 'response', body: Body, pool: Types): File {
  const path = `${generationOf(contract)}/${contract.agent}/${contract.operation}.${side}.schema.json`;
  return [path, `${JSON.stringify(jsonSchema(body, pool, path), undefined, 2)}\n`];
}

/** The first schema is that of the service; the others belong to it and carry its name. */
function* xsdFiles(service: string, contracts: readonly SoapContract[], types: Types): Iterable<File> {
  const agent = service.slice(service.indexOf('/') + 1);
  const made = Object.entries(xsd(contracts, types));
  const names = new Map(made.map(([file], index) => [file, index === 0 ? `${agent}.xsd` : `${agent}-${file}`]));
  for (const [file, text] of made) {
    const located = text.replace(
      /schemaLocation="([^"]*)"/g,
      (all, name: string) => `schemaLocation="${names.get(name) ?? all}"`,
    );
    yield [`${service.slice(0, -agent.length)}${names.get(file) ?? file}`, located];
  }
}

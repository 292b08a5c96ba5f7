import { jsonSchema } from '../schemas/json-schema.ts';
import { wsdl } from '../schemas/wsdl.ts';
import { xsd } from '../schemas/xsd.ts';
import {
  generationOf,
  type Body,
  type Contract,
  type Generation,
  type RestContract,
  type SoapContract,
  type Types,
} from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import { layout } from '../specs/store/layout.ts';
import { filesOfIndex, type Replaceable } from './replace-folder.ts';

const markFile = 'schemas.json';
const markFormat = 'soconform.schemas/1';

/** A folder that holds schemas and nothing else. */
export const schemasFolder: Replaceable = {
  what: 'a folder of schemas that soconform wrote',
  index: markFile,
  filesOf: filesOfIndex(markFormat),
};

type File = readonly [path: string, text: string];

/**
 * All files of a folder of schemas. For each body of a REST contract a JSON Schema,
 * `rest-v1/EMail/Send.request.schema.json`; a body that is not there has no file. For each SOAP service an XSD,
 * `soap-Services86/EMail.xsd`, with those of further namespaces beside it, and a WSDL. The index comes last.
 */
export function* schemaFolderFiles(
  contracts: Iterable<Contract>,
  typesOf: (generation: Generation) => Types,
): Iterable<File> {
  const files: string[] = [];
  for (const file of schemaFiles(contracts, typesOf)) {
    files.push(file[0]);
    yield file;
  }
  yield [markFile, layout({ format: markFormat, files: files.sort() })];
}

function* schemaFiles(contracts: Iterable<Contract>, typesOf: (generation: Generation) => Types): Iterable<File> {
  const services = new Map<string, SoapContract[]>();
  for (const contract of contracts) {
    if (contract.protocol === 'rest') {
      yield* bodySchemas(contract, typesOf(generationOf(contract)));
      continue;
    }
    const service = `${generationOf(contract)}/${fileName(contract.agent, contract)}`;
    const known = services.get(service);
    if (known === undefined) services.set(service, [contract]);
    else known.push(contract);
  }
  for (const [service, group] of services) {
    const [first] = group;
    if (first !== undefined) yield* serviceSchemas(service, group, typesOf(generationOf(first)));
  }
}

function* bodySchemas(contract: RestContract, types: Types): Iterable<File> {
  const [agent, operation] = [fileName(contract.agent, contract), fileName(contract.operation, contract)];
  const bodies: readonly (readonly ['request' | 'response', 'nothing' | Body])[] = [
    ['request', contract.input],
    ['response', contract.output],
  ];
  for (const [side, body] of bodies) {
    if (body === 'nothing') continue;
    const schema = jsonSchema(body, types, { side, title: `${contract.id} ${side}` });
    yield [`${generationOf(contract)}/${agent}/${operation}.${side}.schema.json`, exactEnds(layout(schema))];
  }
}

/** A double cannot hold the ends of 64 bits, a file can. */
function exactEnds(text: string): string {
  return text.replace(/(?<="(?:minimum|maximum)": )-?\d{19,}(?=[,}\s])/g, (digits) => ends.get(digits) ?? digits);
}

const ends: ReadonlyMap<string, string> = new Map(
  ['-9223372036854775808', '9223372036854775807', '18446744073709551615'].map((exact) => [
    String(Number(exact)),
    exact,
  ]),
);

/** Where published WSDL files say that a service is: below the address of a tenant that stands for any. */
const publishedBase = 'https://sod.superoffice.com/Cust12345';

/** The first schema is that of the service; the others belong to it and carry its name. */
function* serviceSchemas(service: string, contracts: readonly SoapContract[], types: Types): Iterable<File> {
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
  yield [`${service}.wsdl`, wsdl(contracts, types, publishedBase)];
}

/** A name as a step of a path: it came from a page, and must not lead anywhere else. */
function fileName(name: string, { id }: Contract): string {
  // oxlint-disable-next-line no-control-regex
  if (/^(?!\.)[^\\/:*?"<>|\u0000-\u001F]+$/.test(name)) return name;
  throw new SoconformError(
    'E_CONTRACT',
    `${id}: expected a name that a file can have, found ${JSON.stringify(name)}; mend the page that it comes from`,
  );
}

import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Field, NamedType, SoapContract, TypeRef } from '../contract.ts';
import { rules } from '../testing/extraction.ts';
import { archive, archivedFiles, reference } from '../testing/reference.ts';
import { extractCatalogue } from './extract.ts';

/**
 * The published WSDL files, read by a parser that nobody here wrote and by as little of our own as it takes: what
 * it says of names, types, order, occurrence and namespaces is compared with every contract, line by line.
 */

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Values that are QNames, as `{namespace}name`. */
  readonly names: Readonly<Record<string, string>>;
  readonly children: Node[];
}

const qnames = new Set(['type', 'base', 'element', 'message', 'ref', 'itemType', 'binding']);

function treeOf(text: string): Node {
  const top: Node = { name: '', attributes: {}, names: {}, children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag) => {
    const attributes: Record<string, string> = {};
    const names: Record<string, string> = {};
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (uri !== '') continue;
      attributes[local] = value;
      const [, prefix = '', name] = /^(?:([^:]*):)?([^:/]*)$/.exec(value) ?? [];
      if (qnames.has(local) && name !== undefined) names[local] = `{${parser.resolve(prefix) ?? ''}}${name}`;
    }
    const node = { name: tag.local, attributes, names, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  const [root] = top.children;
  if (!root) throw new Error('no root');
  return root;
}

const child = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((at, name) => at?.children.find((one) => one.name === name), node);
const named = (node: Node | undefined, name: string): readonly Node[] =>
  node?.children.filter((one) => one.name === name) ?? [];

const xs = '{http://www.w3.org/2001/XMLSchema}';
const serialization = '{http://schemas.microsoft.com/2003/10/Serialization/}';
const scalars: Readonly<Record<string, string>> = {
  [`${xs}string`]: 'string',
  [`${xs}boolean`]: 'boolean',
  [`${xs}int`]: 'int32',
  [`${xs}short`]: 'int16',
  [`${xs}long`]: 'int64',
  [`${xs}unsignedInt`]: 'uint32',
  [`${xs}double`]: 'double',
  [`${xs}dateTime`]: 'date-time',
  [`${xs}base64Binary`]: 'base64',
  [`${serialization}duration`]: 'duration',
};

/** `Name int32 nillable=false minOccurs=0`: an element of a sequence as the WSDL has it. */
function statedRow(node: Node): string {
  const { name, nillable = 'false', minOccurs = '1', form, ref } = node.attributes;
  const type = node.names['type'] ?? 'inline';
  const odd = `${form === undefined ? '' : ' form'}${ref === undefined ? '' : ' ref'}`;
  return `${name} ${scalars[type] ?? type} nillable=${nillable} minOccurs=${minOccurs}${odd}`;
}

function statedType(node: Node, namespace: string): string {
  const head = `{${namespace}}${node.attributes['name']}`;
  if (node.name === 'simpleType') {
    const restriction = child(node, 'restriction') ?? child(node, 'list', 'simpleType', 'restriction');
    const values = named(restriction, 'enumeration').map(({ attributes }) => attributes['value']);
    return `${head} ${child(node, 'list') ? 'flags' : 'enum'} ${values.join(' ')}`;
  }
  const extension = child(node, 'complexContent', 'extension');
  const elements = named(child(extension ?? node, 'sequence'), 'element');
  const [only] = elements;
  if (elements.length === 1 && only?.attributes['maxOccurs'] === 'unbounded') {
    const pair = child(only, 'complexType', 'sequence');
    const isMap = child(node, 'annotation', 'appinfo', 'IsDictionary') !== undefined;
    if (isMap) return `${head} map ${only.attributes['name']}: ${named(pair, 'element').map(statedRow).join(', ')}`;
    return `${head} array ${statedRow(only)}`;
  }
  const base = extension ? ` extends ${extension.names['base']}` : '';
  return `${head} object${base}: ${elements.map(statedRow).join(', ')}`;
}

interface Stated {
  /** By element: `{namespace}Send`. */
  readonly elements: ReadonlyMap<string, Node>;
  readonly types: readonly string[];
  /** By `{...}Agent/Operation` of the action. */
  readonly operations: ReadonlyMap<string, string>;
}

function statedIn(root: Node): Stated {
  const elements = new Map<string, Node>();
  const types: string[] = [];
  for (const schema of named(child(root, 'types'), 'schema')) {
    const namespace = schema.attributes['targetNamespace'] ?? '';
    expect([namespace, schema.attributes['elementFormDefault']]).toEqual([namespace, 'qualified']);
    for (const node of schema.children) {
      if (node.name === 'element') elements.set(`{${namespace}}${node.attributes['name']}`, node);
      const isEnum = node.name === 'simpleType' && /"enumeration"/.test(JSON.stringify(node));
      if (node.name === 'complexType' || isEnum) types.push(statedType(node, namespace));
    }
  }
  const messages = new Map(named(root, 'message').map((node) => [node.attributes['name'], node]));
  const local = (name: string | undefined) => name?.replace(/^\{.*\}/, '');
  const parts = (message: string | undefined) => named(messages.get(local(message)), 'part');
  const message = (of: Node | undefined): string => {
    const [part] = parts(of?.names['message']);
    const element = part?.names['element'] ?? '';
    const sequence = child(elements.get(element), 'complexType', 'sequence');
    return `${element}: ${named(sequence, 'element').map(statedRow).join(', ')}`;
  };
  const header = (of: Node | undefined): string =>
    named(of, 'header')
      .map((one) => {
        const part = parts(one.names['message']).find(
          ({ attributes }) => attributes['name'] === one.attributes['part'],
        );
        const element = part?.names['element'] ?? '';
        const node = elements.get(element);
        const type = node?.names['type'] ?? '';
        return `${element} ${scalars[type] ?? type} nillable=${node?.attributes['nillable'] ?? 'false'}`;
      })
      .join(', ');
  const operations = new Map<string, string>();
  const portType = child(root, 'portType');
  for (const bound of named(child(root, 'binding'), 'operation')) {
    const { name = '' } = bound.attributes;
    const declared = portType?.children.find(({ attributes }) => attributes['name'] === name);
    const action = named(bound, 'operation')[0]?.attributes['soapAction'] ?? '';
    operations.set(
      action,
      [
        message(child(declared, 'input')),
        message(child(declared, 'output')),
        header(child(bound, 'input')),
        header(child(bound, 'output')),
      ].join('\n'),
    );
  }
  return { elements, types, operations };
}

type Pool = ReadonlyMap<string, NamedType>;

function typeText(type: TypeRef, pool: Pool): string {
  if (type.kind === 'scalar') return type.scalar;
  if (type.kind !== 'named') return 'inline';
  return `{${pool.get(type.name)?.namespace ?? ''}}${type.name}`;
}

function row({ name, type, nullable, optional }: Field, pool: Pool): string {
  return `${name} ${typeText(type, pool)} nillable=${nullable} minOccurs=${optional === true ? 0 : 1}`;
}

function contractType(type: NamedType, pool: Pool): string {
  const head = `{${type.namespace ?? ''}}${type.name} ${type.kind}`;
  switch (type.kind) {
    case 'enum':
    case 'flags':
      return `${head} ${type.values.join(' ')}`;
    case 'array':
      return `${head} ${row(type.item, pool)}`;
    case 'map':
      return `${head} ${type.entry}: ${row(type.key, pool)}, ${row(type.value, pool)}`;
    case 'object': {
      const base = type.base === undefined ? '' : ` extends ${typeText({ kind: 'named', name: type.base }, pool)}`;
      return `${head}${base}: ${type.fields.map((field) => row(field, pool)).join(', ')}`;
    }
  }
}

function contractText({ input, output, requestHeader, responseHeader, namespace }: SoapContract, pool: Pool): string {
  const message = ({ element, namespace: of, fields }: SoapContract['input']) =>
    `{${of}}${element}: ${fields.map((field) => row(field, pool)).join(', ')}`;
  const header = (fields: readonly Field[]) =>
    fields
      .map(({ name, type, nullable }) => `{${namespace}}${name} ${typeText(type, pool)} nillable=${nullable}`)
      .join(', ');
  return [message(input), message(output), header(requestHeader), header(responseHeader)].join('\n');
}

describe.skipIf(absent)('types, order and namespaces of every SOAP contract equal its WSDL’s', () => {
  test('the whole archive', { timeout: 180_000 }, () => {
    const root = 'folder' in reference ? archive(reference.folder) : '';
    const files = [...archivedFiles(root, ['docs/en/api/reference/soap/'])];
    const { contracts, types } = extractCatalogue(files, rules, () => undefined);
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const stated = new Map<string, Stated>();
    const definitions = new Map<string, Set<string>>();
    let compared = 0;
    for (const contract of contracts) {
      if (contract.protocol !== 'soap' || contract.input.source.evidence !== 'wsdl') continue;
      const { page } = contract.input.source;
      let wsdl = stated.get(page);
      if (!wsdl) {
        const text = texts.get(page) ?? '';
        wsdl = statedIn(treeOf(text.slice(text.indexOf('<?xml'), text.lastIndexOf('```')).trim()));
        stated.set(page, wsdl);
        const known = definitions.get(contract.version) ?? new Set<string>();
        for (const type of wsdl.types) known.add(type);
        definitions.set(contract.version, known);
      }
      const pool: Pool = types.get(`soap-${contract.version}`) ?? new Map();
      expect(`${contract.id}\n${contractText(contract, pool)}`).toBe(
        `${contract.id}\n${wsdl.operations.get(contract.soapAction)}`,
      );
      compared += 1;
    }
    expect(compared).toBe(4153);
    for (const [version, known] of definitions) {
      const pool: Pool = types.get(`soap-${version}`) ?? new Map();
      const texts = [...pool.values()].map((type) => contractType(type, pool));
      expect(texts.filter((text) => !known.has(text))).toEqual([]);
      // One definition of a name in all services, so that the pool cannot have taken another one.
      expect(new Set([...known].map((text) => text.split(' ')[0])).size).toBe(known.size);
    }
  });
});

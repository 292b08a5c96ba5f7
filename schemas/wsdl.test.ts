import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { readWsdl } from '../specs/extract/wsdl.ts';
import type { SoapContract, Types } from '../specs/contract.ts';
import { sets } from '../specs/sets.ts';
import { encodeRequest, encodeResponse } from './soap.ts';
import { arbitraryMembers } from './testing/arbitrary.ts';
import { element, named, scalar, soapContract, soapPool } from './testing/contracts.ts';
import { fileOf, schemasOfWsdl, xsdValidator } from './testing/libxml2.ts';
import { differences, wsdlShape } from './testing/wsdl-shape.ts';
import { wsdl } from './wsdl.ts';

const base = 'https://soconform.test/Cust1';
const nodes = soapContract(
  [element('Nodes', named('ArrayOfNode'), true)],
  [element('Response', scalar('int32'), false)],
);
const core = openCatalogue();
const soap = sets.core.flatMap((id) => {
  const contract = core.contract(id);
  return contract.protocol === 'soap' ? [[id, contract, core.types(`soap-${contract.version}`)] as const] : [];
});

describe('a WSDL', () => {
  test('says how each operation is asked', () => {
    const shape = wsdlShape(wsdl([nodes], soapPool, base));
    const { agent, operation, namespace, soapAction } = nodes;
    expect(shape.get('definitions')).toBe(`Wcf${agent}Service ${namespace}`);
    expect(shape.get(`service Wcf${agent}Service`)).toContain(`location="${base}${nodes.path}"`);
    expect(shape.get(`binding operation ${operation}`)).toContain(`soapAction="${soapAction}" style="document"`);
    expect([...shape.keys()].filter((key) => key.startsWith('message'))).toEqual([
      `message ${operation}Request`,
      `message ${operation}Request_Headers`,
      `message ${operation}Response`,
      `message ${operation}Response_Headers`,
    ]);
  });

  test('has a message that two operations share once', () => {
    const shared = { ...nodes.output, element: 'AuthenticateResponse' };
    const first: SoapContract = { ...nodes, output: shared };
    const second: SoapContract = {
      ...first,
      operation: 'Other',
      input: { ...nodes.input, element: 'Other' },
      requestHeader: [],
    };
    const keys = [...wsdlShape(wsdl([first, second], soapPool, base)).keys()];
    expect(keys).toContain('message AuthenticateResponse');
    expect(keys).toContain('message OtherRequest');
    expect(keys).not.toContain('message OtherRequest_Headers');
  });

  test('names wrappers of another namespace by it', () => {
    const odd: SoapContract = { ...nodes, output: { ...nodes.output, namespace: 'urn:odd' } };
    const shape = wsdlShape(wsdl([odd], soapPool, base));
    expect(shape.get(`message ${nodes.operation}Response`)).toContain(`element="{urn:odd}${nodes.output.element}"`);
    expect(shape.has(`element {urn:odd}${nodes.output.element}`)).toBe(true);
  });

  test('marks dictionaries', () => {
    const shape = wsdlShape(wsdl([nodes], soapPool, base));
    expect(shape.get(`complexType {${nodes.namespace}}PropertyDictionary`)).toContain('IsDictionary');
    expect(shape.get(`complexType {${nodes.namespace}}Node`)).not.toContain('IsDictionary');
  });

  test('is the same for the same contracts, byte for byte', () => {
    expect(wsdl([nodes], soapPool, base)).toBe(wsdl([nodes], soapPool, base));
  });
});

describe('the extractor reads of a made WSDL what it was made of', () => {
  /** Contracts and types without the places they were read from. */
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, member: unknown) => (/^(?:source|typeSource)$/.test(key) ? undefined : member)),
    );

  test.each(soap)('%s', (_, contract, types) => {
    const read = readWsdl('made.wsdl', wsdl([contract], types, base), 1);
    if (!('operations' in read)) throw new Error(`${read.expected}, found ${read.found}`);
    const { input, output, requestHeader, responseHeader, soapAction } = contract;
    expect([read.agent, read.version, read.namespace]).toEqual([contract.agent, contract.version, contract.namespace]);
    expect(plain(read.operations.get(contract.operation))).toEqual(
      plain({ soapAction, input, output, requestHeader, responseHeader }),
    );
    for (const [name, type] of read.types) {
      if (types.has(name)) expect(plain(type)).toEqual(plain(types.get(name)));
    }
  });
});

describe('libxml2 accepts what is encoded, by the schemas of the WSDL:', () => {
  const secrets = { applicationToken: 'token', ticket: '7T:x' };
  const all: readonly (readonly [id: string, contract: SoapContract, types: Types])[] = [
    ['every kind of type', nodes, soapPool],
    ...soap,
  ];

  test.each(all)('%s', (_, contract, types) => {
    const validate = xsdValidator(schemasOfWsdl(wsdl([contract], types, base)), fileOf(contract.namespace));
    fc.assert(
      fc.property(
        arbitraryMembers(types, contract.input.fields, 'xml'),
        arbitraryMembers(types, contract.output.fields, 'xml'),
        (args, result) => {
          expect(validate(encodeRequest(contract, types, args, secrets))).toEqual([]);
          expect(validate(encodeResponse(contract, types, result, { succeeded: true }))).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
    const wrong = encodeRequest({ ...contract, input: { ...contract.input, element: 'Wrong' } }, types, {}, secrets);
    expect(validate(wrong)).not.toEqual([]);
  });
});

describe('two WSDL files differ', () => {
  const published = wsdl([nodes], soapPool, base);
  test.each<[string, (text: string) => string]>([
    ['in a soapAction', (text) => text.replace('soapAction="http', 'soapAction="https')],
    ['in the type of a member', (text) => text.replace('type="xs:int"', 'type="xs:long"')],
    ['in nillable', (text) => text.replace(' nillable="true"', '')],
    [
      'in the order of members',
      (text) => text.replace(/(<xs:element minOccurs="0" name="FieldProperties"[^>]*>)\s*/, ''),
    ],
    ['in a value of an enum', (text) => text.replace('<xs:enumeration value="', '<xs:enumeration value="x')],
    ['in a header part', (text) => text.replace('part="Credentials"', 'part="TimeZone"')],
    ['in the address', (text) => text.replace(base, 'https://other.test')],
  ])('%s', (_, change) => {
    expect(change(published)).not.toBe(published);
    expect(differences(wsdlShape(published), wsdlShape(change(published)))).not.toEqual([]);
  });

  test('not in prefixes', () => {
    const other = published.replaceAll('tns:', 'p:').replaceAll('xmlns:tns=', 'xmlns:p=');
    expect(differences(wsdlShape(published), wsdlShape(other))).toEqual([]);
  });
});

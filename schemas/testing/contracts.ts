import type { Body, Field, NamedType, Scalar, SoapContract, Source, TypeRef, Types } from '../../specs/contract.ts';
import { arraysNamespace } from '../xsd-scalars.ts';

/** Contracts for tests: every kind of type once, without any page behind it. */

export const wsdlSource: Source = { evidence: 'wsdl', page: 'test.xml', line: 1 };
export const tableSource: Source = { evidence: 'table', page: 'test.md', line: 1 };
export const sampleSource: Source = { evidence: 'sample', page: 'test.md', line: 2 };
export const serviceNamespace = 'http://www.superoffice.net/ws/crm/NetServer/Services86';

export const scalar = (name: Scalar): TypeRef => ({ kind: 'scalar', scalar: name });
export const named = (name: string): TypeRef => ({ kind: 'named', name });

/** A member of a JSON body, known from a table unless told. */
export function member(name: string, type: TypeRef, source: Source = tableSource): Field {
  return { name, type, source };
}

/** A member as a WSDL declares it. */
export function element(name: string, type: TypeRef, nullable: boolean, optional = true): Field {
  return { name, type, nullable, optional, source: wsdlSource };
}

export function pool(...types: readonly NamedType[]): Types {
  return new Map(types.map((type) => [type.name, type]));
}

export function carrier(name: string, fields: readonly Field[], base?: string): NamedType {
  const shared = { kind: 'object', name, namespace: serviceNamespace, fields, source: wsdlSource } as const;
  return base === undefined ? shared : { ...shared, base };
}

export function arrayOf(name: string, item: Field, namespace: string): NamedType {
  return { kind: 'array', name, namespace, item, source: wsdlSource };
}

const int32 = scalar('int32');
const text = scalar('string');

/** One of each kind of named type, `Node` inside itself, `Leaf` derived from it. */
export const soapTypes: Types = pool(
  carrier('Carrier', [
    element('TableRight', named('TableRight'), true),
    element('FieldProperties', named('PropertyDictionary'), true),
  ]),
  carrier('TableRight', [element('Mask', named('Rights'), false), element('Reason', text, true)]),
  {
    kind: 'flags',
    name: 'Rights',
    namespace: serviceNamespace,
    values: ['Select', 'Update', 'Delete'],
    source: wsdlSource,
  },
  { kind: 'enum', name: 'Priority', namespace: serviceNamespace, values: ['Low', 'High'], source: wsdlSource },
  {
    kind: 'map',
    name: 'PropertyDictionary',
    namespace: serviceNamespace,
    entry: 'PropertyDictionaryKeyValuePair',
    key: element('Key', text, true, false),
    value: element('Value', named('Property'), true, false),
    source: wsdlSource,
  },
  carrier('Property', [element('FieldType', text, true), element('FieldLength', int32, false)]),
  carrier(
    'Node',
    [
      element('Id', int32, false),
      element('Name', text, true),
      element('Priority', named('Priority'), false),
      element('Sent', scalar('date-time'), false),
      element('Lead', scalar('duration'), false),
      element('Stream', scalar('base64'), true),
      element('Children', named('ArrayOfNode'), true),
      element('Ids', named('ArrayOfint'), true),
      element('Long', scalar('int64'), false),
      element('Amount', scalar('double'), false),
      element('Price', scalar('decimal'), false),
      element('Done', scalar('boolean'), false),
      element('Key', scalar('guid'), false),
      element('Letter', scalar('char'), false),
      element('Link', scalar('uri'), true),
      element('Anything', scalar('any'), true),
    ],
    'Carrier',
  ),
  carrier('Leaf', [element('Colour', text, true)], 'Node'),
  arrayOf('ArrayOfNode', element('Node', named('Node'), true), serviceNamespace),
  arrayOf('ArrayOfint', element('int', int32, false), arraysNamespace),
  arrayOf('ArrayOfstring', element('string', text, true), arraysNamespace),
);

const credentials = carrier('SoCredentials', [element('Ticket', text, true)]);
const exceptionInfo = carrier('SoExceptionInfo', [
  element('Message', text, true),
  element('ExceptionType', text, true),
  element('InnerException', named('SoExceptionInfo'), true),
]);

/** The pool of `soapContract`: `soapTypes` and what the header parts need. */
export const soapPool: Types = new Map([
  ...soapTypes,
  ['SoCredentials', credentials],
  ['SoExceptionInfo', exceptionInfo],
]);

export function soapContract(input: readonly Field[], output: readonly Field[]): SoapContract {
  return {
    id: 'Test.Do/soap-Services86',
    protocol: 'soap',
    agent: 'Test',
    operation: 'Do',
    version: 'Services86',
    path: '/Remote/Services86/Test.svc',
    effect: 'read',
    effectRule: 'test',
    disputes: [],
    errata: [],
    source: wsdlSource,
    soapAction: `${serviceNamespace}/Test/Do`,
    namespace: serviceNamespace,
    input: { element: 'Do', namespace: serviceNamespace, fields: input, source: wsdlSource },
    output: { element: 'DoResponse', namespace: serviceNamespace, fields: output, source: wsdlSource },
    requestHeader: [element('ApplicationToken', text, true), element('Credentials', named('SoCredentials'), true)],
    responseHeader: [
      element('ExceptionInfo', named('SoExceptionInfo'), true),
      element('Succeeded', scalar('boolean'), false),
    ],
  };
}

export function body(type: TypeRef, source: Source = tableSource): Body {
  return { type, source };
}

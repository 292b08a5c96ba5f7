import type { Shape } from './shape.ts';
import { resolveQName, xsiAttribute } from './soap-decode.ts';
import type { XmlElement } from './xml.ts';
import { serializationNamespace, xsdNamespace, xsdTypes } from './xsd-scalars.ts';

/** The built-in types that each one is derived from (XML Schema part 2, section 3), as far as a contract can meet them. */
const bases: Readonly<Record<string, string>> = {
  long: 'integer',
  int: 'long',
  short: 'int',
  byte: 'short',
  nonNegativeInteger: 'integer',
  unsignedLong: 'nonNegativeInteger',
  unsignedInt: 'unsignedLong',
  unsignedShort: 'unsignedInt',
  unsignedByte: 'unsignedShort',
  positiveInteger: 'nonNegativeInteger',
  nonPositiveInteger: 'integer',
  negativeInteger: 'nonPositiveInteger',
  integer: 'decimal',
  normalizedString: 'string',
  token: 'normalizedString',
  language: 'token',
  NMTOKEN: 'token',
  Name: 'token',
  NCName: 'Name',
  ID: 'NCName',
  IDREF: 'NCName',
  ENTITY: 'NCName',
};

/** Whether the `xsi:type` of an element names the type of the contract, or one derived from it. Carriers: `actualType`. */
export function typeAllowed(element: XmlElement, shape: Shape): boolean {
  const name = resolveQName(element, xsiAttribute(element, 'type') ?? '');
  if (name === undefined) return false;
  switch (shape.kind) {
    case 'unknown':
      return true;
    case 'scalar':
      return shape.scalar === 'any' || isBuiltIn(name, xsdTypes[shape.scalar]);
    case 'enum':
    case 'flags':
      return name.name === shape.name && name.namespace === shape.namespace;
    case 'array':
    case 'map':
      return shape.type === undefined || (name.name === shape.type.name && name.namespace === shape.type.namespace);
    case 'object':
      // The content of a wrapper has no name that could be written.
      return false;
  }
}

interface Name {
  readonly namespace: string;
  readonly name: string;
}

function isBuiltIn(found: Name, declared: Name): boolean {
  if (found.namespace !== xsdNamespace || declared.namespace !== xsdNamespace) {
    // A contract calls both xs:duration and Microsoft's restriction of it a duration.
    if (declared.name === 'duration' && found.name === 'duration') return isTypeNamespace(found.namespace);
    return found.namespace === declared.namespace && found.name === declared.name;
  }
  for (
    let name: string | undefined = found.name;
    name !== undefined;
    name = Object.hasOwn(bases, name) ? bases[name] : undefined
  ) {
    if (name === declared.name) return true;
  }
  return false;
}

const isTypeNamespace = (namespace: string): boolean =>
  namespace === xsdNamespace || namespace === serializationNamespace;

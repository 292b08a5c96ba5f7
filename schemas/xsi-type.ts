import type { Types } from '../specs/contract.ts';
import type { Shape } from './shape.ts';
import { derivesFrom, type ObjectType } from './types.ts';
import type { XmlElement } from './xml.ts';
import { resolveQName, xsiAttribute } from './xsi.ts';
import { scalarOfXsd, serializationNamespace, xsdNamespace, xsdTypes } from './xsd-scalars.ts';

/** The type that `xsi:type` names, the declared one without it; undefined when it is neither that nor derived from it. */
export function actualType(types: Types, declared: ObjectType, element: XmlElement): ObjectType | undefined {
  const text = xsiAttribute(element, 'type');
  if (text === undefined) return declared;
  const name = resolveQName(element, text);
  const type = name === undefined ? undefined : types.get(name.name);
  if (name === undefined || type?.kind !== 'object') return undefined;
  if (type.namespace !== undefined && type.namespace !== name.namespace) return undefined;
  return derivesFrom(types, type.name, declared.name) ? type : undefined;
}

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

/**
 * What an element with `xsi:type` is judged as: the type of the contract or, on a built-in one, the derived one that
 * it names. Undefined when it names another type. Carriers: `actualType`.
 */
export function typeNamed(element: XmlElement, shape: Shape, types: Types): Shape | undefined {
  const name = resolveQName(element, xsiAttribute(element, 'type') ?? '');
  if (name === undefined) return undefined;
  switch (shape.kind) {
    case 'unknown':
      return builtIn(name) ?? shape;
    case 'scalar': {
      if (shape.scalar === 'any') return builtIn(name) ?? shape;
      if (shape.scalar === 'string' && name.namespace !== xsdNamespace) return enumNamed(name, types);
      if (!isBuiltIn(name, xsdTypes[shape.scalar])) return undefined;
      return builtIn(name) ?? shape;
    }
    case 'enum':
    case 'flags':
      return name.name === shape.name && name.namespace === shape.namespace ? shape : undefined;
    case 'array':
    case 'map': {
      const { type } = shape;
      return type === undefined || (name.name === type.name && name.namespace === type.namespace) ? shape : undefined;
    }
    case 'object':
      // The content of a wrapper has no name that could be written.
      return undefined;
  }
}

function builtIn(name: Name): Shape | undefined {
  const scalar = name.namespace === xsdNamespace ? scalarOfXsd(name.name) : undefined;
  return scalar === undefined ? undefined : { kind: 'scalar', scalar };
}

/** An enum is a restriction of xs:string. */
function enumNamed(name: Name, types: Types): Shape | undefined {
  const type = types.get(name.name);
  if (type?.kind !== 'enum' || type.namespace !== name.namespace) return undefined;
  return { kind: 'enum', name: type.name, namespace: name.namespace, names: new Set(type.values) };
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

import type { Field, NamedType, Scalar, Source, TypeRef } from '../contract.ts';
import type { Problem } from './problem.ts';
import type { SampleValue } from './sample.ts';

/** Reads the schemas of a Swagger 2.0 file. Names of types are the full ones: `SuperOffice.CRM.Services.Associate`. */
export interface Schemas {
  typeOf(schema: SampleValue, owner: string): TypeRef;
  at(value: SampleValue): Source;
  /** The carriers and enumerations of the file, those that stand inline included. */
  readonly types: ReadonlyMap<string, NamedType>;
}

const definitionPointer = /^#\/definitions\/(.+)$/;

export function member(value: SampleValue | undefined, name: string): SampleValue | undefined {
  if (value?.kind !== 'object') return undefined;
  return value.members.find((candidate) => candidate.name === name)?.value;
}

export function textOf(value: SampleValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

export function textsOf(value: SampleValue | undefined): readonly string[] {
  return value?.kind === 'array' ? value.items.flatMap((item) => textOf(item) ?? []) : [];
}

/** `problems` gets every reference that leads nowhere; the type is unknown there. */
export function swaggerSchemas(page: string, definitions: SampleValue | undefined, problems: Problem[]): Schemas {
  const types = new Map<string, NamedType>();
  const defined = new Map<string, SampleValue>();
  if (definitions?.kind === 'object') for (const { name, value } of definitions.members) defined.set(name, value);
  const told = new Set<SampleValue>();
  const at = (value: SampleValue): Source => ({ evidence: 'swagger', page, line: value.line });

  const typeOf = (schema: SampleValue, owner: string, within: readonly string[] = []): TypeRef => {
    const pointer = textOf(member(schema, '$ref'));
    if (pointer !== undefined) return referred(schema, pointer, within);
    const items = member(schema, 'items');
    const values = member(schema, 'additionalProperties');
    const isList = textOf(member(schema, 'type')) === 'array' || (items && !member(schema, 'type'));
    if (isList) return { kind: 'array', items: items ? typeOf(items, owner, within) : { kind: 'unknown' } };
    if (isCarrier(schema)) return { kind: 'object', fields: fieldsOf(schema, owner, within) };
    if (values?.kind === 'object') return { kind: 'map', values: typeOf(values, owner, within) };
    const named = textsOf(member(schema, 'enum'));
    if (named.length > 0) return enumeration(owner, named, schema);
    return scalarOf(textOf(member(schema, 'type')), textOf(member(schema, 'format')));
  };

  const referred = (schema: SampleValue, pointer: string, within: readonly string[]): TypeRef => {
    const name = unescaped(definitionPointer.exec(pointer)?.[1] ?? '');
    const definition = defined.get(name);
    if (!definition || within.includes(name)) {
      const found = definition ? `"${pointer}", which refers to itself` : `"${pointer}"`;
      if (!told.has(schema))
        problems.push({
          kind: 'broken',
          rule: 'SWAGGER-FILE',
          page,
          line: schema.line,
          expected: 'a definition of this file',
          found,
        });
      told.add(schema);
      return { kind: 'unknown' };
    }
    if (types.has(name)) return { kind: 'named', name };
    // What has no members of its own is another word for a scalar, a list or a dictionary.
    return typeOf(definition, name, [...within, name]);
  };

  /** Inline, an enumeration has no name: it gets that of the carrier and the member together. */
  const inlineNames = new Map<SampleValue, string>();
  const enumeration = (owner: string, values: readonly string[], schema: SampleValue): TypeRef => {
    let name = inlineNames.get(schema) ?? owner;
    while (!inlineNames.has(schema) && (types.has(name) || defined.has(name))) name += '_';
    inlineNames.set(schema, name);
    types.set(name, { kind: 'enum', name, values, source: at(schema) });
    return { kind: 'named', name };
  };

  /** Own members after those of what it extends; a name that comes again is refined. */
  const fieldsOf = (schema: SampleValue, owner: string, within: readonly string[]): Field[] => {
    const fields = new Map<string, Field>();
    const parts = member(schema, 'allOf');
    for (const part of parts?.kind === 'array' ? parts.items : []) {
      const base = unescaped(definitionPointer.exec(textOf(member(part, '$ref')) ?? '')?.[1] ?? '');
      const definition = defined.get(base);
      if (definition && !within.includes(base)) {
        for (const field of fieldsOf(definition, base, [...within, base])) fields.set(field.name, field);
      } else if (!definition) {
        for (const field of fieldsOf(part, owner, within)) fields.set(field.name, field);
      }
    }
    const properties = member(schema, 'properties');
    for (const { name, value, line } of properties?.kind === 'object' ? properties.members : []) {
      const type = typeOf(value, `${owner}${name}`, []);
      fields.set(name, { name, type, source: { evidence: 'swagger', page, line } });
    }
    return [...fields.values()];
  };

  const named = [...defined].filter(([, schema]) => isCarrier(schema) || textsOf(member(schema, 'enum')).length > 0);
  // All names first: carriers refer to each other in circles.
  for (const [name, schema] of named) types.set(name, { kind: 'enum', name, values: [], source: at(schema) });
  for (const [name, schema] of named) {
    if (isCarrier(schema))
      types.set(name, { kind: 'object', name, fields: fieldsOf(schema, name, [name]), source: at(schema) });
    else types.set(name, { kind: 'enum', name, values: textsOf(member(schema, 'enum')), source: at(schema) });
  }
  return { typeOf, at, types };
}

function isCarrier(schema: SampleValue): boolean {
  const properties = member(schema, 'properties');
  const parts = member(schema, 'allOf');
  return (properties?.kind === 'object' && properties.members.length > 0) || parts?.kind === 'array';
}

/** Formats that the specification does not name are those of .NET's generators. */
function scalarOf(type: string | undefined, format: string | undefined): TypeRef {
  switch (type) {
    case 'boolean':
      return { kind: 'scalar', scalar: 'boolean' };
    case 'integer':
      return { kind: 'scalar', scalar: format === 'int64' ? 'int64' : 'int32' };
    case 'number':
      return { kind: 'scalar', scalar: format === 'float' ? 'float' : 'double' };
    case 'object':
      return { kind: 'unknown', shape: 'object' };
    case 'string':
      return { kind: 'scalar', scalar: textFormats.get(format ?? '') ?? 'string' };
    default:
      return { kind: 'unknown' };
  }
}

const textFormats: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['byte', 'base64'],
  ['date', 'date-time'],
  ['date-time', 'date-time'],
  ['time-span', 'duration'],
  ['duration', 'duration'],
  ['uuid', 'guid'],
  ['uri', 'uri'],
]);

/** A name in a JSON pointer in a URI fragment. */
function unescaped(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return name;
  }
}

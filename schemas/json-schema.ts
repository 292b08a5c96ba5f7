import type { Body, Field, NamedType, Scalar, Source, TypeRef, Types } from '../specs/contract.ts';
import type { JsonObject } from '../specs/json.ts';
import { enumPattern, flagsPattern } from './name-patterns.ts';
import { integerBounds, isValueType, jsonPatterns } from './scalars.ts';
import { allFields, reachableTypes, resolveType } from './types.ts';

export type JsonSchema = JsonObject;

export interface SchemaOf {
  /** A request asks for no member, and takes the names of enums in any case, as the service does. */
  readonly side: 'request' | 'response';
  readonly title: string;
}

/** One schema under way. */
interface Writing {
  readonly types: Types;
  readonly side: 'request' | 'response';
}

/**
 * A self-contained JSON Schema (2020-12) of a body; named types stand under `$defs`. That of an answer asks for every
 * member that more than a sample tells of and forbids none, allows null where the wire does, and names of an enum that nobody documents
 * unless they are documented ones in another case. Calendars are beyond it: 30 February passes. A body of which no
 * source says anything is the empty schema.
 */
export function jsonSchema(body: Body, types: Types, { side, title }: SchemaOf): JsonSchema {
  const writing: Writing = { types, side };
  const own = schemaOf(writing, body.type, undefined);
  if (Object.keys(own).length === 0) return own;
  const named = reachableTypes(types, [body.type], 'references');
  const definitions = named.map((type) => [type.name, definition(writing, type)] as const);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    $comment: placeOf(body.source),
    ...own,
    // A list that is not there is an empty one; null stands for things that are not there.
    ...(own['items'] === undefined ? {} : { type: 'array' }),
    ...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  };
}

function placeOf(source: Source): string {
  return `${source.evidence} ${source.page}${source.line === undefined ? '' : `:${source.line}`}`;
}

/** A named type, of which null is no value: where null is allowed, the reference to it says so. */
function definition(writing: Writing, type: NamedType): JsonSchema {
  switch (type.kind) {
    case 'object':
      return { type: 'object', ...members(writing, allFields(writing.types, type)) };
    case 'enum':
    case 'flags':
      return names(writing, type);
    case 'array':
      return { type: 'array', items: slot(writing, type.item) };
    case 'map':
      return { type: 'object', additionalProperties: slot(writing, type.value) };
  }
}

/** The documented names are examples and not an `enum`: a newer server has more, and lists of them are values, too. */
function names({ side }: Writing, { kind, values }: NamedType & { readonly values: readonly string[] }): JsonSchema {
  if (values.length === 0) return { type: 'string' };
  if (side === 'request') return { type: 'string', examples: values };
  return { type: 'string', pattern: kind === 'enum' ? enumPattern(values) : flagsPattern(values), examples: values };
}

function members(writing: Writing, fields: readonly Field[]): JsonSchema {
  const properties = Object.fromEntries(fields.map((field) => [field.name, slot(writing, field)]));
  if (writing.side === 'request') return { properties };
  // What only a sample shows may be what its request asked for: the columns of an archive are the caller's choice.
  const stated = fields.filter(({ source }) => source.evidence !== 'sample');
  return { properties, required: [...new Set(stated.map(({ name }) => name))] };
}

function slot(writing: Writing, field: Field): JsonSchema {
  return schemaOf(writing, field.type, field.nullable);
}

function schemaOf(writing: Writing, ref: TypeRef, nullable: boolean | undefined): JsonSchema {
  switch (ref.kind) {
    case 'scalar': {
      if (ref.scalar === 'any') return {};
      const { type, ...rest } = scalar(ref.scalar);
      const withNull = nullable === true || !isValueType(ref.scalar);
      return { type: withNull ? [type ?? 'string', 'null'] : (type ?? 'string'), ...rest };
    }
    case 'array':
      return { type: ['array', 'null'], items: schemaOf(writing, ref.items, undefined) };
    case 'map':
      return { type: ['object', 'null'], additionalProperties: schemaOf(writing, ref.values, undefined) };
    case 'object':
      return { type: ['object', 'null'], ...members(writing, ref.fields) };
    case 'unknown':
      return ref.shape === undefined ? {} : { type: ['object', 'null'] };
    case 'named': {
      const { kind } = resolveType(writing.types, ref);
      const reference = { $ref: `#/$defs/${pointerStep(ref.name)}` };
      const withNull = nullable === true || (kind !== 'enum' && kind !== 'flags');
      return withNull ? { anyOf: [reference, { type: 'null' }] } : reference;
    }
  }
}

function scalar(name: Scalar): JsonSchema {
  // Pages print every integer of at most 32 bits as int32, whatever the twin says of it.
  const bounds = integerBounds[name] && integerBounds[isLong(name) ? name : 'int32'];
  // The ends of 64 bits are written as the nearest double, which is what validators compare with.
  if (bounds !== undefined) return { type: 'integer', minimum: Number(bounds[0]), maximum: Number(bounds[1]) };
  switch (name) {
    case 'boolean':
      return { type: 'boolean' };
    case 'float':
    case 'double':
    case 'decimal':
      return { type: 'number' };
    case 'base64':
      return { type: 'string', contentEncoding: 'base64', pattern: jsonPatterns.base64 };
    case 'date-time':
    case 'duration':
    case 'guid':
    case 'char':
      return { type: 'string', pattern: jsonPatterns[name] };
    default:
      return { type: 'string' };
  }
}

function isLong(name: Scalar): boolean {
  return name === 'int64' || name === 'uint64';
}

function pointerStep(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

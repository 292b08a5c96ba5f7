import type { Body, Field, NamedType, Scalar, Source, TypeRef, Types } from '../specs/contract.ts';
import type { JsonObject } from '../specs/json.ts';
import { enumPattern, flagsPattern } from './name-patterns.ts';
import { integerBounds, isValueType, jsonPatterns } from './scalars.ts';
import { allFields, reachableTypes, resolveType } from './types.ts';

export type JsonSchema = JsonObject;

/**
 * A self-contained JSON Schema (2020-12) of a body; named types stand under `$defs`. It asks for every documented
 * member and forbids none, allows null where the wire does, and names of an enum that nobody documents unless they
 * are documented ones in another case. Calendars are beyond it: 30 February passes.
 */
export function jsonSchema(body: Body, types: Types, id: string): JsonSchema {
  const named = reachableTypes(types, [body.type], 'references');
  const definitions = named.map((type) => [type.name, definition(type, types)] as const);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    $comment: placeOf(body.source),
    ...schemaOf(body.type, undefined, types),
    ...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  };
}

function placeOf(source: Source): string {
  return `${source.evidence} ${source.page}${source.line === undefined ? '' : `:${source.line}`}`;
}

/** A named type, of which null is no value: where null is allowed, the reference to it says so. */
function definition(type: NamedType, types: Types): JsonSchema {
  switch (type.kind) {
    case 'object':
      return { type: 'object', ...members(allFields(types, type), types) };
    case 'enum':
      if (type.values.length === 0) return { type: 'string' };
      return { type: 'string', anyOf: [{ enum: type.values }, { not: { pattern: enumPattern(type.values) } }] };
    case 'flags':
      return type.values.length === 0 ? { type: 'string' } : { type: 'string', pattern: flagsPattern(type.values) };
    case 'array':
      return { type: 'array', items: slot(type.item, types) };
    case 'map':
      return { type: 'object', additionalProperties: slot(type.value, types) };
  }
}

function members(fields: readonly Field[], types: Types): JsonSchema {
  return {
    properties: Object.fromEntries(fields.map((field) => [field.name, slot(field, types)])),
    required: fields.map((field) => field.name),
  };
}

function slot(field: Field, types: Types): JsonSchema {
  return schemaOf(field.type, field.nullable, types);
}

function schemaOf(ref: TypeRef, nullable: boolean | undefined, types: Types): JsonSchema {
  switch (ref.kind) {
    case 'scalar': {
      if (ref.scalar === 'any') return {};
      const { type, ...rest } = scalar(ref.scalar);
      const withNull = nullable === true || !isValueType(ref.scalar);
      return { type: withNull ? [type ?? 'string', 'null'] : (type ?? 'string'), ...rest };
    }
    case 'array':
      return { type: ['array', 'null'], items: schemaOf(ref.items, undefined, types) };
    case 'map':
      return { type: ['object', 'null'], additionalProperties: schemaOf(ref.values, undefined, types) };
    case 'object':
      return { type: ['object', 'null'], ...members(ref.fields, types) };
    case 'unknown':
      return ref.shape === undefined ? {} : { type: ['object', 'null'] };
    case 'named': {
      const { kind } = resolveType(types, ref);
      const reference = { $ref: `#/$defs/${pointerStep(ref.name)}` };
      const withNull = nullable === true || (kind !== 'enum' && kind !== 'flags');
      return withNull ? { anyOf: [reference, { type: 'null' }] } : reference;
    }
  }
}

function scalar(name: Scalar): JsonSchema {
  const bounds = integerBounds[name];
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

function pointerStep(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

import { allFields, resolveType } from '../../schemas/types.ts';
import type { RestContract, TypeRef, Types } from '../../specs/contract.ts';

/** The members of the error objects that SuperOffice servers are known to answer with. */
export const errorMembers = [
  'Message',
  'MessageDetail',
  'Error',
  'ErrorType',
  'ErrorMessage',
  'ErrorSource',
  'ExceptionMessage',
  'ExceptionType',
] as const;

const tellingMembers = ['ErrorType', 'ErrorSource', 'MessageDetail', 'ExceptionType'];

type Members = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an error object says, in one line; undefined when the value is none of the known shapes. */
export function errorText(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const said = errorMembers.flatMap((name) => {
    const member = value[name];
    return typeof member === 'string' && member.trim() !== '' ? [member] : [];
  });
  if (said.length > 0) return said.join('; ');
  return value['Error'] === true ? 'Error' : undefined;
}

/**
 * Whether a success carries an error: an object that has none of the contract's own members and has `Error: true`,
 * two of the members that only errors have, or nothing but a `Message`. Never judged by a member that the contract
 * declares, and never where a map is due, for its keys can be any.
 */
export function isErrorObject(value: unknown, contract: RestContract, types: Types): boolean {
  if (!isObject(value) || contract.output === 'nothing') return false;
  const declared = declaredMembers(contract.output.type, types);
  if (declared === 'any' || declared.some((name) => Object.hasOwn(value, name))) return false;
  if (value['Error'] === true) return true;
  if (tellingMembers.filter((name) => typeof value[name] === 'string').length >= 2) return true;
  const names = Object.keys(value);
  return names.length === 1 && typeof value['Message'] === 'string';
}

/** Whether the result is a map. */
export function isMap({ output }: RestContract, types: Types): boolean {
  return output !== 'nothing' && resolveType(types, output.type).kind === 'map';
}

/** The members that a body of this type can have; none where it is no object at all. */
function declaredMembers(type: TypeRef, types: Types): readonly string[] | 'any' {
  const found = resolveType(types, type);
  switch (found.kind) {
    case 'map':
      return 'any';
    case 'object':
      return ('name' in found ? allFields(types, found) : found.fields).map((field) => field.name);
    default:
      return [];
  }
}

import type { TypeRef } from '../contract.ts';
import { table, rest, soap, body, name } from '../testing/told.ts';
import { arrayOf, member, object, scalar, unknown } from '../testing/versions.ts';

const typed = (...types: readonly TypeRef[]) => {
  const [request = unknown, result = request] = types;
  return rest({ input: body(object(member('M', request))), output: body(object(member('M', result))) });
};
const typedSoap = (type: TypeRef) => soap({ request: [member('M', type)], result: [member('M', type)] });
const both = (kinds: readonly [request: string, response: string], values: string): readonly string[] => {
  const lines = [`${kinds[0]} request input.M: ${values}`, `${kinds[1]} response output.M: ${values}`];
  return lines.toSorted((left, right) => (left.split(' ')[0] ?? '').localeCompare(right.split(' ')[0] ?? ''));
};
const wider = ['compatible type-widened', 'breaking type-widened'] as const;
const narrower = ['breaking type-narrowed', 'compatible type-narrowed'] as const;
const other = ['breaking type-replaced', 'breaking type-replaced'] as const;

table('types of members', [
  [
    'int32 and int64',
    typed(scalar('int32')),
    typed(scalar('int64')),
    both(wider, 'int32 → int64'),
    both(narrower, 'int64 → int32'),
  ],
  [
    'uint16 and int32',
    typed(scalar('uint16')),
    typed(scalar('int32')),
    both(wider, 'uint16 → int32'),
    both(narrower, 'int32 → uint16'),
  ],
  [
    'int32 and double',
    typed(scalar('int32')),
    typed(scalar('double')),
    both(wider, 'int32 → double'),
    both(narrower, 'double → int32'),
  ],
  [
    'int32 and uint32',
    typed(scalar('int32')),
    typed(scalar('uint32')),
    both(other, 'int32 → uint32'),
    both(other, 'uint32 → int32'),
  ],
  [
    'a date and a string, which JSON writes it as',
    typed(scalar('date-time')),
    typed(scalar('string')),
    both(wider, 'date-time → string'),
    both(narrower, 'string → date-time'),
  ],
  [
    'a number and a string in JSON',
    typed(scalar('int32')),
    typed(scalar('string')),
    both(other, 'int32 → string'),
    both(other, 'string → int32'),
  ],
  [
    'a number and a string in XML, where all is text',
    typedSoap(scalar('int32')),
    typedSoap(scalar('string')),
    both(wider, 'int32 → string'),
    both(narrower, 'string → int32'),
  ],
  [
    'int16 and boolean in XML',
    typedSoap(scalar('int16')),
    typedSoap(scalar('boolean')),
    both(other, 'int16 → boolean'),
    both(other, 'boolean → int16'),
  ],
  ['anything', typed(object(name)), typed(scalar('any')), both(wider, 'object → any'), both(narrower, 'any → object')],
  [
    'a single value and an array',
    typed(scalar('int32')),
    typed(arrayOf(scalar('int32'))),
    both(other, 'int32 → array of int32'),
    both(other, 'array of int32 → int32'),
  ],
  [
    'a type that no source said',
    typed(unknown),
    typed(scalar('int32')),
    both(['compatible type-stated', 'compatible type-stated'], 'unknown → int32'),
    both(['compatible type-unstated', 'compatible type-unstated'], 'int32 → unknown'),
  ],
  [
    'an object of unknown members, and what is none',
    typed({ kind: 'unknown', shape: 'object' }),
    typed(scalar('int32')),
    both(other, 'object → int32'),
    both(other, 'int32 → object'),
  ],
  [
    'an object of unknown members, and one whose members are known',
    typed({ kind: 'unknown', shape: 'object' }),
    typed(object(name)),
    both(['compatible type-stated', 'compatible type-stated'], 'object → object'),
    both(['compatible type-unstated', 'compatible type-unstated'], 'object → object'),
  ],
]);

import * as fc from 'fast-check';
import { scalars, type Field, type NamedType, type Scalar, type TypeRef, type Types } from '../../specs/contract.ts';
import type { Json } from '../../specs/json.ts';
import { isValueType } from '../scalars.ts';
import { allFields, resolveType } from '../types.ts';
import { arraysNamespace } from '../xsd-scalars.ts';
import { element, named, serviceNamespace, wsdlSource } from './contracts.ts';

/** Whose rules a value follows: JSON has null for strings and carriers, XML what each member says. */
export type On = 'json' | 'xml';

/** Text that XML can hold, with everything in it that needs care. */
export const xmlText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '&',
        '<',
        '>',
        ']]>',
        '"',
        "'",
        '\r',
        '\n',
        '\t',
        '\r\n',
        ' ',
        '&amp;',
        '&#0;',
        '<!--',
        '\u00a0',
        '\u0085',
        '\u2028',
        '😀',
      ),
    ),
    { maxLength: 6 },
  )
  // oxlint-disable-next-line no-control-regex
  .map((parts) => parts.join('').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, ''));

const two = (least: number, greatest: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: greatest }).map((number) => String(number).padStart(2, '0'));

const dateTimeText: fc.Arbitrary<string> = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }).map((year) => String(year).padStart(4, '0')),
    rest: fc.tuple(two(1, 12), two(1, 28), two(0, 23), two(0, 59), two(0, 59)),
    fraction: fc.oneof(
      fc.constant(''),
      fc.integer({ min: 0, max: 9999999 }).map((number) => `.${number}`),
    ),
    zone: fc.constantFrom('', 'Z', '+02:00', '-14:00', '+05:30'),
  })
  .map(
    ({ year, rest: [month, day, hour, minute, second], fraction, zone }) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
  );

export const clockText: fc.Arbitrary<string> = fc
  .tuple(
    fc.integer({ min: 0, max: 10675198 }),
    two(0, 23),
    two(0, 59),
    two(0, 59),
    fc.integer({ min: 0, max: 9999999 }),
    fc.boolean(),
  )
  .map(([days, hours, minutes, seconds, ticks, negative]) => {
    const day = days === 0 ? '' : `${days}.`;
    const fraction = ticks === 0 ? '' : `.${String(ticks).padStart(7, '0')}`;
    const time = `${day}${hours}:${minutes}:${seconds}${fraction}`;
    return negative && time !== '00:00:00' ? `-${time}` : time;
  });

const base64Text: fc.Arbitrary<string> = fc
  .uint8Array({ maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));

/** A right value of a built-in type; on JSON without the strings that only XML needs. */
function arbitraryScalar(scalar: Scalar, on: On): fc.Arbitrary<Json> {
  switch (scalar) {
    case 'string':
      return on === 'json' ? fc.string({ unit: 'grapheme' }) : xmlText;
    case 'any':
      return fc.oneof(xmlText, fc.boolean(), fc.integer());
    case 'uri':
      return fc.constantFrom('', 'https://example.com/a?b=c&d', 'urn:x');
    case 'boolean':
      return fc.boolean();
    case 'int8':
      return fc.integer({ min: -128, max: 127 });
    case 'int16':
      return fc.integer({ min: -32768, max: 32767 });
    case 'int32':
      return fc.integer();
    case 'uint8':
      return fc.integer({ min: 0, max: 255 });
    case 'uint16':
      return fc.integer({ min: 0, max: 65535 });
    case 'uint32':
      return fc.integer({ min: 0, max: 4294967295 });
    case 'int64': {
      const small = fc.maxSafeInteger();
      return on === 'json' ? small : fc.oneof(small, fc.constantFrom('9223372036854775807', '-9223372036854775807'));
    }
    case 'uint64':
      return fc.maxSafeNat();
    case 'float':
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'decimal':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
    case 'date-time':
      return dateTimeText;
    case 'duration':
      return clockText;
    case 'base64':
      return base64Text;
    case 'guid':
      return fc.uuid();
    case 'char':
      return fc.constantFrom('a', '&', 'é', '0');
  }
}

/** A right value of a type. Members that need not be there are left out now and then, on XML. */
export function arbitraryValue(types: Types, ref: TypeRef, on: On, depth = 3): fc.Arbitrary<Json> {
  const type = resolveType(types, ref);
  switch (type.kind) {
    case 'scalar':
      return arbitraryScalar(type.scalar, on);
    case 'unknown':
      return type.shape === 'object' ? fc.constant({}) : xmlText;
    case 'enum':
      return type.values.length === 0 ? fc.string({ maxLength: 5 }) : fc.constantFrom(...type.values);
    case 'flags':
      return fc.subarray([...type.values]).map((names) => names.join(', '));
    case 'array': {
      const item: Pick<Field, 'type' | 'nullable'> = 'item' in type ? type.item : { type: type.items };
      return depth === 0 ? fc.constant([]) : fc.array(slot(types, item, on, depth - 1), { maxLength: 3 });
    }
    case 'map': {
      const value: Pick<Field, 'type' | 'nullable'> = 'entry' in type ? type.value : { type: type.values };
      if (depth === 0) return fc.constant({});
      return fc
        .dictionary(fc.oneof(xmlText, fc.constant('__proto__')), slot(types, value, on, depth - 1), {
          maxKeys: 3,
          noNullPrototype: true,
        })
        .map((members) => Object.fromEntries(Object.entries(members)));
    }
    case 'object':
      return arbitraryMembers(types, 'name' in type ? allFields(types, type) : type.fields, on, depth);
  }
}

/** The members of a carrier or wrapper. */
export function arbitraryMembers(
  types: Types,
  fields: readonly Field[],
  on: On,
  depth = 3,
): fc.Arbitrary<{ readonly [name: string]: Json }> {
  const members = fields.map((field) => slot(types, field, on, depth - 1).map((value) => [field.name, value] as const));
  const present = on === 'json' ? fc.constant([]) : fc.array(fc.boolean(), { maxLength: fields.length });
  return fc
    .tuple(fc.tuple(...members), present)
    .map(([all, absent]) =>
      Object.fromEntries(all.filter((_, index) => fields[index]?.optional !== true || absent[index] !== true)),
    );
}

function slot(types: Types, field: Pick<Field, 'type' | 'nullable'>, on: On, depth: number): fc.Arbitrary<Json> {
  const type = resolveType(types, field.type);
  const value = type.kind === 'enum' || type.kind === 'flags' || (type.kind === 'scalar' && isValueType(type.scalar));
  const nullable = on === 'json' ? !value && type.kind !== 'array' && type.kind !== 'map' : (field.nullable ?? !value);
  const deep = type.kind === 'object' || type.kind === 'array' || type.kind === 'map';
  if (depth <= 0 && deep) return nullable ? fc.constant(null) : arbitraryValue(types, field.type, on, 0);
  const right = arbitraryValue(types, field.type, on, depth);
  return nullable ? fc.option(right, { freq: 5 }) : right;
}

/** A pool of types that refer to each other in any way, cycles included, and the members of a wrapper over it. */
export const arbitraryPool: fc.Arbitrary<{ readonly types: Types; readonly fields: readonly Field[] }> = fc
  .record({
    carriers: fc.array(
      fc.record({ members: fc.array(memberSeed(), { minLength: 1, maxLength: 4 }), extendsBefore: fc.boolean() }),
      { minLength: 1, maxLength: 4 },
    ),
    members: fc.array(memberSeed(), { maxLength: 4 }),
  })
  .map(({ carriers, members }) => {
    const types: NamedType[] = [];
    for (const [index, { members: own, extendsBefore }] of carriers.entries()) {
      const name = `C${index}`;
      const fields = own.map((seed, position) => fieldOf(seed, `M${index}${position}`, carriers.length));
      const shared = { kind: 'object', name, namespace: serviceNamespace, fields, source: wsdlSource } as const;
      types.push(extendsBefore && index > 0 ? { ...shared, base: `C${index - 1}` } : shared);
      types.push({
        kind: 'array',
        name: `ArrayOfC${index}`,
        namespace: serviceNamespace,
        item: element(name, named(name), true),
        source: wsdlSource,
      });
      types.push({
        kind: 'map',
        name: `MapOfC${index}`,
        namespace: serviceNamespace,
        entry: `MapOfC${index}Pair`,
        key: element('Key', { kind: 'scalar', scalar: 'string' }, false, false),
        value: element('Value', named(name), true, false),
        source: wsdlSource,
      });
    }
    const text = { kind: 'scalar', scalar: 'string' } as const;
    types.push({
      kind: 'array',
      name: 'ArrayOfstring',
      namespace: arraysNamespace,
      item: element('string', text, true),
      source: wsdlSource,
    });
    types.push({
      kind: 'enum',
      name: 'E',
      namespace: serviceNamespace,
      values: ['One', 'Two', 'Three'],
      source: wsdlSource,
    });
    types.push({
      kind: 'flags',
      name: 'F',
      namespace: serviceNamespace,
      values: ['Read', 'Write'],
      source: wsdlSource,
    });
    const fields = members.map((seed, position) => fieldOf(seed, `A${position}`, carriers.length));
    return { types: new Map(types.map((type) => [type.name, type])), fields };
  });

interface MemberSeed {
  readonly kind: 'scalar' | 'C' | 'ArrayOfC' | 'MapOfC' | 'ArrayOfstring' | 'E' | 'F';
  readonly scalar: Scalar;
  readonly to: number;
  readonly nullable: boolean;
  readonly optional: boolean;
}

function memberSeed(): fc.Arbitrary<MemberSeed> {
  return fc.record({
    kind: fc.constantFrom('scalar', 'scalar', 'C', 'ArrayOfC', 'MapOfC', 'ArrayOfstring', 'E', 'F'),
    // What xs:anyType gives back depends on what was written; it has tests of its own.
    scalar: fc.constantFrom(...scalars.filter((scalar) => scalar !== 'any')),
    to: fc.nat(),
    nullable: fc.boolean(),
    optional: fc.boolean(),
  });
}

function fieldOf(seed: MemberSeed, name: string, carriers: number): Field {
  const index = seed.to % carriers;
  switch (seed.kind) {
    case 'scalar':
      return element(name, { kind: 'scalar', scalar: seed.scalar }, seed.nullable, seed.optional);
    case 'C':
    case 'ArrayOfC':
    case 'MapOfC':
      // A carrier that must stand inside itself has no value.
      return element(name, named(`${seed.kind}${index}`), seed.kind === 'C' ? true : seed.nullable, seed.optional);
    case 'ArrayOfstring':
    case 'E':
    case 'F':
      return element(name, named(seed.kind), seed.nullable, seed.optional);
  }
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { scalars, type Body, type NamedType, type Types } from '../specs/contract.ts';
import type { Json } from '../specs/json.ts';
import { jsonSchema } from './json-schema.ts';
import { judgeJson } from './judge-json.ts';
import { isDateTimeText } from './scalars.ts';
import { arbitraryValue } from './testing/arbitrary.ts';
import { body, member, named, pool, scalar, tableSource } from './testing/contracts.ts';
import { mutated } from './testing/mutate.ts';

const response = { side: 'response', title: 'An answer' } as const;

function validator(
  expected: Body,
  types: Types,
  side: 'request' | 'response' = 'response',
): (value: unknown) => boolean {
  return new Ajv2020({ strict: true }).compile(jsonSchema(expected, types, { ...response, side }));
}

/**
 * What the judge fails, but for days that do not exist: a pattern cannot know them. Null instead of a list of results
 * is odd to the judge, and no `type: array`.
 */
function fails(value: unknown, expected: Body, types: Types): boolean {
  if (value === null && expected.type.kind === 'array') return true;
  return judgeJson(value, expected, types).findings.some(
    ({ aspect, level, received }) =>
      level !== 'OBSERVE' && !(aspect === 'date-time' && isDateTimeText(received.replaceAll('"', ''))),
  );
}

/** What a twin says more exactly than a page, which prints int32: the judge holds to it, the schema to the page. */
const small: ReadonlySet<string> = new Set(['int8', 'int16', 'uint8', 'uint16', 'uint32']);

const everything: Types = pool(
  { kind: 'enum', name: 'Priority', values: ['Low', 'High', 'A.B'], source: tableSource },
  { kind: 'enum', name: 'Open', values: [], source: tableSource },
  { kind: 'flags', name: 'Rights', values: ['Select', 'Update', 'A+B'], source: tableSource },
  { kind: 'object', name: 'Carrier', fields: [member('Right', named('Rights'))], source: tableSource },
  {
    kind: 'object',
    name: 'Node',
    base: 'Carrier',
    fields: [
      ...scalars.filter((name) => !small.has(name)).map((name) => member(`a-${name}`, scalar(name))),
      { ...member('Maybe', scalar('int32')), nullable: true },
      member('Priority', named('Priority')),
      { ...member('MaybePriority', named('Priority')), nullable: true },
      member('Open', named('Open')),
      member('Children', { kind: 'array', items: named('Node') }),
      member('ByName', { kind: 'map', values: named('Node') }),
      member('Numbers', { kind: 'array', items: { kind: 'array', items: scalar('int32') } }),
      member('Inline', { kind: 'object', fields: [member('Id', scalar('int32'))] }),
      member('Unknown', { kind: 'unknown' }),
      member('Object', { kind: 'unknown', shape: 'object' }),
    ],
    source: tableSource,
  } satisfies NamedType,
);

const core = openCatalogue();
const coreContract = core.contract('EMail.SendEMails/rest-v1');
const coreBody = coreContract.protocol === 'rest' ? coreContract.output : 'nothing';

const bodies: readonly (readonly [title: string, body: Body, types: Types])[] = [
  ['SendEMails', coreBody === 'nothing' ? body(scalar('any')) : coreBody, core.types('rest-v1')],
  ['every kind of type', body(named('Node')), everything],
  ['an array', body({ kind: 'array', items: named('Priority') }), everything],
  ['a map', body({ kind: 'map', values: named('Rights') }), everything],
  ['a number', body(scalar('int32')), everything],
  ['a date', body(scalar('date-time')), everything],
  ['nothing known', body({ kind: 'unknown', shape: 'object' }), everything],
];

describe('stock ajv rejects exactly what the judge fails:', () => {
  test.each(bodies)('%s', (_, expected, types) => {
    const validate = validator(expected, types);
    const value = arbitraryValue(types, expected.type, 'json', 3);
    fc.assert(
      fc.property(value, (healthy) => {
        expect([validate(healthy), fails(healthy, expected, types)]).toEqual([true, false]);
      }),
      { numRuns: 50 },
    );
    const verdicts = { true: 0, false: 0 };
    fc.assert(
      fc.property(value.chain(mutated), (mutant) => {
        const valid = validate(mutant);
        verdicts[`${valid}`] += 1;
        expect(valid).toBe(!fails(mutant, expected, types));
      }),
      { numRuns: 500 },
    );
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(20);
  });
});

describe('names of enums', () => {
  const enumBody = body(named('Priority'));
  const flagsBody = body(named('Rights'));
  const validEnum = validator(enumBody, everything);
  const validFlags = validator(flagsBody, everything);
  const name = fc.oneof(
    fc.constantFrom(
      'Low',
      'low',
      'LOW',
      ' Low',
      'Lows',
      'A.B',
      'a.b',
      'AxB',
      'Select',
      'select',
      'A+B',
      'a+B',
      'AAB',
      '',
      ' ',
      ',',
    ),
    fc.string({ maxLength: 4 }),
  );

  test('are judged alike, right or wrong, one or many', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), fc.constantFrom(',', ', ', ' , ', ' '), (names, comma) => {
        const text = names.join(comma);
        expect([text, validEnum(text)]).toEqual([text, !fails(text, enumBody, everything)]);
        expect([text, validFlags(text)]).toEqual([text, !fails(text, flagsBody, everything)]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a schema', () => {
  test('says what it is of, and nothing outside itself', () => {
    const schema = jsonSchema(body(named('Node')), everything, response);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'An answer',
      $comment: 'table test.md:1',
    });
    const references = JSON.stringify(schema).match(/"\$ref":"[^"]*"/g) ?? [];
    expect(references.filter((reference) => !/"#\/\$defs\/(?:Node|Priority|Rights|Open)"/.test(reference))).toEqual([]);
  });

  test('has dates as patterns, bytes with their encoding and integers with their bounds', () => {
    const type = {
      kind: 'object',
      fields: [
        member('Sent', scalar('date-time')),
        member('Stream', scalar('base64')),
        member('Id', scalar('int32')),
        member('Name', scalar('string')),
      ],
    } as const;
    expect(jsonSchema(body(type), pool(), response)).toMatchObject({
      type: ['object', 'null'],
      required: ['Sent', 'Stream', 'Id', 'Name'],
      properties: {
        Sent: { type: 'string', pattern: expect.stringContaining('T') },
        Stream: { type: ['string', 'null'], contentEncoding: 'base64', pattern: expect.any(String) },
        Id: { type: 'integer', minimum: -2147483648, maximum: 2147483647 },
        Name: { type: ['string', 'null'] },
      },
    });
  });

  test('asks for no member that only a sample shows', () => {
    const shown = {
      ...member('City', scalar('string')),
      source: { evidence: 'sample', page: 'test.md', line: 2 },
    } as const;
    const type = { kind: 'object', fields: [member('Id', scalar('int32')), shown] } as const;
    expect(jsonSchema(body(type), pool(), response)).toMatchObject({
      required: ['Id'],
      properties: { City: { type: ['string', 'null'] } },
    });
  });

  test('leaves members open', () => {
    const validate = validator(body({ kind: 'object', fields: [member('A', scalar('int32'))] }), pool());
    expect([validate({ A: 1, B: 2 } satisfies Json), validate({ B: 2 })]).toEqual([true, false]);
  });

  test.each(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32'] as const)(
    'has the bounds of int32 for %s',
    (name) => {
      const { minimum, maximum } = jsonSchema(body(scalar(name)), pool(), response);
      expect([minimum, maximum]).toEqual([-2147483648, 2147483647]);
    },
  );

  test('is empty for a body of which no source says anything, whatever the side', () => {
    expect(jsonSchema(body({ kind: 'unknown' }), pool(), response)).toEqual({});
    expect(jsonSchema(body(scalar('any')), pool(), { side: 'request', title: 'x' })).toEqual({});
  });

  test('of a list says so in its type', () => {
    const list = body({ kind: 'array', items: scalar('int32') });
    expect(jsonSchema(list, pool(), response)).toMatchObject({ type: 'array', items: { type: 'integer' } });
    expect(validator(list, pool())(null)).toBe(false);
    const inside = body({ kind: 'object', fields: [member('List', list.type)] });
    expect(validator(inside, pool())({ List: null })).toBe(true);
  });

  test('names every documented name of an enum, and none as the only ones', () => {
    const { $defs } = jsonSchema(body(named('Node')), everything, response);
    expect($defs).toMatchObject({
      Priority: { type: 'string', examples: ['Low', 'High', 'A.B'] },
      Rights: { type: 'string', examples: ['Select', 'Update', 'A+B'] },
      Open: { type: 'string' },
    });
  });

  test('is the same for the same contract, byte for byte', () => {
    const written = (): string => JSON.stringify(jsonSchema(body(named('Node')), everything, response));
    expect(written()).toBe(written());
  });

  test('fails to be made of a type that is not in the pool', () => {
    expect(() => jsonSchema(body(named('Nowhere')), pool(), response)).toThrow('expected the type Nowhere in the pool');
  });
});

test.each([
  ['date-time', '2024-02-29T11:10:26', true],
  ['date-time', '2024-02-29T11:10:26Z', true],
  ['date-time', '2024-02-29T11:10:26.1234567+01:00', true],
  ['date-time', '2024-02-29T11:10:26.1-14:00', true],
  ['date-time', '0001-01-01T00:00:00', true],
  ['date-time', '2024-02-29T11:10:26.12345678', false],
  ['date-time', '2024-02-29T11:10:26.', false],
  ['date-time', '2024-02-29 11:10:26', false],
  ['date-time', '2024-13-01T11:10:26', false],
  ['date-time', '', false],
  ['duration', '00:15:00', true],
  ['duration', 'PT15M', true],
  ['duration', '-1.02:03:04.5', true],
  ['duration', '15', false],
  ['duration', '25:00:00', false],
  ['base64', 'R0lGODlh', true],
  ['base64', 'R0lGOA==', true],
  ['base64', '', true],
  ['base64', 'R0lGOA', false],
  ['base64', 'GIF89a....', false],
  ['int32', 2147483647, true],
  ['int32', 2147483648, false],
  ['int32', 1.5, false],
  ['int32', null, false],
  ['int64', 2147483648, true],
  ['boolean', 'true', false],
  ['string', null, true],
] as const)('a member of type %s: %j is right: %j', (name, value, expected) => {
  const validate = validator(body({ kind: 'object', fields: [member('A', scalar(name))] }), pool());
  expect(validate({ A: value })).toBe(expected);
});

describe('the schema of a request', () => {
  test('asks for no member', () => {
    const validate = validator(body(named('Node')), everything, 'request');
    expect([validate({}), validate({ Priority: 'Low' }), validate({ 'a-int32': 'x' })]).toEqual([true, true, false]);
  });

  test('takes a name in any case of letters, as the service does', () => {
    expect(validator(body(named('Priority')), everything, 'request')('low')).toBe(true);
    expect(validator(body(named('Priority')), everything)('low')).toBe(false);
  });
});

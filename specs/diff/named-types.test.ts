import type { NamedType, TypeRef } from '../contract.ts';
import { table, rest, soap, body, name, size } from '../testing/told.ts';
import { carrier, enumOf, member, named, namedArray, namedMap, object, scalar } from '../testing/versions.ts';

/** The carrier `Ship` in a request, in a result, or in both. */
const ship = named('Ship');
const inRequest = (...types: readonly NamedType[]) => soap({ request: [member('Ship', ship)] }, types);
const inResult = (...types: readonly NamedType[]) => soap({ result: [member('Response', ship)] }, types);
const inBoth = (...types: readonly NamedType[]) =>
  soap({ request: [member('Ship', ship)], result: [member('Response', ship)] }, types);

table('named types', [
  [
    'a new name of an enum that is sent',
    inRequest(enumOf('Ship', ['A'])),
    inRequest(enumOf('Ship', ['B', 'A'])),
    ['compatible enum-value-added request Ship.B: - → B'],
    ['breaking enum-value-removed request Ship.B: B → -'],
  ],
  [
    'a new name of an enum that comes back',
    inResult(enumOf('Ship', ['A'])),
    inResult(enumOf('Ship', ['A', 'B'])),
    ['compatible enum-value-added response Ship.B: - → B'],
    ['compatible enum-value-removed response Ship.B: B → -'],
  ],
  ['names of an enum in another order', inBoth(enumOf('Ship', ['A', 'B'])), inBoth(enumOf('Ship', ['B', 'A'])), [], []],
  [
    'one name and several, sent',
    inRequest(enumOf('Ship', ['A'])),
    inRequest(enumOf('Ship', ['A'], 'flags')),
    ['compatible type-widened request Ship: enum → flags'],
    ['breaking type-narrowed request Ship: flags → enum'],
  ],
  [
    'one name and several, coming back',
    inResult(enumOf('Ship', ['A'])),
    inResult(enumOf('Ship', ['A'], 'flags')),
    ['breaking type-widened response Ship: enum → flags'],
    ['compatible type-narrowed response Ship: flags → enum'],
  ],
  [
    'a member: told once for both ways, breaking where one of them breaks',
    inBoth(carrier('Ship', [name])),
    inBoth(carrier('Ship', [name, size])),
    ['compatible member-added request/response Ship.Size: - → int32'],
    ['breaking member-removed request/response Ship.Size: int32 → -'],
  ],
  [
    'null, which is breaking one way whichever way it goes',
    inBoth(carrier('Ship', [name])),
    inBoth(carrier('Ship', [{ ...name, nullable: false }])),
    ['breaking member-not-null request/response Ship.Name: nullable → not null'],
    ['breaking member-nullable request/response Ship.Name: not null → nullable'],
  ],
  [
    'another kind under one name',
    inResult(carrier('Ship', [name])),
    inResult(enumOf('Ship', ['A'])),
    ['breaking type-replaced response Ship: object → enum'],
    ['breaking type-replaced response Ship: enum → object'],
  ],
  [
    'another XML namespace',
    inResult(carrier('Ship', [name])),
    inResult(carrier('Ship', [name], { namespace: 'urn:ships' })),
    ['breaking namespace-changed response Ship: http://www.superoffice.net/ws/crm/NetServer/Services86 → urn:ships'],
    ['breaking namespace-changed response Ship: urn:ships → http://www.superoffice.net/ws/crm/NetServer/Services86'],
  ],
  [
    'the element around items',
    inResult(namedArray('Ship', member('Boat'))),
    inResult(namedArray('Ship', member('Vessel'))),
    ['breaking element-renamed response Ship[]: Boat → Vessel'],
    ['breaking element-renamed response Ship[]: Vessel → Boat'],
  ],
  [
    'items and entries of a map',
    inResult(namedMap('Ship', 'Pair', member('Key'), member('Value', scalar('int32')))),
    inResult(namedMap('Ship', 'Entry', member('Key'), member('Value', scalar('int64')))),
    [
      'breaking type-widened response Ship{}.Value: int32 → int64',
      'breaking element-renamed response Ship{}: Pair → Entry',
    ],
    [
      'breaking element-renamed response Ship{}: Entry → Pair',
      'compatible type-narrowed response Ship{}.Value: int64 → int32',
    ],
  ],
  [
    'the members of a base come first in what extends it',
    inResult(carrier('Ship', [size], { base: 'Thing' }), carrier('Thing', [])),
    inResult(carrier('Ship', [size], { base: 'Thing' }), carrier('Thing', [name])),
    ['compatible member-added response Thing.Name: - → string, before the members of derived types'],
    ['breaking member-removed response Thing.Name: string → -'],
  ],
  [
    'a member that moved to a base is where it was',
    inResult(carrier('Ship', [name, size])),
    inResult(carrier('Ship', [size], { base: 'Thing' }), carrier('Thing', [name])),
    [],
    [],
  ],
  [
    'a derived type that is sent',
    inRequest(carrier('Ship', [name])),
    inRequest(carrier('Ship', [name]), carrier('Ferry', [size], { base: 'Ship' })),
    ['compatible derived-type-added request Ship: - → Ferry'],
    ['breaking derived-type-removed request Ship: Ferry → -'],
  ],
  [
    'a derived type that comes back',
    inResult(carrier('Ship', [name])),
    inResult(carrier('Ship', [name]), carrier('Ferry', [size], { base: 'Ship' })),
    ['compatible derived-type-added response Ship: - → Ferry'],
    ['compatible derived-type-removed response Ship: Ferry → -'],
  ],
  [
    'what derives from a type that is only a base cannot stand anywhere',
    inResult(carrier('Ship', [name], { base: 'Thing' }), carrier('Thing', [])),
    inResult(carrier('Ship', [name], { base: 'Thing' }), carrier('Thing', []), carrier('Car', [], { base: 'Thing' })),
    [],
    [],
  ],
  ['a type that no message holds', soap({}, [carrier('Ship', [name])]), soap({}, [carrier('Ship', [])]), [], []],
  [
    'types that hold themselves',
    inResult(carrier('Ship', [member('Tug', ship)])),
    inResult(carrier('Ship', [member('Tug', ship), name])),
    ['compatible member-added response Ship.Name: - → string'],
    ['breaking member-removed response Ship.Name: string → -'],
  ],
]);

const soapResult = (type: string, ...types: readonly NamedType[]) =>
  soap({ result: [member('R', named(type))] }, types);
const restResult = (type: TypeRef, ...types: readonly NamedType[]) => rest({ output: body(type) }, types);

table('types under another name', [
  [
    'on SOAP, where an xsi:type has it',
    soapResult('Ship', carrier('Ship', [name])),
    soapResult('Vessel', carrier('Vessel', [name, size])),
    [
      'breaking type-renamed response output.R: Ship → Vessel',
      'compatible member-added response Vessel.Size: - → int32',
    ],
    ['breaking member-removed response Ship.Size: int32 → -', 'breaking type-renamed response output.R: Vessel → Ship'],
  ],
  [
    'that have nothing in common',
    soapResult('Ship', carrier('Ship', [name])),
    soapResult('Crate', carrier('Crate', [size])),
    ['breaking type-replaced response output.R: Ship → Crate'],
    ['breaking type-replaced response output.R: Crate → Ship'],
  ],
  [
    'on REST, where nobody sees it',
    restResult(ship, carrier('Ship', [name])),
    restResult(named('Vessel'), carrier('Vessel', [name])),
    [],
    [],
  ],
  [
    'on REST, where a table has the members that a pool had',
    restResult(ship, carrier('Ship', [name])),
    restResult(object(name, size)),
    ['compatible member-added response output.Size: - → int32'],
    ['breaking member-removed response output.Size: int32 → -'],
  ],
]);

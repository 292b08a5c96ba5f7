import * as fc from 'fast-check';
import type { Json } from '../../specs/json.ts';

/** One node of a value, as a way to put another in its place; `undefined` takes it out of the object it is in. */
interface Place {
  readonly value: Json;
  readonly put: (replacement: Json | undefined) => Json;
  readonly rename?: (name: string) => Json;
  readonly name?: string;
}

function placesOf(root: Json): readonly Place[] {
  const places: Place[] = [];
  const visit = (place: Place): void => {
    places.push(place);
    const { value } = place;
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries()) {
        visit({ value: item, put: (replacement) => place.put(value.toSpliced(index, 1, replacement ?? null)) });
      }
      return;
    }
    const entries = Object.entries(value);
    for (const [index, [name, member]] of entries.entries()) {
      const replace = (...others: readonly [string, Json][]): Json =>
        place.put(Object.fromEntries(entries.toSpliced(index, 1, ...others)));
      visit({
        value: member,
        name,
        put: (replacement) => (replacement === undefined ? replace() : replace([name, replacement])),
        rename: (other) => replace([other, member]),
      });
    }
  };
  visit({ value: root, put: (replacement) => replacement ?? null });
  return places;
}

const replacements: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2147483648,
  1e20,
  '',
  '1',
  'x',
  'high',
  'HIGH',
  'High',
  'Select',
  'select, Update',
  'Select, Unheard',
  'Unheard',
  'AQ==',
  'AQ',
  '2024-02-29T11:10:26',
  '2023-02-30T00:00:00',
  '2023-13-01T00:00:00',
  '00:15:00',
  'PT15M',
  [],
  [null],
  [1],
  {},
  { a: null },
];

/** The value with up to three things done to it: replaced, taken out, renamed to another case, added to. */
export function mutated(value: Json): fc.Arbitrary<Json> {
  const step = fc.record({ at: fc.nat(), how: fc.nat() });
  return fc
    .array(step, { maxLength: 3 })
    .map((steps) => steps.reduce((current, { at, how }) => mutate(current, at, how), value));
}

function mutate(value: Json, at: number, how: number): Json {
  const places = placesOf(value);
  const place = places[at % places.length];
  if (place === undefined) return value;
  const ways: readonly (() => Json)[] = [
    () => place.put(undefined),
    () => (place.name === undefined ? value : (place.rename?.(place.name.toLowerCase()) ?? value)),
    () => (place.name === undefined ? value : (place.rename?.(`${place.name}X`) ?? value)),
    () => place.put(isMembers(place.value) ? { ...place.value, Extra: 1 } : [place.value]),
    ...replacements.map((replacement) => () => place.put(replacement)),
  ];
  return ways[how % ways.length]?.() ?? value;
}

function isMembers(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

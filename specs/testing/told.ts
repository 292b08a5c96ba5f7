import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import type { Field, NamedType, TypeRef } from '../contract.ts';
import { compareCatalogues } from '../diff/catalogues.ts';
import type { Change } from '../diff/change.ts';
import { member, object, restContract, scalar, soapContract, stated, versionOf } from './versions.ts';
import type { RestParts, SoapParts } from './versions.ts';

/** `breaking member-removed request/response Ship.Name: string → -` */
export function line({ impact, kind, directions, at, before, after, place }: Change): string {
  const values = `${before?.value ?? '-'} → ${after?.value ?? '-'}${place === undefined ? '' : `, ${place}`}`;
  return [impact, kind, ...(directions.length === 0 ? [] : [directions.join('/')]), `${at}: ${values}`].join(' ');
}

export function told(before: Catalogue, after: Catalogue): readonly string[] {
  return compareCatalogues(before, after).flatMap(({ changes }) => changes.map(line));
}

export const rest = (parts: RestParts = {}, types: readonly NamedType[] = []) =>
  versionOf([restContract(parts)], types);
export const soap = (parts: SoapParts = {}, types: readonly NamedType[] = []) =>
  versionOf([soapContract(parts)], types);
export const body = (type: TypeRef) => ({ type, source: stated });
export const restInput = (...fields: readonly Field[]) => rest({ input: body(object(...fields)) });
export const restOutput = (...fields: readonly Field[]) => rest({ output: body(object(...fields)) });
/** Two members that may be missing; the first may be null. */
export const name = member('Name', scalar('string'), { optional: true, nullable: true });
export const size = member('Size', scalar('int32'), { optional: true, nullable: false });

/** What differs, the older version, the newer one, what is told of the way there, and of the way back. */
type Row = readonly [
  what: string,
  before: Catalogue,
  after: Catalogue,
  there: readonly string[],
  back: readonly string[],
];

export function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.each(rows)('%s', (_, before, after, there, back) => {
      expect(told(before, after)).toEqual(there);
      expect(told(after, before)).toEqual(back);
      expect([...told(before, before), ...told(after, after)]).toEqual([]);
    });
  });
}

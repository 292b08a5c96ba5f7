import type { Field } from '../contract.ts';

const nothing: ReadonlyMap<string, Field> = new Map();

/**
 * What of a carrier's inherited members an object has, by name. One name alone may stand for something else: the object
 * is a carrier when it has them all.
 */
export function inheritedBy(
  members: readonly { readonly name: string }[],
  inherited: readonly Field[],
): ReadonlyMap<string, Field> {
  if (inherited.length === 0) return nothing;
  const isCarrier = inherited.every((field) => members.some(({ name }) => name === field.name));
  return isCarrier ? new Map(inherited.map((field) => [field.name, field])) : nothing;
}

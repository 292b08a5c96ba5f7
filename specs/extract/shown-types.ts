import type { Field, NamedType } from '../contract.ts';

/**
 * Puts types that only samples show into a pool. A sample shows the members of a type down to a depth; what one page
 * leaves open another may say, so that the pages' order does not matter. What a WSDL states is left as it is.
 */
export function addShown(pool: Map<string, NamedType>, shown: ReadonlyMap<string, NamedType>): void {
  for (const [name, type] of shown) {
    const known = pool.get(name);
    if (!known) pool.set(name, type);
    else if (known.source.evidence === 'sample') pool.set(name, joined(known, type));
  }
}

function joined(known: NamedType, other: NamedType): NamedType {
  if (known.kind === 'object' && other.kind === 'object') {
    const fields = known.fields.map((field) => joinedField(field, other.fields));
    const more = other.fields.filter(({ name }) => !known.fields.some((field) => field.name === name));
    return { ...known, fields: [...fields, ...more] };
  }
  if (known.kind === 'array' && other.kind === 'array')
    return { ...known, item: joinedField(known.item, [other.item]) };
  if (known.kind === 'map' && other.kind === 'map')
    return { ...known, key: joinedField(known.key, [other.key]), value: joinedField(known.value, [other.value]) };
  return known;
}

function joinedField(field: Field, others: readonly Field[]): Field {
  if (field.type.kind !== 'unknown') return field;
  const other = others.find(({ name }) => name === field.name);
  return other && other.type.kind !== 'unknown' ? other : field;
}

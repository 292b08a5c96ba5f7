import { refusesNil, takesAnything } from './judge-xml-attributes.ts';
import type { Layout, Slot } from './shape.ts';
import type { XmlAspect } from './shape-report.ts';
import type { Walk } from './xml-walk.ts';

/** The places that the aspects had at one slot that was reached, as `reportOf` asks. */
export function looks(
  slot: Slot,
  typed: number,
  nulls: number,
  add: (aspect: XmlAspect, places: number) => void,
  walk: Walk,
): void {
  const shape = slot.shape();
  if (slot.id === 0) add('xsi-type', walk.xsiTypes);
  else add('namespace', typed + nulls);
  add('nil', refusesNil(slot, shape) ? typed + nulls : nulls);
  // Where anything goes there is nothing to look at.
  if (takesAnything(shape)) return;
  add('content', typed);
  if (shape.kind === 'scalar') add('value', typed);
  // Of an enum whose names nobody states, any name is right.
  if ((shape.kind === 'enum' || shape.kind === 'flags') && shape.names.size > 0) add(shape.kind, typed);
  if (shape.kind === 'array') add('item', sizeOf(shape.items, walk));
  if (shape.kind === 'map' && shape.entry !== undefined) add('entry', sizeOf(shape.entry, walk));
  if (shape.kind !== 'object') return;
  add('extra', typed);
  const isWrapper = shape === walk.layout.root.shape();
  let own = 0;
  for (const field of shape.fields) {
    if (field.inherited) continue;
    if (isWrapper) add(absenceOf(field, walk.layout), typed);
    else own += 1;
  }
  add('missing', typed * own);
  if (shape.fields.length > 1) add('order', typed);
}

/** Beside the result itself, which is always called so, a wrapper holds out-parameters. */
export function absenceOf(field: Slot, { root }: Layout): 'missing' | 'out' {
  const wrapper = root.shape();
  if (wrapper.kind !== 'object' || field.name === 'Response' || !wrapper.positions.has('Response')) return 'missing';
  return wrapper.fields.includes(field) ? 'out' : 'missing';
}

/** How many items of an array, or pairs of a dictionary, there were. */
function sizeOf(slot: Slot, { typed, nulls }: Walk): number {
  return (typed[slot.id] ?? 0) + (nulls[slot.id] ?? 0);
}

import { count, mistyped, unasked } from './judgement.ts';
import { isValueType } from './scalars.ts';
import type { Shape, Slot } from './shape.ts';
import { shown } from './shape-report.ts';
import type { XmlElement } from './xml.ts';
import { contentOf, nameOf, place, type Walk } from './xml-walk.ts';
import { collapse } from './xsd-scalars.ts';
import { xsiAttribute, xsiNamespace } from './xsi.ts';
import { actualType, typeNamed } from './xsi-type.ts';

/** What the attributes say of the type: that of the contract, a derived one, or nil. */
export function judgeAttributes(
  element: XmlElement,
  slot: Slot,
  declared: Shape,
  walk: Walk,
  step: string,
): Shape | 'nil' {
  const shape = xsiAttribute(element, 'type') === undefined ? declared : judgeType(element, slot, declared, walk, step);
  for (const { namespace, prefix, name } of takesAnything(shape) ? [] : element.attributes) {
    if (namespace === xsiNamespace) continue;
    const received = prefix === '' ? name : `${prefix}:${name}`;
    unasked(walk, 'extra', place(walk, step), 'no attribute that the contract does not know', received, 'OBSERVE');
  }
  const nil = xsiAttribute(element, 'nil');
  if (nil === undefined) return shape;
  const value = collapse(nil);
  if (value === 'false' || value === '0') return shape;
  if (value !== 'true' && value !== '1') {
    mistyped(walk, 'nil', slot, place(walk, step), 'xsi:nil true or false', shown(nil));
    return shape;
  }
  count(walk.nulls, slot);
  if (refusesNil(slot, declared)) {
    const level = slot.nullable === undefined ? 'SHOULD' : slot.typeLevel;
    mistyped(walk, 'nil', slot, place(walk, step), 'a value, for the member is not nillable', 'xsi:nil', level);
  } else if (element.children.length > 0 || element.text !== '') {
    mistyped(walk, 'nil', slot, place(walk, step), 'no content under xsi:nil', contentOf(element));
  }
  return 'nil';
}

export function takesAnything(shape: Shape): boolean {
  return shape.kind === 'unknown' || (shape.kind === 'scalar' && shape.scalar === 'any');
}

/** Where no source says, numbers, booleans, dates and enums are not nillable, and the rest is. */
export function refusesNil(slot: Slot, shape: Shape): boolean {
  if (slot.nullable !== undefined) return !slot.nullable;
  return shape.kind === 'enum' || shape.kind === 'flags' || (shape.kind === 'scalar' && isValueType(shape.scalar));
}

function judgeType(element: XmlElement, slot: Slot, declared: Shape, walk: Walk, step: string): Shape {
  walk.xsiTypes += 1;
  if (declared.kind === 'object' && declared.type !== undefined) {
    const actual = actualType(walk.types, declared.type, element);
    if (actual !== undefined) return actual === declared.type ? declared : declared.derived(actual);
  } else {
    const actual = typeNamed(element, declared, walk.types);
    if (actual !== undefined) return actual;
  }
  const received = xsiAttribute(element, 'type') ?? '';
  mistyped(walk, 'xsi-type', slot, place(walk, step), `${nameOf(declared)} or a type derived from it`, shown(received));
  return declared;
}

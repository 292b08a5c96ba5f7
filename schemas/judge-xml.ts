import type { Types, Wrapper } from '../specs/contract.ts';
import { lately } from '../specs/lately.ts';
import { count, departs, judgementOf, mistyped, reportOf, unasked } from './judgement.ts';
import { judgeAttributes, takesAnything } from './judge-xml-attributes.ts';
import { fold } from './names.ts';
import { layout, type Layout, type ObjectShape, type Shape, type Slot } from './shape.ts';
import { shown, xmlAspects, type ShapeReport, type XmlAspect } from './shape-report.ts';
import type { XmlElement } from './xml.ts';
import { contentOf, expanded, nameOf, place, type Walk } from './xml-walk.ts';
import { absenceOf, looks } from './xml-looks.ts';
import { collapse, isXsdValue } from './xsd-scalars.ts';

/** Layouts are large, and messages of one contract come one after the other. */
const layouts = new WeakMap<Types, (expected: Wrapper) => Layout>();

/**
 * Judges the element in a SOAP body, of which the caller knows that it is the promised wrapper. The order of elements
 * is judged among those that the contract knows; an element that it does not know is observed.
 */
export function judgeWrapper(
  element: XmlElement,
  expected: Wrapper,
  types: Types,
  at = 'Envelope/Body',
): ShapeReport<XmlAspect> {
  const plan = layoutOf(expected, types);
  const walk: Walk = { ...judgementOf<XmlAspect>(plan), at, types, steps: [], xsiTypes: 0 };
  judge(element, plan.root, walk, element.name);
  return reportOf(walk, xmlAspects, looks);
}

function layoutOf(expected: Wrapper, types: Types): Layout {
  let known = layouts.get(types);
  if (known === undefined) layouts.set(types, (known = lately(16, (wrapper: Wrapper) => laidOut(wrapper, types))));
  return known(expected);
}

function laidOut({ fields, source, namespace }: Wrapper, types: Types): Layout {
  const body = { name: '', type: { kind: 'object', fields } as const, source, nullable: false };
  return layout(types, 'output', body, namespace);
}

/** `step` is the last one to this element; it is put on the stack only below a container. */
function judge(element: XmlElement, slot: Slot, walk: Walk, step: string): void {
  const declared = slot.shape();
  const shape = element.attributes.length === 0 ? declared : judgeAttributes(element, slot, declared, walk, step);
  if (shape === 'nil') return;
  switch (shape.kind) {
    case 'scalar':
    case 'enum':
    case 'flags':
      return judgeText(element, slot, shape, walk, step);
    case 'unknown':
      return count(walk.typed, slot);
    case 'array':
    case 'map':
    case 'object':
      if (element.text !== '' && /[^ \t\r\n]/.test(element.text))
        mistyped(walk, 'content', slot, place(walk, step), 'elements only', shown(element.text));
      count(walk.typed, slot);
      walk.steps.push(step);
      if (shape.kind === 'object') judgeMembers(element, shape, walk);
      else if (shape.kind === 'array') judgeItems(element, slot, shape, walk);
      else judgePairs(element, slot, shape, walk);
      walk.steps.pop();
  }
}

function judgeText(
  element: XmlElement,
  slot: Slot,
  shape: Shape & { kind: 'scalar' | 'enum' | 'flags' },
  walk: Walk,
  step: string,
): void {
  if (takesAnything(shape)) return count(walk.typed, slot);
  if (element.children.length > 0) {
    return mistyped(walk, 'content', slot, place(walk, step), nameOf(shape), contentOf(element));
  }
  if (isText(shape, element.text)) return count(walk.typed, slot);
  const aspect = shape.kind === 'scalar' ? 'value' : shape.kind;
  mistyped(walk, aspect, slot, place(walk, step), nameOf(shape), shown(element.text));
}

function isText(shape: Shape & { kind: 'scalar' | 'enum' | 'flags' }, text: string): boolean {
  if (shape.kind === 'scalar') return isXsdValue(shape.scalar, text);
  if (shape.names.size === 0 || shape.names.has(text)) return true;
  // A list is split at white space; an enumeration of xs:string keeps it.
  return (
    shape.kind === 'flags' &&
    collapse(text)
      .split(' ')
      .every((name) => name === '' || shape.names.has(name))
  );
}

function judgeMembers(element: XmlElement, shape: ObjectShape, walk: Walk): void {
  const { fields, positions } = shape;
  const times = Array<number>(fields.length).fill(0);
  let strangers: XmlElement[] | undefined;
  let last = -1;
  let known = 0;
  for (const child of element.children) {
    const position = positions.get(child.name) ?? -1;
    const field = fields[position];
    if (field === undefined || field.namespace !== child.namespace) {
      (strangers ??= []).push(child);
      continue;
    }
    const time = (times[position] = (times[position] ?? 0) + 1);
    const step = time === 1 ? child.name : `${child.name}[${time}]`;
    if (time > 1) {
      departs(walk, 'order', field, place(walk, step), `${child.name} once`, `${child.name} again`);
    } else {
      known += 1;
      if (position < last) {
        departs(walk, 'order', field, place(walk, step), `before ${fields[last]?.name}`, `after ${fields[last]?.name}`);
      }
    }
    last = Math.max(last, position);
    judge(child, field, walk, step);
  }
  if (known === fields.length && strangers === undefined) return;
  if (strangers === undefined) {
    for (const [position, field] of fields.entries()) if (times[position] === 0) judgeMissing(field, walk);
    return;
  }
  judgeAbsent(
    fields.filter((_, position) => times[position] === 0),
    strangers,
    walk,
  );
}

/** What a carrier inherits may be left out. */
function judgeMissing(field: Slot, walk: Walk): void {
  if (field.inherited) return;
  const level = field.optional === true ? 'SHOULD' : field.presenceLevel;
  const aspect = absenceOf(field, walk.layout);
  departs(walk, aspect, field, place(walk, field.name), `the element ${field.name}`, 'none', level);
}

/** Members that are not there, against elements that the contract does not know: a wrong namespace or case is one finding. */
function judgeAbsent(absent: readonly Slot[], strangers: readonly XmlElement[], walk: Walk): void {
  const unclaimed = new Set(strangers);
  const sought = absent.length === 0 ? [] : strangers.toReversed();
  const byName = new Map(sought.map((stranger) => [stranger.name, stranger]));
  const byFold = new Map(sought.map((stranger) => [fold(stranger.name), stranger]));
  for (const field of absent) {
    const other = byName.get(field.name) ?? byFold.get(fold(field.name));
    if (other !== undefined && unclaimed.delete(other)) {
      judgeMisnamed(other, field, absenceOf(field, walk.layout), walk, other.name);
    } else judgeMissing(field, walk);
  }
  for (const stranger of unclaimed) {
    unasked(walk, 'extra', place(walk, stranger.name), 'only documented elements', expanded(stranger), 'OBSERVE');
  }
}

/** An element that stands for a member but is in another namespace or written in another case. Its content is judged, too. */
function judgeMisnamed(
  element: XmlElement,
  field: Slot,
  named: 'missing' | 'out' | 'item' | 'entry',
  walk: Walk,
  step: string,
): void {
  departs(
    walk,
    element.name === field.name ? 'namespace' : named,
    field,
    place(walk, step),
    `${field.name} in ${field.namespace || 'no namespace'}`,
    expanded(element),
  );
  judge(element, field, walk, step);
}

function judgeItems(element: XmlElement, slot: Slot, shape: Shape & { kind: 'array' }, walk: Walk): void {
  const { items, type } = shape;
  let index = 0;
  for (const child of element.children) {
    index += 1;
    const step = `${child.name}[${index}]`;
    if (type === undefined) judge(child, items, walk, step);
    else judgeItem(child, items, slot, 'item', walk, step);
  }
}

function judgePairs(element: XmlElement, slot: Slot, shape: Shape & { kind: 'map' }, walk: Walk): void {
  const { entry, type } = shape;
  if (entry === undefined || type === undefined) return;
  const keys = new Set<string>();
  let index = 0;
  for (const child of element.children) {
    index += 1;
    const step = `${child.name}[${index}]`;
    judgeItem(child, entry, slot, 'entry', walk, step);
    const key = child.children.find((part) => part.name === type.key.name)?.text;
    if (key === undefined) continue;
    if (keys.has(key)) mistyped(walk, 'entry', slot, place(walk, step), 'each key once', shown(key));
    keys.add(key);
  }
}

/** One of the elements that an array or dictionary repeats; any other has no business there. */
function judgeItem(
  child: XmlElement,
  item: Slot,
  list: Slot,
  aspect: 'item' | 'entry',
  walk: Walk,
  step: string,
): void {
  if (child.name === item.name && child.namespace === item.namespace) return judge(child, item, walk, step);
  if (fold(child.name) === fold(item.name)) return judgeMisnamed(child, item, aspect, walk, step);
  mistyped(walk, aspect, list, place(walk, step), `only ${item.name}`, expanded(child));
}

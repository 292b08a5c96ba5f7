import type { Types, Wrapper } from '../specs/contract.ts';
import { count, departs, judgementOf, mistyped, reportOf, unasked, type Judgement } from './judgement.ts';
import { fold } from './names.ts';
import { isValueType } from './scalars.ts';
import { layout, type Layout, type ObjectShape, type Shape, type Slot } from './shape.ts';
import { shown, xmlAspects, type ShapeReport, type XmlAspect } from './shape-report.ts';
import { actualType, xsiAttribute } from './soap-decode.ts';
import { xsiNamespace } from './soap-encode.ts';
import type { XmlElement } from './xml.ts';
import { collapse, isXsdValue } from './xsd-scalars.ts';
import { typeNamed } from './xsi-type.ts';

/** Where the judge stands: the names of the elements above, each with its place among its like where it has any. */
interface Walk extends Judgement<XmlAspect> {
  readonly at: string;
  readonly types: Types;
  readonly steps: string[];
  /** How many `xsi:type`s there were to look at. */
  xsiTypes: number;
}

const layouts = new WeakMap<Types, WeakMap<Wrapper, Layout>>();

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
  return reportOf(walk, xmlAspects, (slot, typed, nulls, add) => looks(walk, slot, typed, nulls, add));
}

function layoutOf(expected: Wrapper, types: Types): Layout {
  let known = layouts.get(types);
  if (known === undefined) layouts.set(types, (known = new WeakMap()));
  let plan = known.get(expected);
  if (plan === undefined) {
    const wrapper = { name: '', type: { kind: 'object', fields: expected.fields } as const, source: expected.source };
    known.set(expected, (plan = layout(types, 'output', { ...wrapper, nullable: false }, expected.namespace)));
  }
  return plan;
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
      if (/[^ \t\r\n]/.test(element.text))
        mistyped(walk, 'content', slot, place(walk, step), 'elements only', shown(element.text));
      count(walk.typed, slot);
      walk.steps.push(step);
      if (shape.kind === 'object') judgeMembers(element, shape, walk);
      else if (shape.kind === 'array') judgeItems(element, slot, shape, walk);
      else judgePairs(element, slot, shape, walk);
      walk.steps.pop();
  }
}

/** What the attributes say of the type: that of the contract, a derived one, or nil. */
function judgeAttributes(element: XmlElement, slot: Slot, declared: Shape, walk: Walk, step: string): Shape | 'nil' {
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

function takesAnything(shape: Shape): boolean {
  return shape.kind === 'unknown' || (shape.kind === 'scalar' && shape.scalar === 'any');
}

/** Where no source says, numbers, booleans, dates and enums are not nillable, and the rest is. */
function refusesNil(slot: Slot, shape: Shape): boolean {
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
  mistyped(walk, 'value', slot, place(walk, step), nameOf(shape), shown(element.text));
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
  judgeAbsent(
    fields.filter((_, position) => times[position] === 0),
    strangers ?? [],
    walk,
  );
}

/** Members that are not there, against elements that the contract does not know: a wrong namespace or case is one finding. */
function judgeAbsent(absent: readonly Slot[], strangers: readonly XmlElement[], walk: Walk): void {
  const unclaimed = new Set(strangers);
  for (const field of absent) {
    const folded = fold(field.name);
    const other =
      strangers.find((stranger) => stranger.name === field.name && unclaimed.has(stranger)) ??
      strangers.find((stranger) => fold(stranger.name) === folded && unclaimed.has(stranger));
    if (other !== undefined) {
      unclaimed.delete(other);
      judgeMisnamed(other, field, walk, other.name);
    } else if (!field.inherited) {
      const level = field.optional === true ? 'SHOULD' : field.presenceLevel;
      departs(walk, 'missing', field, place(walk, field.name), `the element ${field.name}`, 'none', level);
    }
  }
  for (const stranger of unclaimed) {
    unasked(walk, 'extra', place(walk, stranger.name), 'only documented elements', expanded(stranger), 'OBSERVE');
  }
}

/** An element that stands for a member but is in another namespace or written in another case. Its content is judged, too. */
function judgeMisnamed(element: XmlElement, field: Slot, walk: Walk, step: string): void {
  const aspect = element.name === field.name ? 'namespace' : 'missing';
  departs(
    walk,
    aspect,
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
    else judgeItem(child, items, slot, walk, step);
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
    judgeItem(child, entry, slot, walk, step);
    const key = child.children.find((part) => part.name === type.key.name)?.text;
    if (key === undefined) continue;
    if (keys.has(key)) mistyped(walk, 'content', slot, place(walk, step), 'each key once', shown(key));
    keys.add(key);
  }
}

/** One of the elements that an array or dictionary repeats; any other has no business there. */
function judgeItem(child: XmlElement, item: Slot, list: Slot, walk: Walk, step: string): void {
  if (child.name === item.name && child.namespace === item.namespace) return judge(child, item, walk, step);
  if (fold(child.name) === fold(item.name)) return judgeMisnamed(child, item, walk, step);
  mistyped(walk, 'content', list, place(walk, step), `only ${item.name}`, expanded(child));
}

function place(walk: Walk, step: string): string {
  return [walk.at, ...walk.steps, step].join('/');
}

function nameOf(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.scalar;
    case 'enum':
      return `a name of ${shape.name}`;
    case 'flags':
      return `a list of names of ${shape.name}`;
    case 'array':
    case 'map':
    case 'object':
      return shape.type?.name ?? shape.kind;
    case 'unknown':
      return 'any type';
  }
}

function expanded(element: XmlElement): string {
  return `${element.name} in ${element.namespace || 'no namespace'}`.slice(0, 200);
}

function contentOf(element: XmlElement): string {
  const [first] = element.children;
  return first === undefined ? shown(element.text) : `the element ${first.name}`;
}

function looks(
  walk: Walk,
  slot: Slot,
  typed: number,
  nulls: number,
  add: (aspect: XmlAspect, places: number) => void,
): void {
  const shape = slot.shape();
  if (slot.id === 0) add('xsi-type', walk.xsiTypes);
  else add('namespace', typed + nulls);
  add('nil', refusesNil(slot, shape) ? typed + nulls : nulls);
  if (shape.kind === 'unknown') return;
  add('content', typed);
  if (shape.kind === 'scalar' || shape.kind === 'enum' || shape.kind === 'flags') add('value', typed);
  if (shape.kind !== 'object') return;
  add('extra', typed);
  add('missing', typed * shape.fields.filter((field) => !field.inherited).length);
  if (shape.fields.length > 1) add('order', typed);
}

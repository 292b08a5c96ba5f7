import type { NamedType, TypeRef, Types } from '../specs/contract.ts';
import { sameNames, sameScalar } from './same-scalar.ts';
import type { Sameness } from './same-scalar.ts';
import type { Finding } from './finding.ts';
import { memberStep } from './names.ts';
import { shown } from './shape-report.ts';
import { allFields, resolveType } from './types.ts';
import type { XmlElement } from './xml.ts';
import { isNil } from './xsi.ts';

/** A value in JSON, as the contract has it, and where it stands: `body`. */
export interface JsonSide {
  readonly value: unknown;
  readonly type: TypeRef;
  readonly types: Types;
  readonly at: string;
}

/** The same value in XML. Names of elements count, namespaces do not: those are judged elsewhere. */
export interface XmlSide {
  readonly element: XmlElement;
  readonly at: string;
  /** Of another generation of the service, whose enums may lack a name that JSON has. */
  readonly types?: Types;
}

export interface Comparison {
  readonly findings: readonly Finding[];
  /** Values that could be compared. */
  readonly seen: number;
}

interface Walk {
  readonly types: Types;
  readonly xmlTypes: Types | undefined;
  readonly told: ReadonlySet<string>;
  readonly findings: Finding[];
  seen: number;
}

/**
 * Where XML says another value than JSON. Members that only one of both has are passed over, and so is all that stands at a place
 * in `told`: something else is wrong with it. A null in JSON is a nil or no element at all, and an empty array or map is either.
 */
export function compareValues(json: JsonSide, xml: XmlSide, told: ReadonlySet<string>): Comparison {
  const walk: Walk = { types: json.types, xmlTypes: xml.types, told, findings: [], seen: 0 };
  compare(walk, json.value, json.type, json.at, xml.element, xml.at);
  return { findings: walk.findings, seen: walk.seen };
}

function compare(walk: Walk, value: unknown, ref: TypeRef, at: string, element: XmlElement, place: string): void {
  if (walk.told.has(at) || walk.told.has(place)) return;
  const type = resolveType(walk.types, ref);
  switch (type.kind) {
    case 'unknown':
      return;
    case 'array':
      compareItems(walk, value, 'item' in type ? type.item.type : type.items, at, element, place);
      return;
    case 'map':
      comparePairs(walk, value, 'entry' in type ? type.value.type : type.values, at, element, place);
      return;
    case 'object':
      compareMembers(walk, value, 'name' in type ? allFields(walk.types, type) : type.fields, at, element, place);
      return;
    case 'enum':
    case 'flags':
      if (element.children.length === 0 && hasNames(walk.xmlTypes?.get(type.name), value)) {
        tell(walk, value, element, place, sameNames(value, textOf(element)));
      }
      return;
    case 'scalar':
      if (element.children.length === 0)
        tell(walk, value, element, place, sameScalar(type.scalar, value, textOf(element)));
  }
}

/** Whether a type of XML has the names that JSON says; one that is not there has all. */
function hasNames(type: NamedType | undefined, value: unknown): boolean {
  if ((type?.kind !== 'enum' && type?.kind !== 'flags') || typeof value !== 'string') return true;
  return value.split(/[\s,]+/).every((name) => name === '' || type.values.includes(name));
}

const textOf = (element: XmlElement): string | null => (isNil(element) ? null : element.text);

function tell(walk: Walk, value: unknown, element: XmlElement, place: string, sameness: Sameness): void {
  if (sameness === 'cannot-tell') return;
  walk.seen += 1;
  if (sameness === 'same') return;
  const text = textOf(element);
  const found = {
    at: place,
    expected: `${shown(value)}, as JSON has it`,
    received: text === null ? 'nil' : shown(text),
  };
  walk.findings.push(sameness === 'nearly' ? { ...found, level: 'OBSERVE' } : found);
}

function differs(walk: Walk, at: string, expected: string, received: string): void {
  walk.findings.push({ at, expected: `${expected}, as JSON has it`, received });
}

function compareItems(walk: Walk, value: unknown, item: TypeRef, at: string, element: XmlElement, place: string): void {
  if (value !== null && !Array.isArray(value)) return;
  const items: readonly unknown[] = value ?? [];
  walk.seen += 1;
  const { children } = element;
  if (items.length !== children.length) {
    differs(walk, place, countOf(items.length), countOf(children.length));
    return;
  }
  for (const [index, child] of children.entries()) {
    compare(walk, items[index], item, `${at}[${index}]`, child, `${place}/${child.name}[${index + 1}]`);
  }
}

const countOf = (items: number): string => (items === 1 ? '1 item' : `${items} items`);

function comparePairs(
  walk: Walk,
  value: unknown,
  values: TypeRef,
  at: string,
  element: XmlElement,
  place: string,
): void {
  if (typeof value !== 'object' || Array.isArray(value)) return;
  const members = new Map<string, unknown>(Object.entries(value ?? {}));
  // Where no page prints such a body, the keys may be the names of the elements.
  if (element.children.length > 0 && element.children.every(({ name }) => members.has(name))) {
    walk.seen += 1;
    if (members.size !== element.children.length) {
      differs(walk, place, countOf(members.size), countOf(element.children.length));
    }
    for (const child of element.children) {
      const { name } = child;
      compare(walk, members.get(name), values, at + memberStep(name), child, `${place}/${name}`);
    }
    return;
  }
  const steps = element.children.map((pair, index) => `${place}/${pair.name}[${index + 1}]`);
  if (steps.some((step) => walk.told.has(step)) || element.children.some((pair) => pair.children.length !== 2)) return;
  walk.seen += 1;
  const missing = new Set(members.keys());
  for (const [index, pair] of element.children.entries()) {
    const [key, child] = pair.children;
    if (key === undefined || child === undefined) continue;
    const step = steps[index] ?? place;
    if (missing.delete(key.text)) {
      compare(walk, members.get(key.text), values, at + memberStep(key.text), child, `${step}/${child.name}`);
      // One without a value may be left out.
    } else if (!isNil(child)) differs(walk, step, 'no such key', shown(key.text));
  }
  for (const key of missing) if (members.get(key) !== null) differs(walk, place, `the key ${shown(key)}`, 'none');
}

function compareMembers(
  walk: Walk,
  value: unknown,
  fields: readonly { readonly name: string; readonly type: TypeRef }[],
  at: string,
  element: XmlElement,
  place: string,
): void {
  if (value === null || isNil(element)) {
    // An element without members could be a carrier that leaves them out.
    const isNothing = value === null && (isNil(element) || element.children.length === 0);
    walk.seen += 1;
    if (!isNothing) {
      const [mine, theirs] = [value === null ? 'null' : shown(value), isNil(element) ? 'nil' : 'elements'];
      differs(walk, place, mine, theirs);
    }
    return;
  }
  if (typeof value !== 'object' || Array.isArray(value)) return;
  const members: Readonly<Record<string, unknown>> = { ...value };
  const byName = new Map(element.children.map((child) => [child.name, child]));
  for (const { name, type } of fields) {
    const child = byName.get(name);
    if (child === undefined || !Object.hasOwn(members, name)) continue;
    compare(walk, members[name], type, at + memberStep(name), child, `${place}/${name}`);
  }
}

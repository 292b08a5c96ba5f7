import type { TypeRef, Types } from '../../../specs/contract.ts';
import { integerBounds } from '../../../schemas/scalars.ts';
import { memberStep } from '../../../schemas/names.ts';
import { jsonNodes, type JsonNode } from './json-nodes.ts';
import { otherCase, splice, type Mutant, type Mutation } from './mutant.ts';

/** Every mutant of each chosen node of a JSON text. */
export function* jsonMutants(
  text: string,
  output: TypeRef,
  types: Types,
  choose: (nodes: readonly JsonNode[]) => readonly JsonNode[],
): Generator<Mutant> {
  const nodes = jsonNodes(text, output, types);
  const nextOf = new Map(
    nodes.flatMap(({ children }) => children.slice(1).map((next, index) => [children[index], next] as const)),
  );
  for (const node of choose(nodes)) yield* mutantsOf(text, node, nextOf.get(node));
}

const hasName = (name: string): boolean => /[A-Za-z]/.test(name);

function* mutantsOf(text: string, node: JsonNode, next: JsonNode | undefined): Generator<Mutant> {
  const { start, valueStart, end, at } = node;
  const within = (place: string): boolean =>
    place === at || (place.startsWith(at) && '.['.includes(place.charAt(at.length)));
  const mutant = (mutation: Mutation, changed: string, isPlace: Mutant['isPlace'] = within): Mutant => ({
    mutation,
    role: node.role,
    kind: node.kind,
    at,
    text: changed,
    isPlace,
  });
  const own = text.slice(start, end);
  const value = text.slice(valueStart, end);

  yield mutant('drop', withoutNode(text, node));
  if (node.name !== undefined) {
    const renamed = (name: string): string => splice(text, start, valueStart, `${JSON.stringify(name)}:`);
    const parent = at.slice(0, at.length - memberStep(node.name).length);
    const isNamed = (name: string) => (place: string) => within(place) || place.startsWith(parent + memberStep(name));
    yield mutant('rename', renamed(`${node.name}_`), isNamed(`${node.name}_`));
    if (hasName(node.name)) yield mutant('change case', renamed(otherCase(node.name)), isNamed(otherCase(node.name)));
  }
  if (next !== undefined) {
    yield mutant('reorder', splice(text, start, next.end, `${text.slice(next.start, next.end)},${own}`));
  }
  if (node.role !== 'body') yield mutant('duplicate', splice(text, end, end, `,${own}`));
  const foreign = added(node);
  if (foreign !== undefined) yield mutant('add', splice(text, end - 1, end - 1, foreign));
  for (const [mutation, other] of replacements(node)) {
    if (other !== value) yield mutant(mutation, splice(text, valueStart, end, other));
  }
  yield mutant('wrap', splice(text, valueStart, end, `{"Value":${value}}`));
  yield mutant('wrap in array', splice(text, valueStart, end, `[${value}]`));
  // Out of a member that is null comes the mutant `null`.
  const first = node.children.find((child) => child.value !== null);
  if (first !== undefined) {
    yield mutant('unwrap', splice(text, valueStart, end, text.slice(first.valueStart, first.end)));
  }
  const isLong = /^["[{]/.test(value);
  const cut = isLong ? valueStart + Math.ceil(value.length / 2) : valueStart;
  yield mutant('truncate', text.slice(0, cut), (place) => place === 'body' || isCutAt(start, cut, place));
}

/** A reader tells the end of the text, or where what it was reading began. */
function isCutAt(start: number, cut: number, place: string): boolean {
  const offset = Number(/^body:1:(\d+)$/.exec(place)?.[1]) - 1;
  return offset >= start && offset <= cut;
}

function withoutNode(text: string, { start, end }: JsonNode): string {
  if (text.charAt(end) === ',') return splice(text, start, end + 1, '');
  return splice(text, text.charAt(start - 1) === ',' ? start - 1 : start, end, '');
}

/** Something that belongs into no container of that kind, put at its end. */
function added({ kind, value, children }: JsonNode): string | undefined {
  if (typeof value !== 'object' || value === null || kind === 'anything') return undefined;
  const comma = children.length === 0 ? '' : ',';
  return Array.isArray(value) ? `${comma}{"Added":[]}` : `${comma}"Added":${kind === 'map' ? '{"Added":[]}' : '1'}`;
}

function* replacements(node: JsonNode): Generator<readonly [Mutation, string]> {
  yield ['null', 'null'];
  if (typeof node.value !== 'string') yield ['to text', JSON.stringify(shownAs(node.value))];
  yield ['to 1.5', '1.5'];
  yield ['to true', 'true'];
  if (node.kind === 'boolean') yield ['to false', 'false'];
  const beyond = outOfRange(node);
  if (beyond !== undefined) yield ['out of range', beyond];
  if ((node.kind === 'enum' || node.kind === 'flags') && typeof node.value === 'string' && hasName(node.value)) {
    yield ['change case', JSON.stringify(otherCase(node.value))];
  }
}

function shownAs(value: unknown): string {
  return typeof value === 'object' ? 'a text' : String(value);
}

function outOfRange({ kind, scalar }: JsonNode): string | undefined {
  switch (kind) {
    case 'integer': {
      const bounds = scalar === undefined ? undefined : integerBounds[scalar];
      return bounds === undefined ? undefined : String(bounds[1] + 1n);
    }
    case 'number':
      return '1e999';
    case 'date-time':
      return '"2023-02-30T00:00:00"';
    case 'duration':
      return '"00:61:00"';
    case 'base64':
      return '"A"';
    case 'guid':
      return '"0000"';
    case 'character':
      return '"ab"';
    case 'enum':
    case 'flags':
      return '"Unheard"';
    default:
      return undefined;
  }
}

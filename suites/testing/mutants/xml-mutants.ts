import { integerBounds } from '../../../schemas/scalars.ts';
import type { SoapContract, Types } from '../../../specs/contract.ts';
import { otherCase, splice, type Mutant, type Mutation } from './mutant.ts';
import { xmlNodes, type XmlNode } from './xml-nodes.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** Every mutant of each chosen element of an envelope. */
export function* xmlMutants(
  text: string,
  contract: SoapContract,
  types: Types,
  choose: (nodes: readonly XmlNode[]) => readonly XmlNode[],
): Generator<Mutant> {
  for (const node of choose(xmlNodes(text, contract, types))) yield* mutantsOf(text, node);
}

const isIn = (at: string, place: string): boolean =>
  place === at || (place.startsWith(at) && '/['.includes(place.charAt(at.length)));

function* mutantsOf(text: string, node: XmlNode): Generator<Mutant> {
  const { at, role, kind, start, end, content, tag, name, attributes, parent } = node;
  const parentAt = parent?.at ?? 'Envelope';
  // What SOAP's own elements are is told of the envelope, what the Body holds of the Body, how many items of their list.
  const toldAt: Readonly<Partial<Record<Mutant['role'], readonly string[]>>> = {
    header: ['Envelope'],
    body: ['Envelope'],
    Succeeded: ['Envelope/Header', 'Envelope/Header/ExceptionInfo'],
    wrapper: ['Envelope/Body'],
    'counted item': [parentAt],
  };
  // Whatever is done to the envelope itself is done to the document.
  const within = (place: string): boolean =>
    role === 'envelope' || isIn(at, place) || toldAt[role]?.includes(place) === true;
  const beside = (other: string) => (place: string) => within(place) || isIn(`${parentAt}/${other}`, place);
  const mutant = (mutation: Mutation, changed: string, isPlace: Mutant['isPlace'] = within): Mutant => ({
    mutation,
    role,
    kind,
    at,
    text: changed,
    isPlace,
  });
  const own = text.slice(start, end);
  const inner = text.slice(content.start, content.end);
  const element = (as: string, more: string, holding: string): string =>
    splice(text, start, end, `<${as}${attributes}${more}>${holding}</${as}>`);
  const named = (other: string): string => tag.slice(0, tag.length - name.length) + other;

  yield mutant('drop', splice(text, start, end, ''));
  yield mutant('rename', element(named(`${name}_`), '', inner), beside(`${name}_`));
  yield mutant('change case', element(named(otherCase(name)), '', inner), beside(otherCase(name)));
  yield mutant('no namespace', element(name, ' xmlns=""', inner));
  yield mutant('other namespace', element(`other:${name}`, ' xmlns:other="urn:other"', inner));
  yield mutant('add attribute', element(tag, ' odd="1"', inner));
  yield mutant('add', element(tag, '', `${inner}<Added xmlns="${serviceOf(text)}">1</Added>`));
  const typed = attributes.replace(/(:type\s*=\s*["'](?:[\w.-]+:)?)[\w.-]+/, '$1Unheard');
  if (typed !== attributes) {
    yield mutant(
      'other xsi:type',
      splice(text, start, content.start, text.slice(start, content.start).replace(attributes, typed)),
    );
  }
  yield mutant('wrap', element(tag, '', `<Value xmlns="${serviceOf(text)}">${inner}</Value>`));
  const copyAt = at.replace(/\d+(?=\]$)/, (index) => String(Number(index) + 1));
  yield mutant('duplicate', splice(text, end, end, own), (place) => within(place) || isIn(copyAt, place));
  const next = parent?.children[parent.children.indexOf(node) + 1];
  if (next !== undefined) {
    const swapped = text.slice(next.start, next.end) + text.slice(end, next.start) + own;
    yield mutant('reorder', splice(text, start, next.end, swapped), (place) => within(place) || isIn(next.at, place));
  }
  if (!/:nil="(?:true|1)"/.test(attributes)) {
    yield mutant('null', splice(text, start, end, `<${tag}${attributes} xmlns:n="${xsi}" n:nil="true"/>`));
  }
  for (const [mutation, other] of replacements(node)) {
    if (other !== inner) yield mutant(mutation, element(tag, '', other));
  }
  const isEnum = kind === 'enum' || kind === 'flags';
  if (isEnum && /[A-Za-z]/.test(inner)) yield mutant('change case', element(tag, '', otherCase(inner)));
  if (inner.trim() !== '') {
    // What was in it stands in its parent, between members that must have another order.
    const isUnwrapped = (place: string): boolean => within(place) || isIn(parentAt, place);
    yield mutant('unwrap', splice(text, start, end, inner), isUnwrapped);
  }
  const cut = Math.ceil((start + end) / 2);
  yield mutant('truncate', text.slice(0, cut), (place) => isCutAt(text, start, cut, place));
}

/** A parser tells the end of the text, or where what it was reading began. */
function isCutAt(text: string, start: number, cut: number, place: string): boolean {
  const [, line, column] = /^body:(\d+):(\d+)$/.exec(place) ?? [];
  if (line === undefined || column === undefined) return place === 'body';
  const begin =
    text
      .split('\n')
      .slice(0, Number(line) - 1)
      .join('\n').length + (line === '1' ? 0 : 1);
  const offset = begin + Number(column) - 1;
  return offset >= start && offset <= cut + 1;
}

function serviceOf(text: string): string {
  return /http:\/\/www\.superoffice\.net\/ws\/crm\/NetServer\/Services\d+/.exec(text)?.[0] ?? '';
}

function* replacements({ kind, scalar }: XmlNode): Generator<readonly [Mutation, string]> {
  yield ['to text', 'a text'];
  yield ['to 1.5', '1.5'];
  yield ['to true', 'true'];
  if (kind === 'boolean') yield ['to false', 'false'];
  const bounds = scalar === undefined ? undefined : integerBounds[scalar];
  const beyond = kind === 'integer' && bounds !== undefined ? String(bounds[1] + 1n) : outOfRange[kind];
  if (beyond !== undefined) yield ['out of range', beyond];
}

const outOfRange: Readonly<Partial<Record<XmlNode['kind'], string>>> = {
  boolean: '2',
  number: '1e',
  'date-time': '2023-02-30T00:00:00',
  duration: 'P1Y',
  base64: 'A',
  guid: '0000',
  character: '65536',
  enum: 'Unheard',
  flags: 'Unheard',
};

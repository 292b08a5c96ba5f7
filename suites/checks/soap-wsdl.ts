import type { Finding } from '../../schemas/finding.ts';
import { allFields } from '../../schemas/types.ts';
import type { Field, NamedType, SoapContract, Source, TypeRef, Types } from '../../specs/contract.ts';
import { readWsdl } from '../../specs/extract/wsdl.ts';
import type { WsdlOperation } from '../../specs/extract/wsdl.ts';
import { bodyText } from '../body-text.ts';
import type { Check } from '../check.ts';
import { header } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import { hostile } from './concern.ts';
import { finding, judged, repaired } from './finding.ts';

/** The text of an answer that is a WSDL. */
function wsdlIn(response: WireResponse): string | undefined {
  if (response.status !== 200) return undefined;
  const text = bodyText(response.body, header(response, 'content-type'));
  return /^[^]{0,2000}<(?:[\w.-]+:)?definitions[\s>]/.test(text) ? text : undefined;
}

const shows: Check = {
  id: 'SOAP-WSDL',
  title: 'A service shows its WSDL at ?wsdl',
  level: 'OBSERVE',
  source: 'silence of the documentation: services may be told not to show it',
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['soap-wsdl-off', 'soap-wsdl-html'],
  concerns: hostile('wsdl', 'soap'),
  judge({ response }) {
    if (wsdlIn(response) !== undefined) return judged();
    const received = `${response.status}, ${header(response, 'content-type') ?? 'without media type'}`;
    return judged(finding('status', '200 with a WSDL', received));
  },
};

const agrees: Check = {
  id: 'SOAP-WSDL-AGREES',
  title: 'The WSDL that a service shows agrees with the published one',
  level: 'SHOULD',
  source: 'WSDL (published)',
  needs: ['HTTP-ANSWERED'],
  trippedBy: [
    'soap-wsdl-action',
    'soap-wsdl-action-of-another',
    'soap-wsdl-operation',
    'soap-wsdl-type',
    'soap-wsdl-order',
    'soap-wsdl-header',
  ],
  concerns: hostile('wsdl', 'soap'),
  judge({ response, contract, types, catalogued }) {
    const text = wsdlIn(response);
    // The schemas of a WSDL that imports them are at other addresses, which nobody asks.
    if (text === undefined || contract.protocol !== 'soap' || /\s(?:schemaL|l)ocation="[^"]*\?/.test(text)) {
      return { findings: [], seen: 0 };
    }
    const read = readWsdl('?wsdl', text, 1);
    if ('expected' in read) {
      const { line, expected, found, limit } = read;
      return judged({ ...finding(`?wsdl:${line}`, expected, found), ...(limit && { limit }) });
    }
    const differences = createDifferences();
    const comparing = { ours: types, theirs: read.types, reached: new Set<string>(), differ: differences.differ };
    let seen = 0;
    const others = catalogued.serviceOf(contract).filter(({ id }) => id !== contract.id);
    for (const one of [contract, ...others]) {
      const operation = read.operations.get(one.operation);
      if (operation !== undefined) seen += compareOperation(one, operation, comparing);
      else {
        const found = {
          ...finding('?wsdl', `the operation ${one.operation}`, 'none of that name'),
          source: one.source,
        };
        // Of another release the service may have fewer; what was asked of it is another matter.
        differences.add(one.id === contract.id ? found : { ...found, level: 'OBSERVE' });
      }
    }
    return { findings: differences.findings(), seen: seen + 1 };
  },
};

/** What is not there has a form that only the published WSDL tells. */
function repairOf(expected: string, received: string): string | undefined {
  if (/^no such\b/.test(received)) return undefined;
  return expected.startsWith('after ') ? `put it ${expected}` : `write ${expected}`;
}

/** The first finding of each place, and of an operation that is not there one each. */
function createDifferences() {
  const found = new Map<string, Finding>();
  return {
    add: (one: Finding): void => {
      found.set(`${one.at} ${one.expected}`, one);
    },
    differ: (at: string, expected: string, received: string, source: Source): void => {
      if (expected !== received && !found.has(at))
        found.set(at, { ...repaired(finding(at, expected, received), repairOf(expected, received)), source });
    },
    findings: (): readonly Finding[] => [...found.values()],
  };
}

interface Comparing {
  readonly ours: Types;
  readonly theirs: Types;
  /** Types that were compared: all operations of a service share them. */
  readonly reached: Set<string>;
  differ(at: string, expected: string, received: string, source: Source): void;
}

/** How many members were compared. Members that only the shown one has are of a later release. */
function compareOperation(ours: SoapContract, theirs: WsdlOperation, comparing: Comparing): number {
  const comparison = new Comparison(comparing, ours.source);
  const at = `?wsdl ${ours.operation}`;
  // Where only a sample prints the operation nobody knows what its types are called.
  const isPublished = ours.output.source.evidence === 'wsdl';
  comparison.differ(`${at}/soapAction`, ours.soapAction, theirs.soapAction);
  for (const side of ['input', 'output'] as const) {
    comparison.differ(`${at}/${side}`, ours[side].element, theirs[side].element);
    if (isPublished) comparison.fields(`${at}/${side}`, ours[side].fields, theirs[side].fields);
  }
  if (!isPublished) return comparison.seen;
  for (const side of ['requestHeader', 'responseHeader'] as const) {
    comparison.parts(`${at}/${side}`, ours[side], theirs[side]);
  }
  return comparison.seen;
}

/** A class, for there are thousands of operations: what a function of each of them was compiled to is lost with it. */
class Comparison {
  seen = 0;
  readonly #comparing: Comparing;
  readonly #source: Source;

  constructor(comparing: Comparing, source: Source) {
    this.#comparing = comparing;
    this.#source = source;
  }

  differ(at: string, expected: string, received: string): void {
    this.#comparing.differ(at, expected, received, this.#source);
  }

  parts(at: string, mine: readonly Field[], others: readonly Field[]): void {
    const shown = new Map(others.map((field) => [field.name, field]));
    for (const { name, type } of mine) {
      const same = shown.get(name);
      this.seen += 1;
      this.differ(`${at}/${name}`, wordOf(type), same === undefined ? 'no such part' : wordOf(same.type));
      if (same !== undefined && type.kind === 'named') this.#type(type.name);
    }
  }

  fields(place: string, mine: readonly Field[], other: readonly Field[]): void {
    let places: ReadonlyMap<string, number> | undefined;
    let last = -1;
    for (const [index, field] of mine.entries()) {
      this.seen += 1;
      // Mostly both say the same.
      const position =
        other[index]?.name === field.name
          ? index
          : (places ??= new Map(other.map(({ name }, at) => [name, at]))).get(field.name);
      const same = position === undefined ? undefined : other[position];
      const expected = wordOf(field.type);
      const received = same === undefined ? 'no such member' : wordOf(same.type);
      if (expected !== received) this.differ(`${place}/${field.name}`, expected, received);
      if (position !== undefined) {
        if (position < last) {
          const before = mine[index - 1]?.name ?? '';
          this.differ(`${place}/${field.name}/order`, `after ${before}`, `before ${before}`);
        }
        last = Math.max(last, position);
      }
      if (expected === received && field.type.kind === 'named') this.#type(field.type.name);
    }
  }

  #type(name: string): void {
    const { ours, theirs, reached } = this.#comparing;
    const [mine, other] = [ours.get(name), theirs.get(name)];
    if (reached.has(name) || mine === undefined) return;
    reached.add(name);
    const place = `?wsdl ${name}`;
    this.differ(place, mine.kind, other?.kind ?? 'no such type');
    if (other !== undefined) this.fields(place, fieldsIn(mine, ours), fieldsIn(other, theirs));
  }
}

function fieldsIn(type: NamedType, types: Types): readonly Field[] {
  switch (type.kind) {
    case 'object':
      return allFields(types, type);
    case 'array':
      return [type.item];
    case 'map':
      return [type.key, type.value];
    case 'enum':
    case 'flags':
      return [];
  }
}

function wordOf(type: TypeRef): string {
  return type.kind === 'scalar' ? type.scalar : type.kind === 'named' ? type.name : type.kind;
}

/** What a service says of itself. */
export const soapWsdlChecks: readonly Check[] = [shows, agrees];

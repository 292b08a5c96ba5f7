import type { Finding } from '../../schemas/finding.ts';
import { allFields } from '../../schemas/types.ts';
import type { Field, NamedType, TypeRef, Types } from '../../specs/contract.ts';
import { readWsdl } from '../../specs/extract/wsdl.ts';
import type { WsdlOperation } from '../../specs/extract/wsdl.ts';
import { bodyText } from '../body-text.ts';
import type { Check } from '../check.ts';
import { header } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import { hostile } from './concern.ts';
import { finding, judged } from './finding.ts';

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
  trippedBy: ['soap-wsdl-action', 'soap-wsdl-operation', 'soap-wsdl-type'],
  concerns: hostile('wsdl', 'soap'),
  judge({ response, contract, types }) {
    const text = wsdlIn(response);
    // The schemas of a WSDL that imports them are at other addresses, which nobody asks.
    if (text === undefined || contract.protocol !== 'soap' || /\s(?:schemaL|l)ocation="[^"]*\?/.test(text)) {
      return { findings: [], seen: 0 };
    }
    const read = readWsdl('?wsdl', text, 1);
    if ('expected' in read) return judged(finding(`?wsdl:${read.line ?? 1}`, read.expected, read.found));
    const operation = read.operations.get(contract.operation);
    if (operation === undefined) {
      return judged(finding('?wsdl', `the operation ${contract.operation}`, 'none of that name'));
    }
    const compared = new Map<string, Finding>();
    const differ = (at: string, expected: string, received: string): void => {
      if (expected !== received && !compared.has(at)) compared.set(at, finding(at, expected, received));
    };
    const at = `?wsdl ${contract.operation}`;
    differ(`${at}/soapAction`, contract.soapAction, operation.soapAction);
    const seen = compareMessages(at, contract, operation, { ours: types, theirs: read.types, differ });
    return { findings: [...compared.values()], seen: seen + 1 };
  },
};

interface Comparing {
  readonly ours: Types;
  readonly theirs: Types;
  differ(at: string, expected: string, received: string): void;
}

type Messages = Pick<WsdlOperation, 'input' | 'output'>;

/** How many members were compared. Members that only the shown one has are of a later release. */
function compareMessages(at: string, ours: Messages, theirs: Messages, comparing: Comparing): number {
  const { differ } = comparing;
  const reached = new Set<string>();
  let seen = 0;
  const compareFields = (place: string, mine: readonly Field[], other: readonly Field[]): void => {
    const byName = new Map(other.map((field) => [field.name, field]));
    for (const field of mine) {
      seen += 1;
      const same = byName.get(field.name);
      const where = `${place}/${field.name}`;
      const [expected, received] = [wordOf(field.type), same === undefined ? 'no such member' : wordOf(same.type)];
      differ(where, expected, received);
      if (expected === received && field.type.kind === 'named') compareType(field.type.name);
    }
  };
  const compareType = (name: string): void => {
    const [mine, other] = [comparing.ours.get(name), comparing.theirs.get(name)];
    if (reached.has(name) || mine === undefined) return;
    reached.add(name);
    const place = `${at} ${name}`;
    differ(place, mine.kind, other?.kind ?? 'no such type');
    if (other !== undefined) compareFields(place, fieldsIn(mine, comparing.ours), fieldsIn(other, comparing.theirs));
  };
  for (const side of ['input', 'output'] as const) {
    differ(`${at}/${side}`, ours[side].element, theirs[side].element);
    compareFields(`${at}/${side}`, ours[side].fields, theirs[side].fields);
  }
  return seen;
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

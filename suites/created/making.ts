import { isObject } from '../../fixtures/is-object.ts';
import { keepingOf } from '../../fixtures/keeping.ts';
import { taggedMember } from '../../fixtures/sparing.ts';
import { decodeRequest } from '../../schemas/soap.ts';
import { readXml } from '../../schemas/xml.ts';
import type { XmlElement } from '../../schemas/xml.ts';
import { isVoid } from '../../specs/contract.ts';
import type { Contract, Types } from '../../specs/contract.ts';
import type { Json, JsonObject } from '../../specs/json.ts';
import type { SentRequest, WireResponse } from '../exchange.ts';
import { faultOf } from '../checks/soap-fault.ts';
import type { Reading } from '../reading.ts';

/** What a call makes at the target, as far as its contract says. */
export interface Making {
  /** Agent and carrier (`Contact/Contact`) where a carrier is made; else the operation. */
  readonly what: string;
  /** Absent where nothing tells by what the thing is known afterwards. */
  readonly carrier?: { readonly key: string; readonly argument?: string; readonly tagged?: string };
}

const makes = /^(Save|Create|Add|Copy|Insert|Upsert|Import|Post)(?![a-z])/;

/** Undefined for operations that make nothing, or of which no one says so. */
export function makingOf(contract: Contract, types: Types): Making | undefined {
  if (contract.effect === 'read' || !makes.test(contract.operation)) return undefined;
  const keeping = keepingOf(contract, types);
  if (keeping === undefined || isVoid(contract)) return { what: `${contract.agent}.${contract.operation}` };
  const { what, table, key, argument } = keeping;
  if (what === 'create') return { what: table, carrier: { key } };
  if (what !== 'save') return { what: `${contract.agent}.${contract.operation}` };
  const tagged = taggedMember(contract, types);
  return { what: table, carrier: { key, argument, ...(tagged === undefined ? {} : { tagged }) } };
}

/** What a request says of the key of what it saves. `unread`: it is no request that can be read. */
export type Sent = 'new' | 'kept' | 'unread';

export function keyIn(request: SentRequest, { carrier }: Making, contract: Contract, types: Types): Sent {
  if (carrier?.argument === undefined) return 'new';
  const args = argumentsIn(request, contract, types);
  const saved = carrier.argument === '' ? args : args && memberOf(args, carrier.argument);
  if (saved === undefined || !isObject(saved)) return 'unread';
  const key = memberOf(saved, carrier.key) ?? 0;
  return key === 0 ? 'new' : typeof key === 'number' ? 'kept' : 'unread';
}

function argumentsIn({ body = '' }: SentRequest, contract: Contract, types: Types): Json | undefined {
  if (contract.protocol === 'rest') {
    try {
      return JSON.parse(body) as Json;
    } catch {
      return undefined;
    }
  }
  const reading = readXml(body);
  const decoded = reading.ok ? decodeRequest(contract, types, reading.root) : undefined;
  return decoded === undefined || 'problem' in decoded ? undefined : decoded.args;
}

/** Clients write names in other letters, and servers take them. */
function memberOf(value: Json, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const found = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : (value as JsonObject)[found];
}

/** What an answer says of a call that makes something. */
export type Answered =
  | { readonly kind: 'refused' }
  | { readonly kind: 'unclear'; readonly reason: string }
  | { readonly kind: 'made'; readonly member: (name: string) => string | undefined };

export function answerOf(contract: Contract, response: WireResponse, reading: Reading): Answered {
  const { status } = response;
  if (status >= 300 && status < 500) return { kind: 'refused' };
  if (contract.protocol === 'rest') {
    if (status >= 500) return { kind: 'unclear', reason: `the target answered ${status}` };
    return { kind: 'made', member: (name) => restMember(reading, name) };
  }
  const envelope = reading.envelope();
  const isFailed = ['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '');
  if (faultOf(envelope) !== undefined || envelope?.exception !== undefined || isFailed) return { kind: 'refused' };
  if (status >= 500) return { kind: 'unclear', reason: `the target answered ${status}` };
  const result = envelope?.content[0]?.children.find(({ name }) => name === 'Response');
  return { kind: 'made', member: (name) => result && childText(result, name) };
}

function restMember(reading: Reading, name: string): string | undefined {
  const json = reading.json();
  if (json.ok) {
    const member = memberOf(json.value as Json, name);
    return typeof member === 'string' || typeof member === 'number' ? String(member) : undefined;
  }
  const xml = reading.xml();
  return xml.ok ? childText(xml.root, name) : undefined;
}

function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text.trim();
}

import { casesOf } from '../fixtures/generate.ts';
import type { Contract, Protocol, Types } from '../specs/contract.ts';
import type { Change, Stated, Wire } from '../specs/diff/change.ts';
import type { ChangeKind, Direction } from '../specs/diff/rules.ts';
import type { CheckId } from './check.ts';
import { checks } from './checks/index.ts';

/**
 * What a change makes of a check. `adds`: it judges a place that it did not judge before. `tightens`: of what it judged
 * before, something that passed can fail now. `loosens`: something that failed passes now, or is judged no more.
 */
export type Does = 'adds' | 'tightens' | 'loosens';

export interface ChangedCheck {
  readonly check: CheckId;
  readonly does: Does;
}

type Effects = Readonly<Partial<Record<Does, readonly CheckId[]>>>;

/** What a change does where it is met: in the call as a whole, in what is sent, in what comes back. */
type Row = Readonly<Partial<Record<'call' | Direction, Effects | ((change: Change, protocol: Protocol) => Effects)>>>;

/** Whether a request is taken, these say. */
const taken: readonly CheckId[] = ['REST-STATUS', 'SOAP-SUCCEEDED'];
const takesMore: Row = { request: { tightens: taken } };
const takesLess: Row = { request: { loosens: taken } };

const presence: readonly CheckId[] = ['REST-MEMBERS', 'REST-NAMES', 'SOAP-MEMBERS', 'SOAP-ORDER', 'SOAP-NAMESPACE'];
const extra: readonly CheckId[] = ['REST-EXTRA', 'SOAP-EXTRA'];
const noResult: readonly CheckId[] = ['HTTP-204-NO-CONTENT', 'HTTP-204-LENGTH', 'SOAP-VOID'];
const anyResult: readonly CheckId[] = ['HTTP-MEDIA-TYPE', 'REST-JSON', 'REST-NO-ERROR-BODY', 'REST-TOP-LEVEL'];
const soapResult: readonly CheckId[] = ['SOAP-MEMBERS', 'SOAP-ORDER', 'SOAP-NAMESPACE', 'SOAP-XSI-TYPE', 'SOAP-EXTRA'];

const memberAdded: Row = {
  ...takesMore,
  response: ({ after }, protocol) => ({ adds: [...presence, ...valueChecks(after, protocol)], loosens: extra }),
};

const table: Readonly<Record<ChangeKind, Row>> = {
  'generation-removed': {},
  'generation-added': {},
  // Of an operation that is new, its own contract says which checks judge it.
  'operation-removed': {},
  'operation-added': {},
  'address-changed': { call: { tightens: [...taken, 'SOAP-STATUS'] } },
  'soap-action-changed': { call: { tightens: [...taken, 'SOAP-STATUS'] } },
  'wrapper-changed': { request: { tightens: taken }, response: { tightens: ['SOAP-WRAPPER'] } },
  'status-added': { call: { loosens: ['REST-STATUS'] } },
  'status-removed': { call: { tightens: ['REST-STATUS'] } },
  'other-status-added': {},
  'other-status-removed': {},
  'media-type-added': { ...takesMore, response: { loosens: ['HTTP-MEDIA-TYPE'] } },
  'media-type-removed': { ...takesLess, response: { tightens: ['HTTP-MEDIA-TYPE'] } },
  'effect-raised': {},
  'effect-lowered': {},
  restricted: {},
  unrestricted: {},
  experimental: {},
  'not-experimental': {},
  'result-length-stated': { call: { adds: ['SOAP-RESULT-LENGTH'] } },
  'result-length-unstated': { call: { loosens: ['SOAP-RESULT-LENGTH'] } },
  'result-length-changed': { call: { tightens: ['SOAP-RESULT-LENGTH'] } },
  'parameter-added': { call: { tightens: taken } },
  'required-parameter-added': { call: { tightens: taken } },
  'parameter-removed': { call: { loosens: taken } },
  'parameter-required': { call: { loosens: taken } },
  'parameter-optional': { call: { tightens: taken } },
  'body-added': {
    request: { adds: ['REST-CASE', 'REST-BAD-JSON'], tightens: taken },
    response: ({ after }, protocol) => ({
      adds: [...anyResult, ...soapResult, ...objectChecks(after), ...valueChecks(after, protocol)],
      loosens: noResult,
    }),
  },
  'body-removed': {
    request: { loosens: [...taken, 'REST-CASE', 'REST-BAD-JSON'] },
    response: ({ before }, protocol) => ({
      adds: noResult,
      loosens: [...anyResult, ...soapResult, ...objectChecks(before), ...valueChecks(before, protocol)],
    }),
  },
  'header-part-added': { response: { adds: ['SOAP-HEADER-PARTS'] } },
  'required-header-part-added': {},
  'header-part-removed': { response: { loosens: ['SOAP-HEADER-PARTS'] } },
  'member-added': memberAdded,
  'required-member-added': memberAdded,
  'member-removed': {
    ...takesLess,
    response: ({ before }, protocol) => ({ tightens: extra, loosens: [...presence, ...valueChecks(before, protocol)] }),
  },
  'member-recased': { ...takesMore, response: { tightens: ['REST-NAMES', 'SOAP-MEMBERS'] } },
  'member-required': { ...takesLess, response: { tightens: ['REST-MEMBERS', 'SOAP-MEMBERS'] } },
  'member-optional': { ...takesMore, response: { loosens: ['REST-MEMBERS', 'SOAP-MEMBERS'] } },
  'member-nullable': { ...takesMore, response: { loosens: ['REST-NULL', 'SOAP-NIL'] } },
  'member-not-null': { ...takesLess, response: { tightens: ['REST-NULL', 'SOAP-NIL'] } },
  'order-changed': { ...takesMore, response: { tightens: ['SOAP-ORDER'] } },
  'type-widened': { ...takesMore, response: retyped('loosens') },
  'type-narrowed': { ...takesLess, response: retyped('tightens') },
  'type-replaced': { ...takesMore, response: retyped('tightens') },
  'type-renamed': { ...takesMore, response: { tightens: ['SOAP-XSI-TYPE'] } },
  'namespace-changed': { ...takesMore, response: { tightens: ['SOAP-NAMESPACE', 'SOAP-XSI-TYPE'] } },
  'element-renamed': {
    ...takesMore,
    response: { tightens: ['SOAP-MEMBERS', 'SOAP-EXTRA', 'SOAP-VALUE', 'SOAP-ARRAY', 'SOAP-DICTIONARY'] },
  },
  'enum-value-added': {
    ...takesMore,
    response: { adds: ['REST-ENUM'], loosens: ['REST-ENUM-KNOWN', 'SOAP-ENUM', 'SOAP-FLAGS'] },
  },
  'enum-value-removed': {
    ...takesLess,
    response: { tightens: ['REST-ENUM-KNOWN', 'SOAP-ENUM', 'SOAP-FLAGS'], loosens: ['REST-ENUM'] },
  },
  'derived-type-added': { response: { loosens: ['SOAP-XSI-TYPE'] } },
  'derived-type-removed': { response: { tightens: ['SOAP-XSI-TYPE'] } },
  'occurrence-stated': { response: ({ after }) => strict(after, ['REST-MEMBERS', 'SOAP-MEMBERS'], 'tightens') },
  'occurrence-unstated': { response: ({ before }) => strict(before, ['REST-MEMBERS', 'SOAP-MEMBERS'], 'loosens') },
  'null-stated': { response: ({ after }) => strict(after, ['REST-NULL', 'SOAP-NIL'], 'tightens') },
  'null-unstated': { response: ({ before }) => strict(before, ['REST-NULL', 'SOAP-NIL'], 'loosens') },
  'type-stated': { response: retyped('tightens') },
  'type-unstated': { response: retyped('loosens') },
};

/** The checks that a change adds, tightens or loosens, in the order of the catalogue of checks. */
export function changedChecks(change: Change, protocol: Protocol): readonly ChangedCheck[] {
  const row = table[change.kind];
  const met = [row.call, ...change.directions.map((direction) => row[direction])].flatMap((effects) =>
    effects === undefined ? [] : [typeof effects === 'function' ? effects(change, protocol) : effects],
  );
  // A check that judges a new place and leaves another one alone is told as what can turn a target red.
  const does = (check: CheckId): Does | undefined =>
    (['adds', 'tightens', 'loosens'] as const).find((one) => met.some((effects) => effects[one]?.includes(check)));
  return checks.flatMap(({ id }) => {
    // A WSDL that a service shows is compared with all of it.
    const shown = id === 'SOAP-WSDL-AGREES' && met.length > 0 ? 'tightens' : undefined;
    const effect = isOf(id, protocol) ? (does(id) ?? shown) : undefined;
    return effect === undefined ? [] : [{ check: id, does: effect }];
  });
}

/** The checks that judge an operation, in the order of their catalogue. */
export function checksOf(contract: Contract, types: Types): readonly CheckId[] {
  const cases = casesOf(contract, types, { seed: 1 });
  return checks.filter((check) => cases.some((asked) => check.concerns(contract, asked, types))).map(({ id }) => id);
}

function isOf(check: CheckId, protocol: Protocol): boolean {
  return protocol === 'rest' ? !check.startsWith('SOAP-') : check.startsWith('SOAP-');
}

/** A fact that forbids something is judged; one that allows it leaves nothing to be judged. */
function strict(stated: Stated | undefined, of: readonly CheckId[], does: Does): Effects {
  return stated?.holds === false ? { [does]: of } : {};
}

/** Another type brings its own checks, and leaves those of the old one behind; what both have in common it changes. */
function retyped(both: Does) {
  return ({ at, before, after }: Change, protocol: Protocol): Effects => {
    const top: readonly CheckId[] = at === 'output' ? ['REST-TOP-LEVEL'] : [];
    const [was, is] = [valueChecks(before, protocol), valueChecks(after, protocol)];
    const shared = [...top, ...is.filter((check) => was.includes(check))];
    const effects: Effects = {
      adds: is.filter((check) => !was.includes(check)),
      loosens: was.filter((check) => !is.includes(check)),
    };
    return { ...effects, [both]: [...(effects[both] ?? []), ...shared] };
  };
}

/** The checks that judge a value by what it is on the wire. */
function valueChecks(stated: Stated | undefined, protocol: Protocol): readonly CheckId[] {
  if (protocol === 'soap') return ['SOAP-VALUE', 'SOAP-NIL', ...new Set((stated?.wire ?? []).flatMap(xmlChecks))];
  return ['REST-TYPE', 'REST-NULL', ...new Set((stated?.wire ?? []).flatMap(jsonChecks))];
}

function xmlChecks(wire: Wire): readonly CheckId[] {
  switch (wire) {
    case 'enum':
      return ['SOAP-ENUM'];
    case 'flags':
      return ['SOAP-FLAGS'];
    case 'array':
      return ['SOAP-ARRAY'];
    case 'map':
      return ['SOAP-DICTIONARY'];
    default:
      return [];
  }
}

function jsonChecks(wire: Wire): readonly CheckId[] {
  switch (wire) {
    case 'int8':
    case 'int16':
    case 'int32':
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return ['REST-INT32'];
    case 'int64':
    case 'uint64':
      return ['REST-INT64'];
    case 'date-time':
      return ['REST-DATE'];
    case 'base64':
      return ['REST-BASE64'];
    case 'duration':
      return ['REST-DURATION'];
    case 'enum':
      return ['REST-ENUM', 'REST-ENUM-KNOWN'];
    case 'flags':
      return ['REST-FLAGS', 'REST-ENUM', 'REST-ENUM-KNOWN'];
    case 'array':
      return ['REST-ITEMS'];
    case 'map':
      return ['REST-MAP', 'REST-DUPLICATE'];
    default:
      return [];
  }
}

/** A result without an object in it has no member to look for. */
function objectChecks(stated: Stated | undefined): readonly CheckId[] {
  const isObject = stated?.wire?.includes('object') ?? false;
  return isObject ? ['REST-MEMBERS', 'REST-NAMES', 'REST-EXTRA', 'REST-DUPLICATE'] : [];
}

import type { Case, Mutation } from '../../fixtures/case.ts';
import { resolveType } from '../../schemas/types.ts';
import { isVoid } from '../../specs/contract.ts';
import type { Contract, TypeRef, Types } from '../../specs/contract.ts';
import type { Check } from '../check.ts';

/** Which cases a check judges; see `Check.concerns`. */
export type Concern = Check['concerns'];

const isCamelCase = (asked: Case): boolean => asked.name === 'camel-case';

/** Every case. */
export const everything: Concern = () => true;

/** The operation itself is asked, in whatever casing. */
export const operations: Concern = (_, asked) => asked.asks === 'operation';

/** A REST operation is asked in the documented casing. */
export const restOperations: Concern = (contract, asked) =>
  contract.protocol === 'rest' && asked.asks === 'operation' && !isCamelCase(asked);

/** A REST operation is asked with camelCase names. */
export const camelCaseRequests: Concern = (contract, asked) =>
  contract.protocol === 'rest' && asked.asks === 'operation' && isCamelCase(asked);

/** A REST operation is asked that answers 204. */
export const restVoids: Concern = (contract, asked) =>
  contract.protocol === 'rest' && asked.asks === 'operation' && isVoid(contract);

/** A REST operation is asked that has a result. */
export const restResults: Concern = (contract, asked) =>
  contract.protocol === 'rest' && asked.asks === 'operation' && !isVoid(contract);

/** A REST operation is asked in whose result such a value can stand. */
export const restResultsWith =
  (...kinds: readonly Kind[]): Concern =>
  (contract, asked, types) =>
    restResults(contract, asked, types) && kinds.some((kind) => kindsIn(contract, types).has(kind));

export const soapOperations: Concern = (contract, asked) => contract.protocol === 'soap' && asked.asks === 'operation';

/** SOAP is asked, rightly or wrongly, and not for its description. */
export const soapAnswers: Concern = (contract, asked) =>
  contract.protocol === 'soap' && asked.name !== 'wsdl' && asked.name !== 'single-wsdl';

/** A SOAP operation is asked that answers nothing. */
export const soapVoids: Concern = (contract, asked) => soapOperations(contract, asked, none) && isVoid(contract);

/** A SOAP operation is asked that has a result. */
export const soapResults: Concern = (contract, asked) => soapOperations(contract, asked, none) && !isVoid(contract);

/** The case of that name, of either protocol. */
export const named =
  (...names: readonly string[]): Concern =>
  (_, asked) =>
    names.includes(asked.name);

/** A SOAP operation is asked in whose result such a value can stand. */
export const soapResultsWith =
  (...kinds: readonly Kind[]): Concern =>
  (contract, asked, types) =>
    soapResults(contract, asked, types) && kinds.some((kind) => kindsIn(contract, types).has(kind));

/** A SOAP operation is asked that has out-parameters beside its result. */
export const soapOuts: Concern = (contract, asked) =>
  soapOperations(contract, asked, none) &&
  contract.protocol === 'soap' &&
  contract.output.fields.length > 1 &&
  contract.output.fields.some(({ name }) => name === 'Response');

/** A request is wrong on purpose. */
export const hostile =
  (mutation: Mutation, protocol: Contract['protocol']): Concern =>
  (contract, asked) =>
    contract.protocol === protocol && asked.origin.kind === 'hostile' && asked.origin.mutation === mutation;

const none: Types = new Map();

/** What a value in a result can be. */
export type Kind = 'integer' | 'date-time' | 'base64' | 'enum' | 'flags' | 'array' | 'map' | 'object' | 'value';

const known = new WeakMap<Contract, ReadonlySet<Kind>>();

/** The kinds of values that a result can have anywhere; worked out once per contract. */
function kindsIn(contract: Contract, types: Types): ReadonlySet<Kind> {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const found = new Set<Kind>(['value']);
  const entered = new Set<string>();
  const open: TypeRef[] = [...resultTypes(contract)];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (ref.kind === 'named') {
      if (entered.has(ref.name)) continue;
      entered.add(ref.name);
    }
    const type = resolveType(types, ref);
    switch (type.kind) {
      case 'scalar':
        if (/^u?int/.test(type.scalar)) found.add('integer');
        if (type.scalar === 'date-time' || type.scalar === 'base64') found.add(type.scalar);
        break;
      case 'enum':
        found.add('enum');
        break;
      case 'flags':
        found.add('flags');
        break;
      case 'array':
        found.add('array');
        open.push('item' in type ? type.item.type : type.items);
        break;
      case 'map':
        found.add('map');
        open.push('entry' in type ? type.value.type : type.values);
        break;
      case 'object':
        found.add('object');
        open.push(...type.fields.map((field) => field.type));
        if ('name' in type && type.base !== undefined) open.push({ kind: 'named', name: type.base });
        break;
      default:
        break;
    }
  }
  known.set(contract, found);
  return found;
}

function resultTypes(contract: Contract): readonly TypeRef[] {
  if (contract.protocol === 'soap') return contract.output.fields.map(({ type }) => type);
  return contract.output === 'nothing' ? [] : [contract.output.type];
}

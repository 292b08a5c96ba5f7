import type { Case, Mutation } from '../../fixtures/case.ts';
import { isVoid } from '../../specs/contract.ts';
import type { Contract, Types } from '../../specs/contract.ts';
import type { Check } from '../check.ts';
import { kindsIn } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** Which cases a check judges; see `Check.concerns`. */
export type Concern = Check['concerns'];

/** Names of members are in other letters than documented; the results are judged as any other. */
const isRecased = ({ name }: Case): boolean => name === 'camel-case' || name === 'mixed-case';

/** Forms that a client may use and no page prints: a check of their own judges all of the answer. */
const ownForms: ReadonlySet<string> = new Set([
  'select',
  'select-path',
  'null-body',
  'empty-body',
  'no-charset',
  'text-json',
  'xml',
  'octet-stream',
  'unknown-id',
  'scheme-case',
]);

const asksRest = (contract: Contract, asked: Case): boolean =>
  contract.protocol === 'rest' && asked.asks === 'operation' && !ownForms.has(asked.name);

/** Every case. */
export const everything: Concern = () => true;

/** The operation itself is asked, in whatever casing. */
export const operations: Concern = (_, asked) => asked.asks === 'operation';

/** A REST operation is asked in the documented casing. */
export const restOperations: Concern = (contract, asked) => asksRest(contract, asked) && !isRecased(asked);

/** A REST operation is asked with names in other letters. */
export const recasedRequests: Concern = (contract, asked) => asksRest(contract, asked) && isRecased(asked);

/** A REST operation is asked that answers 204. */
export const restVoids: Concern = (contract, asked) => asksRest(contract, asked) && isVoid(contract);

/** A REST operation is asked that has a result. */
export const restResults: Concern = (contract, asked) => asksRest(contract, asked) && !isVoid(contract);

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
export const hostile = (mutations: Mutation | readonly Mutation[], protocol: Contract['protocol']): Concern => {
  const all: ReadonlySet<Mutation> = new Set([mutations].flat());
  return (contract, asked) =>
    contract.protocol === protocol && asked.origin.kind === 'hostile' && all.has(asked.origin.mutation);
};

const none: Types = new Map();

import { applicationTokenPlaceholder } from '../fixtures/case.ts';
import type { CaseRequest } from '../fixtures/case.ts';
import { encodeRequest } from '../schemas/soap.ts';
import type { XmlElement } from '../schemas/xml.ts';
import { generationOf } from '../specs/contract.ts';
import type { SoapContract, Types } from '../specs/contract.ts';
import type { JsonObject } from '../specs/json.ts';
import { read } from './reading.ts';
import type { WireResponse } from './exchange.ts';
import type { Plan } from './plan.ts';

/** A call of the one SOAP service that needs no ticket. */
export interface PrincipalCall {
  /** `SoPrincipal.GetSystemInfo/soap-Services88` */
  readonly id: string;
  readonly request: CaseRequest;
  /** The text of the first element of that name in an answer, whatever namespace it is in. */
  textIn(received: WireResponse, name: string): string | undefined;
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** Of the generations that are asked the newest one that the catalogue has the operation in. */
export function principalCall(
  plan: Plan,
  generations: readonly string[],
  operation: string,
  args: JsonObject = {},
): PrincipalCall | undefined {
  const known = new Set(plan.catalogue.summaries.map(({ id }) => id));
  const id = generations
    .map((generation) => `SoPrincipal.${operation}/${generation}`)
    .filter((one) => known.has(one))
    .sort(byNumber.compare)
    .at(-1);
  const contract = id === undefined ? undefined : plan.catalogue.contract(id);
  if (id === undefined || contract?.protocol !== 'soap') return undefined;
  const types = plan.catalogue.types(generationOf(contract));
  return {
    id,
    request: requestOf(contract, types, args),
    textIn: (received, name) => textIn(read(received, contract, types).envelope()?.content ?? [], name),
  };
}

/** The generations of SOAP in a plan. */
export function soapGenerations(planned: Plan['planned']): readonly string[] {
  const contracts = planned.map(({ contract }) => contract).filter(({ protocol }) => protocol === 'soap');
  return [...new Set(contracts.map(generationOf))];
}

function requestOf(contract: SoapContract, types: Types, args: JsonObject): CaseRequest {
  const needs = contract.requestHeader.some(({ name }) => name === 'ApplicationToken');
  const header = needs ? { applicationToken: applicationTokenPlaceholder } : {};
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${contract.soapAction}"` };
  const body = encodeRequest(contract, types, args, header);
  return { method: 'POST', path: contract.path, headers, body, credentials: 'configured' };
}

function textIn(elements: readonly XmlElement[], name: string): string | undefined {
  for (const element of elements) {
    const found = element.name === name ? element.text : textIn(element.children, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

import { routeOf } from '../../fixtures/emulator/routes.ts';
import { readXml } from '../../schemas/xml.ts';
import type { Catalogue, ContractSummary } from '../../specs/catalogue.ts';
import type { HarEntry } from './har.ts';

/** An entry that calls an operation. */
export interface HarCall {
  readonly entry: HarEntry;
  readonly summary: ContractSummary;
  /** The address of the target, as `--target` takes it. */
  readonly base: string;
}

/** What an entry calls, or why nothing of the catalogue. */
export function callOf(catalogue: Catalogue, entry: HarEntry): HarCall | { readonly reason: string } {
  const { method, url } = entry.request;
  const route = routeOf(catalogue, url.pathname);
  if (route === undefined) return { reason: 'no operation of the catalogue stands at its address' };
  if (route.protocol === 'soap' && /soap\+xml/i.test(headerOf(entry, 'content-type') ?? '')) {
    return { reason: 'it is SOAP 1.2, and the WSDL is of SOAP 1.1' };
  }
  const summary = route.protocol === 'rest' ? route.methods.get(method) : soapCall(route.operations, entry);
  if (summary === undefined) {
    return {
      reason:
        route.protocol === 'rest' || method !== 'POST'
          ? `its operation is not called by ${method}`
          : 'neither its SOAPAction nor its envelope names an operation of the service',
    };
  }
  const start = url.pathname.toLowerCase().lastIndexOf(route.protocol === 'rest' ? '/api/v1/' : '/remote/');
  return { entry, summary, base: `${url.origin}${url.pathname.slice(0, Math.max(0, start))}` };
}

/** By SOAPAction; without one, by the element in the Body. */
function soapCall(operations: ReadonlyMap<string, ContractSummary>, entry: HarEntry): ContractSummary | undefined {
  if (entry.request.method !== 'POST') return undefined;
  const action = (headerOf(entry, 'soapaction') ?? '').trim().replace(/^"(.*)"$/, '$1');
  if (action !== '') return [...operations.values()].find(({ soapAction }) => soapAction === action);
  const read = readXml(entry.request.body ?? '');
  const body = read.ok ? read.root.children.find(({ name }) => name === 'Body') : undefined;
  return operations.get(body?.children[0]?.name ?? '');
}

/** The first header of that (lower-case) name in the request. */
export function headerOf({ request }: HarEntry, name: string): string | undefined {
  return request.headers.find(([one]) => one === name)?.[1];
}

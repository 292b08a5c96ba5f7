import type { Fault } from '../../fixtures/emulator/answer.ts';
import { isApi, listed } from '../../fixtures/emulator/faults/discovery.ts';
import { textOf, withHeader, withText } from '../../fixtures/emulator/faults/make.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';

const api =
  (change: (text: string) => string): Fault['spoil'] =>
  (answer, request) =>
    isApi(answer, request) ? withHeader(withText(answer, change(textOf(answer))), 'content-type', 'text/json') : answer;

const agentOf = (address: string): string => /\/Agents\/\w+/.exec(address)?.[0] ?? address;

const all = ['DISCOVERY-LISTING', 'DISCOVERY-UNKNOWN', 'DISCOVERY-UNLISTED'] as const;

/** What a server that is unusual and right says of itself. */
export const discoveryNearMisses: readonly NearMiss[] = [
  miss(
    'api-with-more',
    'The address /api names the SOAP services as well, as the start page of the REST API prints',
    ['DISCOVERY-API'],
    api((text) => text.replace('{', '{"Version":"v1","Services":"Services88","expires":null,')),
  ),
  miss(
    'listing-by-address',
    'The list of /api/v1 is a map of whole addresses to verbs, as the start page of the REST API prints it',
    all,
    listed((addresses) =>
      Object.fromEntries(
        addresses.map((address) => [
          `http://localhost/WebApi${address}`,
          { POST: '?id={id}   Gets a list of agents/.' },
        ]),
      ),
    ),
  ),
  miss(
    'listing-of-agents',
    'The list of /api/v1 names agents only, in small letters and with a slash, beside other addresses',
    all,
    listed((addresses) => [
      ...new Set(addresses.map((address) => `${agentOf(address).toLowerCase()}/`)),
      '/api/v1/Contact/{id}/Links?$select={$select}',
      '/api/v1/Archive/dynamic',
    ]),
  ),
];

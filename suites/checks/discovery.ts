import type { Finding } from '../../schemas/finding.ts';
import type { Source } from '../../specs/contract.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import { readListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { hostile } from './concern.ts';
import { finding, judged, repaired } from './finding.ts';

const page = 'docs/en/api/reference/restful/agent/index.md';
const aboutApi: Source = { evidence: 'sample', page, line: 14 };
const aboutListing: Source = { evidence: 'sample', page, line: 26 };

const from = (source: Source, found: Finding): Finding => ({ ...found, source });

/** What both pages that speak of `/api` print. */
const facts = ['v1', 'NetServerVersion', 'NetServerAssembly', 'NetServerDate', 'NetServer'];

const api: Check = {
  id: 'DISCOVERY-API',
  title: 'The address /api says without a login which server it is',
  level: 'SHOULD',
  source: 'start pages of the REST API and of the agents (/api)',
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['discovery-api-off', 'discovery-api-html', 'discovery-api-without-version'],
  concerns: hostile('api', 'rest'),
  judge({ response, reading }) {
    const problem = notJson({ response, reading }, aboutApi);
    if (problem !== undefined) return judged(problem);
    const json = reading.json();
    const value = json.ok ? json.value : undefined;
    if (!isMap(value)) return judged(from(aboutApi, finding('body', 'object', kindOf(value))));
    const findings = facts.flatMap((name) => {
      const fact = Object.hasOwn(value, name) ? value[name] : undefined;
      if (typeof fact === 'string' && fact.trim() !== '') return [];
      const received = fact === undefined ? 'no such member' : JSON.stringify(fact);
      return [from(aboutApi, finding(`body.${name}`, 'text', received))];
    });
    return { findings, seen: facts.length };
  },
};

const listing: Check = {
  id: 'DISCOVERY-LISTING',
  title: 'The address /api/v1 lists the addresses that the server answers',
  level: 'SHOULD',
  source: 'start pages of the REST API and of the agents (/api/v1)',
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['discovery-listing-html', 'discovery-listing-as-text', 'discovery-listing-without-agents'],
  concerns: hostile('api-v1', 'rest'),
  judge(subject) {
    const skip = wantsLogin(subject);
    if (skip !== undefined) return { skip };
    const problem = notJson(subject, aboutListing);
    if (problem !== undefined) return judged(problem);
    const json = subject.reading.json();
    const value = json.ok ? json.value : undefined;
    if (!Array.isArray(value) && !isMap(value)) {
      const expected = 'an array of addresses, or a map of them';
      return judged(from(aboutListing, finding('body', expected, kindOf(value))));
    }
    const listed = readListing(value);
    if (listed !== undefined) return { findings: [], seen: listed.agents.size };
    const received = Array.isArray(value) ? `an array of ${value.length}` : `a map of ${Object.keys(value).length}`;
    return judged(from(aboutListing, finding('body', 'addresses of agents (/api/v1/Agents/…)', `${received}, none`)));
  },
};

const known: Check = {
  id: 'DISCOVERY-UNKNOWN',
  title: 'The agents and operations that /api/v1 lists are in the catalogue',
  level: 'OBSERVE',
  source: 'silence of the documentation: a server may be newer than its pages',
  needs: ['HTTP-ANSWERED', 'DISCOVERY-LISTING'],
  trippedBy: ['discovery-agent-unknown', 'discovery-operation-unknown'],
  concerns: hostile('api-v1', 'rest'),
  judge: comparing(({ catalogued }, { agents }) => {
    const found: Finding[] = [];
    let seen = 0;
    for (const [key, { name, operations }] of agents) {
      const ours = catalogued.agents.get(key);
      seen += Math.max(1, operations.size);
      if (ours === undefined) {
        found.push(finding(`Agents/${name}`, 'an agent of the catalogue', listedWith(operations.size)));
        continue;
      }
      for (const [operation, written] of operations) {
        if (ours.operations.has(operation)) continue;
        found.push(finding(`Agents/${name}/${written}`, 'an operation of the catalogue', 'listed'));
      }
    }
    return { findings: found, seen };
  }),
};

const listed: Check = {
  id: 'DISCOVERY-UNLISTED',
  title: 'The agents that are asked, and all their operations, are listed at /api/v1',
  level: 'OBSERVE',
  source: 'start pages of the REST API and of the agents (/api/v1), for telling what a server supports',
  needs: ['HTTP-ANSWERED', 'DISCOVERY-LISTING'],
  trippedBy: ['discovery-agent-unlisted', 'discovery-operation-unlisted'],
  concerns: hostile('api-v1', 'rest'),
  judge: comparing(({ catalogued }, { agents }) => {
    const found: Finding[] = [];
    let seen = 0;
    for (const [key, { name, operations, isAsked }] of catalogued.agents) {
      if (!isAsked) continue;
      const theirs = agents.get(key);
      // An agent that is listed by itself says nothing of its operations.
      const isWhole = theirs !== undefined && theirs.operations.size > 0;
      seen += isWhole ? operations.size : 1;
      if (theirs === undefined) found.push(repaired(finding(`Agents/${name}`, 'listed', 'no such agent'), added(name)));
      if (!isWhole) continue;
      for (const [operation, written] of operations) {
        if (theirs.operations.has(operation)) continue;
        const place = `${name}/${written}`;
        found.push(repaired(finding(`Agents/${place}`, 'listed', 'no such operation'), added(place)));
      }
    }
    return { findings: found, seen };
  }),
};

/** Judges a listing that can be read; of one that cannot, DISCOVERY-LISTING tells. */
function comparing(
  judge: (subject: Pick<Subject, 'catalogued'>, listing: Listing) => Extract<Judgement, { seen: number }>,
): Check['judge'] {
  return (subject) => {
    const skip = wantsLogin(subject);
    if (skip !== undefined) return { skip };
    const json = subject.reading.json();
    const read = json.ok && subject.response.status === 200 ? readListing(json.value) : undefined;
    if (read === undefined) return { findings: [], seen: 0 };
    const { findings, seen } = judge(subject, read);
    return { findings: findings.map((found) => from(aboutListing, found)), seen };
  };
}

/** No page says that the list is for everybody, and it is asked without a login, so that it can be asked before one is tried. */
function wantsLogin({ response }: Pick<Subject, 'response'>): string | undefined {
  if (response.status !== 401 && response.status !== 403) return undefined;
  return `/api/v1 answers ${response.status}: it wants a login, and is asked without one`;
}

function notJson({ response, reading }: Pick<Subject, 'response' | 'reading'>, source: Source): Finding | undefined {
  if (response.status !== 200) return from(source, finding('status', '200', String(response.status)));
  const json = reading.json();
  return json.ok ? undefined : from(source, repaired(json.finding, 'answer JSON where Accept asks for it'));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? `an array of ${value.length}` : JSON.stringify(value);
}

const added = (place: string): string => `add "/api/v1/Agents/${place}"`;

function listedWith(operations: number): string {
  return operations === 0 ? 'listed' : `listed with ${operations} operation${operations === 1 ? '' : 's'}`;
}

/** What a server says of itself, asked once in a run. */
export const discoveryChecks: readonly Check[] = [api, listing, known, listed];

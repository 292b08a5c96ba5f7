import { applicationTokenPlaceholder, ticketPlaceholder } from '../../../fixtures/case.ts';
import { defaultCredentials } from '../../../fixtures/emulator/credentials.ts';
import { respond } from '../../../fixtures/emulator/respond.ts';
import { seedOf } from '../../../fixtures/seed.ts';
import type { Catalogue } from '../../../specs/catalogue.ts';
import { generationOf, isResource, type Contract, type ContractId } from '../../../specs/contract.ts';
import { planned } from '../canned-answer.ts';
import type { Planned } from '../../plan.ts';

/** An answer with content that mutants are made of. */
export interface Answered {
  readonly asked: Planned;
  readonly origin: 'documented' | 'emulator';
  readonly text: string;
}

/** What the page prints as the answer of an operation, as it is on the wire; undefined without content. */
export function documentedAnswer(catalogue: Catalogue, id: ContractId): Answered | undefined {
  const asked = planned(catalogue, id);
  const body = catalogue.documented(id)?.response.body;
  if (body === undefined || !hasContent(asked.contract)) return undefined;
  const text = asked.contract.protocol === 'rest' ? JSON.stringify(JSON.parse(body)) : body;
  return { asked, origin: 'documented', text };
}

/** What the emulator answers to the case that others vary; undefined without content. */
export function emulatedAnswer(catalogue: Catalogue, id: ContractId): Answered | undefined {
  const asked = planned(catalogue, id);
  if (!hasContent(asked.contract)) return undefined;
  const { request } = asked.case;
  const { user, password, ticket } = defaultCredentials;
  const body = (request.body ?? '').replace(ticketPlaceholder, ticket).replace(applicationTokenPlaceholder, '');
  const headers = { ...request.headers, authorization: `Basic ${btoa(`${user}:${password}`)}` };
  const answer = respond(catalogue, { ...request, url: request.path, headers, body: new TextEncoder().encode(body) });
  return { asked, origin: 'emulator', text: new TextDecoder().decode(answer.body) };
}

const hasContent = (contract: Contract): boolean => contract.protocol === 'soap' || contract.output !== 'nothing';

/** As many contracts of each generation, those whose ids have the least hash: always the same ones. */
export function sampled(catalogue: Catalogue, perGeneration: number): readonly ContractId[] {
  const agents = catalogue.summaries.filter((one) => !isResource(one));
  const generations = [...new Set(agents.map(generationOf))];
  return generations.flatMap((generation) =>
    shuffled(
      agents.filter((one) => generationOf(one) === generation).map(({ id }) => id),
      (id) => id,
    ).slice(0, perGeneration),
  );
}

export function shuffled<T>(all: readonly T[], name: (one: T) => string): readonly T[] {
  return all
    .map((one) => [seedOf(1, name(one)), one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
}

import { casesOf } from '../../fixtures/generate.ts';
import { baseName } from '../../fixtures/variations.ts';
import type { RecordVerdict } from '../../reporters/record.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { generationOf } from '../../specs/contract.ts';
import type { ContractId } from '../../specs/contract.ts';
import { cataloguedIn } from '../catalogued.ts';
import type { Subject } from '../check.ts';
import { checks } from '../checks/index.ts';
import type { WireResponse } from '../exchange.ts';
import { judgeCase } from '../judge.ts';
import type { Planned } from '../plan.ts';
import { read } from '../reading.ts';

/** The case that others vary, with all checks that concern it, as a run plans it. */
export function planned(catalogue: Catalogue, id: ContractId, name?: string): Planned {
  const contract = catalogue.contract(id);
  const types = catalogue.types(generationOf(contract));
  const documented = catalogue.documented(id);
  const options = { seed: 1, ...(documented === undefined ? {} : { documented }) };
  const wanted = name ?? baseName(options);
  const asked = casesOf(contract, types, options).find((one) => one.name === wanted);
  if (asked === undefined) throw new Error(`${id} has no case ${wanted}`);
  const concerning = checks.filter((check) => check.concerns(contract, asked, types));
  return { case: asked, contract, types, checks: concerning, baseChecks: [] };
}

export function answer(status: number, mediaType: string | undefined, body: string | Uint8Array): WireResponse {
  const headers = mediaType === undefined ? [] : [['content-type', mediaType] as const];
  return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body, surplus: Buffer.of() };
}

/** What the checks of a case say of an answer that nobody sent: the judging of a run, without its engine. */
export function verdictsOn(one: Planned, response: WireResponse): readonly RecordVerdict[] {
  return verdictsOf(one, subjectOf(one, response));
}

export function verdictsOf(one: Planned, subject: Subject): readonly RecordVerdict[] {
  return judgeCase(one, { kind: 'answered', subject }, { deadlineMs: 1000 });
}

const nothingCatalogued = cataloguedIn([], []);

export function subjectOf(one: Planned, response: WireResponse): Subject {
  const { contract, types } = one;
  const reading = read(response, contract, types);
  return { contract, types, case: one.case, response, reading, catalogued: nothingCatalogued };
}

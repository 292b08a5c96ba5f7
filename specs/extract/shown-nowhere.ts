import { scalars, type Dispute, type Source, type TypeRef } from '../contract.ts';
import { matches, type Errata } from './errata.ts';
import type { TypeFact } from './merge.ts';
import type { RestPage } from './rest-page.ts';

/** A body that the page has a heading and a sentence for, and neither table nor sample. */
export interface ShownNowhere {
  /** The erratum that knows the type by name and sentence. */
  readonly erratum?: { readonly id: string; readonly line: number };
  readonly recovered?: TypeFact;
  /** What stays to be said when no source knows the type. */
  readonly dispute: Dispute;
}

export function shownNowhere({ requestBody, request, page }: RestPage, errata: Errata): ShownNowhere | undefined {
  if (!requestBody || requestBody.members || request.sample.body) return undefined;
  const { line, name = '', prose = '' } = requestBody;
  const dispute: Dispute = {
    at: 'input/type',
    chosen: { value: 'unknown', source: { evidence: 'table', page, line } },
    rejected: { value: 'nothing', source: { evidence: 'sample', page: request.page, line: request.sample.line } },
  };
  const erratum = errata['body-shown-nowhere'];
  const type = matches(erratum, { name, prose }) ? typeOf(erratum.correct['type'] ?? '') : undefined;
  if (!type || !erratum) return { dispute };
  const source: Source = { evidence: 'erratum', page, line };
  return { erratum: { id: erratum.id, line }, recovered: { type, source }, dispute };
}

/** `int32[]` */
function typeOf(text: string): TypeRef | undefined {
  if (text.endsWith('[]')) {
    const items = typeOf(text.slice(0, -2));
    return items && { kind: 'array', items };
  }
  const scalar = scalars.find((candidate) => candidate === text);
  return scalar && { kind: 'scalar', scalar };
}

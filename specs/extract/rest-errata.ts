import type { AppliedErratum, Body, Field, QueryParameter, TypeRef } from '../contract.ts';
import { matches, type Errata } from './errata.ts';
import type { RestPage } from './rest-page.ts';
import type { TableBody } from './rest-sections.ts';
import type { SampleValue } from './sample.ts';

/** The bodies that a page's samples print. */
export interface Samples {
  readonly request?: SampleValue;
  readonly response?: SampleValue;
}

/** What a page prints wrongly after a status, in a title and in its samples. */
export function printedErrata(
  page: RestPage,
  { isVoid, query }: { readonly isVoid: boolean; readonly query: readonly QueryParameter[] },
  samples: Samples,
  errata: Errata,
): AppliedErratum[] {
  const applied: AppliedErratum[] = [];
  const note = (id: string, place: string, line: number) =>
    applied.push({ id, source: { evidence: 'erratum', page: place, line } });
  const status = isVoid ? '204' : '';
  const content = errata['content-after-status'];
  const printed = page.response.sample.body;
  if (printed && matches(content, { status, content: printed.text }))
    note(content.id, page.response.page, printed.line);
  const fallback = errata['type-under-status'];
  const { responseBody } = page;
  if (responseBody && /^[A-Z]/.test(responseBody.type) && matches(fallback, { status }))
    note(fallback.id, page.page, responseBody.line);
  const leftOut = errata['required-left-out'];
  const { startLine, line: begin } = page.request.sample;
  if (parametersOf(startLine, query).some((parts) => matches(leftOut, parts)))
    note(leftOut?.id ?? '', page.request.page, begin);
  const bytes = errata['bytes-placeholder'];
  for (const line of samples.request ? bytesLines(samples.request, errata) : [])
    note(bytes?.id ?? '', page.request.page, line);
  for (const line of samples.response ? bytesLines(samples.response, errata) : [])
    note(bytes?.id ?? '', page.response.page, line);
  return applied;
}

/** Of each parameter whether it is required, and whether the first line of a sample gives it. */
function parametersOf(
  startLine: string,
  query: readonly QueryParameter[],
): readonly Readonly<Record<string, string>>[] {
  const printed = new URLSearchParams(/\?(\S*)/.exec(startLine)?.[1] ?? '');
  const given = new Set([...printed.keys()].map((name) => name.toLowerCase()));
  return query.map(({ name, required }) => ({
    required: String(required),
    sample: given.has(name.toLowerCase()) ? 'given' : 'left out',
  }));
}

function bytesLines(value: SampleValue, errata: Errata): number[] {
  switch (value.kind) {
    case 'string':
      return matches(errata['bytes-placeholder'], { value: value.value }) ? [value.line] : [];
    case 'array':
      return value.items.flatMap((item) => bytesLines(item, errata));
    case 'object':
      return value.members.flatMap((member) => bytesLines(member.value, errata));
    case 'null':
    case 'boolean':
    case 'number':
      return [];
  }
}

/**
 * The body that the title, and the members that the table, names after the type that stands for those without a
 * description. Where another source says that it is that type, nothing is wrong.
 */
export function fallbackErrata(
  page: string,
  { type: title, line, members = [] }: TableBody,
  body: Body,
  isFallback: (name: string) => boolean,
  errata: Errata,
): AppliedErratum[] {
  const erratum = errata['type-under-status'];
  if (!erratum) return [];
  const applied = (at: number): AppliedErratum => ({
    id: erratum.id,
    source: { evidence: 'erratum', page, line: at },
  });
  const isNamed = (type: TypeRef | undefined, name: string) => type?.kind === 'named' && type.name === name;
  const found = isFallback(title) && !isNamed(body.type, title) ? [applied(line)] : [];
  const fields = new Map(fieldsIn(body).map(({ name, type }) => [name, type]));
  for (const member of members) {
    // A member may well be of the type that has its own name.
    const isWrong = member.type !== member.name && isFallback(member.type);
    if (isWrong && !isNamed(fields.get(member.name), member.type)) found.push(applied(member.line));
  }
  return found;
}

/** Members that the table names after a carrier and that are dictionaries. */
export function dictionaryErrata(
  page: string,
  { members = [] }: TableBody,
  body: Body,
  errata: Errata,
): AppliedErratum[] {
  const erratum = errata['name-for-map'];
  const fields = fieldsIn(body);
  return members.flatMap((member) => {
    const field = fields.find(({ name }) => name === member.name);
    if (field?.type.kind !== 'map' || !matches(erratum, { name: member.type })) return [];
    return [{ id: erratum.id, source: { evidence: 'erratum', page, line: member.line } }];
  });
}

/** The members that the table lists, whatever stands around them. */
function fieldsIn({ type }: Body): readonly Field[] {
  const inner = type.kind === 'array' ? type.items : type.kind === 'map' ? type.values : type;
  return inner.kind === 'object' ? inner.fields : [];
}

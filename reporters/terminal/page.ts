import type { createColors } from 'picocolors';
import { groupedBy, wrap } from '../text.ts';

/** What every section is set with. */
export interface Page {
  readonly paint: ReturnType<typeof createColors>;
  readonly width: number;
}

/** `EMail.SendEMails/rest-v1: documented, camel-case`, one contract a paragraph, cut off after `limit` contracts. */
export function caseLines(
  cases: readonly { readonly id: string; readonly contract: string }[],
  { width }: Page,
  indent: string,
  limit: number,
): readonly string[] {
  const contracts = [...groupedBy(cases, (one) => one.contract)];
  const lines = contracts.slice(0, limit).flatMap(([contract, ones]) => {
    const names = ones.map((one) => (one.id.startsWith(`${contract}/`) ? one.id.slice(contract.length + 1) : one.id));
    return hanging(`${contract}: ${names.join(', ')}`, width, indent);
  });
  const rest = contracts.length - limit;
  return rest > 0 ? [...lines, `${indent}and ${rest} more contracts`] : lines;
}

/** Wrapped text whose second and further lines stand two columns deeper. */
export function hanging(text: string, width: number, indent: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, width - 2, indent);
  return [first, ...rest.map((line) => `  ${line}`)];
}

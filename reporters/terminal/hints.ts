import type { RecordCase, RunRecord } from '../record.ts';
import { counted, groupedBy, printable, wrap } from '../text.ts';
import type { Page } from './page.ts';

/** What one mistake does to a whole run is told before its thousand failures: an address, or a generation that is not there. */
export function hintLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const asking = record.cases.filter((one) => one.sent && !one.origin.startsWith('hostile'));
  const generations = [...groupedBy(asking, (one) => `${one.protocol}-${one.version}`)];
  const gone = generations.filter(([, cases]) => cases.every(isNotFound));
  if (gone.length === 0) return [];
  const isAll = gone.length === generations.length;
  const hints = isAll
    ? [addressHint(record.target.url)]
    : gone.map(([generation, cases]) => generationHint(generation, new Set(cases.map((one) => one.contract)).size));
  return hints.flatMap((hint) => wrap(hint, width, '  ').map(paint.yellow));
}

const ofStatus: ReadonlySet<string> = new Set(['REST-STATUS', 'REST-CASE', 'SOAP-STATUS']);

/** Its status was judged, and is 404. */
function isNotFound({ verdicts }: RecordCase): boolean {
  const status = verdicts.find(({ check }) => ofStatus.has(check));
  return status?.findings.some(({ at, received }) => at === 'status' && /^404\b/.test(received)) ?? false;
}

function addressHint(url: string): string {
  const [, base, surplus] = /^(.*?)(\/(?:api|remote)(?:\/.*)?)$/i.exec(url) ?? [];
  const said = 'Every operation was answered 404: is the address right?';
  if (base !== undefined && surplus !== undefined) {
    return `${said} The target ends with ${printable(surplus)}, which is part of every path; give ${printable(base)} instead.`;
  }
  return `${said} The target is what stands before /api/v1 and /Remote, such as https://sod.superoffice.com/Cust12345.`;
}

function generationHint(generation: string, operations: number): string {
  return `All ${counted(operations, 'operation')} of ${generation} were answered 404, others were not: does the target have it? --version and --protocol choose what is asked.`;
}

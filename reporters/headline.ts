import type { RecordCase, RunRecord } from './record.ts';
import { counted, groupedBy, number, printable, shortened } from './text.ts';

/** A run is told at its top to be mostly something when more than this share of its answers is. */
const most = 0.5;

/**
 * What one mistake does to a whole run is told before its thousand failures, and so is what makes a green one say little: answers
 * that are mostly refusals, 404, or empty. Of cases that ask an operation; probes are refused on purpose. Each is one sentence
 * or two, with what to do.
 */
export function headlines(record: RunRecord): readonly string[] {
  const source = sourceOf(record);
  if (record.stopped !== undefined) {
    return [`The target could not be logged in to, so that little was asked: ${printable(record.stopped.reason)}.`];
  }
  const asking = record.cases.filter((one) => one.sent && !one.origin.startsWith('hostile'));
  return [...source, ...notFound(record, asking), ...refused(record, asking), ...empty(asking)];
}

const suchShown = 3;

/** Where the exchanges of somebody else come from, and what of them could not be judged. */
function sourceOf({ har }: RunRecord): readonly string[] {
  if (har === undefined) return [];
  const by = har.creator === undefined ? '' : ` (${har.creator})`;
  const left = har.notJudged.map(({ reason, count, such }) => {
    const shown = such.slice(0, suchShown).map((one) => shortened(one, 80));
    return `${number(count)}, for ${reason} (${shown.join(', ')}${count > shown.length ? ', …' : ''})`;
  });
  const rest = left.length === 0 ? '' : ` Not judged: ${left.join('; ')}.`;
  const all = `${number(har.entries)} ${har.entries === 1 ? 'entry' : 'entries'}`;
  return [printable(`${number(har.judged)} of ${all} of ${har.file}${by} were judged, and nothing was sent.${rest}`)];
}

function notFound(record: RunRecord, asking: readonly RecordCase[]): readonly string[] {
  const generations = [...groupedBy(asking, (one) => `${one.protocol}-${one.version}`)];
  const gone = generations.filter(([, cases]) => cases.every(isNotFound));
  if (gone.length > 0 && gone.length === generations.length) return [addressHint(record.target.url)];
  const told = gone.map(([generation, cases]) =>
    generationHint(generation, new Set(cases.map((one) => one.contract)).size),
  );
  const left = generations.filter((one) => !gone.includes(one)).flatMap(([, cases]) => cases);
  const missing = left.filter(isNotFound).length;
  if (!isMost(missing, left.length)) return told;
  return [
    ...told,
    `${ofAnswers(missing, left.length)} 404: the target does not have most of what was asked. Is it older than the catalogue, or is a part of it switched off? --agent, --version and --operation choose what is asked.`,
  ];
}

const ofStatus: ReadonlySet<string> = new Set(['REST-STATUS', 'REST-CASE', 'SOAP-STATUS']);

/** A record without answers says it by what was judged. */
function isNotFound({ answer, verdicts }: RecordCase): boolean {
  if (answer !== undefined) return answer.status === 404;
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

function refused({ target }: RunRecord, asking: readonly RecordCase[]): readonly string[] {
  const answers = asking.flatMap(({ answer }) => answer ?? []);
  const refusals = answers.filter(({ status }) => status === 401 || status === 403);
  if (!isMost(refusals.length, answers.length)) return [];
  const statuses = [...new Set(refusals.map(({ status }) => status))].sort().join(' or ');
  const remedy =
    target.auth === 'none'
      ? 'No credential was given: set SOCONFORM_TICKET, SOCONFORM_BEARER, or SOCONFORM_USER and SOCONFORM_PASSWORD.'
      : 'Is the login still good, and may its user call these agents?';
  return [`${ofAnswers(refusals.length, answers.length)} ${statuses}, so that little could be judged. ${remedy}`];
}

function empty(asking: readonly RecordCase[]): readonly string[] {
  const results = asking.flatMap(({ answer }) =>
    answer !== undefined && (answer.gave === 'value' || answer.gave === 'empty') ? [answer] : [],
  );
  const nothing = results.filter(({ gave }) => gave === 'empty').length;
  if (!isMost(nothing, results.length)) return [];
  return [
    `${number(nothing)} of ${counted(results.length, 'result')} ${nothing === 1 ? 'was' : 'were'} empty (null, an empty list, or members that are all null): what passed saw little. Ask a target that has data; --min-evidence makes a gate of it.`,
  ];
}

function isMost(part: number, all: number): boolean {
  return part > all * most;
}

function ofAnswers(part: number, all: number): string {
  return `${number(part)} of ${counted(all, 'answer')} ${part === 1 ? 'was' : 'were'}`;
}

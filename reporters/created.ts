import type { RecordCreated, RunRecord } from './record.ts';
import { counted, groupedBy, number, printable } from './text.ts';

/** What a run made at its target and did not remove, for whoever has to look for it. */
export interface Leftovers {
  /** `3 things that the run made are not removed; look for soconform-k3x9p2ab` */
  readonly heading: string;
  /** One for each kind of thing and reason. */
  readonly lines: readonly string[];
  /** The command that goes on removing; absent where none can. */
  readonly command?: string;
}

const idLimit = 20;

/** Undefined where nothing is left. Everything is safe to print. */
export function leftoversOf({ created = [], run }: Pick<RunRecord, 'created' | 'run'>): Leftovers | undefined {
  const left = created.filter(({ state }) => state !== 'removed');
  if (left.length === 0) return undefined;
  const tags = [...new Set(left.map(({ tag }) => tag))];
  const groups = [...groupedBy(left, ({ what, state, key, reason }) => [what, state, key, reason].join('\n')).values()];
  const isLeft = left.some(({ id }) => id !== undefined);
  return {
    heading: `${counted(left.length, 'thing')} that the run made ${left.length === 1 ? 'is' : 'are'} not removed; look for ${tags.join(', ')}`,
    lines: groups.map((group) => printable(lineOf(group))),
    ...(run !== undefined && isLeft ? { command: `soconform clean ${printable(run.journal)}` } : {}),
  };
}

/** `made 12, removed 9 of them`; undefined for a run that made nothing. */
export function createdText({ created = [] }: Pick<RunRecord, 'created'>): string | undefined {
  if (created.length === 0) return undefined;
  const removed = created.filter(({ state }) => state === 'removed').length;
  return `made ${counted(created.length, 'thing')}, removed ${removed === created.length ? 'all' : number(removed)}`;
}

function lineOf(group: readonly RecordCreated[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const reason = first.reason ?? 'it was not tried';
  const ids = group.flatMap(({ id }) => id ?? []);
  if (first.key === undefined || ids.length === 0) return `${first.what}, ${times(group.length)}: ${reason}`;
  const rest = ids.length > idLimit ? ` and ${number(ids.length - idLimit)} more` : '';
  return `${first.what}, ${first.key} ${ids.slice(0, idLimit).join(', ')}${rest}: ${reason}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}

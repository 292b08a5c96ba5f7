import { isCut } from '../../reporters/record.ts';
import type { RecordCase, RunRecord } from '../../reporters/record.ts';
import type { Send, Sent } from '../client/send.ts';
import type { WireResponse } from '../exchange.ts';
import { compares } from '../plan.ts';
import type { Plan, Planned } from '../plan.ts';

/** Cases of a plan whose recorded answers can be judged again, and a `Send` that gives those answers and sends nothing. */
export interface Playback {
  readonly only: ReadonlySet<string>;
  readonly send: Send;
}

/**
 * A case can be judged again when the record holds its whole answer, and those of the cases that it is judged against: the one that
 * it varies, and those that a check compares it with.
 */
export function playbackOf(record: RunRecord, plan: Plan): Playback {
  const responses = new Map(record.cases.flatMap((one) => entryOf(one)));
  const planned = new Map(plan.planned.map((one) => [one.case.id, one]));
  const isThere = (id: string | undefined): boolean => id === undefined || !planned.has(id) || responses.has(id);
  const recorded = new Set(record.cases.map(({ id }) => id));
  // A run of old has not asked all that a case of today is compared with: that comparison is skipped, and no more.
  const isComparable = (id: string | undefined): boolean => isThere(id) || !recorded.has(id ?? '');
  const isWhole = (one: Planned): boolean => {
    const { id, variantOf, twin, between = [] } = one.case;
    if (!responses.has(id) || !isThere(variantOf)) return false;
    return (!compares(one, 'twin') || isComparable(twin)) && (!compares(one, 'reads') || between.every(isComparable));
  };
  const only = new Set(plan.planned.filter(isWhole).map((one) => one.case.id));
  return {
    only,
    send: (_request, { name, onAnswered }) => {
      const response = name === undefined ? undefined : responses.get(name);
      if (response === undefined)
        return Promise.reject(new Error(`the record holds no answer to ${name ?? 'a request'}`));
      onAnswered?.(response.status);
      const sent: Sent = { received: response, ms: 0 };
      return Promise.resolve(sent);
    },
  };
}

function entryOf({ id, exchange }: RecordCase): readonly (readonly [string, WireResponse])[] {
  const { response } = exchange ?? {};
  if (response === undefined) return [];
  const { status, headers, body, surplus = '' } = response;
  if ([body, surplus].some(isCut) || headers.some(([, value]) => value.endsWith('…'))) return [];
  // The record has text: the charset that it came in is gone, and so is the coding.
  const told = headers
    .filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
    .map(([name, value]): readonly [string, string] => [name, name === 'content-type' ? inUtf8(value) : value]);
  return [[id, { status, headers: told, body: Buffer.from(body), surplus: Buffer.from(surplus) }]];
}

function inUtf8(contentType: string): string {
  return contentType.replace(/charset\s*=\s*"?[\w.:-]+"?/i, 'charset=utf-8');
}

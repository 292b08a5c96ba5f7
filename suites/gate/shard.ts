import { createHash } from 'node:crypto';
import { SoconformError } from '../../specs/error.ts';
import type { Plan, Planned } from '../plan.ts';

/** One of several parts of a plan that are asked by runs of their own. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** Reads `2/5`. Throws E_SHARD. */
export function readShard(text: string): Shard {
  const [, index = 0, of = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (index >= 1 && index <= of) return { index, of };
  throw new SoconformError(
    'E_SHARD',
    `expected a shard such as 2/5, the second of five, found ${JSON.stringify(text)}`,
  );
}

/**
 * The part of a plan that one shard asks. All cases of an agent, on all protocols and versions, stay together: variants and
 * twins are judged against each other, and that an operation is not offered is told by its siblings. Throws E_SHARD for a part
 * without a case.
 */
export function shardOf(plan: Plan, { index, of }: Shard): Plan {
  const names = [...new Set(plan.planned.map(agentOf))];
  if (of > names.length) {
    throw new SoconformError(
      'E_SHARD',
      `expected at most ${names.length} shards, for so many agents are asked, found ${of}`,
    );
  }
  // By their hash, so that the order of names means nothing; by place, so that no shard is empty.
  const placed = names.map((name) => ({ name, hash: hashOf(name) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const own = new Set(placed.filter((_, place) => place % of === index - 1).map(({ name }) => name));
  return {
    ...plan,
    planned: plan.planned.filter((one) => own.has(agentOf(one))),
    shard: { index, of, plan: hashOf(plan.planned.map((one) => one.case.id).join('\n')).slice(0, 16) },
  };
}

function agentOf({ contract }: Planned): string {
  return contract.agent;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

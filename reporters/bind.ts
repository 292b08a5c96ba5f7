import type { RecordCase, RunRecord } from './record.ts';
import { groupedBy } from './text.ts';
import { told } from './told.ts';

/** A key of a file of values that would give a target data it knows. */
export interface ToBind {
  readonly key: string;
  /** The operations that wait for it. */
  readonly operations: readonly string[];
  /** What the target said to one of them. */
  readonly said: string;
}

interface Missing {
  readonly agent: string;
  readonly operation: string;
  readonly name: string;
  readonly effect: string;
  readonly said: string;
}

/** What a run could not judge because the target refused made-up data, in as few keys as stand for it; and in how many cases. */
export function dataToBind(record: RunRecord): { readonly cases: number; readonly keys: readonly ToBind[] } {
  const missing = new Map<string, Missing>();
  const cases = new Set<RecordCase>();
  for (const { case: one, verdict: blocked } of told(record, 'blocked')) {
    // Of a case the first of its verdicts says it all.
    if (blocked.bind === undefined || cases.has(one)) continue;
    cases.add(one);
    for (const key of blocked.bind) {
      const [operation = '', name = ''] = key.split('/');
      const said = /\((.*)\)$/.exec(blocked.reason ?? '')?.[1] ?? '';
      const known = `${operation}/${name}`.toLowerCase();
      if (missing.has(known)) continue;
      missing.set(known, { agent: operation.split('.')[0] ?? '', operation, name, effect: one.effect, said });
    }
  }
  const all = [...missing.values()];
  const byName = groupedBy(
    all.filter(({ effect }) => effect === 'read'),
    ({ name }) => name.toLowerCase(),
  );
  // What writes is named one by one: whoever copies the keys shall see what gets his data.
  const writing = all.filter(({ effect }) => effect !== 'read').map((one) => asKey(one.operation, [one]));
  const keys = [...byName.values()].flatMap((alike) => {
    const agents = groupedBy(alike, ({ agent }) => agent);
    // An id of that name is everywhere that of the same object; other names mean something else in another agent.
    if (agents.size > 1 && /.Id$/i.test(alike[0]?.name ?? '')) return [asKey('*', alike)];
    return [...agents].map(([agent, own]) => asKey(own.length > 1 ? `${agent}.*` : (own[0]?.operation ?? ''), own));
  });
  return {
    cases: cases.size,
    keys: [...keys, ...writing].toSorted((a, b) => b.operations.length - a.operations.length),
  };
}

function asKey(operation: string, alike: readonly Missing[]): ToBind {
  const [first] = alike;
  return {
    key: `${operation}/${first?.name ?? ''}`,
    operations: alike.map((one) => one.operation),
    said: first?.said ?? '',
  };
}

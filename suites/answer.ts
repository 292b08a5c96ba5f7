import type { RecordAnswer } from '../reporters/record.ts';
import { answered } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { gaveOf } from './gave.ts';
import type { Fate } from './judge.ts';

/** What came back to a case that asks the operation itself; undefined for probes, and where nothing came. */
export function answerOf(
  { asks }: { readonly asks: 'operation' | 'probe' },
  { received }: Partial<Pick<Exchange, 'received'>>,
  fate: Fate,
): RecordAnswer | undefined {
  if (asks === 'probe' || received === undefined || !answered(received)) return undefined;
  return shared(received.status, fate.kind === 'answered' ? gaveOf(fate.subject) : 'no-result');
}

const known = new Map<string, RecordAnswer>();

/** Tens of thousands of cases have one of few answers: those are the same value. */
function shared(status: number, gave: RecordAnswer['gave']): RecordAnswer {
  const key = `${status} ${gave}`;
  const answer = known.get(key) ?? { status, gave };
  known.set(key, answer);
  return answer;
}

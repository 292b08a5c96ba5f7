import type { RunRecord } from '../../reporters/record.ts';
import type { RunEvent } from '../run.ts';

/** The record of a run, which is its last event. */
export async function finished(events: AsyncIterable<RunEvent>): Promise<RunRecord> {
  for await (const event of events) if (event.kind === 'finished') return event.record;
  throw new Error('the run did not finish');
}

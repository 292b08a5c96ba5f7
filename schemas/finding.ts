import type { Source } from '../specs/contract.ts';

/** MUST fails a run, SHOULD fails it with `--strict`, OBSERVE is recorded and never fails. */
export type Level = 'MUST' | 'SHOULD' | 'OBSERVE';

/** One departure: the place in the message, what was expected there and what came. */
export interface Finding {
  /** `body[0].To[1].EmailId`, `Envelope/Body/SendMessagesResponse/Response/MessageDeliveryStatus[2]/Status`, `status`, `header content-type`. */
  readonly at: string;
  readonly expected: string;
  /** What came, shortened to at most 200 characters. */
  readonly received: string;
  /** Lower than the level of the check, when the fact is less certain than the check's own source. */
  readonly level?: Level;
  /** The member of the contract that it concerns, without indices: `output[].To[].EmailId`. */
  readonly member?: string;
  /** Where the fact is stated, when the contract says. */
  readonly source?: Source;
  /** The smallest change of the answer that would satisfy it, where there is one: `write 261`, `add "Subject": null`. */
  readonly repair?: string;
  /** It was not read any further, for that would be beyond a limit of ours: this says nothing of the target. */
  readonly limit?: true;
}

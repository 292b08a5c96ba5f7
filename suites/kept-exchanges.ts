import type { RecordExchange } from '../reporters/record.ts';
import { headersLength } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Redactor } from './redact.ts';

/** Characters of answers that a record holds as they came; of later ones it has the beginning. */
const mostInAll = 128 * 2 ** 20;
const beginning = 1024;

/**
 * Makes parts of a record of exchanges. A record is held, written and read as a whole, and where everything fails tens of thousands of
 * answers stand in it: a page of 50 KB for each of them would be more than a text can hold.
 */
export function createExchanges(redactor: Redactor, most = mostInAll): (exchange: Exchange) => RecordExchange {
  let held = 0;
  return ({ sent, received }) => {
    const kept = redactor.exchange(sent, received, held < most ? undefined : beginning);
    const { headers = [], body = '', surplus = '' } = kept.response ?? {};
    held += headersLength(headers) + body.length + surplus.length;
    return kept;
  };
}

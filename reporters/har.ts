import { figuresOf, verdictsText } from './figures.ts';
import type { RecordCase, RecordExchange, RunRecord } from './record.ts';
import { headlines } from './headline.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { besideTarget, printable } from './text.ts';

/**
 * HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): the exchanges that the record kept, redacted as they are
 * there. What HAR has no place for stands under names that begin with `_`.
 */
export function har(record: RunRecord, { ending }: Telling): string {
  const entries = record.cases.flatMap((one) =>
    one.exchange === undefined ? [] : [entryOf(record, one, one.exchange)],
  );
  const figures = figuresOf(record);
  const log = {
    version: '1.2',
    creator: { name: 'soconform', version: record.tool.version },
    entries,
    comment: printable(
      `${entries.length} exchanges of ${figures.casesSent} cases sent are kept in the record. ` +
        `Exit ${ending.code}: ${ending.sentence} Verdicts: ${verdictsText(figures)}.`,
    ),
    _soconform: {
      summary: figures,
      exit: ending.code,
      headlines: headlines(record),
      standing: standingOf(record, ending),
      target: record.target.url + besideTarget(record.target),
    },
  };
  return `${JSON.stringify({ log }, null, 1)}\n`;
}

function entryOf({ startedAt }: RunRecord, one: RecordCase, exchange: RecordExchange) {
  return {
    // The record has the time of the run and how long each case took.
    startedDateTime: startedAt,
    time: one.ms,
    request: requestOf(exchange.request),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: one.ms, receive: 0 },
    comment: printable(one.id),
    _case: one.id,
    _verdicts: one.verdicts.map(({ check, outcome, level }) => ({ check, outcome, level })),
  };
}

function requestOf({ method, url, headers, body }: RecordExchange['request']) {
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    queryString: queryOf(url),
    ...(body === undefined ? {} : { postData: { mimeType: names.get('content-type') ?? '', text: body } }),
    headersSize: -1,
    bodySize: -1,
  };
}

function queryOf(url: string) {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

function responseOf({ response, noResponse }: RecordExchange) {
  const none = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: -1 };
  if (response === undefined) {
    // As browsers write a request that was never answered.
    const content = { size: 0, mimeType: 'x-unknown' };
    return { ...none, status: 0, statusText: '', headers: [], content, redirectURL: '', _error: noResponse ?? '' };
  }
  const find = (name: string): string | undefined =>
    response.headers.find(([given]) => given.toLowerCase() === name)?.[1];
  return {
    ...none,
    status: response.status,
    statusText: '',
    headers: response.headers.map(([name, value]) => ({ name, value })),
    content: {
      size: new TextEncoder().encode(response.body).length,
      mimeType: find('content-type') ?? '',
      text: response.body,
    },
    redirectURL: find('location') ?? '',
    ...(response.surplus === undefined ? {} : { comment: `bytes after the end of the answer: ${response.surplus}` }),
  };
}

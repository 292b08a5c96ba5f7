import type { RecordCase, RecordExchange, RunRecord } from '../record.ts';

/** What a target could say to break out of a report: of HTML, XML, Markdown, a workflow command, a terminal. */
const hostileText =
  '</script><script>alert(1)</script><img src=x onerror=alert(2)>]]>--><!--`|@everyone|[x](javascript:alert(3))' +
  '\r\n::error::taken\n##[error]taken\u001b[2J\u0000\ufffe\ud800\u202e```\n# end';

/** The record with that text wherever a target has a say. */
export function hostileRecord(record: RunRecord): RunRecord {
  return { ...record, cases: record.cases.map(hostileCase) };
}

function hostileCase(one: RecordCase): RecordCase {
  return {
    ...one,
    ...(one.exchange === undefined ? {} : { exchange: hostileExchange(one.exchange) }),
    verdicts: one.verdicts.map((verdict) => ({
      ...verdict,
      ...(verdict.reason === undefined ? {} : { reason: hostileText }),
      findings: verdict.findings.map((finding) => ({ ...finding, at: `body.${hostileText}`, received: hostileText })),
    })),
  };
}

function hostileExchange(exchange: RecordExchange): RecordExchange {
  return {
    ...exchange,
    response: {
      status: 200,
      headers: [
        ['content-type', hostileText],
        [hostileText, hostileText],
      ],
      body: hostileText,
      surplus: hostileText,
    },
  };
}

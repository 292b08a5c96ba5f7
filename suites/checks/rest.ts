import type { Check } from '../check.ts';
import { recasedRequests, hostile, restOperations, restResults } from './concern.ts';
import { errorText, isErrorObject, isMap } from './errors.ts';
import { finding, judged } from './finding.ts';
import { resultIn } from './result.ts';
import { onRest, refusalOf, statusFinding } from './status.ts';

const status: Check = {
  id: 'REST-STATUS',
  title: 'A REST operation answers with the documented status',
  level: 'MUST',
  source: 'response table of the operation page',
  needs: ['HTTP-NO-REDIRECT'],
  trippedBy: [
    'rest-status-500',
    'rest-status-400',
    'rest-status-201',
    'rest-status-200-for-204',
    'rest-status-200-empty-for-204',
    'rest-status-204-for-200',
    'parity-rest-read-refused',
    'parity-read-refused-otherwise',
  ],
  concerns: restOperations,
  judge: onRest(statusFinding),
};

const casing: Check = {
  id: 'REST-CASE',
  title: 'Member names of a request are read in any letter case',
  level: 'SHOULD',
  source: 'the vendor’s client, which sends camelCase names',
  needs: ['HTTP-NO-REDIRECT', 'REST-STATUS'],
  trippedBy: ['rest-camel-case-refused', 'rest-camel-case-500', 'rest-mixed-case-refused'],
  concerns: recasedRequests,
  judge: onRest(statusFinding),
};

const json: Check = {
  id: 'REST-JSON',
  title: 'A REST result is one JSON text in UTF-8 without byte order mark',
  level: 'MUST',
  source: 'RFC 8259 §2, §8.1',
  needs: ['REST-STATUS', 'REST-CASE', 'HTTP-CODING'],
  trippedBy: [
    'rest-json-truncated',
    'rest-json-trailing',
    'rest-json-bom',
    'rest-json-utf16',
    'rest-json-latin1',
    'rest-json-empty',
    'rest-compressed',
    'rest-html',
  ],
  concerns: restResults,
  judge({ reading }) {
    const read = reading.json();
    return judged(read.ok ? undefined : read.finding);
  },
};

const noErrorBody: Check = {
  id: 'REST-NO-ERROR-BODY',
  title: 'A success carries a result and not an error object',
  level: 'MUST',
  source: 'response table of the operation page',
  needs: ['REST-JSON'],
  trippedBy: ['rest-error-in-200', 'rest-message-in-200'],
  concerns: restResults,
  judge: onRest(({ reading, types }, contract) => {
    const read = reading.json();
    // The keys of a map can be any: nothing tells an error from a result.
    if (isMap(contract, types)) return { findings: [], seen: 0 };
    if (!read.ok || !isErrorObject(read.value, contract, types)) return judged();
    return judged(finding('body', 'the result', `an error object: ${errorText(read.value) ?? ''}`));
  }),
};

const badJson: Check = {
  id: 'REST-BAD-JSON',
  title: 'Malformed JSON is refused with 4xx and an error object',
  level: 'SHOULD',
  source: 'the vendor’s client, which reads the error object; RFC 9110 §15.5',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: [
    'rest-bad-json-accepted',
    'rest-bad-json-500',
    'rest-bad-json-without-body',
    'rest-bad-json-as-login',
    'rest-bad-json-says-login',
    'rest-bad-json-html',
  ],
  concerns: hostile('malformed-json', 'rest'),
  judge: (subject) => refusalOf(subject, 'the malformed JSON'),
};

const getDescribes: Check = {
  id: 'REST-GET-DESCRIBES',
  title: 'A GET does not run the operation',
  level: 'SHOULD',
  source: 'operation page (the request line says POST); RFC 9110 §9.2.1',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: ['rest-get-invokes'],
  concerns: hostile('wrong-verb', 'rest'),
  judge: onRest((subject, contract) => {
    const { status: code } = subject.response;
    if (!contract.statuses.some((documented) => documented.status === code)) return judged();
    const expected = 'a description or a refusal';
    if (contract.output === 'nothing')
      return judged(finding('status', expected, `${code}, as ${contract.method} answers`));
    const result = resultIn(subject, contract);
    if (result === 'cannot-tell') return { skip: 'a description cannot be told from a result of this type' };
    return judged(result === 'none' ? undefined : finding('body', expected, `${code} with the operation’s result`));
  }),
};

export const restChecks: readonly Check[] = [status, casing, json, noErrorBody, badJson, getDescribes];

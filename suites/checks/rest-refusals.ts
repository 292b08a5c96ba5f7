import type { Check } from '../check.ts';
import { hostile } from './concern.ts';
import { finding, judged } from './finding.ts';
import { notSucceeded, onRest, refusalOf, statusReceived } from './status.ts';

const container: Check = {
  id: 'REST-CONTAINER',
  title: 'An array or object where a scalar is promised is refused with 4xx and an error object',
  level: 'SHOULD',
  source: 'request table of the operation page; the vendor’s client, which reads the error object',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: ['rest-container-accepted', 'rest-container-500', 'rest-container-as-login'],
  concerns: hostile('container-for-scalar', 'rest'),
  judge: (subject) => refusalOf(subject, 'the argument of the wrong type'),
};

const unknownOperation: Check = {
  id: 'REST-UNKNOWN-OPERATION',
  title: 'An operation that the agent does not have is not answered with a success',
  level: 'SHOULD',
  source: 'RFC 9110 §15.5.5',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: ['rest-unknown-operation-200', 'rest-unknown-operation-204'],
  concerns: hostile('unknown-operation', 'rest'),
  judge(subject) {
    const { status } = subject.response;
    return judged(status < 200 || status > 299 ? undefined : finding('status', '404', statusReceived(subject)));
  },
};

const coercion: Check = {
  id: 'REST-COERCION',
  title: 'A number as text, a text as number, and the number of an enum member are read as what they say',
  level: 'OBSERVE',
  source: 'silence of the operation page: ASP.NET reads them',
  needs: ['HTTP-ANSWERED', 'REST-STATUS', 'REST-NO-ERROR-BODY'],
  trippedBy: ['rest-coercion-refused', 'rest-enum-number-refused'],
  concerns: hostile('other-type', 'rest'),
  judge: onRest((subject, contract) => notSucceeded(subject, contract) ?? judged()),
};

/** What a server makes of a request for which no source knows the answer: that it refuses is expected, and no more. */
const refused = (
  check: Pick<Check, 'id' | 'title' | 'source' | 'trippedBy' | 'concerns'>,
  expected: string,
): Check => ({
  ...check,
  level: 'OBSERVE',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  judge(subject) {
    const { status } = subject.response;
    const isRefused = status >= 400 && (status <= 499 || status === 501);
    return judged(isRefused ? undefined : finding('status', expected, statusReceived(subject)));
  },
});

const range = refused(
  {
    id: 'REST-RANGE',
    title: 'A number beyond the range of its type is refused',
    source: 'request table of the operation page (Integer)',
    trippedBy: ['rest-range-accepted'],
    concerns: hostile('out-of-range', 'rest'),
  },
  '400',
);

const verb = refused(
  {
    id: 'REST-VERB',
    title: 'A verb that the page does not name is refused',
    source: 'operation page (the request line says POST); RFC 9110 §15.5.6',
    trippedBy: ['rest-verb-accepted'],
    concerns: hostile('other-verb', 'rest'),
  },
  '405',
);

const mediaType = refused(
  {
    id: 'REST-OTHER-MEDIA-TYPE',
    title: 'A media type that the page does not list is refused',
    source: 'request header table of the operation page (Content-Type); RFC 9110 §15.5.16',
    trippedBy: ['rest-media-type-accepted'],
    concerns: hostile('other-media-type', 'rest'),
  },
  '415',
);

export const restRefusalChecks: readonly Check[] = [container, unknownOperation, coercion, range, verb, mediaType];

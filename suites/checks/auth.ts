import type { Check, Subject } from '../check.ts';
import type { Envelope } from '../reading.ts';
import { hostile, named } from './concern.ts';
import { finding, judged } from './finding.ts';
import { resultIn } from './result.ts';
import { faultOf } from './soap-fault.ts';
import { notSucceeded, onRest } from './status.ts';

const rest: Check = {
  id: 'AUTH-REST-REQUIRED',
  title: 'A REST request without a credential is answered 401 and gets no result',
  level: 'MUST',
  source: 'authentication pages of the REST API; RFC 9110 §15.5.2',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: [
    'auth-rest-open',
    'auth-rest-403',
    'auth-rest-login-page',
    'auth-rest-500',
    'auth-rest-result-in-401',
    'auth-rest-text-in-401',
  ],
  tripsAt: { 'auth-rest-text-in-401': 'OBSERVE' },
  concerns: hostile('no-credential', 'rest'),
  judge(subject) {
    const { response } = subject;
    const refused = response.status === 401 ? undefined : finding('status', '401', String(response.status));
    return judged(refused, restResultFinding(subject));
  },
};

/** A bare text, or a map, may be the reason as well as the result: that is told, and fails nothing. */
function restResultFinding(subject: Subject) {
  const { contract, response } = subject;
  const holds = contract.protocol === 'rest' ? resultIn(subject, contract) : 'none';
  if (holds === 'result') return finding('body', 'no result', 'the operation’s result');
  if (holds !== 'cannot-tell' || response.body.length <= 2) return undefined;
  const json = subject.reading.json();
  const what = json.ok && typeof json.value === 'string' ? 'a bare text' : 'something';
  return finding('body', 'no result', `${what} that can be the result`, 'OBSERVE');
}

const soap: Check = {
  id: 'AUTH-SOAP-REQUIRED',
  title: 'A SOAP request without a ticket is refused and gets no result',
  level: 'SHOULD',
  source: 'operation page (where to get a ticket); WSDL (soap:header of the input)',
  needs: ['HTTP-ANSWERED', 'SOAP-STATUS', 'SOAP-SUCCEEDED'],
  trippedBy: ['auth-soap-open', 'auth-soap-without-reason', 'auth-soap-empty', 'auth-soap-result-in-refusal'],
  concerns: hostile('no-credential', 'soap'),
  judge(subject) {
    const envelope = subject.reading.envelope();
    return judged(
      isRefusal(subject, envelope) ? undefined : notRefused(subject, envelope),
      resultFinding(subject, envelope),
    );
  },
};

/** WCF services refuse in the header, in a fault, or before SOAP is spoken at all; no source says which. */
function isRefusal({ response }: Subject, envelope: Envelope | undefined): boolean {
  if (response.status === 401 || response.status === 403) return true;
  if (faultOf(envelope) !== undefined) return true;
  return isFalse(envelope) && envelope?.exception !== undefined;
}

const isFalse = (envelope: Envelope | undefined): boolean =>
  ['false', '0'].includes(envelope?.succeeded?.text.trim() ?? '');

function notRefused({ response }: Subject, envelope: Envelope | undefined) {
  const expected = '401 or 403, a SOAP fault, or Succeeded false with ExceptionInfo';
  const said = envelope?.succeeded === undefined ? '' : ` and Succeeded ${envelope.succeeded.text.trim()}`;
  return finding('status', expected, `${response.status}${said}`);
}

function resultFinding({ contract }: Subject, envelope: Envelope | undefined) {
  if (contract.protocol === 'rest') return undefined;
  const { element } = contract.output;
  const wrapper = envelope?.content.find(({ name }) => name === element);
  const filled = wrapper?.children.filter((child) => child.children.length > 0 || child.text.trim() !== '') ?? [];
  if (filled.length === 0) return undefined;
  return finding(`Envelope/Body/${element}`, 'no result', filled.map(({ name }) => name).join(', '));
}

const wrongLogins = ['wrong-credential', 'empty-credential', 'expired-credential'] as const;

const restWrong: Check = {
  id: 'AUTH-REST-WRONG',
  title: 'A REST request with a wrong, an empty or an expired credential is refused as such and gets no result',
  level: 'SHOULD',
  source: 'authentication pages of the REST API; RFC 9110 §15.5.2, §15.5.4',
  needs: ['HTTP-ANSWERED', 'REST-STATUS'],
  trippedBy: ['auth-rest-wrong-open', 'auth-rest-empty-open', 'auth-rest-expired-open', 'auth-rest-wrong-400'],
  concerns: hostile(wrongLogins, 'rest'),
  judge(subject) {
    const { response } = subject;
    const isRefused = response.status === 401 || response.status === 403;
    const refused = isRefused ? undefined : finding('status', '401 or 403', String(response.status));
    return judged(refused, restResultFinding(subject));
  },
};

const soapWrong: Check = {
  id: 'AUTH-SOAP-WRONG',
  title: 'A SOAP request with a wrong, an empty or an expired ticket is refused and gets no result',
  level: 'SHOULD',
  source: 'operation page (where to get a ticket); WSDL (soap:header of the input)',
  needs: ['HTTP-ANSWERED', 'SOAP-STATUS', 'SOAP-SUCCEEDED'],
  trippedBy: ['auth-soap-wrong-open', 'auth-soap-empty-open', 'auth-soap-expired-open'],
  concerns: hostile(wrongLogins, 'soap'),
  judge: soap.judge,
};

const schemeCase: Check = {
  id: 'AUTH-SCHEME-CASE',
  title: 'The name of an authentication scheme is read in any letter case',
  level: 'SHOULD',
  source: 'RFC 9110 §11.1; authentication pages of the REST API, which write SoTicket and SOTicket',
  needs: ['HTTP-NO-REDIRECT', 'REST-STATUS', 'REST-NO-ERROR-BODY'],
  trippedBy: ['auth-scheme-case-refused'],
  concerns: named('scheme-case'),
  judge: onRest((subject, contract) => notSucceeded(subject, contract) ?? judged()),
};

export const authChecks: readonly Check[] = [rest, restWrong, schemeCase, soap, soapWrong];

import type { Check, CheckId } from '../check.ts';
import { upshotOf } from '../upshot.ts';
import { judged } from './finding.ts';
import type { Reason } from './reason.ts';
import { departure, does, overlap, protocolOf, reasonsIn } from './refusals.ts';

const ofWhom: readonly Reason[] = ['the credential', 'the rights'];

/** What is wrong with a request that is asked wrong likewise on both protocols, by the name of its case. */
const wrongWith: Readonly<Record<string, readonly Reason[]>> = {
  'no-credential': ofWhom,
  'wrong-credential': ofWhom,
  'empty-credential': ofWhom,
  'expired-credential': ofWhom,
  'unknown-operation': ['the operation'],
  'unknown-id': ['the data'],
  'malformed-json': ['the message'],
  'malformed-xml': ['the message'],
};

/** Where a good request fails, the refusal of a wrong one says nothing; and what is wrong with a refusal by itself is told by its own check. */
const ownChecks: readonly CheckId[] = [
  'REST-STATUS',
  'REST-BAD-JSON',
  'REST-UNKNOWN-OPERATION',
  'REST-UNKNOWN-ID',
  'AUTH-REST-REQUIRED',
  'AUTH-REST-WRONG',
  'SOAP-WRAPPER',
  'SOAP-UNKNOWN-OPERATION',
  'SOAP-MALFORMED',
  'AUTH-SOAP-REQUIRED',
  'AUTH-SOAP-WRONG',
];

const sameReason: Check = {
  id: 'PARITY-REFUSAL',
  title: 'Both protocols refuse the same wrong request for the same reason',
  level: 'SHOULD',
  source: 'operation page and WSDL of the same operation, which stand for one service',
  compares: 'twin',
  needs: ['HTTP-ANSWERED', ...ownChecks],
  trippedBy: [
    'parity-soap-login-as-data',
    'parity-soap-operation-as-crash',
    'parity-soap-malformed-as-data',
    'parity-soap-nobody-as-crash',
    'parity-soap-nobody-filled',
    'parity-rest-operation-as-login',
  ],
  concerns: (_, asked) => asked.twin !== undefined && Object.hasOwn(wrongWith, asked.name),
  judge(subject) {
    const { case: asked, twin } = subject;
    if (twin === undefined) return { skip: 'its twin was not asked or not answered' };
    const [here, there] = [upshotOf(subject), upshotOf(twin)];
    const other = protocolOf(twin);
    if (here.kind === 'unclear' || there.kind === 'unclear') {
      const which = here.kind === 'unclear' ? protocolOf(subject) : other;
      return { skip: `what ${which} answers is neither a success nor a refusal` };
    }
    const toldThere = { skip: `${other} ${does(there)}, which is told there` };
    const [mine, theirs] = [reasonsIn(here), reasonsIn(there)];
    if (theirs === undefined) return toldThere;
    if (mine === undefined) return judged(departure(subject, here, there, other));
    // That both refuse is told by the checks of each; of one of them nobody knows for what.
    if (mine.length === 0 || theirs.length === 0) return { findings: [], seen: 0 };
    if (overlap(mine, theirs)) return judged();
    // The one that departs from what is wrong is told.
    return overlap(mine, wrongWith[asked.name] ?? []) ? toldThere : judged(departure(subject, here, there, other));
  },
};

/** What is wrong on purpose is refused alike. */
export const parityRefusalChecks: readonly Check[] = [sameReason];

import { businessRefusal } from '../business-refusal.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import { upshotOf } from '../upshot.ts';
import type { Upshot } from '../upshot.ts';
import { judged } from './finding.ts';
import { departure, does, overlap, protocolOf, reasonsIn } from './refusals.ts';

const sameReads: Check = {
  id: 'PARITY-READ-REFUSAL',
  title: 'SOAP refuses the reads that REST refuses, for the same reason, and no others',
  level: 'SHOULD',
  source: 'operation page and WSDL of the same operation, which stand for one service',
  compares: 'reads',
  // Not what tells that SOAP refuses: of made-up data that is blocked, and what REST makes of the same data says more.
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['parity-soap-read-refused', 'parity-rest-read-refused', 'parity-read-refused-otherwise'],
  concerns: (contract, asked) => contract.protocol === 'soap' && asked.between !== undefined,
  judge(subject) {
    const { before, after } = subject.reads ?? {};
    if (before === undefined || after === undefined) return { skip: 'the reads before it and after it were not asked' };
    const [soap, rest, again] = [upshotOf(subject), upshotOf(before), upshotOf(after)];
    if ([soap, rest, again].some(({ kind }) => kind === 'unclear')) {
      return { skip: 'one of the answers is neither a success nor a refusal' };
    }
    if (!isLike(rest, again)) {
      return { skip: 'the data moved: REST answers the same read otherwise after it than before it' };
    }
    if (soap.kind !== 'refused' && rest.kind !== 'refused') return judged();
    if (isLike(soap, rest)) return { findings: [], seen: isTold(soap) && isTold(rest) ? 2 : 1 };
    // Of two that refuse, one that fails by itself says nothing of the other.
    if (soap.kind === 'refused' && rest.kind === 'refused') {
      return overlap(rest.for, ['a failure of its own'])
        ? toldAlone(before, rest)
        : judged(departure(subject, soap, rest, 'REST'));
    }
    const [refusing, refusal] = soap.kind === 'refused' ? [subject, soap] : [before, rest];
    return businessRefusal(refusing) === undefined
      ? toldAlone(refusing, refusal)
      : judged(departure(subject, soap, rest, 'REST'));
  },
};

/** Whether two answers to one read say the same of whether, and for what, it is not carried out. */
function isLike(one: Upshot, other: Upshot): boolean {
  const [first, second] = [reasonsIn(one), reasonsIn(other)];
  if (first === undefined || second === undefined) return first === second;
  return first.length === 0 || second.length === 0 || overlap(first, second);
}

const isTold = (upshot: Upshot): boolean => upshot.kind === 'refused' && upshot.for.length > 0;

/** A login that is good, an operation that is there and a server that runs refuse nothing: that needs no other protocol to be told. */
function toldAlone(subject: Subject, refusal: Upshot): Judgement {
  const checks = subject.contract.protocol === 'rest' ? 'REST-STATUS' : 'SOAP-STATUS or SOAP-SUCCEEDED';
  return { skip: `${protocolOf(subject)} ${does(refusal)}, which ${checks} tells` };
}

/** A read is refused alike. */
export const parityReadChecks: readonly Check[] = [sameReads];

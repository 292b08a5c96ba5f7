import type { RunRecord } from '../reporters/record.ts';
import { answeredId } from './judge.ts';

/** The exit status of a run and the sentence that says why. */
export interface Exit {
  readonly code: 0 | 1 | 3 | 4 | 5;
  readonly sentence: string;
}

/** `strict`: a SHOULD that fails counts as well. The order is that of DESIGN.md: what makes other results doubtful comes first. */
export function exitCode(record: RunRecord, { strict }: { readonly strict: boolean }): Exit {
  const { summary, contracts, notAsked } = record;
  const verdicts = record.cases.flatMap((one) => one.verdicts);
  const failed = (level: string): number =>
    verdicts.filter((one) => one.outcome === 'fail' && one.level === level).length;
  const musts = failed('MUST');
  const shoulds = failed('SHOULD');

  if (summary.broken > 0) {
    return { code: 4, sentence: `the suite itself broke: ${count(summary.broken, 'verdict')} could not be reached.` };
  }
  const isAnswered = verdicts.some(
    (one) => one.check === answeredId && one.outcome !== 'blocked' && one.outcome !== 'skipped',
  );
  if (!isAnswered && summary.blocked > 0) {
    const reason = verdicts.find((one) => one.outcome === 'blocked')?.reason ?? 'no reason is known';
    return { code: 3, sentence: `the target could not be asked: ${reason}.` };
  }
  if (musts > 0 || summary.blocked > 0 || (strict && shoulds > 0)) {
    const parts = [
      musts > 0 ? `${musts} MUST failed` : '',
      shoulds > 0 ? `${shoulds} SHOULD failed${strict ? '' : ', which counts with --strict only'}` : '',
      summary.blocked > 0 ? `${summary.blocked} blocked` : '',
    ];
    return { code: 1, sentence: `the target departs from the documentation: ${parts.filter(Boolean).join(', ')}.` };
  }
  if (notAsked.length === contracts.length) {
    const [first] = notAsked;
    return {
      code: 5,
      sentence: `nothing was asked: no operation was sent to the target (${first?.reason ?? 'the plan is empty'}).`,
    };
  }
  const left = notAsked.length === 0 ? '' : ` of ${contracts.length} (${notAsked.length} not asked)`;
  const asked = count(contracts.length - notAsked.length, 'operation');
  const rest = [
    shoulds > 0 ? `${shoulds} SHOULD failed, which counts with --strict only` : '',
    summary.observed > 0 ? `${summary.observed} observed` : '',
  ].filter(Boolean);
  const also = rest.length === 0 ? '' : `; ${rest.join(', ')}`;
  return {
    code: 0,
    sentence: `the target conforms in ${asked}${left}: ${count(summary.pass, 'verdict')} passed${also}.`,
  };
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

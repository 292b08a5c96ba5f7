import type { RecordDeviation, RunRecord } from './record.ts';
import { counted, printable } from './text.ts';

/** A deviation that makes a run red by itself. */
interface DeviationProblem {
  readonly line: number;
  readonly text: string;
}

/** Those that have to be mended in their file: what they list is right by now, their day is over, or they list too much. */
export function deviationProblems({ deviations }: RunRecord): readonly DeviationProblem[] {
  return (deviations?.entries ?? []).flatMap((entry) => {
    const text = problemOf(entry);
    return text === undefined ? [] : [{ line: entry.line, text: printable(`${nameOf(entry)} ${text}`) }];
  });
}

/** `REST-NULL on EMail.* at body[*].To` */
export function nameOf({ check, operation, at }: RecordDeviation): string {
  return `${check} on ${operation}${at === undefined ? '' : ` at ${at}`}`;
}

/** What kind it is, why, who answers for it, and until when. */
export function reasonOf({ kind, reason, owner, ticket, expires }: RecordDeviation): string {
  const rest = [
    owner,
    ...(ticket === undefined ? [] : [ticket]),
    ...(expires === undefined ? [] : [`until ${expires}`]),
  ];
  return `${kind}: ${reason} (${rest.join(', ')})`;
}

function problemOf({ state, places, expires }: RecordDeviation): string | undefined {
  switch (state) {
    case 'stale':
      return 'is stale: it was judged, and the target is right; take it out';
    case 'expired':
      return `has expired on ${expires ?? 'its day'}: mend the target, or decide anew`;
    case 'over-budget':
      return `lists ${counted(places, 'place')}, more than it allows: it covers none of them`;
    case 'known':
    case 'not-reached':
    case 'elsewhere':
      return undefined;
  }
}

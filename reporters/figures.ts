import { outcomes } from './matrix.ts';
import type { Outcome, RunRecord } from './record.ts';
import { counted, number } from './text.ts';

/** The numbers that every report tells. */
export interface Figures extends Readonly<Record<Outcome, number>> {
  readonly operations: number;
  readonly operationsAsked: number;
  /** Operations that the target does not offer. */
  readonly unsupported: number;
  /** Operations that gave a result. */
  readonly operationsCovered: number;
  readonly cases: number;
  readonly casesSent: number;
  /** Of `pass`: those that saw nothing. */
  readonly passWithoutEvidence: number;
}

export function figuresOf({ summary, notAsked, cases }: RunRecord): Figures {
  const { operations, pass, fail, known, observed, skipped, blocked, broken, passWithoutEvidence } = summary;
  return {
    operations,
    operationsAsked: operations - notAsked.length,
    unsupported: summary.unsupported,
    operationsCovered: summary.covered,
    cases: summary.cases,
    casesSent: cases.filter((one) => one.sent).length,
    pass,
    fail,
    known,
    observed,
    skipped,
    blocked,
    broken,
    passWithoutEvidence,
  };
}

/** `5 of 5 operations, 38 of 38 cases` */
export function askedText(figures: Figures): string {
  const operations = `${number(figures.operationsAsked)} of ${counted(figures.operations, 'operation')}`;
  const missing = figures.unsupported === 0 ? '' : ` (${number(figures.unsupported)} not offered)`;
  return `${operations}${missing}, ${number(figures.casesSent)} of ${counted(figures.cases, 'case')}`;
}

/** `372 pass, 0 fail, 0 known, 0 observed, 0 skipped, 0 blocked, 0 broken` */
export function verdictsText(figures: Figures): string {
  return outcomes.map((outcome) => `${number(figures[outcome])} ${outcome}`).join(', ');
}
